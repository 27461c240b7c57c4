//! Two backups with the same place: each would delete what the other keeps.

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
    let mut seen: BTreeMap<(&str, String), (Span, &str)> = BTreeMap::new();
    for backup in &stack.backups {
        for store in &backup.stores {
            let place = stack.resolve_path(&store.place.value.0, store.place.span);
            let place = match place.trim_end_matches('/') {
                "" if place.starts_with('/') => "/".to_owned(),
                shorter => shorter.to_owned(),
            };
            let key = (store.kind.value.word(), place);
            let name = backup.name.value.0.as_str();
            let Some((first, owner)) = seen.get(&key) else {
                seen.insert(key, (store.place.span, name));
                continue;
            };
            let who = if *owner == name {
                format!("backup `{name}` has this store twice")
            } else {
                format!("backups `{owner}` and `{name}` have the same store")
            };
            diagnostics.push(
                Diagnostic::error(RULE.code, store.place.span, who)
                    .label("again here")
                    .other(*first, "first here")
                    .help("give each a place of its own"),
            );
        }
    }
}
