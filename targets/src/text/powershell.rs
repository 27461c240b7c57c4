//! The quoting of PowerShell.

use std::fmt;

/// A string of PowerShell in single quotes: nothing in it is expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted(String);

/// What PowerShell takes for a single quote: typographic ones too.
const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

impl Quoted {
    /// Writes `text`; a quote in it is doubled. A NUL, which no argument can hold, is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut held = String::from("'");
        for c in text.chars().filter(|c| *c != '\0') {
            if QUOTES.contains(&c) {
                held.push(c);
            }
            held.push(c);
        }
        held.push('\'');
        Self(held)
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{QUOTES, Quoted};
    use proptest::prelude::*;

    /// What PowerShell makes of a string in single quotes: two quotes of any kind are the second of them.
    fn read(written: &str) -> Option<String> {
        let mut chars = written.chars().peekable();
        chars.next().filter(|c| QUOTES.contains(c))?;
        let mut text = String::new();
        while let Some(c) = chars.next() {
            if !QUOTES.contains(&c) {
                text.push(c);
            } else if chars.peek().is_some_and(|next| QUOTES.contains(next)) {
                text.extend(chars.next());
            } else {
                return chars.next().is_none().then_some(text);
            }
        }
        None
    }

    #[test]
    fn strings() {
        assert_eq!(Quoted::new("a b").to_string(), "'a b'");
        assert_eq!(Quoted::new("it's $x").to_string(), "'it''s $x'");
        assert_eq!(
            Quoted::new("it\u{2019}s").to_string(),
            "'it\u{2019}\u{2019}s'"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "['\u{2018}\u{2019}\u{201a}\u{201b}\"`$\n;a ]{0,30}") {
            prop_assert_eq!(read(&Quoted::new(&text).to_string()), Some(text));
        }
    }
}
