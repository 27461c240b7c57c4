//! What a piece without quotes is: a word, a number, a keyword, or a fault.

use super::chars::{is_forbidden, is_newline, is_space};

/// What a bare piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A string without quotes.
    Name,
    /// A number.
    Number,
    /// `#true` or `#false`.
    Bool,
    /// `#null`.
    Null,
    /// `#inf`, `#-inf` or `#nan`.
    Special,
    /// `true`, `false` or `null` without its `#`.
    Unmarked,
    /// Starts as a number and isn't one: `10s`, `.5`, `1.2.3`.
    Digits,
    /// Starts with `#` and isn't a keyword.
    Hash,
    /// Has characters that only a string in quotes may have.
    Other,
}

/// Tells what a bare piece is.
pub(super) fn classify(word: &str) -> Word {
    match word {
        "#true" | "#false" => return Word::Bool,
        "#null" => return Word::Null,
        "#inf" | "#-inf" | "#nan" => return Word::Special,
        "true" | "false" | "null" | "inf" | "-inf" | "nan" => return Word::Unmarked,
        _ => {}
    }
    if word.starts_with('#') {
        Word::Hash
    } else if starts_as_number(word) {
        if is_number(word) {
            Word::Number
        } else {
            Word::Digits
        }
    } else if word.is_empty() || word.contains(needs_quotes) {
        Word::Other
    } else {
        Word::Name
    }
}

/// Whether a string may stand without quotes as the name of a node or property, and is not read as something else that was meant.
pub fn is_bare_name(text: &str) -> bool {
    classify(text) == Word::Name
        && !text.ends_with([':', ',', '$'])
        && !text.contains(is_quote)
        && text.chars().all(|c| c != '`')
}

/// Whether a string stands without quotes as a value: letters, digits and dashes that start with a letter, or the name of a variable.
pub fn is_plain_word(text: &str) -> bool {
    let variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && (text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            || text.chars().all(variable))
        && classify(text) == Word::Name
}

/// Whether a character is a quotation mark that KDL takes for a letter.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{201e}'
    )
}

fn needs_quotes(c: char) -> bool {
    matches!(
        c,
        '\\' | '/' | '(' | ')' | '{' | '}' | '[' | ']' | ';' | '"' | '#' | '='
    ) || is_newline(c)
        || is_space(c)
        || is_forbidden(c)
}

fn starts_as_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
        for prefix in prefixes {
            if let Some(digits) = unsigned.strip_prefix(prefix) {
                return is_integer(digits, radix);
            }
        }
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_integer(whole, 10)
        && fraction.is_none_or(|fraction| is_integer(fraction, 10))
        && exponent.is_none_or(|exponent| {
            is_integer(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), 10)
        })
}

/// Digits and `_`, starting with a digit, of a size that the parser can hold.
fn is_integer(digits: &str, radix: u32) -> bool {
    digits.starts_with(|c: char| c.is_digit(radix))
        && digits.chars().all(|c| c == '_' || c.is_digit(radix))
        && i128::from_str_radix(&digits.replace('_', ""), radix).is_ok()
}
