//! A backup that has a store twice: the second copy would replace the first. Different backups have folders of their own in a store.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "store-clash",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for backup in &stack.backups {
        let mut seen: BTreeMap<(&str, String), Span> = BTreeMap::new();
        for store in &backup.stores {
            let place = stack.resolve_path(&store.place.value.0, store.place.span);
            let place = match place.trim_end_matches('/') {
                "" if place.starts_with('/') => "/".to_owned(),
                shorter => shorter.to_owned(),
            };
            let key = (store.kind.value.word(), place);
            let name = backup.name.value.0.as_str();
            let Some(first) = seen.get(&key) else {
                seen.insert(key, store.place.span);
                continue;
            };
            let message = format!("backup `{name}` has this store twice");
            diagnostics.push(
                Diagnostic::error(RULE.code, store.place.span, message)
                    .label("again here")
                    .other(*first, "first here")
                    .help("take one of them away, or give it a place of its own"),
            );
        }
    }
}
