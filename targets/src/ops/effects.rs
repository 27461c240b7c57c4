//! What changed scripts do: nothing by themselves.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation, Step};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[FILES, TIMERS, GONE];

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

const GONE: Fact = Fact {
    name: "ops-gone",
    change: "the scripts for people that are gone: an environment, or the target",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "timers that timers.sh installed go on calling scripts that are no longer there",
    step: Some(Step::ByHand(
        "run ./timers.sh remove with the scripts that are there now, before the deploy, if they were installed",
    )),
    known: "what the target makes",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let address = Address::new("target", "ops");
    if situation.files.after.is_empty() {
        let paths = situation.files.before.iter().map(|(path, _)| path);
        let (timers, _): (Vec<&str>, Vec<&str>) = paths.partition(|path| is_timers(path));
        if timers.is_empty() {
            return Vec::new();
        }
        let one = Seen::new(address, &GONE).what(timers.join(", "));
        return vec![timers.iter().fold(one, |one, path| one.in_file(path))];
    }
    let changed = situation.files.changed().into_iter();
    changed
        .filter(|file| !file.path.ends_with("README.md"))
        .map(|file| {
            let fact = if is_timers(file.path) && file.before.is_some() {
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

/// Whether a script installs what calls the others.
fn is_timers(path: &str) -> bool {
    path.ends_with("timers.sh") || path.ends_with("tasks.ps1")
}
