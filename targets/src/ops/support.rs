//! What the ops target makes of each word of the language.
//!
//! What runs is Compose's business; this target answers for what is done with it.

use stackc_compiler::{
    atoms::words::{OpsPlatform, SystemdFlavour},
    model::{Expect, Monitor, Notify, Target},
    resolve::Stack,
    support,
    target::{
        Report, Row,
        Support::{Lowered, Partial},
    },
};

use super::windows;

mod tables {
    use super::{Expect, Monitor, Notify, Target, support};

    const NOTHING: &str = "means nothing to the scripts; take it away";

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

    support! {
        target for Target {
            name: Exact,
            version: Partial(NOTHING),
            engine: Partial(NOTHING),
            edge_file: Partial(NOTHING),
            flavour: Partial(NOTHING),
            podman: Partial(NOTHING),
            scope: Partial(NOTHING),
            hosts: Partial(NOTHING),
            unit: Partial(NOTHING),
            secrets: Partial(NOTHING),
            project: Partial(NOTHING),
            kind: Partial(NOTHING),
            source: Partial(NOTHING),
            out: Exact,
            ipv6: Partial(NOTHING),
            platforms: Exact,
            make: Exact,
            provider: Partial(NOTHING),
            registry: Partial(NOTHING),
            branch: Partial(NOTHING),
            folder: Partial(NOTHING),
            runner: Partial(NOTHING),
            install: Partial(NOTHING),
        }
    }
}

/// Reports what the scripts do in another way than the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for monitor in &stack.monitors {
        tables::monitor::review(monitor, report);
    }
    for notify in &stack.notifies {
        tables::notify::review(notify, report);
    }
    if let Some(target) = stack.target(super::ID) {
        tables::target::review(target, report);
        let platforms = target.platforms.iter().flat_map(|words| &words.items);
        if platforms
            .into_iter()
            .any(|one| one.value == OpsPlatform::Windows)
        {
            windows::review(stack, report);
        }
        if !has_project(stack) {
            let answer = Partial(
                "works on a Compose project, and no target of the stack makes one; add target compose",
            );
            report.answer("ops", answer, target.name.span);
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
    let schedule = Lowered("is a line of cron, or an entry of the desktop for a login");
    let timed = [
        ("backup", "schedule", schedule),
        ("job", "schedule", schedule),
    ];
    let timed = timed.into_iter().map(|(kind, word, support)| Row {
        kind,
        word,
        support,
    });
    [
        tables::monitor::rows(),
        tables::notify::rows(),
        timed.collect(),
    ]
    .concat()
}
