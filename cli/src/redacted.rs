//! Texts that were made of a stack, line by line, without what may be a secret.

use std::sync::Arc;

use stackc_compiler::{compile::Compilation, plan, secret_like::Hidden};

use crate::printable::printable;

/// What nothing that is said of a stack shows.
pub(crate) fn hidden(compilation: &Compilation) -> Arc<Hidden> {
    plan::hidden(&[plan::literals(compilation)])
}

/// The lines of a text, each as it may be shown. There are as many as in the text itself.
pub(crate) fn lines(compilation: &Compilation, text: &str) -> Vec<String> {
    let shown = hidden(compilation).shown(text);
    shown.iter().map(|line| printable(line)).collect()
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
    use super::cut;

    #[test]
    fn long_lines_are_cut() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("äöüß", 3), "äö…");
    }
}
