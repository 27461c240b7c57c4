//! A monitor that asks nothing, and a notification that goes to nobody.

use super::{Rule, said_wrong::is_wrong};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Monitor,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "incomplete-monitor",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for monitor in &stack.monitors {
        if is_wrong(monitor.span, diagnostics) {
            continue;
        }
        let name = &monitor.name.value.0;
        if !asks(monitor) {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    monitor.name.span,
                    format!("monitor `{name}` does not say what it asks"),
                )
                .help(format!(
                    "for example monitor {name} url=\"https://example.com/healthz\""
                )),
            );
        }
        meaningless(monitor, diagnostics);
    }
    for notify in &stack.notifies {
        let silent = notify.email.is_none() && notify.webhook.is_none();
        if silent && !is_wrong(notify.span, diagnostics) {
            let name = &notify.name.value.0;
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    notify.name.span,
                    format!("notify `{name}` tells nobody"),
                )
                .help(format!(
                    "notify {name} email=\"ops@example.com\", or notify {name} webhook=(secret)ops-webhook"
                )),
            );
        }
    }
}

/// Whether a monitor says what it asks.
fn asks(monitor: &Monitor) -> bool {
    monitor.url.is_some() || monitor.tcp.is_some() || monitor.smtp.is_some() || monitor.s3.is_some()
}

/// What only some kinds of checks have.
fn meaningless(monitor: &Monitor, diagnostics: &mut Diagnostics) {
    let page = monitor.url.is_some();
    let with_user = page || monitor.smtp.is_some();
    let asks = asks(monitor);
    let parts = [
        ("expect", monitor.expect.as_ref().map(|one| one.span), page),
        ("user", monitor.user.as_ref().map(|one| one.span), with_user),
        (
            "password",
            monitor.password.as_ref().map(|one| one.span),
            with_user,
        ),
        (
            "env",
            monitor.env.first().map(|one| one.span),
            monitor.s3.is_some(),
        ),
    ];
    for (word, said, has_meaning) in parts {
        if let Some(span) = said.filter(|_| asks && !has_meaning) {
            diagnostics.push(
                Diagnostic::error(
                    "conflict",
                    span,
                    format!("`{word}` means nothing to this kind of monitor"),
                )
                .help("take it away"),
            );
        }
    }
}
