//! Findings, shown to people or to programs.

mod cut;
mod excerpt;
mod json;
mod position;
mod text;
mod unified;

pub(crate) use json::{Findings, Range, findings, ranges};
pub(crate) use position::Index;
pub(crate) use text::Shown;
pub(crate) use unified::{Unified, unified};

use stackc_compiler::{
    compile::Compilation,
    diag::{Diagnostics, Severity},
    source::Sources,
};

use crate::{session::Session, stack::Place};

/// Shows findings as text, on standard error, with a last line that counts them. For programs they are data: see [`findings`].
pub(crate) fn show(
    session: &mut Session<'_, '_>,
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
) {
    if !session.is_json() {
        show_text(session, sources, diagnostics, place);
    }
}

/// Shows findings as text, whoever reads standard output. Of a quiet run they are errors alone, but for warnings that it fails by.
pub(crate) fn show_text(
    session: &mut Session<'_, '_>,
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
) {
    let is_quiet = session.options.quiet && !session.options.deny_warnings;
    let errors = is_quiet.then(|| errors(diagnostics));
    let diagnostics = errors.as_ref().unwrap_or(diagnostics);
    print(session, sources, diagnostics, place);
}

/// Shows every finding, of a quiet run too: what an import leaves behind is said nowhere else.
pub(crate) fn show_all(
    session: &mut Session<'_, '_>,
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
) {
    if !session.is_json() {
        print(session, sources, diagnostics, place);
    }
}

fn print(
    session: &mut Session<'_, '_>,
    sources: &Sources,
    diagnostics: &Diagnostics,
    place: &Place,
) {
    let text = text::render(
        sources,
        diagnostics,
        place,
        session.look,
        session.options.verbose,
    );
    if !text.is_empty() {
        session.say(text.trim_end());
    }
    if let Some(line) = count(diagnostics, session.options.verbose) {
        session.say(&line);
    }
}

fn errors(diagnostics: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::default();
    let all = diagnostics.items().iter();
    let severe = all.filter(|item| item.severity == Severity::Error);
    errors.extend(severe.cloned());
    errors
}

/// Places of the stack with a line that says what they are about, as findings show theirs.
pub(crate) fn excerpt(
    session: &Session<'_, '_>,
    compilation: &Compilation,
    place: &Place,
    shown: &Shown,
) -> String {
    text::shown(
        &compilation.sources,
        &compilation.diagnostics,
        place,
        shown,
        session.look,
    )
}

/// `2 errors, 1 warning, 3 notes (-v shows them)`, if there is anything to count.
fn count(diagnostics: &Diagnostics, verbose: bool) -> Option<String> {
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let number = diagnostics.count(severity);
        if number > 0 {
            let plural = if number == 1 { "" } else { "s" };
            parts.push(format!("{number} {}{plural}", severity.name()));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let hidden = diagnostics.count(Severity::Note);
    let hint = match hidden {
        _ if verbose => "",
        0 => "",
        1 => " (-v shows it)",
        _ => " (-v shows them)",
    };
    Some(format!("{}{hint}", parts.join(", ")))
}
