//! References in text: `${namespace.path}`, and the literal dollars around them.
//!
//! Directly before `{`, dollars are read in pairs, each pair one `$`: `$${` is a literal `${`, `$$${input.A}` a `$` and a value.

/// A piece of text: literal, or a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text, its dollars resolved.
    Text(String),
    /// A reference.
    Reference(Reference),
}

/// `${namespace.path}`, for an input with an operator and a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Before the first dot.
    pub namespace: String,
    /// After it.
    pub path: String,
    /// One of Compose's six operators, and the word after it.
    pub operator: Option<(Operator, Vec<Piece>)>,
    /// First byte of the reference in the text, its `$`.
    pub start: usize,
    /// The byte after its `}`.
    pub end: usize,
}

/// What a use of an input says about an input that is unset (or, with the colon, unset or empty).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// `:-`
    DefaultIfEmpty,
    /// `-`
    DefaultIfUnset,
    /// `:?`
    ErrorIfEmpty,
    /// `?`
    ErrorIfUnset,
    /// `:+`
    ReplaceIfFull,
    /// `+`
    ReplaceIfSet,
}

impl Operator {
    /// As Compose and the shell spell it.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::DefaultIfEmpty => ":-",
            Self::DefaultIfUnset => "-",
            Self::ErrorIfEmpty => ":?",
            Self::ErrorIfUnset => "?",
            Self::ReplaceIfFull => ":+",
            Self::ReplaceIfSet => "+",
        }
    }

    const ALL: [Self; 6] = [
        Self::DefaultIfEmpty,
        Self::ErrorIfEmpty,
        Self::ReplaceIfFull,
        Self::DefaultIfUnset,
        Self::ErrorIfUnset,
        Self::ReplaceIfSet,
    ];
}

/// The namespaces of references.
pub const NAMESPACES: [&str; 8] = [
    "param",
    "input",
    "secret",
    "secret-file",
    "service",
    "stack",
    "environment",
    "self",
];

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// `${HOME}`: there is no namespace of that name; the text between the braces.
    UnknownNamespace(String),
    /// `${` without its `}`.
    Unclosed,
    /// `${}` or `${param.}`.
    Empty,
    /// Nested deeper than anyone means.
    TooDeep,
}

/// A fault and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

const DEPTH: usize = 16;

/// Reads text with references; a fault stands beside what could be read.
#[must_use]
pub fn parse(text: &str) -> (Vec<Piece>, Vec<Fault>) {
    let mut reader = Reader {
        text,
        at: 0,
        faults: Vec::new(),
    };
    let pieces = reader.pieces(false, 0);
    (pieces, reader.faults)
}

/// Whether text holds a reference.
#[must_use]
pub fn has_reference(text: &str) -> bool {
    text.contains("${") && {
        let (pieces, faults) = parse(text);
        !faults.is_empty()
            || pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Reference(_)))
    }
}

/// Literal text as it is written in a stack: dollars before `{` doubled.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut dollars = 0;
    for c in text.chars() {
        match c {
            '$' => dollars += 1,
            _ => {
                let times = if c == '{' { dollars * 2 } else { dollars };
                out.extend(std::iter::repeat_n('$', times));
                dollars = 0;
                out.push(c);
            }
        }
    }
    out.extend(std::iter::repeat_n('$', dollars));
    out
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Reads until the end, or in a word until the `}` that closes none of its own `{`, which is left.
    fn pieces(&mut self, word: bool, depth: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut braces = 0usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '}' if word && braces == 0 => break,
                '}' => braces = braces.saturating_sub(1),
                '{' => braces += 1,
                _ => {}
            }
            if c != '$' {
                literal.push(c);
                self.at += c.len_utf8();
                continue;
            }
            let dollars = self.rest().bytes().take_while(|b| *b == b'$').count();
            let brace = self.rest().as_bytes().get(dollars) == Some(&b'{');
            if !brace {
                literal.extend(std::iter::repeat_n('$', dollars));
                self.at += dollars;
                continue;
            }
            literal.extend(std::iter::repeat_n('$', dollars / 2));
            self.at += dollars;
            if dollars % 2 == 0 {
                braces += 1;
                literal.push('{');
                self.at += 1;
                continue;
            }
            if !literal.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut literal)));
            }
            let start = self.at - 1;
            self.at += 1;
            if let Some(reference) = self.reference(start, depth) {
                pieces.push(Piece::Reference(reference));
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        pieces
    }

    fn fault(&mut self, kind: FaultKind, start: usize) {
        self.faults.push(Fault {
            kind,
            start,
            end: self.at,
        });
    }

    /// Reads a reference; `at` is after its `{`.
    fn reference(&mut self, start: usize, depth: usize) -> Option<Reference> {
        if depth >= DEPTH {
            self.at = self.text.len();
            self.fault(FaultKind::TooDeep, start);
            return None;
        }
        let body = self.rest();
        let stop = body.find(['}', '\n']).unwrap_or(body.len());
        let head = body.get(..stop).unwrap_or("");
        let (namespace, path) = match head.split_once('.') {
            Some((namespace, path)) if NAMESPACES.contains(&namespace) => (namespace, path),
            _ => return self.refuse(head, body.as_bytes().get(stop) == Some(&b'}'), start),
        };
        let (path, operator) = if namespace == "input" {
            split_operator(path)
        } else {
            (path, None)
        };
        if path.is_empty() {
            self.at += stop;
            self.close();
            self.fault(FaultKind::Empty, start);
            return None;
        }
        self.at += namespace.len() + 1 + path.len();
        let operator = operator.map(|operator| {
            self.at += operator.symbol().len();
            (operator, self.pieces(true, depth + 1))
        });
        if !self.close() {
            self.fault(FaultKind::Unclosed, start);
            return None;
        }
        Some(Reference {
            namespace: namespace.to_owned(),
            path: path.to_owned(),
            operator,
            start,
            end: self.at,
        })
    }

    fn refuse(&mut self, head: &str, closed: bool, start: usize) -> Option<Reference> {
        self.at += head.len();
        let kind = if !closed {
            FaultKind::Unclosed
        } else if head.is_empty() {
            FaultKind::Empty
        } else {
            FaultKind::UnknownNamespace(head.to_owned())
        };
        if closed {
            self.at += 1;
        }
        self.fault(kind, start);
        None
    }

    fn close(&mut self) -> bool {
        let closed = self.rest().starts_with('}');
        if closed {
            self.at += 1;
        }
        closed
    }
}

