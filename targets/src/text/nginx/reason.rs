use std::fmt;

/// Why a text can't be written into an `nginx.conf`. It never quotes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A line break, a NUL or another control character.
    Control,
    /// More than nginx reads as one word.
    TooLong,
    /// Not the shape that this kind of argument has; says which shape that is.
    Shape(&'static str),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control => f.write_str("nginx can't hold a line break or control character here"),
            Self::TooLong => f.write_str("nginx reads at most 4 KB as one argument"),
            Self::Shape(shape) => f.write_str(shape),
        }
    }
}

impl std::error::Error for Reason {}
