//! The quoting of POSIX sh.

use std::fmt;

/// One word of a shell command: whatever the text holds, the shell reads it as this one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// Writes `text`: bare where every character is harmless, else in single quotes. A NUL, which no argument can hold, is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let harmless = |b: u8| b.is_ascii_alphanumeric() || b"._/:@%+,=-".contains(&b);
        if !text.is_empty() && text.bytes().all(harmless) {
            return Self(text.to_owned());
        }
        let held = text.replace('\0', "");
        let pieces: Vec<String> = held.split('\'').map(piece).collect();
        Self(pieces.join(r"\'"))
    }
}

/// A text without single quotes in single quotes. Backslashes at its end stand behind them: before a quote they look as if they were meant for it.
fn piece(text: &str) -> String {
    let held = text.trim_end_matches('\\');
    let behind = text.len() - held.len();
    format!("'{held}'{}", r"\\".repeat(behind))
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;
    use proptest::prelude::*;

    /// What a shell makes of one word, by the rules of single quotes and of `\'` between them.
    fn read(word: &str) -> String {
        let mut read = String::new();
        let mut quoted = false;
        let mut chars = word.chars();
        while let Some(c) = chars.next() {
            match c {
                '\'' => quoted = !quoted,
                '\\' if !quoted => read.extend(chars.next()),
                c => {
                    assert!(
                        quoted || c.is_ascii_alphanumeric() || "._/:@%+,=-".contains(c),
                        "{c:?} is bare"
                    );
                    read.push(c);
                }
            }
        }
        assert!(!quoted, "a quote is never closed");
        read
    }

    #[test]
    fn words() {
        for (text, written) in [
            ("crm.company.com", "crm.company.com"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$(evil)", "'$(evil)'"),
            ("*.x", "'*.x'"),
            ("a\0b", "'ab'"),
            (r"C:\a b\ ".trim_end(), r"'C:\a b'\\"),
            (r"\'\\", r"''\\\'''\\\\"),
        ] {
            assert_eq!(Word::new(text).to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[^\0]{0,60}") {
            prop_assert_eq!(read(&Word::new(&text).to_string()), text);
        }

        #[test]
        fn treacherous_text_survives(text in "['\"\\\\$`*~ \n;&|a-c]{0,40}") {
            prop_assert_eq!(read(&Word::new(&text).to_string()), text);
        }
    }
}
