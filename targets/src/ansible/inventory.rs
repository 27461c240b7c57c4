//! `inventory.yml`: the hosts.

use stackc_compiler::{artifact::Traced, model::Host};

use super::plan::{Plan, hosts};
use crate::text::{
    jinja::literal,
    yaml::{self, Map, Number, Yaml},
};

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> Traced {
    let mut all = Map::new();
    for one in hosts(plan.stack) {
        all.set_from(one.name.value.0.clone(), variables(one), one.span);
    }
    let mut group = Map::new();
    group.set("hosts", all);
    let mut document = Map::new();
    document.set("all", group);
    yaml::trace(&document, &plan.banner)
}

/// How a host is reached, and what it has to be.
fn variables(host: &Host) -> Map {
    let mut map = Map::new();
    if let Some(address) = &host.address {
        map.set_from("ansible_host", literal(&address.value.0), address.span);
    }
    if let Some(port) = host.ssh_port {
        map.set_from(
            "ansible_port",
            Yaml::from(Number::from(port.value.0)),
            port.span,
        );
    }
    if let Some(user) = &host.user {
        map.set_from("ansible_user", literal(&user.value.0), user.span);
    }
    if let Some(platform) = &host.platform {
        map.set_from("platform", literal(&platform.value.0), platform.span);
    }
    map
}
