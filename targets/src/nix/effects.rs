//! What a switch of NixOS does when the files change.

use stackc_compiler::effect::{Address, Apply, Axes, Disruption, Fact, Seen, Situation, Step};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[PROJECT, MODULE, SECRETS, SCRIPTS];

const SWITCH: Option<Step<&'static str>> = Some(Step::Run("nixos-rebuild switch"));

const PROJECT: Fact = Fact {
    name: "nix-project",
    change: "arion-compose.nix: anything of a service, a network or a volume",
    axes: Axes::NONE.disruption(Disruption::StackDown),
    why: "the unit of the project runs `docker compose up` in the foreground: a switch restarts it, and every container of the project stops and starts; the generation before brings the old back",
    step: SWITCH,
    known: "arion and NixOS 25.05: the unit that they make names the Compose file in the store; the switch was not measured",
};

const MODULE: Fact = Fact {
    name: "nix-module",
    change: "module.nix: units, timers, nginx, secrets of the host",
    axes: Axes::NONE.disruption(Disruption::Restart),
    why: "a switch restarts the units whose text is another and arms changed timers again; all others go on; the generation before brings the old back",
    step: SWITCH,
    known: "NixOS 25.05: switch-to-configuration; not measured",
};

const SECRETS: Fact = Fact {
    name: "nix-secrets",
    change: "secrets.nix: who may decrypt which secret",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "files that are encrypted already stay as they are, for those that they were encrypted for",
    step: Some(Step::ByHand(
        "agenix --rekey in the folder of secrets.nix, commit the .age files, then nixos-rebuild switch",
    )),
    known: "agenix: its README; not measured",
};

const SCRIPTS: Fact = Fact {
    name: "nix-file",
    change: "another file that the module takes into the store: a script, a configuration",
    axes: Axes::NONE.disruption(Disruption::Restart),
    why: "it gets another path in the store, so the units that use it are others and restart with a switch",
    step: SWITCH,
    known: "NixOS 25.05: paths in the store are named after their content; not measured",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let changed = situation.files.changed().into_iter();
    let address = Address::new("target", "nix");
    changed
        .filter(|file| !file.path.ends_with("README.md"))
        .map(|file| {
            let fact = match file.path.rsplit('/').next().unwrap_or_default() {
                "arion-compose.nix" | "arion-pkgs.nix" => &PROJECT,
                "module.nix" => &MODULE,
                "secrets.nix" => &SECRETS,
                _ => &SCRIPTS,
            };
            Seen::new(address.clone(), fact)
                .what(file.path)
                .in_file(file.path)
        })
        .collect()
}
