//! Who is told when something fails.

use std::fmt::Write as _;

use super::{
    plan::Plan,
    script::{Arg, Piece, Script},
};

/// Whether the stack names somebody who is told.
pub(super) fn is_anybody(plan: &Plan<'_>) -> bool {
    !plan.stack.notifies.is_empty()
}

/// The lines of a script, without its option `--notify` where there is nobody.
pub(super) fn option(plan: &Plan<'_>, text: &str) -> String {
    if is_anybody(plan) {
        return text.to_owned();
    }
    let is_its = |line: &str| {
        let line = line.trim();
        line.starts_with("--notify") || line == "tells=no"
    };
    let lines = text.split_inclusive('\n').filter(|line| !is_its(line));
    lines.collect::<String>().replace(" [--notify]", "")
}

/// The option, as timers give it.
pub(super) fn argument(plan: &Plan<'_>) -> Option<Arg<'static>> {
    is_anybody(plan).then_some(Arg::Text("--notify"))
}

/// Adds the function `notify SUBJECT TEXT`, which fails if somebody can't be told; whether there is anybody.
pub(super) fn add(plan: &Plan<'_>, script: &mut Script<'_>) -> bool {
    let mut lines = String::new();
    for notify in &plan.stack.notifies {
        let both = [
            Arg::Written("\"$1\"".to_owned()),
            Arg::Written("\"$2\"".to_owned()),
        ];
        let call = match (&notify.email, &notify.webhook) {
            (Some(email), _) => {
                script.needs(&[Piece::MAIL]);
                ("by_mail", Arg::value(email, |email| &email.0))
            }
            (None, Some(webhook)) => {
                script.needs(&[Piece::WEBHOOK]);
                ("by_webhook", Arg::Secret(webhook))
            }
            (None, None) => continue,
        };
        let arguments: Vec<Arg<'_>> = std::iter::once(call.1).chain(both).collect();
        let line = script.words(call.0, &arguments);
        let _ = writeln!(lines, "    {line} || missed=1");
    }
    if lines.is_empty() {
        return false;
    }
    script.add(&format!(
        "notify() {{\n    missed=0\n{lines}    return \"$missed\"\n}}\n\n"
    ));
    true
}
