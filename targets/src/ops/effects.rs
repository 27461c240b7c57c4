//! What changed scripts do: nothing by themselves.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation, Step};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[FILES, TIMERS];

const FILES: Fact = Fact {
    name: "ops-files",
    change: "a script for people",
    axes: Axes::NONE,
    why: "the next run goes by it; nothing on the host changes by itself",
    step: None,
    known: "what the target makes",
};

const TIMERS: Fact = Fact {
    name: "ops-timers",
    change: "timers.sh, or the task for Windows",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "timers that are installed already stay as they are",
    step: Some(Step::ByHand(
        "run ./timers.sh again, as README.md beside it says",
    )),
    known: "what the target makes",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let address = Address::new("target", "ops");
    let changed = situation.files.changed().into_iter();
    changed
        .filter(|file| !file.path.ends_with("README.md"))
        .map(|file| {
            let is_timers = file.path.ends_with("timers.sh") || file.path.ends_with("tasks.ps1");
            let fact = if is_timers && file.before.is_some() {
                &TIMERS
            } else {
                &FILES
            };
            Seen::new(address.clone(), fact)
                .what(file.path)
                .in_file(file.path)
        })
        .collect()
}
