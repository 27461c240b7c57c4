//! Findings for people: a header, the excerpt with the place marked, other places, help.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Write as _},
};

use miette::{GraphicalTheme, LabeledSpan, MietteHandlerOpts, ReportHandler as _, SourceCode};
use stackc_compiler::{
    diag::{Diagnostic, Diagnostics, Label, Severity},
    secret_like::redactions_of,
    source::{FileId, Sources, Span},
};

use super::excerpt::Excerpt;
use crate::{look::Look, printable::printable, stack::Place};

/// Lines above and below a marked one.
const CONTEXT: usize = 1;

/// Labels that are further than this many lines from the primary one get an excerpt of their own.
const NEAR: usize = 3;

/// How many findings are shown at most: nobody reads more.
const MOST: usize = 200;

/// The width where there is no terminal.
const WIDTH: usize = 100;

/// All findings that are shown, one after the other.
pub(super) fn render(
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
    look: Look,
    verbose: bool,
) -> String {
    let is_shown =
        |item: &&Diagnostic| item.allowed.is_none() && (item.severity != Severity::Note || verbose);
    if !diagnostics.items().iter().any(|item| is_shown(&item)) {
        return String::new();
    }
    let excerpts = excerpts(sources, diagnostics, diagnostics.items(), place);
    let mut text = String::new();
    for item in diagnostics.items().iter().filter(is_shown).take(MOST) {
        one(&mut text, item, &excerpts, look);
    }
    let more = diagnostics
        .items()
        .iter()
        .filter(is_shown)
        .skip(MOST)
        .count();
    if more > 0 {
        text.push_str(&format!("and {more} more; --format json has them all\n"));
    }
    text
}

/// Places that are shown without a finding.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// What they are about.
    pub title: String,
    /// The places, each with what is said of it; it may be nothing.
    pub places: Vec<(Span, String)>,
}

/// Places with their lines. What the findings of the run hide is hidden here too.
pub(super) fn shown(
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
    shown: &Shown,
    look: Look,
) -> String {
    let mut places = shown.places.iter();
    let Some((first, label)) = places.next() else {
        return String::new();
    };
    let first = Diagnostic::note("", *first, shown.title.clone()).label(label.clone());
    let item = places.fold(first, |item, (span, label)| {
        item.other(*span, label.clone())
    });
    let excerpts = excerpts(sources, diagnostics, std::slice::from_ref(&item), place);
    let mut text = String::new();
    one(&mut text, &item, &excerpts, look);
    text
}

/// Every file that a finding is about; a literal that one finding hides, or that stands beside the name of a secret, is hidden in all excerpts.
fn excerpts<'s>(
    sources: &'s Sources,
    diagnostics: &Diagnostics,
    shown: &[Diagnostic],
    place: &Place,
) -> BTreeMap<FileId, Excerpt<'s>> {
    let mut redact: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for span in diagnostics.items().iter().flat_map(|item| &item.redact) {
        redact.entry(span.file).or_default().push(*span);
    }
    let shown: BTreeSet<FileId> = shown
        .iter()
        .flat_map(|item| std::iter::once(&item.primary).chain(&item.others))
        .map(|label| label.span.file)
        .collect();
    for (id, file) in sources.iter().filter(|(id, _)| shown.contains(id)) {
        let beside_names = redactions_of(file).iter().map(|(start, end)| Span {
            file: id,
            start: u32::try_from(*start).unwrap_or(u32::MAX),
            end: u32::try_from(*end).unwrap_or(u32::MAX),
        });
        redact.entry(id).or_default().extend(beside_names);
    }
    sources
        .iter()
        .filter(|(id, _)| shown.contains(id))
        .map(|(id, file)| {
            let spans = redact.get(&id).map_or(&[][..], Vec::as_slice);
            let name = printable(&place.shown(&file.path));
            (id, Excerpt::new(name, &file.text, spans))
        })
        .collect()
}

