//! Text from files, made safe for a terminal.

use stackc_targets::text::visible;
pub(crate) use stackc_targets::text::visible::{is_hidden, one_line};

/// What stands for such a character.
pub(crate) const SHOWN: &str = "\u{fffd}";

/// A text in which every character shows itself.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { visible::SHOWN } else { c })
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
