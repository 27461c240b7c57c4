//! `dokploy-apply.sh`, which applies the plan of API calls: the same for every stack.

/// Its name.
pub(super) const SCRIPT: &str = "dokploy-apply.sh";

/// What it does, by the rules that stand in the plan.
const BODY: &str = include_str!("apply.sh");

/// The text of the script.
pub(super) fn text(banner: &[String]) -> String {
    let banner: String = banner.iter().map(|line| format!("# {line}\n")).collect();
    format!("#!/bin/sh\n{banner}#\n{BODY}")
}
