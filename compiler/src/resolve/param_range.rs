//! Between which bounds the value of a param lies.

use crate::{
    atoms::{Atom, Int, words::ParamType},
    syntax::Node,
};

/// The bounds of a param, and what is said of a value beyond them.
#[derive(Clone, Debug, Default)]
pub(super) struct Range {
    min: Option<i64>,
    max: Option<i64>,
    pub message: Option<String>,
}

impl Range {
    /// What a declaration says.
    pub(super) fn of(node: &Node) -> Self {
        let number = |word: &str| {
            let text = &node.prop(word)?.value.text;
            Int::parse(text).ok().map(|number| number.0)
        };
        Self {
            min: number("min"),
            max: number("max"),
            message: node.prop("message").map(|prop| prop.value.text.clone()),
        }
    }

    /// Why a value is beyond the bounds.
    pub(super) fn fault(&self, kind: ParamType, text: &str) -> Option<String> {
        if self.min.is_none() && self.max.is_none() {
            return None;
        }
        let (number, what) = match kind {
            ParamType::Int => (Int::parse(text).ok()?.0, "it is"),
            ParamType::Tag => match major(text) {
                Some(major) => (major, "its major is"),
                None => return Some("it does not start with a number".to_owned()),
            },
            _ => (
                i64::try_from(text.chars().count()).unwrap_or(i64::MAX),
                "its length is",
            ),
        };
        let is_within =
            self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max);
        (!is_within).then(|| format!("{what} {number}"))
    }

    /// What is asked for.
    pub(super) fn wanted(&self, kind: ParamType) -> String {
        let what = match kind {
            ParamType::Int => "a number",
            ParamType::Tag => "a tag of a major",
            _ => "a text of a length",
        };
        match (self.min, self.max) {
            (Some(min), Some(max)) => format!("{what} from {min} to {max}"),
            (Some(min), None) => format!("{what} from {min} on"),
            (None, Some(max)) => format!("{what} up to {max}"),
            (None, None) => what.to_owned(),
        }
    }
}

/// The first number of a tag: `17.2-alpine`, `v2.1`.
fn major(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let digits: String = tag.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{ParamType, Range, major};

    #[test]
    fn majors_are_the_first_numbers() {
        assert_eq!(major("17.2-alpine"), Some(17));
        assert_eq!(major("v2"), Some(2));
        assert_eq!(major("alpine"), None);
        assert_eq!(major("99999999999999999999"), None);
    }

    #[test]
    fn bounds_are_of_numbers_majors_and_lengths() {
        let range = Range {
            min: Some(14),
            max: Some(18),
            message: None,
        };
        for (kind, right, wrong) in [
            (ParamType::Int, "14", "19"),
            (ParamType::Tag, "18.1-alpine", "13.4"),
            (ParamType::Tag, "14", "latest"),
            (ParamType::Text, "fourteen chars", "short"),
        ] {
            assert_eq!(range.fault(kind, right), None, "{right}");
            assert!(range.fault(kind, wrong).is_some(), "{wrong}");
        }
        assert_eq!(Range::default().fault(ParamType::Tag, "latest"), None);
    }
}
