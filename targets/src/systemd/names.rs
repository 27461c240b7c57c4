//! Units whose names are taken: by another unit of the stack, or by the machine itself.

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::Span,
};

use crate::parts::machine_units;

use super::{
    plan::Plan,
    renewal,
    runs::{self, Run},
};

/// A unit that is written, or that Quadlet makes.
pub(super) struct Named {
    /// Its name with its ending.
    pub unit: String,
    /// What asks for it, but for the stack itself.
    pub by: Option<Span>,
}

impl Named {
    /// The unit of the stack as a whole.
    pub(super) fn of_stack(plan: &Plan<'_>, ending: &str) -> Self {
        Self {
            unit: format!("{}.{ending}", plan.stack.project),
            by: None,
        }
    }
}

/// The units of what runs once, and of the renewal of certificates.
pub(super) fn of_runs(plan: &Plan<'_>, runs: &[Run<'_>]) -> Vec<Named> {
    let mut all = Vec::new();
    for run in runs {
        let by = Some(run.origin);
        let files = runs::files(plan, std::slice::from_ref(run));
        all.extend(files.into_iter().map(|unit| Named { unit, by }));
    }
    let edge = plan.stack.edge.as_ref().map(|edge| edge.span);
    if let Some(name) = renewal::name(plan) {
        let files = ["service", "timer"].map(|ending| format!("{name}.{ending}"));
        all.extend(files.map(|unit| Named { unit, by: edge }));
    }
    all
}

/// Reports units whose names are taken.
pub(super) fn check(plan: &Plan<'_>, units: &[Named], diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<&str, Option<Span>> = BTreeMap::new();
    for Named { unit, by } in units {
        let Some(place) = by.or(plan.stack.header) else {
            continue;
        };
        if machine_units::has(unit) {
            let found = format!("this would be the unit `{unit}`, which is the machine's own");
            let found = Diagnostic::error("name-taken", place, found);
            let help = if by.is_some() {
                "give it another name, or the stack".to_owned()
            } else {
                format!(
                    "give the stack another name, such as {}-stack",
                    plan.stack.name
                )
            };
            diagnostics.push(found.help(help));
        }
        if let Some(first) = taken.insert(unit, *by) {
            // What nobody asks for by a node is not what has to change.
            let place = by.or(first).unwrap_or(place);
            let found = format!("this needs a unit `{unit}`, and there is one");
            let mut found = Diagnostic::error("name-taken", place, found);
            if let Some(first) = first.filter(|_| by.is_some()) {
                found = found.other(first, "this one");
            }
            diagnostics.push(found.help("give one of them another name"));
        }
    }
}
