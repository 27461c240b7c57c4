//! Units as systemd reads them.

use std::collections::BTreeMap;

/// The words of a command as systemd reads them: quotes and escapes, specifiers, variables.
pub(crate) fn words(line: &str, variables: &BTreeMap<String, String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut bytes: Option<Vec<u8>> = None;
    let mut quoted = false;
    let mut chars = line.chars();
    let finish = |bytes: Vec<u8>| {
        let word = String::from_utf8(bytes).unwrap();
        let read = expand(&word, variables);
        // A variable without braces may be no word at all.
        let none = read.is_empty() && word.starts_with('$');
        (!none || word.starts_with("${")).then_some(read)
    };
    while let Some(c) = chars.next() {
        let mut buffer = [0; 4];
        match c {
            ' ' if !quoted => words.extend(bytes.take().and_then(finish)),
            '"' => {
                quoted = !quoted;
                bytes.get_or_insert_default();
            }
            '\\' => {
                let byte = match chars.next().unwrap() {
                    'x' => {
                        let digits: String = chars.by_ref().take(2).collect();
                        vec![u8::from_str_radix(&digits, 16).unwrap()]
                    }
                    'a' => vec![7],
                    'b' => vec![8],
                    't' => vec![9],
                    'n' => vec![10],
                    'v' => vec![11],
                    'f' => vec![12],
                    'r' => vec![13],
                    's' => vec![32],
                    'u' => {
                        let digits: String = chars.by_ref().take(4).collect();
                        let c = char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap();
                        c.encode_utf8(&mut buffer).bytes().collect()
                    }
                    c => c.encode_utf8(&mut buffer).bytes().collect(),
                };
                bytes.get_or_insert_default().extend(byte);
            }
            c => bytes
                .get_or_insert_default()
                .extend(c.encode_utf8(&mut buffer).bytes()),
        }
    }
    words.extend(bytes.take().and_then(finish));
    words
}

fn expand(word: &str, variables: &BTreeMap<String, String>) -> String {
    let word = word.replace("%%", "%");
    let mut out = String::new();
    let mut rest = word.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else {
            // Without braces it is a word by itself.
            let (name, after) = match after.strip_prefix('{') {
                Some(braced) => braced.split_once('}').unwrap(),
                None => (after, ""),
            };
            let value = variables.get(name);
            out.push_str(value.unwrap_or_else(|| panic!("no {name} for {word}")));
            rest = after;
        }
    }
    out + rest
}

/// A file of variables as systemd reads it: in double quotes a backslash stands before a quote, a dollar, a backtick and itself.
pub(crate) fn variables(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut chars = text.chars();
    loop {
        let name: String = chars.by_ref().take_while(|c| *c != '=').collect();
        if name.is_empty() {
            return found;
        }
        assert_eq!(chars.next(), Some('"'));
        let mut value = String::new();
        loop {
            match chars.next().unwrap() {
                '"' => break,
                '\\' => value.push(chars.next().unwrap()),
                c => value.push(c),
            }
        }
        assert_eq!(chars.next(), Some('\n'));
        found.insert(name, value);
    }
}
