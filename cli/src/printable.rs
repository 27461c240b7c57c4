//! Text from files, made safe for a terminal.

/// Whether a character would steer the terminal, hide or reorder text instead of showing itself.
pub(crate) fn is_hidden(c: char) -> bool {
    let steers = c.is_control() && c != '\n' && c != '\t';
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    let reorders =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    steers || breaks || reorders
}

/// What stands for such a character.
pub(crate) const SHOWN: &str = "\u{fffd}";

/// A text in which every character shows itself.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn escapes_are_shown_and_not_run() {
        assert_eq!(printable("a\u{1b}[31mb\n\tc"), "a\u{fffd}[31mb\n\tc");
        assert_eq!(printable("\u{202e}x"), "\u{fffd}x");
        assert_eq!(printable("größe …"), "größe …");
    }
}
