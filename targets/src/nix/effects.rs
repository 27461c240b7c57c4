//! What a switch of NixOS does when the files change.

use std::collections::BTreeSet;

use stackc_compiler::effect::{
    Address, Apply, Axes, ChangedFile, Disruption, Fact, Seen, Situation, Step,
};

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[
    PROJECT,
    MODULE,
    SECRETS,
    SECRET_NEW,
    SECRET_GONE,
    SCRIPTS,
    NEW,
    GONE,
];

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

const SECRET_NEW: Fact = Fact {
    name: "nix-secret-new",
    change: "secrets.nix: a secret that is new",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "there is no encrypted file of it yet, and without one the switch ends with an error",
    step: Some(Step::ByHand(
        "make {path} in the folder of secrets.nix, as README.md beside it says, commit it, then nixos-rebuild switch",
    )),
    known: "agenix: its README; not measured",
};

const SECRET_GONE: Fact = Fact {
    name: "nix-secret-gone",
    change: "secrets.nix: a secret that is gone",
    axes: Axes::NONE,
    why: "nothing decrypts its file any more; it can be deleted once nobody needs the value",
    step: None,
    known: "agenix: its README; not measured",
};

const NEW: Fact = Fact {
    name: "nix-new",
    change: "a module that the host has not yet: a first target, or an environment",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "someone has to import it in the host's configuration, and to encrypt each secret",
    step: Some(Step::ByHand(
        "make the secrets and import module.nix as README.md beside it says, then nixos-rebuild switch",
    )),
    known: "what the target makes",
};

const GONE: Fact = Fact {
    name: "nix-gone",
    change: "a module that is gone: an environment, or the target",
    axes: Axes::NONE
        .disruption(Disruption::StackDown)
        .apply(Apply::ByHand),
    why: "the host's configuration still imports it; a switch without it stops the containers and takes the units, timers and sites away, and leaves the volumes",
    step: Some(Step::ByHand(
        "take module.nix out of the host's configuration, then nixos-rebuild switch",
    )),
    known: "NixOS 25.05: switch-to-configuration; not measured",
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
    let changed = changed.filter(|file| !file.path.ends_with("README.md"));
    let whole = match (
        situation.files.before.is_empty(),
        situation.files.after.is_empty(),
    ) {
        (true, _) => Some(&NEW),
        (_, true) => Some(&GONE),
        _ => None,
    };
    if let Some(fact) = whole {
        let one = Seen::new(address, fact);
        return vec![changed.fold(one, |one, file| one.in_file(file.path))];
    }
    changed
        .flat_map(|file| {
            if file.path == "secrets.nix" {
                return secrets(&file);
            }
            let fact = match file.path.rsplit('/').next().unwrap_or_default() {
                "arion-compose.nix" | "arion-pkgs.nix" => &PROJECT,
                "module.nix" => &MODULE,
                _ => &SCRIPTS,
            };
            let one = Seen::new(address.clone(), fact).what(file.path);
            vec![one.in_file(file.path)]
        })
        .collect()
}

/// What becomes of the encrypted files: of those that are new or gone, and of those that are encrypted for others.
fn secrets(file: &ChangedFile<'_>) -> Vec<Seen> {
    let (old, new) = file.texts();
    let (old, new) = (encrypted(old), encrypted(new));
    let address = Address::new("target", "nix");
    let about = |fact, what: &str| {
        Seen::new(address.clone(), fact)
            .what(what)
            .in_file(file.path)
    };
    let mut found = Vec::new();
    for path in new.iter().filter(|path| !old.contains(path)) {
        let step = SECRET_NEW.step.map(|step| step.filled(&[("path", path)]));
        found.push(about(&SECRET_NEW, path).step(step));
    }
    for path in old.iter().filter(|path| !new.contains(path)) {
        found.push(about(&SECRET_GONE, path));
    }
    let (was, is) = file.texts();
    if keys(was) != keys(is) && old.iter().any(|path| new.contains(path)) {
        found.push(about(&SECRETS, file.path));
    }
    found
}

/// What stands between a path and the keys that it is encrypted for.
const FOR: &str = "\".publicKeys = ";

/// The files that a secrets.nix names.
fn encrypted(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.split_once(FOR));
    lines
        .map(|(path, _)| path.trim_start().trim_start_matches('"'))
        .collect()
}

/// The keys, and which of them each file is encrypted for: all but the files themselves and the comments.
fn keys(text: &str) -> BTreeSet<&str> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once(FOR).map_or(line, |(_, keys)| keys))
        .collect()
}
