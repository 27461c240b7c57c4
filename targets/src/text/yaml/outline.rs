//! The blocks of a file that [`print()`](super::print()) wrote: a key and all lines below it. No value is read.

/// A key with everything that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'t> {
    /// The key, as it is written.
    pub key: &'t str,
    /// Its lines: that of the key, and all that are indented more.
    pub text: &'t str,
    /// The number of its first line in the text that it was taken from, from 0.
    pub line: usize,
}

impl<'t> Block<'t> {
    /// The blocks in it, which are indented by this many columns.
    pub fn inner(&self, indent: usize) -> Vec<Block<'t>> {
        let mut blocks = blocks(self.text, indent);
        for block in &mut blocks {
            block.line += self.line;
        }
        blocks
    }

    /// Its text without what no reader sees: comments, and blanks at the ends of lines.
    #[must_use]
    pub fn meaning(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut scalar: Option<usize> = None;
        for line in self.text.lines() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            if scalar.is_some_and(|from| indent > from || line.is_empty()) {
                out.push_str(line);
                out.push('\n');
                continue;
            }
            let line = without_comment(line);
            let opens = line.ends_with(|c: char| matches!(c, '|' | '>' | '-' | '+' | '0'..='9'))
                && line
                    .rsplit(' ')
                    .next()
                    .is_some_and(|word| word.starts_with(['|', '>']));
            scalar = opens.then_some(indent);
            if !line.is_empty() {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

/// The blocks of a text whose keys are indented by this many columns.
#[must_use]
pub fn blocks(text: &str, indent: usize) -> Vec<Block<'_>> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if let Some(key) = key(line, indent) {
            found.push((at, number, key));
        }
        at += line.len();
    }
    let ends = found
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([text.len()]);
    let blocks = found
        .iter()
        .zip(ends)
        .map(|((start, line, key), end)| Block {
            key,
            text: text
                .get(*start..end)
                .unwrap_or_default()
                .trim_end_matches('\n'),
            line: *line,
        });
    blocks.collect()
}

/// The key that a line starts with, if it is indented by just so many columns.
fn key(line: &str, indent: usize) -> Option<&str> {
    let rest = line.get(indent..)?;
    let before = line.get(..indent)?;
    if !before.bytes().all(|b| b == b' ') || rest.starts_with([' ', '#', '-', '\n', '?']) {
        return None;
    }
    let end = match rest.strip_prefix('"') {
        Some(quoted) => quoted.find("\":")? + 2,
        None => rest.find(':')?,
    };
    Some(rest.get(..end)?.trim_matches('"'))
}

/// A line without the comment at its end.
fn without_comment(line: &str) -> &str {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && last == ' ' => {
                return line.get(..at).unwrap_or_default().trim_end();
            }
            None if matches!(c, '"' | '\'') && matches!(last, ' ' | '[' | '{' | ',') => {
                quote = Some(c);
            }
            None => {}
        }
        last = c;
    }
    line.trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# of stackc\nname: a\n\nservices:\n  db:\n    image: a:1\n    ports:\n      - \"80:80\" # public\n    command: |-\n      # kept\n\n      x\n\n  \"a b\":\n    image: \"# no comment\"\n\nvolumes:\n  data: {}\n";

    #[test]
    fn a_block_is_a_key_and_what_is_below() {
        let top = blocks(TEXT, 0);
        let keys: Vec<&str> = top.iter().map(|block| block.key).collect();
        assert_eq!(keys, ["name", "services", "volumes"]);
        let services = top[1].inner(2);
        assert_eq!(services.len(), 2);
        assert_eq!((services[0].key, services[0].line), ("db", 4));
        assert_eq!((services[1].key, services[1].line), ("a b", 13));
        let keys = services[0].inner(4);
        assert_eq!(keys[1].meaning(), "    ports:\n      - \"80:80\"\n");
        assert_eq!(
            keys[2].meaning(),
            "    command: |-\n      # kept\n\n      x\n"
        );
        assert_eq!(
            services[1].inner(4)[0].meaning(),
            "    image: \"# no comment\"\n"
        );
    }
}
