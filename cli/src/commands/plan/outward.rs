//! Lines of modules in a plan: where a module says the same as before, the line of the stack that uses it made the change.

use std::collections::BTreeMap;

use stackc_compiler::{
    history::{Role, history},
    plan::{Place, Plan, Version},
    resolve::Stack,
    source::{FileId, Span},
};

use crate::stack::Compiled;

/// One of the two stacks in one environment.
type Compiles<'a> = Option<(&'a Compiled, &'a Stack)>;

/// Puts the places of a plan on the lines of the stack that caused them.
pub(super) fn outward(plan: &mut Plan, before: Compiles<'_>, after: Compiles<'_>) {
    let mut lines = Lines {
        before,
        after,
        known: BTreeMap::new(),
    };
    for change in &mut plan.changes {
        lines.place(&mut change.place);
        for detail in &mut change.details {
            for (version, said) in [
                (Version::Before, &mut detail.before),
                (Version::After, &mut detail.after),
            ] {
                if let Some(said) = said {
                    said.span = lines.span(version, said.span);
                }
            }
        }
        for effect in &mut change.effects {
            lines.place(&mut effect.place);
        }
    }
}

struct Lines<'a> {
    before: Compiles<'a>,
    after: Compiles<'a>,
    /// What was looked up.
    known: BTreeMap<(bool, FileId, u32, u32), Span>,
}

impl Lines<'_> {
    fn place(&mut self, place: &mut Option<Place>) {
        if let Some(place) = place {
            place.span = self.span(place.version, place.span);
        }
    }

    fn span(&mut self, version: Version, span: Span) -> Span {
        let (own, other) = match version {
            Version::Before => (self.before, self.after),
            Version::After => (self.after, self.before),
        };
        let Some((compiled, stack)) = own else {
            return span;
        };
        if !is_module(compiled, span.file) || !is_same(compiled, other, span.file) {
            return span;
        }
        let key = (version == Version::Before, span.file, span.start, span.end);
        let known = self.known.entry(key);
        *known.or_insert_with(|| cause(compiled, stack, span).unwrap_or(span))
    }
}

fn is_module(compiled: &Compiled, file: FileId) -> bool {
    compiled.compilation.module_uses.contains_key(&file)
}

/// Whether a module says the same in the other stack; one that the other does not use is not what changed either.
fn is_same(compiled: &Compiled, other: Compiles<'_>, file: FileId) -> bool {
    let sources = &compiled.compilation.sources;
    let path = sources.path(file);
    let own = sources.iter().find(|(id, _)| *id == file);
    let Some((other, _)) = other else {
        return true;
    };
    let others = &other.compilation.sources;
    let mut same = others.iter().filter(|(id, _)| others.path(*id) == path);
    same.all(|(_, other)| own.is_some_and(|(_, own)| own.text == other.text))
}

/// The last line of the stack's own that has a say in a line of a module: the value of a param, or else the use of the module.
fn cause(compiled: &Compiled, stack: &Stack, span: Span) -> Option<Span> {
    let steps = history(&compiled.compilation, stack, &[span]);
    let own = steps
        .iter()
        .filter(|step| !is_module(compiled, step.span.file));
    let own: Vec<_> = own.collect();
    let value = |role: &Role| !matches!(role, Role::Used);
    let said = own.iter().rev().find(|step| value(&step.role));
    let step = said.or_else(|| own.last())?;
    Some(step.span)
}