fn one(text: &mut String, item: &Diagnostic, excerpts: &BTreeMap<FileId, Excerpt<'_>>, look: Look) {
    let groups = groups(item, excerpts);
    let last = groups.len().saturating_sub(1);
    for (index, group) in groups.iter().enumerate() {
        let places: Vec<Span> = group.labels.iter().map(|label| label.span).collect();
        let cut = group.excerpt.cut(&places);
        let excerpt = cut.as_ref().unwrap_or(group.excerpt);
        let piece = Piece {
            message: if index == 0 {
                printable(&item.message)
            } else {
                "and here".to_owned()
            },
            severity: item.severity,
            excerpt,
            labels: labels(&group.labels, excerpt, item),
            help: item
                .help
                .as_deref()
                .filter(|_| index == last)
                .map(printable),
        };
        let head = match (index, item.code) {
            (0, "") => ">".to_owned(),
            (0, code) => format!("{}[{code}]:", item.severity.name()),
            _ => " ".to_owned(),
        };
        let rendered = piece.render(head, look);
        let rendered = if index == 0 {
            rendered.trim_start_matches([' ', '\n'])
        } else {
            rendered.trim_start_matches('\n')
        };
        text.push_str(rendered);
    }
    text.push('\n');
}

/// Labels that are shown in one excerpt.
struct Group<'g> {
    excerpt: &'g Excerpt<'g>,
    file: FileId,
    labels: Vec<&'g Label>,
}

/// The labels near the primary one first, then those further away in its file, then those of other files.
fn groups<'g>(item: &'g Diagnostic, excerpts: &'g BTreeMap<FileId, Excerpt<'g>>) -> Vec<Group<'g>> {
    let line = |label: &Label| {
        excerpts
            .get(&label.span.file)
            .map_or(0, |excerpt| excerpt.line(excerpt.shown_span(label.span).0))
    };
    let home = line(&item.primary);
    let is_near = |label: &Label| {
        label.span.file == item.primary.span.file && line(label).abs_diff(home) <= NEAR
    };
    let mut groups: Vec<Group<'g>> = Vec::new();
    let near = std::iter::once(&item.primary).chain(item.others.iter().filter(|l| is_near(l)));
    let far = item.others.iter().filter(|label| !is_near(label));
    if let Some(excerpt) = excerpts.get(&item.primary.span.file) {
        groups.push(Group {
            excerpt,
            file: item.primary.span.file,
            labels: near.collect(),
        });
    }
    for label in far {
        let file = label.span.file;
        match groups.iter_mut().skip(1).find(|group| group.file == file) {
            Some(group) => group.labels.push(label),
            None => groups.extend(excerpts.get(&file).map(|excerpt| Group {
                excerpt,
                file,
                labels: vec![label],
            })),
        }
    }
    groups
}

fn labels(labels: &[&Label], excerpt: &Excerpt<'_>, item: &Diagnostic) -> Vec<LabeledSpan> {
    labels
        .iter()
        .map(|label| {
            let text = Some(printable(&label.text)).filter(|text| !text.is_empty());
            let span = excerpt.shown_span(label.span);
            if std::ptr::eq(*label, &raw const item.primary) {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })
        .collect()
}

/// What miette draws at once: one excerpt with its labels.
#[derive(Debug)]
struct Piece<'p> {
    message: String,
    severity: Severity,
    excerpt: &'p Excerpt<'p>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl Piece<'_> {
    fn render(&self, head: String, look: Look) -> String {
        let mut options = MietteHandlerOpts::new()
            .force_graphical(true)
            .terminal_links(false)
            .without_syntax_highlighting()
            .context_lines(CONTEXT)
            .break_words(false)
            .wrap_lines(false)
            .graphical_theme(theme(head, look));
        if !look.terminal {
            options = options.width(WIDTH);
        }
        let handler = options.build();
        let mut text = String::new();
        // Writing to a string fails only if drawing does; then what was drawn is shown.
        let _ = write!(text, "{}", Drawn(&handler, self));
        text
    }
}

/// Lines and colours; the header stands where miette has its sign for the severity.
fn theme(head: String, look: Look) -> GraphicalTheme {
    let mut theme = match (look.unicode, look.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    theme.characters.error.clone_from(&head);
    theme.characters.warning.clone_from(&head);
    theme.characters.advice = head;
    theme
}

struct Drawn<'d>(&'d miette::MietteHandler, &'d Piece<'d>);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

impl fmt::Display for Piece<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Piece<'_> {}

impl miette::Diagnostic for Piece<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt as &dyn SourceCode).filter(|_| !self.excerpt.is_empty())
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
