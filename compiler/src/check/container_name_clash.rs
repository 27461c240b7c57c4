//! Two containers that want the same name.

use std::collections::BTreeMap;

use super::{Rule, port_clash::profiles};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "container-name-clash",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut named: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in &stack.services {
        let Some(name) = &service.container_name else {
            continue;
        };
        let Some(text) = name.get() else { continue };
        let others = named.entry(&text.0).or_default();
        let same = others.iter().find(|other| run_together(other, service));
        if let Some((other, first)) =
            same.and_then(|other| Some((other, other.container_name.as_ref()?)))
        {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    name.span,
                    format!("`{}` has this container's name", other.name.value.0),
                )
                .other(first.span, "it has it here")
                .help("take `container-name` away: each container gets a name of its own"),
            );
        }
        others.push(service);
    }
}

/// Whether one profile, or none, starts both.
fn run_together(first: &Service, second: &Service) -> bool {
    let (first, second) = (profiles(first), profiles(second));
    first.is_empty() || second.is_empty() || first.iter().any(|one| second.contains(one))
}
