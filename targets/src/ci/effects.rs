//! What a changed workflow does: nothing until it runs.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[WORKFLOW, GONE];

const WORKFLOW: Fact = Fact {
    name: "ci-workflow",
    change: "the workflow",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "the next run goes by it, once it lies in .github/workflows on the branch",
    step: None,
    known: "GitHub Actions: events that trigger workflows",
};

const GONE: Fact = Fact {
    name: "ci-workflow-gone",
    change: "a workflow that is gone, or has another name",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "nothing runs it any more, once it is gone from the branch",
    step: None,
    known: "GitHub Actions: events that trigger workflows",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let address = Address::new("target", "ci");
    let changed = situation.files.changed().into_iter();
    changed
        .map(|file| {
            let fact = if file.after.is_some() {
                &WORKFLOW
            } else {
                &GONE
            };
            Seen::new(address.clone(), fact)
                .what(file.path)
                .in_file(file.path)
        })
        .collect()
}
