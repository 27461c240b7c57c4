//! Comments, of which nothing can get out.

use super::scalar::{is_visible, push_escaped};

/// The comment lines of `text`, each starting with `#`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(line)
}

/// `text` as one comment, starting with `#`.
pub(super) fn line(text: &str) -> String {
    let mut out = String::from("# ");
    for c in text.trim().chars() {
        if c.is_whitespace() {
            out.push(' ');
        } else if is_visible(c) {
            out.push(c);
        } else {
            push_escaped(&mut out, c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_whatever_is_in_it() {
        assert_eq!(line("public"), "# public");
        assert_eq!(line(""), "#");
        assert_eq!(
            line("a\nb: c\r\u{85}\u{2028}\u{2029}d\te\x0b\x0c."),
            "# a b: c    d e  ."
        );
        assert_eq!(
            line("\0a\u{feff}\u{202e}\u{1f600}"),
            r"# \x00a\uFEFF\u202E\U0001F600"
        );
    }

    #[test]
    fn one_comment_line_to_a_line() {
        let lines: Vec<_> = lines("a\r\n\nb\n").collect();
        assert_eq!(lines, ["# a", "#", "# b"]);
    }
}
