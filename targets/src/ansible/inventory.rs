//! `inventory.yml`: the hosts.

use stackc_compiler::model::Host;

use super::plan::{Plan, hosts};
use crate::text::{
    jinja::literal,
    yaml::{self, Map, Number, Yaml},
};

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut all = Map::new();
    for one in hosts(plan.stack) {
        all.set(one.name.value.0.clone(), variables(one));
    }
    let mut group = Map::new();
    group.set("hosts", all);
    let mut document = Map::new();
    document.set("all", group);
    yaml::print(&document, &plan.banner)
}

/// How a host is reached, and what it has to be.
fn variables(host: &Host) -> Map {
    let mut map = Map::new();
    if let Some(address) = &host.address {
        map.set("ansible_host", literal(&address.value.0));
    }
    if let Some(port) = host.ssh_port {
        map.set("ansible_port", Yaml::from(Number::from(port.value.0)));
    }
    if let Some(user) = &host.user {
        map.set("ansible_user", literal(&user.value.0));
    }
    if let Some(platform) = &host.platform {
        map.set("platform", literal(&platform.value.0));
    }
    map
}
