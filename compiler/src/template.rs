//! Values whose text is only whole at deploy time: literal text with inputs and secrets in it.

use crate::{
    reference::Operator,
    source::{Span, Spanned},
};

/// Text whose compile-time references are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Template {
    /// Its parts, in order; no two texts in a row.
    pub parts: Vec<Part>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// The value of an input.
    Input(InputUse),
    /// The value of a secret, by the secret's name.
    Secret(Spanned<String>),
}

/// A use of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputUse {
    /// The input's name.
    pub name: Spanned<String>,
    /// What this use says for itself; without it the declaration speaks.
    pub operator: Option<(Operator, Template)>,
}

impl Template {
    /// A template that is literal text.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let parts = if text.is_empty() {
            Vec::new()
        } else {
            vec![Part::Text(text)]
        };
        Self { parts }
    }

    /// The text, if it is wholly known.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                Part::Input(_) | Part::Secret(_) => None,
            })
            .collect()
    }

    /// Appends a part; texts in a row become one.
    pub fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(last)), Part::Text(text)) => last.push_str(&text),
            (_, part) => self.parts.push(part),
        }
    }

    /// Every secret in it, with the place where it is used.
    pub fn secrets(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Secret(name) => Some(name),
            Part::Text(_) | Part::Input(_) => None,
        })
    }

    /// Every use of an input in it, those in the words of operators too.
    #[must_use]
    pub fn inputs(&self) -> Vec<&InputUse> {
        let mut uses = Vec::new();
        for part in &self.parts {
            if let Part::Input(used) = part {
                uses.push(used);
                if let Some((_, word)) = &used.operator {
                    uses.extend(word.inputs());
                }
            }
        }
        uses
    }
}

/// A value that is known, or one that an input decides at deploy time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr<T> {
    /// Known at compile time, and valid.
    Known(T),
    /// Filled in at deploy time; never holds a secret.
    Deferred(Template),
}

/// A value that inputs may decide, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<T> {
    /// The value.
    pub expr: Expr<T>,
    /// Where it is written.
    pub span: Span,
}

impl<T> Value<T> {
    /// A known value.
    pub fn known(value: T, span: Span) -> Self {
        Self {
            expr: Expr::Known(value),
            span,
        }
    }

    /// The value, if it is known at compile time.
    pub fn get(&self) -> Option<&T> {
        match &self.expr {
            Expr::Known(value) => Some(value),
            Expr::Deferred(_) => None,
        }
    }
}

/// A value that the compiler must know.
pub type Fixed<T> = Spanned<T>;

/// Text that may hold inputs and secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretText {
    /// The text.
    pub template: Template,
    /// `(plain)`: a literal that looks like a secret and is meant.
    pub plain: bool,
    /// Whether it is one word in quotes or bare; a plain decimal or keyword keeps its spelling.
    pub literal: LiteralForm,
    /// Where it is written.
    pub span: Span,
}

/// How a text was written, for outputs that know numbers and booleans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralForm {
    /// A string.
    Text,
    /// A number without quotes.
    Number,
    /// `#true` or `#false`.
    Bool,
}

/// Where Compose ends a variable that has this text as its default or message.
///
/// Compose counts braces, takes the character behind a `{` for none, and where they don't come out even it reads on to the last `}` of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Behind the text, wherever it stands.
    Exact,
    /// Behind the text if no further `}` stands on the line.
    Open,
    /// Within the text.
    Early,
}

/// Where Compose ends `${A:-text}`; references in the text are braces like others.
#[must_use]
pub fn closing(text: &str) -> Closing {
    if text.contains(['\n', '\r']) {
        return Closing::Early;
    }
    let mut open = 1usize;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' => {
                open += 1;
                bytes.next();
            }
            b'}' if open == 1 => return Closing::Early,
            b'}' => open -= 1,
            _ => {}
        }
    }
    if open == 1 {
        Closing::Exact
    } else {
        Closing::Open
    }
}

/// The same for a template.
#[must_use]
pub fn closing_of(template: &Template) -> Closing {
    closing(&spelled(template))
}

/// A template with braces where Compose's text has them.
fn spelled(template: &Template) -> String {
    let mut out = String::new();
    for part in &template.parts {
        match part {
            Part::Text(text) => out.push_str(&text.replace('$', "$$")),
            Part::Input(used) => {
                out.push_str("${A");
                if let Some((operator, word)) = &used.operator {
                    out.push_str(operator.symbol());
                    out.push_str(&spelled(word));
                }
                out.push('}');
            }
            Part::Secret(_) => out.push_str("${A}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Closing, closing};

    #[test]
    fn compose_counts_braces() {
        for exact in [
            "",
            "a",
            "${x}",
            "a ${b} c",
            "{\"k\": 1}",
            "{x}",
            "{${b}}",
            "{\"a\": {\"b\": 1}}",
        ] {
            assert_eq!(closing(exact), Closing::Exact, "{exact}");
        }
        for open in ["{", "{}", "{x", "${x", "{\"a\": {}}"] {
            assert_eq!(closing(open), Closing::Open, "{open}");
        }
        for early in ["}", "a} {b", "{x}}", "${x}}", "a\nb"] {
            assert_eq!(closing(early), Closing::Early, "{early}");
        }
    }
}
