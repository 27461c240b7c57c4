//! What the ops target makes of each word of the language.
//!
//! What runs is Compose's business; this target answers for what is done with it.

use stackc_compiler::{
    answers,
    atoms::words::{OpsPlatform, SystemdFlavour},
    model::{Backup, Expect, Input, Job, Monitor, Notify, Secret},
    resolve::Stack,
    support,
    target::{Report, Row, Support::Exact},
};

use super::windows;
use crate::parts::target_words;

mod tables {
    use super::{Expect, Monitor, Notify, support};

    support! {
        expect for Expect {
            status: Exact,
            body: Exact,
        }
    }

    support! {
        monitor for Monitor {
            name: Exact,
            url: Exact,
            tcp: Exact,
            smtp: Exact,
            s3: Exact,
            interval: Lowered("is that of all checks: one timer runs them as often as the shortest says"),
            expect => expect,
            user: Exact,
            password: Exact,
            env: Exact,
        }
    }

    support! {
        notify for Notify {
            name: Exact,
            email: Exact,
            webhook: Exact,
        }
    }
}

answers! {
    CRON: ["backup schedule" "rhythm", "job schedule" "rhythm"] "" => Lowered("is a line of cron, or an entry of the desktop for a login");
    NO_PROJECT: ["target" "name"] "where no target makes a Compose project" => Partial("works on a Compose project, and no target of the stack makes one; add target compose");
}

/// Reports what the scripts do in another way than the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for monitor in &stack.monitors {
        tables::monitor::review(monitor, report);
    }
    for notify in &stack.notifies {
        tables::notify::review(notify, report);
    }
    let backups = stack.backups.iter().filter_map(|one| one.schedule.as_ref());
    let jobs = stack.jobs.iter().filter_map(|one| one.schedule.as_ref());
    for schedule in backups.chain(jobs) {
        report.answer("schedule", CRON, schedule.span);
    }
    if let Some(target) = stack.target(super::ID) {
        target_words::check(stack, super::ID, report);
        let platforms = target.platforms.iter().flat_map(|words| &words.items);
        if platforms
            .into_iter()
            .any(|one| one.value == OpsPlatform::Windows)
        {
            windows::review(stack, report);
        }
        if !has_project(stack) {
            report.answer("ops", NO_PROJECT, target.name.span);
        }
    }
}

/// Whether a target makes a Compose project.
fn has_project(stack: &Stack) -> bool {
    let systemd = stack.target("systemd");
    let flavour = systemd.map(|target| target.flavour.map(|flavour| flavour.value));
    stack.target("compose").is_some()
        || matches!(flavour, Some(None | Some(SystemdFlavour::Compose)))
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    [
        Row::whole::<Input>(Exact),
        Row::whole::<Secret>(Exact),
        Row::whole::<Backup>(Exact),
        Row::whole::<Job>(Exact),
        tables::monitor::rows(),
        tables::notify::rows(),
        target_words::rows(super::ID),
        at_times(),
        windows::at_times(),
    ]
    .concat()
}
