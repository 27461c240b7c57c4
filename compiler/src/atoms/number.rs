//! Numbers and booleans.

use super::{Atom, Literal};

/// `#true` or `#false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bool(pub bool);

impl Atom for Bool {
    const TYPE: &'static str = "bool";
    const EXAMPLE: &'static str = "#true";
    const LITERAL: Literal = Literal::Bool;

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            _ => Err("it is #true or #false".to_owned()),
        }
    }
}

/// A whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Int(pub i64);

impl Atom for Int {
    const TYPE: &'static str = "int";
    const EXAMPLE: &'static str = "3";
    const LITERAL: Literal = Literal::Integer;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|_| "it is a whole number, such as 3".to_owned())
    }
}

/// The number of an edition of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition(pub i64);

impl Atom for Edition {
    const TYPE: &'static str = "edition";
    const EXAMPLE: &'static str = "1";
    const LITERAL: Literal = Literal::Integer;

    fn parse(text: &str) -> Result<Self, String> {
        Int::parse(text).map(|number| Self(number.0))
    }
}

/// A whole number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u64);

impl Atom for Count {
    const TYPE: &'static str = "count";
    const EXAMPLE: &'static str = "3";
    const LITERAL: Literal = Literal::Integer;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|_| "it is a whole number from 0, such as 3".to_owned())
    }
}

/// How likely a container is ended when memory is short: -1000 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OomScore(pub i64);

impl Atom for OomScore {
    const TYPE: &'static str = "OOM score";
    const EXAMPLE: &'static str = "-500";
    const LITERAL: Literal = Literal::Integer;

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(score @ -1000..=1000) => Ok(Self(score)),
            _ => Err("it is a whole number from -1000 to 1000".to_owned()),
        }
    }
}

/// A decimal number as it is spelled: `1.5`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(pub String);

impl Decimal {
    /// Its value.
    #[must_use]
    pub fn number(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }
}

impl Atom for Decimal {
    const TYPE: &'static str = "number";
    const EXAMPLE: &'static str = "1.5";
    const LITERAL: Literal = Literal::NumberOrText;

    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let fine =
            all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err("it is a decimal number, such as 1.5".to_owned())
        }
    }
}

/// A status of HTTP, 100 to 599.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatusCode(pub u16);

impl Atom for StatusCode {
    const TYPE: &'static str = "HTTP status";
    const EXAMPLE: &'static str = "308";
    const LITERAL: Literal = Literal::Integer;

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(code @ 100..=599) => Ok(Self(code)),
            _ => Err("it is a number from 100 to 599".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_spelling() {
        assert_eq!(Decimal::parse("1.50").expect("a number").0, "1.50");
        assert!(Decimal::parse("0.5").is_ok());
        for wrong in ["", ".", "1e3", "1_0", "0x1", "a"] {
            assert!(Decimal::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn scores_have_a_range() {
        for fine in ["-1000", "0", "1000"] {
            assert!(OomScore::parse(fine).is_ok(), "{fine}");
        }
        for wrong in ["-1001", "1001", "", "1.5"] {
            assert!(OomScore::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn statuses_have_a_range() {
        assert!(StatusCode::parse("308").is_ok());
        assert!(StatusCode::parse("99").is_err());
        assert!(StatusCode::parse("600").is_err());
    }
}
