//! Compose's interpolation: `$A`, `${A}`, `${A:-b}` and its kin, nested, and `$$`.
//!
//! As compose-go's `template` package reads it: a `$` that starts none of these is itself, a `${` that is not well formed is an error.

use stackc_compiler::{reference::Operator, source::Span};

/// Text with variables in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Template {
    /// Its parts; no two texts in a row.
    pub parts: Vec<Part>,
}

/// A part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Literal text, `$$` resolved.
    Text(String),
    /// A variable.
    Variable(Variable),
}

/// A use of a variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Variable {
    /// Its name.
    pub name: String,
    /// What it says about a value that is missing or there.
    pub operator: Option<(Operator, Template)>,
}

/// What is wrong with text that Compose refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The text from the `$` on.
    pub at: usize,
    /// What is wrong.
    pub why: &'static str,
}

/// Deeper than this nobody nests defaults.
const DEEPEST: usize = 16;

/// Reads text; a fault ends the reading.
pub(crate) fn parse(text: &str) -> Result<Template, Fault> {
    Reader { text, at: 0 }.template(0)
}

impl Template {
    /// Text without variables.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            parts: if text.is_empty() {
                Vec::new()
            } else {
                vec![Part::Text(text)]
            },
        }
    }

    /// The text, if no variable is in it.
    pub(crate) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The variable, if it is nothing else.
    pub(crate) fn variable(&self) -> Option<&Variable> {
        match self.parts.as_slice() {
            [Part::Variable(variable)] => Some(variable),
            _ => None,
        }
    }

    /// Every variable in it, those in the words of others too.
    pub(crate) fn variables(&self) -> Vec<&Variable> {
        let mut all = Vec::new();
        for part in &self.parts {
            if let Part::Variable(variable) = part {
                all.push(variable);
                if let Some((_, word)) = &variable.operator {
                    all.extend(word.variables());
                }
            }
        }
        all
    }

    fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// Splits at every `:` that stands outside of variables, as the short forms do.
    pub(crate) fn split(&self, separator: char) -> Vec<Self> {
        let mut pieces = vec![Self::default()];
        for part in &self.parts {
            match part {
                Part::Variable(_) => {
                    if let Some(last) = pieces.last_mut() {
                        last.parts.push(part.clone());
                    }
                }
                Part::Text(text) => {
                    for (number, piece) in text.split(separator).enumerate() {
                        if number > 0 {
                            pieces.push(Self::default());
                        }
                        if let Some(last) = pieces.last_mut() {
                            last.push_text(piece);
                        }
                    }
                }
            }
        }
        pieces
    }

    /// Joins pieces with a separator between them.
    pub(crate) fn join(pieces: &[Self], separator: &str) -> Self {
        let mut whole = Self::default();
        for (number, piece) in pieces.iter().enumerate() {
            if number > 0 {
                whole.push_text(separator);
            }
            for part in &piece.parts {
                match part {
                    Part::Text(text) => whole.push_text(text),
                    Part::Variable(_) => whole.parts.push(part.clone()),
                }
            }
        }
        whole
    }

    /// Whether it starts with this text.
    pub(crate) fn starts_with(&self, start: &str) -> bool {
        matches!(self.parts.first(), Some(Part::Text(text)) if text.starts_with(start))
    }

    /// Whether its first part is a variable.
    pub(crate) fn starts_with_variable(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Variable(_)))
    }
}

