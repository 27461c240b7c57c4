//! `template.toml` → what Dokploy reads of it, each with its place.
//!
//! Dokploy checks nothing: what it has no use for it ignores. All of that is reported here.

mod domain;
mod env;
mod field;
mod mount;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::{FileId, Sources, Span, Spanned},
};
use toml::de::{DeTable, DeValue};

use crate::Given;

pub(crate) use domain::Domain;
pub(crate) use env::Pair;
use field::{Field, what};
pub(crate) use mount::Mount;

/// Longer than this no template is.
const LONGEST: usize = 1 << 20;

/// Of so many places in a template is told; a hostile one must not hide what is found in the Compose file.
const MOST_FINDINGS: usize = 200;

/// What is said where the whole template is left out.
const WITHOUT: &str = "the stack is made of the Compose file alone";

/// What Dokploy reads of a template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    /// The file's first byte.
    pub start: Option<Span>,
    /// `[variables]`, in the order of the file.
    pub variables: Vec<(Spanned<String>, String)>,
    /// `env`, in the order of the file; of a name that stands there twice, the last.
    pub env: Vec<Pair>,
    /// `[[config.domains]]`.
    pub domains: Vec<Domain>,
    /// `[[config.mounts]]`.
    pub mounts: Vec<Mount>,
}

/// Reads a template; what is wrong with it is reported, and what is no TOML is left out as a whole.
pub(crate) fn read(
    given: &Given,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Template> {
    if given.text.len() > LONGEST {
        let start = span(sources.add(given.path.clone(), ""), 0..0);
        diagnostics.push(
            Diagnostic::warning(
                "not-imported",
                start,
                "the template is longer than 1 MiB and is left out",
            )
            .help(WITHOUT),
        );
        return None;
    }
    let file = sources.add(given.path.clone(), given.text.clone());
    // Dokploy refuses a byte order mark, editors don't show it.
    let skipped = given.text.len() - given.text.trim_start_matches('\u{feff}').len();
    let text = given.text.get(skipped..).unwrap_or_default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MOST_FINDINGS) {
        let range = error.span().unwrap_or(0..0);
        let place = span(file, range.start + skipped..range.end + skipped);
        diagnostics.push(
            Diagnostic::warning(
                "not-imported",
                place,
                format!(
                    "the template is left out, for it is not TOML: {}",
                    one_line(error.message())
                ),
            )
            .help(WITHOUT),
        );
    }
    if !errors.is_empty() {
        return None;
    }
    let mut reader = Reader {
        file,
        skipped,
        found: Vec::new(),
    };
    let template = reader.template(document.get_ref());
    diagnostics.extend(bounded(reader.found));
    Some(template)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn span(file: FileId, range: std::ops::Range<usize>) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        file,
        start: byte(range.start),
        end: byte(range.end.max(range.start)),
    }
}

/// What was found, in the order of the file; of too many the last says how many there are.
pub(super) fn bounded(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|found| found.primary.span);
    let more = found.len().saturating_sub(MOST_FINDINGS);
    if more > 1 {
        let mut rest = found.split_off(MOST_FINDINGS).into_iter();
        found.extend(rest.next().map(|first| {
            let message = format!(
                "the template holds {more} more things from here on that are not carried over"
            );
            Diagnostic::warning("not-imported", first.primary.span, message)
                .help("mend those above, and import it again")
        }));
    }
    found
}

struct Reader {
    file: FileId,
    /// The bytes before the text that is read.
    skipped: usize,
    found: Vec<Diagnostic>,
}

impl Reader {
    fn place(&self, range: std::ops::Range<usize>) -> Span {
        span(
            self.file,
            range.start + self.skipped..range.end + self.skipped,
        )
    }

    fn gap(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.found
            .push(Diagnostic::warning("not-imported", span, message).help(help));
    }

    fn template(&mut self, document: &DeTable<'_>) -> Template {
        let mut template = Template {
            start: Some(span(self.file, 0..0)),
            ..Template::default()
        };
        let mut unknown = Vec::new();
        for field in self.fields(document) {
            match field.key {
                "variables" => self.variables(&field, &mut template),
                "config" => self.config(&field, &mut template),
                // The catalogue's own.
                "metadata" => {}
                _ => unknown.push(field),
            }
        }
        self.unknown(
            &unknown,
            "beside [variables] and [config]",
            "it is left out",
        );
        template
    }

    fn variables(&mut self, field: &Field<'_>, template: &mut Template) {
        let DeValue::Table(table) = field.value else {
            self.wrong(field, "a table", "it is left out; write [variables]");
            return;
        };
        for variable in self.fields(table) {
            if let DeValue::String(text) = variable.value {
                let name = Spanned::new(variable.key.to_owned(), variable.key_span);
                template.variables.push((name, text.to_string()));
            } else {
                self.gap(
                    variable.value_span,
                    format!(
                        "the variable `{}` is {}, Dokploy takes text only",
                        variable.shown(),
                        what(variable.value)
                    ),
                    "it is left out, as Dokploy drops it; write its value in quotes",
                );
            }
        }
    }

    fn config(&mut self, field: &Field<'_>, template: &mut Template) {
        let DeValue::Table(table) = field.value else {
            self.wrong(field, "a table", "it is left out; write [config]");
            return;
        };
        let mut unknown = Vec::new();
        for field in self.fields(table) {
            match field.key {
                "env" => template.env = self.env(&field),
                "domains" => {
                    for (table, place) in self.tables(&field) {
                        template.domains.extend(self.domain(table, place));
                    }
                }
                "mounts" => {
                    for (table, place) in self.tables(&field) {
                        template.mounts.extend(self.mount(table, place));
                    }
                }
                // Nothing reads it.
                "isolated" => {}
                _ => unknown.push(field),
            }
        }
        self.unknown(
            &unknown,
            "in [config]",
            "it is left out; [config] holds env, domains and mounts",
        );
    }
}
