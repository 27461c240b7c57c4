//! The name of a variable that no process could have, or that a line or a shell would read as something else.

use super::Rule;
use crate::{
    atoms::AnyText,
    diag::{Diagnostic, Diagnostics},
    reader::Pair,
    resolve::Stack,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let keys = |pairs: &'_ [Pair<_>]| {
        pairs
            .iter()
            .map(|pair| pair.key.clone())
            .collect::<Vec<_>>()
    };
    let services = stack.services.iter().map(|service| keys(&service.env));
    let jobs = stack.jobs.iter().map(|job| keys(&job.env));
    let monitors = stack.monitors.iter().map(|monitor| keys(&monitor.env));
    let stores = stack.backups.iter().flat_map(|backup| &backup.stores);
    let all = services
        .chain(jobs)
        .chain(monitors)
        .chain(stores.map(|store| keys(&store.env)));
    for key in all.flatten() {
        diagnostics.extend(wrong(&key));
    }
}

fn wrong(key: &Value<AnyText>) -> Option<Diagnostic> {
    let name = key.get()?.0.as_str();
    let found = match name.chars().find(|c| !fits(*c)) {
        Some(c) => Diagnostic::error(
            RULE.code,
            key.span,
            format!("the name of a variable holds no {}", shown(c)),
        ),
        None if name.is_empty() => {
            Diagnostic::error(RULE.code, key.span, "this variable has no name")
        }
        None => return None,
    };
    Some(found.help("for example LOG_LEVEL info"))
}

/// Letters, digits, and the signs in names that programs do read: `spring.main.port`, `Logging__Level`, `a/b:c`.
fn fits(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ':' | '@' | '+')
}

fn shown(c: char) -> String {
    match c {
        '=' => "`=`; the value stands behind it, after a blank".to_owned(),
        c if c.is_whitespace() => "blank".to_owned(),
        c if c.is_control() => "control character".to_owned(),
        c => format!("`{c}`"),
    }
}
