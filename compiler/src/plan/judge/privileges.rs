//! What a container may do to its host.

use std::collections::BTreeSet;

use super::{
    super::facts::exposure as facts,
    Found, Pair,
    assumed::{Assumed, assumed, assumed_line},
};
use crate::{
    atoms::{Bool, Line},
    effect::Address,
    model::{Mount, Network, Service},
    resolve::Stack,
    source::Span,
    template::Value,
};

/// Rights that are new, or gone.
pub(super) fn privileges(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.services {
        let name = &after.name.value.0;
        let before = pair.before.service(pair.name_before("service", name));
        let old = before.map(|before| rights(pair.before, before));
        let (mut old, mut new) = (old.unwrap_or_default(), rights(pair.after, after));
        // What a new service lacks in protections is no change.
        if let Some(before) = before {
            old.extend(unprotected(pair.before, before));
            new.extend(unprotected(pair.after, after));
        }
        let address = Address::new("service", name);
        for right in added(&old, &new) {
            let found = Found::new(address.clone(), &facts::PRIVILEGE_MORE);
            let found = found.what(right.what.clone()).unless(&right.unless);
            say(found.at(right.span));
        }
        for right in added(&new, &old) {
            let found = Found::new(address.clone(), &facts::PRIVILEGE_LESS);
            let found = found.what(right.what.clone()).unless(&right.unless);
            say(found.was_at(right.span));
        }
    }
    networks(pair, say);
}

/// Something that a container may do.
struct Right {
    what: String,
    /// The inputs that it depends on.
    unless: BTreeSet<String>,
    span: Span,
}

/// What is in the second and not in the first.
fn added<'r>(before: &[Right], after: &'r [Right]) -> impl Iterator<Item = &'r Right> {
    let known: BTreeSet<String> = before.iter().map(|right| right.what.clone()).collect();
    after
        .iter()
        .filter(move |right| !known.contains(&right.what))
}

/// The line of a value, with the inputs that it depends on.
fn line(stack: &Stack, value: &Value<Line>) -> Assumed<String> {
    assumed_line(stack, value, |line| line.0.clone())
}

/// Whether a switch is on, with the inputs that it depends on.
fn is_on(stack: &Stack, value: Option<&Value<Bool>>) -> Option<Assumed<Bool>> {
    assumed(stack, value?).filter(|yes| yes.value.0)
}

/// What a service may do that an ordinary container may not.
fn rights(stack: &Stack, service: &Service) -> Vec<Right> {
    let mut found = Vec::new();
    let mut add = |what: String, unless: BTreeSet<String>, span: Span| {
        found.push(Right { what, unless, span });
    };
    for (value, word) in [
        (&service.privileged, "privileged"),
        (&service.use_api_socket, "the engine's socket"),
    ] {
        let on = is_on(stack, value.as_ref()).zip(value.as_ref());
        if let Some((on, value)) = on {
            add(word.to_owned(), on.unless, value.span);
        }
    }
    for mount in &service.mounts {
        if let Mount::Bind(bind) = mount {
            let source = line(stack, &bind.source);
            if let Some(what) = host_path(&source.value) {
                add(what, source.unless, bind.span);
            }
        }
    }
    for word in service.cap_add.iter().flat_map(|words| &words.items) {
        let name = line(stack, word);
        add(format!("capability {}", name.value), name.unless, word.span);
    }
    let hosts = [
        (&service.network_mode, "the host's network"),
        (&service.pid, "the host's processes"),
        (&service.ipc, "the host's IPC"),
        (&service.uts, "the host's name"),
        (&service.userns_mode, "the host's users"),
        (&service.cgroup, "the host's control groups"),
    ];
    for (value, word) in hosts {
        let said = value.as_ref().map(|value| (line(stack, value), value.span));
        if let Some((said, span)) = said.filter(|(said, _)| said.value == "host") {
            add(word.to_owned(), said.unless, span);
        }
    }
    for option in service.security_opt.iter().flat_map(|words| &words.items) {
        let said = line(stack, option);
        if said.value.ends_with("unconfined") || said.value == "label=disable" {
            add(said.value, said.unless, option.span);
        }
    }
    for device in &service.devices {
        let source = line(stack, &device.source);
        add(
            format!("device {}", source.value),
            source.unless,
            device.span,
        );
    }
    found
}

/// What a container gets with a path of the host that is more than data.
fn host_path(source: &str) -> Option<String> {
    let folders = [
        "/", "/etc", "/proc", "/sys", "/root", "/boot", "/var/run", "/run",
    ];
    if source.ends_with("docker.sock") || source.ends_with("podman.sock") {
        Some("the engine's socket".to_owned())
    } else if folders.contains(&source) {
        Some(format!("{source} of the host"))
    } else {
        None
    }
}

/// Protections that a service does not have, as rights: it may do what they forbid.
fn unprotected(stack: &Stack, service: &Service) -> Vec<Right> {
    let mut found = Vec::new();
    let options = service.security_opt.iter().flat_map(|words| &words.items);
    let options: Vec<String> = options.map(|option| line(stack, option).value).collect();
    let is_bound = options.iter().any(|option| {
        option.replace('=', ":") == "no-new-privileges:true" || option == "no-new-privileges"
    });
    let mut dropped = service.cap_drop.iter().flat_map(|words| &words.items);
    let drops_all = dropped.any(|word| line(stack, word).value.eq_ignore_ascii_case("all"));
    let read_only = is_on(stack, service.read_only.as_ref());
    let mut missing = |is_there: bool, word: &str| {
        if !is_there {
            found.push(Right {
                what: word.to_owned(),
                unless: BTreeSet::new(),
                span: service.span,
            });
        }
    };
    missing(is_bound, "new privileges");
    missing(drops_all, "the engine's usual capabilities");
    missing(read_only.is_some(), "a writable root file system");
    found
}

/// Whether a network has no way out.
pub(super) fn is_internal(stack: &Stack, network: &Network) -> bool {
    is_on(stack, network.internal.as_ref()).is_some()
}

/// Networks that got a way out, or lost it.
fn networks(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.networks {
        let mut known = pair.before.networks.iter();
        let Some(before) = known.find(|before| before.name.value == after.name.value) else {
            continue;
        };
        let fact = match (
            is_internal(pair.before, before),
            is_internal(pair.after, after),
        ) {
            (true, false) => &facts::NETWORK_OPEN,
            (false, true) => &facts::NETWORK_INTERNAL,
            _ => continue,
        };
        say(Found::new(Address::new("network", &after.name.value.0), fact).at(after.span));
    }
}
