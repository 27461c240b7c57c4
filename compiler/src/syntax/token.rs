//! The pieces that a text is cut into; together they cover all of it.

use super::chars::Bytes;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// One newline.
    Newline,
    /// Blanks.
    Space,
    /// `//` up to the end of the line.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// `#` up to the end of the line, which is no comment in KDL.
    HashComment,
    /// `/-`.
    Slashdash,
    /// A `\` that carries a line on.
    Continuation,
    /// `;`.
    Semicolon,
    /// `{`.
    OpenBrace,
    /// `}`.
    CloseBrace,
    /// `(`.
    OpenParen,
    /// `)`.
    CloseParen,
    /// `=`.
    Equals,
    /// Anything without quotes: a name, a number, a keyword, or none of them.
    Word,
    /// `"…"`.
    Quoted,
    /// `"""` … `"""`.
    Multiline,
    /// `#"…"#`.
    Raw,
    /// `#"""` … `"""#`.
    RawMultiline,
}

/// A piece and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands.
    pub(super) at: Bytes,
    /// Whether a fault in it was reported, so that its value can't be known.
    pub(super) broken: bool,
}

impl TokenKind {
    /// Whether it is a string in quotes of any kind.
    pub(super) fn is_string(self) -> bool {
        matches!(
            self,
            Self::Quoted | Self::Multiline | Self::Raw | Self::RawMultiline
        )
    }

    /// Whether it is a comment.
    pub(super) fn is_comment(self) -> bool {
        matches!(
            self,
            Self::LineComment | Self::BlockComment | Self::HashComment
        )
    }
}
