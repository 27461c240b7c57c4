use super::quote::{Dollar, quote, refuse_controls};
use super::{Reason, written};

/// Text as the argument of a directive that expands variables: the text stays what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// Writes `text`; control characters are refused, for in a header they split the response.
    pub fn new(text: &str) -> Result<Self, Reason> {
        refuse_controls(text)?;
        quote(text, Dollar::Expanded).map(Self)
    }
}

/// Text as the argument of a directive that expands no variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain(String);

impl Plain {
    /// Writes `text`; control characters are refused.
    pub fn new(text: &str) -> Result<Self, Reason> {
        refuse_controls(text)?;
        quote(text, Dollar::Literal).map(Self)
    }
}

/// The body of a response, which may have several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// Writes `text`; of the control characters only line breaks and tabs are taken.
    pub fn new(text: &str) -> Result<Self, Reason> {
        if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(Reason::Control);
        }
        quote(text, Dollar::Expanded).map(Self)
    }
}

written!(Word, Plain, Body);

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::super::lexer::{expand, words};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn harmless_text_stays_bare() {
        assert_eq!(Word::new("nosniff").unwrap().as_str(), "nosniff");
        assert_eq!(Plain::new("/etc/x.pem").unwrap().as_str(), "/etc/x.pem");
    }

    #[test]
    fn a_dollar_is_no_variable() {
        assert_eq!(Word::new("$host").unwrap().as_str(), "\"${dollar}host\"");
        assert_eq!(Plain::new("$host").unwrap().as_str(), "\"$host\"");
    }

    #[test]
    fn a_header_cannot_be_split() {
        for text in ["a\r\nSet-Cookie: x", "a\nb", "a\0b"] {
            assert_eq!(Word::new(text), Err(Reason::Control));
            assert_eq!(Plain::new(text), Err(Reason::Control));
        }
        assert_eq!(Body::new("a\0b"), Err(Reason::Control));
    }

    #[test]
    fn a_word_fits_the_buffer() {
        assert!(Word::new(&"x".repeat(4000)).is_ok());
        assert_eq!(Word::new(&"x".repeat(4001)), Err(Reason::TooLong));
        assert_eq!(Word::new(&"$".repeat(600)), Err(Reason::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "\\PC{0,200}") {
            let word = Word::new(&text).unwrap();
            prop_assert_eq!(words(word.as_str()).iter().map(|w| expand(w)).collect::<Vec<_>>(), vec![text.clone()]);
            let plain = Plain::new(&text).unwrap();
            prop_assert_eq!(words(plain.as_str()), vec![text]);
        }

        #[test]
        fn treacherous_text_survives(text in "[a${}\"'\\\\;# nrtdollar=~@()\\[\\]]{0,60}") {
            let word = Word::new(&text).unwrap();
            prop_assert_eq!(words(word.as_str()).iter().map(|w| expand(w)).collect::<Vec<_>>(), vec![text]);
        }

        #[test]
        fn a_body_keeps_its_lines(text in "[a${}\"'\\\\;# \n\r\t]{0,60}") {
            let body = Body::new(&text).unwrap();
            prop_assert!(!body.as_str().contains('\n'));
            prop_assert_eq!(words(body.as_str()).iter().map(|w| expand(w)).collect::<Vec<_>>(), vec![text]);
        }
    }
}
