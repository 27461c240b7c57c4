//! A model of how nginx reads words, made from what nginx was seen to do, for the tests.

/// Splits one line of directive arguments into words, with quotes and escapes resolved.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(&first) = chars.peek() {
        if first.is_ascii_whitespace() {
            chars.next();
        } else if first == '"' || first == '\'' {
            chars.next();
            found.push(quoted(&mut chars, first));
            let next = chars.peek();
            assert!(
                next.is_none_or(|c| " \t\r\n;{)".contains(*c)),
                "text after a closing quote"
            );
        } else {
            found.push(bare(&mut chars));
        }
    }
    found
}

fn quoted(chars: &mut impl Iterator<Item = char>, end: char) -> String {
    let mut word = String::new();
    loop {
        match chars.next().expect("a quote is never closed") {
            '\\' => word.push_str(&escape(chars.next().expect("text ends in a backslash"))),
            c if c == end => return word,
            c => word.push(c),
        }
    }
}

fn escape(c: char) -> String {
    match c {
        '"' | '\'' | '\\' => c.to_string(),
        't' => "\t".to_owned(),
        'r' => "\r".to_owned(),
        'n' => "\n".to_owned(),
        other => format!("\\{other}"),
    }
}

fn bare(chars: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> String {
    let mut word = String::new();
    while let Some(c) = chars.next_if(|c| !c.is_ascii_whitespace()) {
        assert!(!";{}#\"'\\$".contains(c), "{c} ends or changes a bare word");
        word.push(c);
    }
    word
}

/// Expands variables; the only one is `dollar`.
pub(super) fn expand(word: &str) -> String {
    let mut parts = word.split("${dollar}");
    let first = parts.next().unwrap_or_default().to_owned();
    let all = parts.fold(first, |mut all, part| {
        all.push('\u{1}');
        all.push_str(part);
        all
    });
    assert!(!all.contains('$'), "an unknown variable");
    all.replace('\u{1}', "$")
}
