//! What a target can say of each word of the language, declared word by word.
//!
//! [`support!`](crate::support) takes a node apart without a rest: a field that is added to the model does not compile until every target has
//! answered for it.

use super::table::Row;
use crate::{
    diag::{Diagnostic, Diagnostics, Severity},
    reader::{NodeType, Said},
    schema::Shape,
    source::Span,
};

/// How well a target can say a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// As it is said.
    Exact,
    /// In another way that means the same.
    Lowered(&'static str),
    /// In part: the text says what is lost and what to do.
    Partial(&'static str),
    /// Not at all: the text says why and what to do.
    Refused(&'static str),
}

impl Support {
    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Lowered(_) => "lowered",
            Self::Partial(_) => "partial",
            Self::Refused(_) => "refused",
        }
    }

    /// What is to be known of it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Lowered(text) | Self::Partial(text) | Self::Refused(text) => text,
        }
    }

    fn finding(self) -> Option<(Severity, &'static str)> {
        match self {
            Self::Exact => None,
            Self::Lowered(_) => Some((Severity::Note, "target-lowers")),
            Self::Partial(_) => Some((Severity::Warning, "target-partial")),
            Self::Refused(_) => Some((Severity::Error, "target-refuses")),
        }
    }
}

/// What a target makes of a word where a certain thing is said. [`answers!`](crate::answers) declares them, and gives their rows of the table,
/// so that nothing is reported that the table doesn't tell.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The words that it is about: the path of the node's kind (`service build`), and the word in it.
    pub words: &'static [(&'static str, &'static str)],
    /// Where it holds, as the end of a sentence: `where it is relative`.
    pub when: &'static str,
    /// What it is.
    pub support: Support,
}

impl Answer {
    /// Its rows of the table.
    pub fn rows(self) -> impl Iterator<Item = Row> {
        self.words.iter().map(move |(path, word)| Row {
            path: (*path).to_owned(),
            word,
            when: self.when,
            support: self.support,
        })
    }
}

/// Where a target says what it does with what a stack holds.
#[derive(Debug)]
pub struct Report<'a> {
    target: &'static str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    /// The report of a target.
    pub fn new(target: &'static str, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            target,
            diagnostics,
        }
    }

    /// Reports an answer at a place.
    pub fn answer(&mut self, word: &str, answer: Answer, span: Span) {
        self.say(word, answer.support, span);
    }

    /// Reports what a target makes of a node as a whole, which [`Row::whole`] tells.
    pub fn whole<N: NodeType>(&mut self, support: Support, span: Span) {
        self.say(N::SCHEMA.kind, support, span);
    }

    /// Reports what a target makes of a field, which [`Row::of_field`] tells.
    pub fn field<N: NodeType>(&mut self, field: &str, support: Support, span: Span) {
        self.say(word_of::<N>(field), support, span);
    }

    fn say(&mut self, word: &str, support: Support, span: Span) {
        let Some((severity, code)) = support.finding() else {
            return;
        };
        let text = support.text();
        let (what, help) = text.split_once("; ").unwrap_or((text, ""));
        let target = self.target;
        let found = Diagnostic::new(severity, code, span, format!("{target}: `{word}` {what}"));
        self.diagnostics.push(if help.is_empty() {
            found
        } else {
            found.help(help)
        });
    }

    /// Reports the same for each thing that is said of a field, which [`Row::of_field`] tells.
    pub fn answers(&mut self, word: &str, support: Support, said: &impl Said) {
        for place in said.places() {
            self.say(word, support, place);
        }
    }
}

/// The word of a node's field, as it is written in a stack.
#[must_use]
pub fn word_of<N: NodeType>(field: &str) -> &'static str {
    N::SCHEMA
        .fields
        .iter()
        .find(|one| one.field == field)
        .map_or(N::SCHEMA.kind, |one| match one.shape {
            Shape::Nodes(schemas) => schemas().first().map_or(one.word, |schema| schema.kind),
            _ => one.word,
        })
}

