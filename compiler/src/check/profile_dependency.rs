//! A service that always runs and needs one that only runs in a profile.

use super::{Rule, graph::waits_for};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::{DependsOn, Service},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "profile-dependency",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in stack
        .services
        .iter()
        .filter(|service| !in_a_profile(service))
    {
        for (name, span) in waits_for(service) {
            let Some(target) = stack.service(name).filter(|target| in_a_profile(target)) else {
                continue;
            };
            let depends = service
                .depends_on
                .iter()
                .find(|depends| depends.service.span == span);
            if depends.is_some_and(does_without) {
                continue;
            }
            let from = &service.name.value.0;
            let other = match depends {
                Some(_) => format!(", or: depends-on {name} required=#false"),
                None => format!(", or take `{name}` out of it"),
            };
            let profiles = target
                .profiles
                .as_ref()
                .map_or(target.span, |words| words.span);
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    span,
                    format!(
                        "`{from}` always runs and needs `{name}`, which only runs in a profile"
                    ),
                )
                .other(profiles, format!("`{name}` is in a profile"))
                .help(format!("put `{from}` into the profile too{other}")),
            );
        }
    }
}

/// Whether it is not known that the other service must be there.
fn does_without(depends: &DependsOn) -> bool {
    depends
        .required
        .as_ref()
        .is_some_and(|required| required.get().is_none_or(|required| !required.0))
}

fn in_a_profile(service: &Service) -> bool {
    service
        .profiles
        .as_ref()
        .is_some_and(|profiles| !profiles.items.is_empty())
}
