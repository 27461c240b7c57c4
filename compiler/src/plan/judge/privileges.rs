//! What a container may do to its host.

use super::{
    super::facts::exposure as facts,
    Found, Pair,
    text::{added, text},
};
use crate::{
    atoms::{Bool, Line},
    effect::Address,
    model::{Mount, Network, Service},
    source::Span,
    template::Value,
};

/// Rights that are new, or gone.
pub(super) fn privileges(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.services {
        let name = &after.name.value.0;
        let before = pair.before.service(pair.name_before("service", name));
        let (mut old, mut new) = (before.map(rights).unwrap_or_default(), rights(after));
        // What a new service lacks in protections is no change.
        if let Some(before) = before {
            old.extend(unprotected(before));
            new.extend(unprotected(after));
        }
        let address = Address::new("service", name);
        for (right, span) in added(&old, &new) {
            say(Found::new(address.clone(), &facts::PRIVILEGE_MORE)
                .what(right.clone())
                .at(*span));
        }
        for (right, span) in added(&new, &old) {
            say(Found::new(address.clone(), &facts::PRIVILEGE_LESS)
                .what(right.clone())
                .was_at(*span));
        }
    }
    networks(pair, say);
}

/// What a service may do that an ordinary container may not.
fn rights(service: &Service) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let yes = |value: Option<&Value<Bool>>| {
        value.is_some_and(|value| value.get().is_some_and(|yes| yes.0))
    };
    let mut flag = |value: Option<&Value<Bool>>, word: &str| {
        if let Some(value) = value.filter(|value| yes(Some(value))) {
            found.push((word.to_owned(), value.span));
        }
    };
    flag(service.privileged.as_ref(), "privileged");
    flag(service.use_api_socket.as_ref(), "the engine's socket");
    for mount in &service.mounts {
        if let Mount::Bind(bind) = mount {
            let source = line(&bind.source);
            if source.ends_with("docker.sock") || source.ends_with("podman.sock") {
                found.push(("the engine's socket".to_owned(), bind.span));
            } else if matches!(
                source.as_str(),
                "/" | "/etc" | "/proc" | "/sys" | "/root" | "/boot" | "/var/run" | "/run"
            ) {
                found.push((format!("{source} of the host"), bind.span));
            }
        }
    }
    let capabilities = service.cap_add.iter().flat_map(|words| &words.items);
    found.extend(capabilities.map(|word| (format!("capability {}", line(word)), word.span)));
    let hosts = [
        (&service.network_mode, "the host's network"),
        (&service.pid, "the host's processes"),
        (&service.ipc, "the host's IPC"),
        (&service.uts, "the host's name"),
        (&service.userns_mode, "the host's users"),
        (&service.cgroup, "the host's control groups"),
    ];
    for (value, word) in hosts {
        if let Some(value) = value.as_ref().filter(|value| line(value) == "host") {
            found.push((word.to_owned(), value.span));
        }
    }
    let options = service.security_opt.iter().flat_map(|words| &words.items);
    let loose = options
        .filter(|option| line(option).ends_with("unconfined") || line(option) == "label=disable");
    found.extend(loose.map(|option| (line(option), option.span)));
    found.extend(
        service
            .devices
            .iter()
            .map(|device| (format!("device {}", line(&device.source)), device.span)),
    );
    found
}

/// Protections that a service does not have, as rights: it may do what they forbid.
fn unprotected(service: &Service) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let has = |wanted: &str| {
        let mut options = service.security_opt.iter().flat_map(|words| &words.items);
        options.any(|option| {
            line(option).replace('=', ":") == wanted
                || line(option) == "no-new-privileges" && wanted == "no-new-privileges:true"
        })
    };
    let dropped = |wanted: &str| {
        let mut words = service.cap_drop.iter().flat_map(|words| &words.items);
        words.any(|word| line(word).eq_ignore_ascii_case(wanted))
    };
    let is_read_only = service
        .read_only
        .as_ref()
        .is_some_and(|value| value.get().is_some_and(|yes| yes.0));
    let mut missing = |is_there: bool, word: &str| {
        if !is_there {
            found.push((word.to_owned(), service.span));
        }
    };
    missing(has("no-new-privileges:true"), "new privileges");
    missing(dropped("all"), "the engine's usual capabilities");
    missing(is_read_only, "a writable root file system");
    found
}

fn line(value: &Value<Line>) -> String {
    text(value, |line| line.0.clone())
}

/// Networks that got a way out, or lost it.
fn networks(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let is_internal = |network: &Network| {
        network
            .internal
            .as_ref()
            .is_some_and(|value| value.get().is_some_and(|yes| yes.0))
    };
    for after in &pair.after.networks {
        let mut known = pair.before.networks.iter();
        let Some(before) = known.find(|before| before.name.value == after.name.value) else {
            continue;
        };
        let fact = match (is_internal(before), is_internal(after)) {
            (true, false) => &facts::NETWORK_OPEN,
            (false, true) => &facts::NETWORK_INTERNAL,
            _ => continue,
        };
        say(Found::new(Address::new("network", &after.name.value.0), fact).at(after.span));
    }
}
