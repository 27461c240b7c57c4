//! What a changed playbook does: nothing until it is played.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation, Step};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[PLAY, HOSTS, GONE];

const PLAY: Fact = Fact {
    name: "ansible-play",
    change: "the playbook or its tasks",
    axes: Axes::NONE,
    why: "the next play goes by it: it puts the files of the other targets in place and runs what their own rows name",
    step: Some(Step::Run("ansible-playbook -i inventory.yml playbook.yml")),
    known: "what the target makes",
};

const HOSTS: Fact = Fact {
    name: "ansible-hosts",
    change: "the inventory: a host that is new, gone, or elsewhere",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "what runs on a host that is no longer in it goes on there",
    step: Some(Step::ByHand(
        "stop the stack on a host that is gone, and carry its data over, before the play",
    )),
    known: "what the target makes",
};

const GONE: Fact = Fact {
    name: "ansible-gone",
    change: "a playbook that is gone: an environment, or the target",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "nobody plays it any more; what it put on its hosts goes on running there",
    step: Some(Step::ByHand(
        "deploy another way from now on, or stop the stack on its hosts",
    )),
    known: "what the target makes",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let address = Address::new("target", "ansible");
    if situation.files.after.is_empty() {
        return vec![Seen::new(address, &GONE).in_file("playbook.yml")];
    }
    let changed = situation.files.changed().into_iter();
    changed
        .filter(|file| !file.path.ends_with("README.md"))
        .map(|file| {
            let is_moved = file.path == "inventory.yml" && file.before.is_some();
            let fact = if is_moved { &HOSTS } else { &PLAY };
            Seen::new(address.clone(), fact)
                .what(file.path)
                .in_file(file.path)
        })
        .collect()
}
