//! Texts in which every character shows itself: nothing steers a terminal, hides, or reorders what is read.

/// Whether a character would steer a terminal, hide or reorder text instead of showing itself. Line ends and tabs are no such characters.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    let steers = c.is_control() && c != '\n' && c != '\t';
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    let reorders = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hides =
        matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    steers || breaks || reorders || hides
}

/// What stands for such a character.
pub const SHOWN: char = '\u{fffd}';

/// A text on one line, in which every character shows itself.
#[must_use]
pub fn one_line(text: &str) -> String {
    let shown = text.chars().map(|c| match c {
        '\n' | '\t' => ' ',
        c if is_hidden(c) => SHOWN,
        c => c,
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, one_line};
    use proptest::prelude::*;

    #[test]
    fn lines() {
        assert_eq!(one_line("a\nb\tc\u{1b}[31m"), "a b c\u{fffd}[31m");
        assert_eq!(one_line("\u{202e}größe …"), "\u{fffd}größe …");
    }

    proptest! {
        #[test]
        fn a_line_is_one_line(text in any::<String>()) {
            let line = one_line(&text);
            prop_assert!(!line.contains(|c: char| is_hidden(c) || c.is_control()));
            prop_assert_eq!(line.chars().count(), text.chars().count());
        }
    }
}
