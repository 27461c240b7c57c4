//! `health-check.ps1`: containers, sites, the age of copies in folders, and storage.

use std::fmt::Write as _;

use stackc_compiler::atoms::words::StoreKind;

use super::opening;
use crate::{
    ops::{age, containers, plan::Plan, sites},
    parts::backup::plans,
    text::powershell::Quoted,
};

const CHECKS: &str = include_str!("health-check.ps1");

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let says = vec![
        format!(
            "Checks {}: its containers and sites, the copies in folders, and storage.",
            plan.stack.project
        ),
        "One line for each check; the exit code is 1 if one of them fails.".to_owned(),
    ];
    let mut text = opening(plan, &says, "");
    text.push_str(CHECKS);
    for wanted in containers::wanted(plan.stack) {
        let _ = writeln!(
            text,
            "Test-Service {} {} {}",
            Quoted::new(wanted.service),
            Quoted::new(wanted.state),
            wanted.count
        );
    }
    for page in sites::all_pages(plan.stack) {
        let headers = page.headers.iter();
        let headers: Vec<String> = headers
            .map(|(name, value)| format!("@({}, {})", Quoted::new(name), Quoted::new(value)))
            .collect();
        // A comma before the only pair keeps PowerShell from taking the pair apart.
        let comma = if headers.len() == 1 { "," } else { "" };
        let _ = writeln!(
            text,
            "Test-Site {} {} {} @({comma}{}){}",
            Quoted::new(&page.url),
            Quoted::new(&page.through),
            page.status.unwrap_or(0),
            headers.join(", "),
            page.certificate
                .map(|path| format!(" {}", Quoted::new(&path)))
                .unwrap_or_default()
        );
    }
    for backup in plans(plan.stack) {
        let limit = age::limit(backup.backup.schedule.as_ref()).unwrap_or(0);
        let folders = backup.stores.iter();
        for store in folders.filter(|store| store.store.kind.value == StoreKind::Local) {
            let place = &store.store.place;
            let copies = Quoted::new(&backup.copies(&plan.stack.project));
            let _ = writeln!(
                text,
                "Test-Backup {} (Join-Path {} {copies}) {limit}",
                Quoted::new(&backup.backup.name.value.0),
                plan.windows_path(&place.value.0, place.span)
            );
        }
    }
    text.push_str("Test-Storage $project\nif ($script:failed -gt 0) { exit 1 }\n");
    text
}
