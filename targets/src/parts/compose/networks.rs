//! The networks that a service joins, and what it waits for.

use stackc_compiler::{
    atoms::words::Condition,
    model::{DependsOn, NetworkAttachment},
};

use super::{keys::Keys, text::Texts};
use crate::text::yaml::{Map, Yaml};

/// The value of `networks`: a list where no network has options.
pub(super) fn networks(attachments: &[NetworkAttachment], texts: Texts<'_>) -> Option<Yaml> {
    if attachments.is_empty() {
        return None;
    }
    let maps: Vec<(&str, Map)> = attachments
        .iter()
        .map(|attachment| (attachment.name.value.0.as_str(), options(attachment, texts)))
        .collect();
    if maps.iter().all(|(_, map)| map.is_empty()) {
        return Some(maps.into_iter().map(|(name, _)| Yaml::text(name)).collect());
    }
    let mut all = Map::new();
    for (name, map) in maps {
        if map.is_empty() {
            all.set(name, Yaml::Null);
        } else {
            all.set(name, map);
        }
    }
    Some(Yaml::from(all))
}

fn options(attachment: &NetworkAttachment, texts: Texts<'_>) -> Map {
    let NetworkAttachment {
        name: _,
        ipv4,
        ipv6,
        mac,
        priority,
        gateway_priority,
        interface,
        aliases,
        link_local_ips,
        driver_opts,
        span: _,
    } = attachment;
    let mut keys = Keys::new(texts);
    keys.words("aliases", aliases.as_ref());
    keys.value("ipv4_address", ipv4.as_ref());
    keys.value("ipv6_address", ipv6.as_ref());
    keys.words("link_local_ips", link_local_ips.as_ref());
    keys.value("mac_address", mac.as_ref());
    keys.value("priority", priority.as_ref());
    keys.value("gw_priority", gateway_priority.as_ref());
    keys.value("interface_name", interface.as_ref());
    keys.pairs("driver_opts", driver_opts);
    keys.map
}

/// The value of `depends_on`: a list where every condition is the default.
pub(super) fn depends_on(all: &[DependsOn], texts: Texts<'_>) -> Option<Yaml> {
    if all.is_empty() {
        return None;
    }
    let plain = |one: &DependsOn| {
        let started = one
            .condition
            .is_none_or(|condition| condition.value == Condition::Started);
        started && one.required.is_none() && one.restart.is_none()
    };
    if all.iter().all(plain) || all.iter().any(|one| one.service.get().is_none()) {
        return Some(
            all.iter()
                .map(|one| Yaml::text(texts.text(&one.service)))
                .collect(),
        );
    }
    let mut map = Map::new();
    for one in all {
        let DependsOn {
            service,
            condition,
            required,
            restart,
            span: _,
        } = one;
        let mut keys = Keys::new(texts);
        let condition = match condition.map(|condition| condition.value) {
            None | Some(Condition::Started) => "service_started",
            Some(Condition::Healthy) => "service_healthy",
            Some(Condition::Completed) => "service_completed_successfully",
        };
        keys.map.set("condition", Yaml::text(condition));
        keys.value("required", required.as_ref());
        keys.value("restart", restart.as_ref());
        map.set(texts.text(service), keys.map);
    }
    Some(Yaml::from(map))
}