/// Declares what a target makes of each field of a node: an answer, or the table of the nodes that stand there.
///
/// ```text
/// support! {
///     healthcheck for Healthcheck {
///         http: Exact,
///         start_interval: Partial("is left out: podman 5.4 has no such time; take it away"),
///     }
/// }
/// support! {
///     service for Service {
///         image: Exact,
///         healthcheck => healthcheck,
///     }
/// }
/// ```
///
/// makes a module for each, with `review(node, report)`, which reports what a stack says, and `rows()` for the table.
#[macro_export]
macro_rules! support {
    ($name:ident for $type:ident { $($field:ident $(: $answer:expr)? $(=> $nested:ident)?),* $(,)? }) => {
        #[allow(unused_imports, dead_code, reason = "not every table has every answer, and some stand in others")]
        pub(super) mod $name {
            use super::*;
            use $crate::target::{Report, Row, Support::{Exact, Lowered, Partial, Refused}, word_of};

            /// Reports what is said in a node and can't be said as it is.
            pub(in super::super) fn review(node: &$type, report: &mut Report<'_>) {
                let $type { $($field,)* span: _ } = node;
                $(
                    $(report.answers(word_of::<$type>(stringify!($field)), $answer, $field);)?
                    $(for node in $field.iter() {
                        super::$nested::review(node, report);
                    })?
                )*
            }

            /// The rows of the table, those of the nodes in it too.
            pub(in super::super) fn rows() -> Vec<Row> {
                let mut rows = Vec::new();
                $(
                    $(rows.extend(Row::of_field::<$type>(stringify!($field), $answer));)?
                    $(rows.extend(super::$nested::rows().into_iter().map(Row::within::<$type>));)?
                )*
                rows
            }
        }
    };
}

/// Declares what a target makes of words where a certain thing is said, and `at_times()`, the rows for the table.
///
/// ```text
/// answers! {
///     BASE: ["service bind" "source", "file" "path"] "where it is relative" => Lowered("is below /var/lib/<project> on the host");
/// }
/// ```
///
/// Whoever forgets to add the rows to the target's table has an unused function.
#[macro_export]
macro_rules! answers {
    ($($seen:vis $name:ident: [$($path:literal $word:literal),+ $(,)?] $when:literal => $support:ident($text:expr);)+) => {
        $($seen const $name: $crate::target::Answer = $crate::target::Answer {
            words: &[$(($path, $word)),+],
            when: $when,
            support: $crate::target::Support::$support($text),
        };)+

        /// What the table tells of them.
        pub(crate) fn at_times() -> Vec<$crate::target::Row> {
            let all = [$($name),+];
            all.into_iter().flat_map($crate::target::Answer::rows).collect()
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Row;
    use crate::{
        diag::Diagnostics,
        model::{Placement, Ulimit},
        source::{Sources, Span},
    };

    mod tables {
        use crate::model::{Placement, Ulimit};

        crate::support! {
            ulimit for Ulimit {
                name: Exact,
                both: Exact,
                soft: Lowered("becomes the hard limit too"),
                hard: Exact,
            }
        }

        crate::support! {
            placement for Placement {
                max_replicas: Refused("has no meaning here; take it away"),
                constraints: Partial("is left out; name the host"),
                spread: Exact,
            }
        }

        pub(super) fn review(
            placement: &Placement,
            ulimit: &Ulimit,
            report: &mut crate::target::Report<'_>,
        ) {
            placement::review(placement, report);
            ulimit::review(ulimit, report);
        }

        pub(super) fn rows() -> Vec<crate::target::Row> {
            placement::rows()
        }
    }

    #[test]
    fn what_is_said_is_answered_at_its_place() {
        let mut sources = Sources::default();
        let file = sources.add("stack.kdl", "0123456789");
        let span = |start: u32| Span {
            file,
            start,
            end: start + 1,
        };
        let value = |start| crate::template::Value::known(crate::atoms::Int(1), span(start));
        let line = |text: &str, start| {
            crate::template::Value::known(crate::atoms::Line(text.to_owned()), span(start))
        };
        let ulimit = Ulimit {
            name: line("nofile", 0),
            both: None,
            soft: Some(value(1)),
            hard: None,
            span: span(0),
        };
        let placement = Placement {
            max_replicas: None,
            constraints: vec![line("a", 2), line("b", 3)],
            spread: vec![line("c", 4)],
            span: span(2),
        };
        let mut diagnostics = Diagnostics::default();
        let mut report = super::Report::new("quadlet", &mut diagnostics);
        tables::review(&placement, &ulimit, &mut report);
        let found: Vec<(&str, u32, Option<&str>)> = diagnostics
            .items()
            .iter()
            .map(|item| (item.code, item.primary.span.start, item.help.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("target-partial", 2, Some("name the host")),
                ("target-partial", 3, Some("name the host")),
                ("target-lowers", 1, None),
            ]
        );
        let made = tables::rows();
        let rows: Vec<(&str, &str, &str)> = made
            .iter()
            .map(|row: &Row| (row.path.as_str(), row.word, row.support.name()))
            .collect();
        assert_eq!(
            rows,
            [
                ("placement", "max-replicas-per-node", "refused"),
                ("placement", "constraint", "partial"),
                ("placement", "spread", "exact"),
            ]
        );
    }
}
