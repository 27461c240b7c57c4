//! `health-check.sh`: whether everything that the stack promises is so.

use super::{
    backups, containers, monitors, notify,
    plan::Plan,
    script::{Piece, Script, compose},
    sites,
};
use crate::parts::backup::plans;

const OPTIONS: &str = include_str!("sh/health_options.sh");
const TELL: &str = include_str!("sh/tell.sh");
const STORAGE: &str = include_str!("sh/storage_calls.sh");
const ENVIRONMENT: &str = include_str!("sh/environment_call.sh");

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let says = [
        format!(
            "Checks {}: its environment, containers, sites, certificates, backups and storage, and what its monitors watch.",
            plan.stack.project
        ),
        "One line for each check; the exit code is 1 if one of them fails.".to_owned(),
        "usage: health-check.sh [--quiet] [--json] [--quick] [--dns] [--notify]".to_owned(),
        "  --quiet   only what fails".to_owned(),
        "  --json    an object on each line".to_owned(),
        "  --quick   without the stores that a client has to be started for".to_owned(),
        "  --dns     sites are asked by their names, not where the edge listens".to_owned(),
        "  --notify  tells whoever the stack names, when what fails has changed".to_owned(),
    ];
    let says = notify::option(plan, &says.map(|line| line + "\n").concat());
    let says = says.lines().map(str::to_owned).collect();
    let options = format!("{}{}", notify::option(plan, OPTIONS), compose(plan));
    let mut script = Script::new(plan, says, options);
    script.needs(&[Piece::PRIVATE, Piece::REPORT]);
    let tells = notify::add(plan, &mut script);
    script.add(ENVIRONMENT);
    containers::add(plan, &mut script);
    sites::add(plan, &mut script);
    backups::add(plan, &mut script);
    storage(plan, &mut script);
    for monitor in &plan.stack.monitors {
        monitors::add(plan, monitor, &mut script);
    }
    if tells {
        script.add(&TELL.replace("PROJECT", &plan.stack.project));
    }
    script.add("\n[ \"$failed\" = 0 ]\n");
    script.finish()
}

/// Where the project, Docker and the copies lie.
fn storage(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[Piece::STORAGE]);
    script.add(STORAGE);
    for backup in plans(plan.stack) {
        for store in &backup.stores {
            if let Some(folder) = store.folder() {
                let path = plan.path(folder, store.store.place.span);
                script.add(&format!("space {path}\n"));
            }
        }
    }
}