/// The place of a fault, if the scalar's text stands in the file as it is.
pub(crate) fn place(span: Span, written: &str, text: &str, at: usize) -> Span {
    let Some(start) = written.find(text) else {
        return span;
    };
    let end = text
        .get(at..)
        .and_then(|rest| rest.find('}'))
        .map_or(text.len(), |end| at + end + 1);
    let shift = |at: usize| u32::try_from(start + at).unwrap_or(0);
    Span {
        start: span.start + shift(at),
        end: (span.start + shift(end)).min(span.end),
        ..span
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn template(&mut self, depth: usize) -> Result<Template, Fault> {
        let mut template = Template::default();
        while let Some(dollar) = self.rest().find('$') {
            template.push_text(self.rest().get(..dollar).unwrap_or(""));
            self.at += dollar + 1;
            if self.rest().starts_with('$') {
                self.at += 1;
                template.push_text("$");
            } else if self.rest().starts_with('{') {
                let variable = self.braced(depth)?;
                template.parts.push(Part::Variable(variable));
            } else {
                let name = name(self.rest()).to_owned();
                if name.is_empty() {
                    template.push_text("$");
                } else {
                    self.at += name.len();
                    template.parts.push(Part::Variable(Variable {
                        name,
                        operator: None,
                    }));
                }
            }
        }
        template.push_text(self.rest());
        self.at = self.text.len();
        Ok(template)
    }

    /// `{A…}`; the `$` is read.
    fn braced(&mut self, depth: usize) -> Result<Variable, Fault> {
        let start = self.at - 1;
        let fault = |why| Fault { at: start, why };
        let Some(len) = closing(self.rest()) else {
            return Err(fault("this `${` has no `}`"));
        };
        let body = self.rest().get(1..len).unwrap_or("");
        self.at += len + 1;
        let name = name(body).to_owned();
        if name.is_empty() {
            return Err(fault("the name of a variable stands between `${` and `}`"));
        }
        let behind = body.get(name.len()..).unwrap_or("");
        if behind.is_empty() {
            return Ok(Variable {
                name,
                operator: None,
            });
        }
        let Some((operator, word)) = operator(behind) else {
            return Err(fault(
                "behind a variable's name stands `:-`, `-`, `:?`, `?`, `:+` or `+`",
            ));
        };
        if word.contains(['\n', '\r']) {
            return Err(fault("what stands between `${` and `}` is one line"));
        }
        if depth >= DEEPEST {
            return Err(fault("defaults are nested too deeply"));
        }
        let word = Reader { text: word, at: 0 }
            .template(depth + 1)
            .map_err(|inner| fault(inner.why))?;
        Ok(Variable {
            name,
            operator: Some((operator, word)),
        })
    }
}

/// A variable's name at the start of text; empty if there is none.
fn name(text: &str) -> &str {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    if starts {
        text.get(..end).unwrap_or("")
    } else {
        ""
    }
}

/// Where the `}` stands that closes the `{` at the start of text, as Compose finds it.
///
/// Behind a plain name it is the next character. Otherwise Compose looks no further than the last `}` of the line; up to there it
/// counts braces, and takes the character behind a `{` for none. Where they don't come out even, it is that last one.
fn closing(text: &str) -> Option<usize> {
    let inside = text.get(1..)?;
    let end = 1 + name(inside).len();
    if text.as_bytes().get(end) == Some(&b'}') {
        return Some(end);
    }
    let mut open = 0usize;
    let mut last = None;
    let mut behind_brace = false;
    for (at, byte) in text.bytes().enumerate() {
        let counts = !std::mem::replace(&mut behind_brace, false);
        match byte {
            b'\n' => break,
            b'{' if counts => {
                open += 1;
                behind_brace = true;
            }
            b'}' if counts && open <= 1 => return Some(at),
            b'}' => {
                open -= usize::from(counts);
                last = Some(at);
            }
            _ => {}
        }
    }
    last
}

fn operator(text: &str) -> Option<(Operator, &str)> {
    [
        Operator::DefaultIfEmpty,
        Operator::ErrorIfEmpty,
        Operator::ReplaceIfFull,
        Operator::DefaultIfUnset,
        Operator::ErrorIfUnset,
        Operator::ReplaceIfSet,
    ]
    .into_iter()
    .find_map(|operator| Some((operator, text.strip_prefix(operator.symbol())?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match parse(text) {
            Ok(template) => show(&template),
            Err(fault) => format!("{} {}", fault.at, fault.why),
        }
    }

    fn show(template: &Template) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => format!("'{text}'"),
            Part::Variable(variable) => match &variable.operator {
                None => variable.name.clone(),
                Some((operator, word)) => {
                    format!("{}({}{})", variable.name, operator.symbol(), show(word))
                }
            },
        };
        template
            .parts
            .iter()
            .map(part)
            .collect::<Vec<_>>()
            .join("+")
    }

    #[test]
    fn every_form() {
        assert_eq!(shown("a $A b"), "'a '+A+' b'");
        assert_eq!(shown("${A}${B}"), "A+B");
        assert_eq!(shown("${A:-b c}"), "A(:-'b c')");
        assert_eq!(shown("${A-}"), "A(-)");
        assert_eq!(shown("${A:?no A}"), "A(:?'no A')");
        assert_eq!(shown("${A?x}${A:+y}${A+z}"), "A(?'x')+A(:+'y')+A(+'z')");
        assert_eq!(shown("${A:-${B:-c}}"), "A(:-B(:-'c'))");
        assert_eq!(shown("${A:-$B/$$x}"), "A(:-B+'/$x')");
        assert_eq!(shown("$$A $$$A"), "'$A $'+A");
        assert_eq!(shown("$1 $( $"), "'$1 $( $'");
        assert_eq!(shown("${A} }"), "A+' }'");
        assert_eq!(shown("{${A:-{}}"), "'{'+A(:-'{}')");
        assert_eq!(shown("${A:-{}"), "A(:-'{')");
        assert_eq!(shown("${A:-{\"k\":1}}${B}"), "A(:-'{\"k\":1}')+B");
        assert_eq!(shown("${A:-{x} y}"), "A(:-'{x} y')");
        assert_eq!(shown("${A:-{{x}}} ${B}"), "A(:-'{{x}')+'} '+B");
        assert_eq!(shown("${A:-{} {x}"), "A(:-'{} {x')");
        assert_eq!(shown("${A:-a}b} $B"), "A(:-'a')+'b} '+B");
        assert_eq!(shown("${A:-{${B}}}"), "A(:-'{'+B+'}')");
        assert_eq!(shown("${A:-x}\n}"), "A(:-'x')+'\n}'");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn what_compose_refuses() {
        for text in ["${A", "${}", "${1}", "${A!b}", "${A:-{}${B}", "${A:-x\ny}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
