//! `README.md`: what the playbook needs, and how it is run.

use super::plan::Plan;

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    format!(
        "# Deploying {}\n\n{}\n",
        plan.stack.project,
        plan.banner.join("\n")
    )
}
