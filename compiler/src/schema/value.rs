//! What a place for a value accepts.

use crate::{
    atoms::{Atom, Literal},
    diag::nearest,
    syntax::{Scalar, ScalarKind},
};

/// What may be in a value beside what the compiler knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing: the compiler must know it.
    Constant,
    /// Inputs.
    Inputs,
    /// Inputs and secrets.
    Secrets,
}

/// The type of a place for a value.
#[derive(Clone, Copy)]
pub struct ValueSchema {
    /// The type's name.
    pub ty: &'static str,
    /// A value as it is written.
    pub example: &'static str,
    /// The literal that it is written as.
    pub literal: Literal,
    /// What may be in it.
    pub holds: Holds,
    /// The words that are allowed, if it is a set of words.
    pub choices: fn() -> &'static [&'static str],
    /// The reason why a text is not of the type.
    pub check: fn(&str) -> Option<String>,
}

impl ValueSchema {
    pub(crate) const fn of<A: Atom>(holds: Holds) -> Self {
        Self {
            ty: A::TYPE,
            example: A::EXAMPLE,
            literal: A::LITERAL,
            holds,
            choices: A::choices,
            check: |text| A::parse(text).err(),
        }
    }

    /// What is wrong with a literal, without its references: nothing, or a reason and a help.
    #[must_use]
    pub fn fault(&self, scalar: &Scalar) -> Option<(String, Option<String>)> {
        if let Some(wrong) = self.wrong_literal(scalar) {
            return Some(wrong);
        }
        let reason = (self.check)(&scalar.text)?;
        let help = nearest(&scalar.text, (self.choices)().iter().copied())
            .map(|word| format!("did you mean `{word}`?"));
        Some((reason, help))
    }

    fn wrong_literal(&self, scalar: &Scalar) -> Option<(String, Option<String>)> {
        match (scalar.kind, self.literal) {
            (ScalarKind::Null, _) => Some(("#null is no value here".to_owned(), Some(format!("for example {}", self.example)))),
            (ScalarKind::Text, Literal::Bool) => Some((
                "it is #true or #false, without quotes".to_owned(),
                matches!(scalar.text.as_str(), "true" | "false" | "yes" | "no" | "on" | "off").then(|| {
                    let meant = matches!(scalar.text.as_str(), "true" | "yes" | "on");
                    format!("write #{meant}")
                }),
            )),
            (ScalarKind::Text, Literal::Integer | Literal::Number) => {
                let help = ((self.check)(&scalar.text).is_none()).then(|| format!("take the quotes away: {}", scalar.text));
                Some(("it is a number".to_owned(), help.or_else(|| Some(format!("for example {}", self.example)))))
            }
            (ScalarKind::Number, Literal::Text | Literal::NumberOrText | Literal::IntegerOrText) if !plain_decimal(&scalar.text) => Some((
                "a number with a leading zero, `_`, `0x` or an exponent is quoted where text is expected".to_owned(),
                Some(format!("\"{}\"", scalar.text)),
            )),
            (ScalarKind::Number, Literal::Bool) => Some(("it is #true or #false".to_owned(), None)),
            (ScalarKind::Number, Literal::Integer) if !plain_decimal(&scalar.text) || scalar.text.contains('.') => {
                Some(("it is a whole number in plain digits".to_owned(), Some(format!("for example {}", self.example))))
            }
            (ScalarKind::Bool, Literal::Integer | Literal::Number | Literal::IntegerOrText | Literal::NumberOrText) => {
                Some(("it is a number".to_owned(), Some(format!("for example {}", self.example))))
            }
            _ => None,
        }
    }
}

/// A decimal that means the same in every language: no leading zero, `_`, `0x`, sign `+` or exponent.
fn plain_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::plain_decimal;

    #[test]
    fn plain_decimals_mean_the_same_everywhere() {
        for fine in ["0", "16.10", "-3", "3000", "0.5"] {
            assert!(plain_decimal(fine), "{fine}");
        }
        for odd in ["007", "0x1F", "1_000", "1e3", "+1", "1.", ".5"] {
            assert!(!plain_decimal(odd), "{odd}");
        }
    }
}
