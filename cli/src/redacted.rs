//! Texts that were made of a stack, line by line, without what may be a secret.

use stackc_compiler::{compile::Compilation, plan::hidden, secret_like::redactions};

use crate::printable::printable;

/// What stands for a value that is not shown.
const HIDDEN: &str = "[hidden]";

/// The lines of a text, each as it may be shown. There are as many as in the text itself.
pub(crate) fn lines(compilation: &Compilation, text: &str) -> Vec<String> {
    let shown = without_values(text);
    let hidden = hidden(&[compilation]);
    shown
        .lines()
        .map(|line| hidden.known(&printable(line)))
        .collect()
}

/// The text with a mark in place of every value that stands beside the name of a secret; line ends in it stay.
fn without_values(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in redactions(text) {
        if end <= from || is_upstream(text, start) {
            continue;
        }
        left.push_str(text.get(from..start).unwrap_or_default());
        left.push_str(HIDDEN);
        let hidden = text.get(start.max(from)..end).unwrap_or_default();
        left.extend(hidden.matches('\n'));
        from = end.max(from);
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}

/// Whether a value is where nginx sends requests: `proxy_pass` only looks like the name of a secret.
fn is_upstream(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let value = text.get(start..).unwrap_or_default();
    let leads = value.starts_with("http://") || value.starts_with('$');
    line.trim() == "proxy_pass" && leads && !value.lines().next().unwrap_or_default().contains('@')
}

/// A line that is no longer than this many characters.
pub(crate) fn cut(line: &str, widest: usize) -> String {
    match line.char_indices().nth(widest) {
        None => line.to_owned(),
        Some(_) => {
            let kept: String = line.chars().take(widest.saturating_sub(1)).collect();
            kept + "…"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_stay_where_values_go() {
        let text = "a:\n  DB_PASSWORD: hunter22\n  b: 1\n";
        let shown = without_values(text);
        assert!(!shown.contains("hunter22"), "{shown}");
        assert_eq!(shown.lines().count(), text.lines().count());
        assert!(shown.ends_with("  b: 1\n"));
    }

    #[test]
    fn long_lines_are_cut() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("äöüß", 3), "äö…");
    }
}
