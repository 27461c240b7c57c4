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

/// Whether a text can be the default or the message of an input: every `}` in it closes a `${`, so that none ends the variable, and it is one line.
#[must_use]
pub fn is_text_balanced(text: &str) -> bool {
    let mut open = 0usize;
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\n' | '\r' => return false,
            '{' if last == '$' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
        last = c;
    }
    open == 0
}

/// The same for a template.
#[must_use]
pub fn is_balanced(template: &Template) -> bool {
    template.parts.iter().all(|part| match part {
        Part::Text(text) => is_text_balanced(text),
        Part::Input(used) => used
            .operator
            .as_ref()
            .is_none_or(|(_, word)| is_balanced(word)),
        Part::Secret(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::is_text_balanced;

    #[test]
    fn a_brace_that_closes_nothing_would_end_the_variable() {
        for fine in ["", "a", "{", "${x}", "a ${b} c"] {
            assert!(is_text_balanced(fine), "{fine}");
        }
        for wrong in ["}", "{}", "${x", "${x}}"] {
            assert!(!is_text_balanced(wrong), "{wrong}");
        }
    }
}