/// Splits an input's name from its operator.
fn split_operator(path: &str) -> (&str, Option<Operator>) {
    let end = path
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(path.len());
    let Some((name, tail)) = path.split_at_checked(end) else {
        return (path, None);
    };
    match Operator::ALL
        .into_iter()
        .find(|operator| tail.starts_with(operator.symbol()))
    {
        Some(operator) => (name, Some(operator)),
        None => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(value: &str) -> Piece {
        Piece::Text(value.to_owned())
    }

    fn references(source: &str) -> Vec<(String, String)> {
        let (pieces, faults) = parse(source);
        assert_eq!(faults, [], "{source}");
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Reference(r) => Some((r.namespace, r.path)),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn dollars_before_a_brace_are_read_in_pairs() {
        assert_eq!(parse("a $b $$c").0, [text("a $b $$c")]);
        assert_eq!(parse("$${HOME}").0, [text("${HOME}")]);
        assert_eq!(parse("$$$${HOME}").0, [text("$${HOME}")]);
        let (pieces, _) = parse("$$${input.A}");
        assert_eq!(pieces.first(), Some(&text("$")));
        assert!(matches!(pieces.get(1), Some(Piece::Reference(r)) if r.path == "A"));
    }

    #[test]
    fn operators_belong_to_inputs() {
        let (pieces, faults) = parse("${input.A:-x${input.B-y}z}!");
        assert_eq!(faults, []);
        let Some(Piece::Reference(outer)) = pieces.first() else {
            panic!("a reference")
        };
        let Some((Operator::DefaultIfEmpty, word)) = &outer.operator else {
            panic!("an operator")
        };
        assert_eq!(word.len(), 3);
        assert_eq!(pieces.get(1), Some(&text("!")));
        for (source, word) in [
            ("${input.A:-{}}", "{}"),
            ("${input.A:-{\"a\": {x}}}", "{\"a\": {x}}"),
            ("${input.A:-$${x}}", "${x}"),
        ] {
            let (pieces, faults) = parse(source);
            assert_eq!(faults, [], "{source}");
            let [Piece::Reference(outer)] = pieces.as_slice() else {
                panic!("{source} is one reference")
            };
            let read = outer.operator.as_ref().map(|(_, word)| word.as_slice());
            assert_eq!(read, Some([text(word)].as_slice()), "{source}");
        }
        assert_eq!(
            references("${param.a-b}"),
            [("param".to_owned(), "a-b".to_owned())]
        );
    }

    #[test]
    fn faults_have_their_place() {
        let (_, faults) = parse("x ${HOME} y");
        assert_eq!(
            faults,
            [Fault {
                kind: FaultKind::UnknownNamespace("HOME".to_owned()),
                start: 2,
                end: 9
            }]
        );
        assert_eq!(
            parse("${param.a").1.first().map(|f| f.kind.clone()),
            Some(FaultKind::Unclosed)
        );
        assert_eq!(
            parse("${}").1.first().map(|f| f.kind.clone()),
            Some(FaultKind::Empty)
        );
        assert_eq!(
            parse("${param.}").1.first().map(|f| f.kind.clone()),
            Some(FaultKind::Empty)
        );
        assert_eq!(parse("${input.A:-${HOME}}").1.len(), 1);
    }

    proptest! {
        #[test]
        fn escaped_text_reads_back(source in "[${}a.b\\-]{0,40}") {
            let (pieces, faults) = parse(&escape(&source));
            prop_assert!(faults.is_empty());
            let joined: String = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Reference(_) => "REFERENCE".to_owned(),
            }).collect();
            prop_assert_eq!(joined, source);
        }

        #[test]
        fn nothing_panics(source in "(\\$|\\{|\\}|input|param|\\.|:-|\\?|é|[a-z]){0,60}") {
            let _ = parse(&source);
        }
    }

    #[test]
    #[allow(
        clippy::disallowed_methods,
        reason = "a test may look at how long it takes"
    )]
    fn many_references_are_read_in_linear_time() {
        let text = "${input.A:-${input.B}}".repeat(200_000);
        let start = std::time::Instant::now();
        let (pieces, faults) = parse(&text);
        let took = start.elapsed();
        assert_eq!((pieces.len(), faults.len()), (200_000, 0));
        assert!(took.as_secs() < 10, "{took:?}");
    }
}
