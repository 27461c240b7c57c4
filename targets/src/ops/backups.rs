//! How old the copies of each backup are.

use stackc_compiler::atoms::words::StoreKind;

use super::{
    age,
    plan::Plan,
    script::{Arg, Piece, Script},
};
use crate::{parts::backup::plans, text::shell::Word};

const AGE: Piece = Piece(include_str!("sh/age.sh"));
const FOLDER: Piece = Piece(include_str!("sh/folder_store.sh"));
const CLIENT: Piece = Piece(include_str!("sh/client_store.sh"));

/// Adds a check of each store of each backup.
pub(super) fn add(plan: &Plan<'_>, script: &mut Script<'_>) {
    for backup in plans(plan.stack) {
        script.needs(&[Piece::TIME, AGE]);
        let name = &backup.backup.name.value.0;
        let limit = age::limit(backup.backup.schedule.as_ref());
        for store in &backup.stores {
            let kind = store.store.kind.value;
            let place = &store.store.place;
            let shown = format!("store {} ({})", store.number, kind.word());
            let both = [Arg::Text(name), Arg::Text(&shown), Arg::number(limit)];
            let (function, last) = if kind == StoreKind::Local {
                script.needs(&[FOLDER]);
                let store = plan.path(&place.value.0, place.span);
                let copies = Word::new(&backup.copies(&plan.stack.project)).to_string();
                let folder = format!("{}/{copies}", store.trim_end_matches('/'));
                ("folder_store", Arg::Written(folder))
            } else {
                script.needs(&[CLIENT]);
                let number = u64::try_from(store.number).ok();
                ("client_store", Arg::number(number))
            };
            let arguments: Vec<Arg<'_>> = both.into_iter().chain([last]).collect();
            script.call(function, &arguments);
        }
    }
}
