//! One word of an `nginx.conf`: bare where every character is harmless, else in double quotes.

use super::Reason;

/// nginx refuses a word that fills its buffer of 4096 bytes.
const LONGEST: usize = 4000;

/// What nginx does with a dollar in the directive that the word is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dollar {
    /// Starts a variable. `\$` doesn't help, so `$` is written as the variable `${dollar}`.
    Expanded,
    /// Is a dollar.
    Literal,
}

/// Writes `text` as one word.
pub(super) fn quote(text: &str, dollar: Dollar) -> Result<String, Reason> {
    let written = if is_bare(text) {
        text.to_owned()
    } else {
        in_quotes(text, dollar)
    };
    if written.len() > LONGEST {
        Err(Reason::TooLong)
    } else {
        Ok(written)
    }
}

/// Refuses what would end a line or a C string.
pub(super) fn refuse_controls(text: &str) -> Result<(), Reason> {
    if text.contains(char::is_control) {
        Err(Reason::Control)
    } else {
        Ok(())
    }
}

fn is_bare(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._/:@%+,=*-".contains(&b))
}

fn in_quotes(text: &str, dollar: Dollar) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' if dollar == Dollar::Expanded => out.push_str("${dollar}"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
