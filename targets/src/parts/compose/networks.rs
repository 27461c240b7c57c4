//! The networks that a service joins, and what it waits for.

use stackc_compiler::{
    atoms::words::Condition,
    model::{DependsOn, NetworkAttachment},
};

use super::{keys::Keys, text::Texts};
use crate::text::yaml::{Entry, Map, Yaml};

/// `networks`: a list where no network has options.
pub(super) fn networks(attachments: &[NetworkAttachment], texts: Texts<'_>) -> Option<Entry> {
    const KEY: &str = "networks";
    if attachments.is_empty() {
        return None;
    }
    let name = |attachment: &NetworkAttachment| Yaml::text(attachment.name.value.0.clone());
    let maps: Vec<Map> = attachments
        .iter()
        .map(|attachment| options(attachment, texts))
        .collect();
    if maps.iter().all(Map::is_empty) {
        let names: Yaml = attachments.iter().map(name).collect();
        let origins = attachments.iter().map(|attachment| attachment.span.into());
        return Some(Entry::new(KEY, names).items_from(origins));
    }
    let mut all = Map::new();
    for (attachment, map) in attachments.iter().zip(maps) {
        let value = if map.is_empty() {
            Yaml::Null
        } else {
            Yaml::from(map)
        };
        all.set_from(attachment.name.value.0.clone(), value, attachment.span);
    }
    Some(Entry::new(KEY, all))
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

/// `depends_on`: a list where every condition is the default.
pub(super) fn depends_on(all: &[DependsOn], texts: Texts<'_>) -> Option<Entry> {
    const KEY: &str = "depends_on";
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
        let names: Yaml = all
            .iter()
            .map(|one| Yaml::text(texts.text(&one.service)))
            .collect();
        return Some(Entry::new(KEY, names).items_from(all.iter().map(|one| one.span.into())));
    }
    let mut map = Map::new();
    for one in all {
        let DependsOn {
            service,
            condition,
            required,
            restart,
            span,
        } = one;
        let mut keys = Keys::new(texts);
        let said = condition.map(|condition| condition.span);
        let condition = match condition.map(|condition| condition.value) {
            None | Some(Condition::Started) => "service_started",
            Some(Condition::Healthy) => "service_healthy",
            Some(Condition::Completed) => "service_completed_successfully",
        };
        keys.map.set_from("condition", Yaml::text(condition), said);
        keys.value("required", required.as_ref());
        keys.value("restart", restart.as_ref());
        map.set_from(texts.text(service), keys.map, *span);
    }
    Some(Entry::new(KEY, map))
}
