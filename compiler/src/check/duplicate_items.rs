//! Items that stand twice in a list in which Compose takes each once.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    atoms::Line,
    diag::{Diagnostic, Diagnostics},
    model::Service,
    reader::Words,
    resolve::Stack,
    source::Span,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "duplicate",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        for (word, values) in lists(service) {
            let items = values
                .into_iter()
                .flat_map(|words| &words.items)
                .filter_map(|value| Some((value.get()?.0.clone(), value.span)));
            report(word, items, diagnostics);
        }
        let mounts = service.volumes_from.iter().filter_map(|from| {
            let container = from.container.as_ref();
            let read_only = from.read_only.is_some_and(|flag| flag.value.0);
            let name = match &from.service {
                Some(service) => service.value.0.clone(),
                None => format!("container={}", container?.get()?.0),
            };
            let mode = if read_only { " read-only=#true" } else { "" };
            Some((format!("{name}{mode}"), from.span))
        });
        report("volumes-from", mounts, diagnostics);
    }
}

fn lists(service: &Service) -> [(&'static str, Option<&Words<Value<Line>>>); 3] {
    [
        ("group-add", service.group_add.as_ref()),
        ("security-opt", service.security_opt.as_ref()),
        ("device-cgroup-rule", service.device_cgroup_rules.as_ref()),
    ]
}

fn report(word: &str, items: impl Iterator<Item = (String, Span)>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for (item, span) in items {
        if let Some(first) = seen.get(&item) {
            diagnostics.push(
                Diagnostic::error(RULE.code, span, format!("`{word} {item}` is given twice"))
                    .label("again here")
                    .other(*first, "first here")
                    .help("keep one of the two"),
            );
        } else {
            seen.insert(item, span);
        }
    }
}
