//! What `docker stack deploy` takes of a Compose file.

use stackc_compiler::{
    answers, atoms::PublishAddress, model::Service, resolve::Stack, target::Report,
};

use super::{delivery, ingress::Ingress, ports};
use crate::text::yaml::{Entry, Map, Yaml};

answers! {
    IGNORED: ["target" "type"] "where it is `stack` and a service says what docker stack reads past" => Partial("is ignored by docker stack; say it under deploy, or take the type docker-compose");
    REFUSED: ["target" "type"] "where it is `stack` and a service says what docker stack refuses" => Refused("is refused by docker stack; leave it out, or take the type docker-compose");
    BUILD: ["service build" "context"] "of a project for docker stack where no image is named" => Refused("is read past by docker stack, which needs an image; let CI build the image and name it");
    BUILT: ["service build" "context"] "of a project for docker stack" => Partial("is read past by docker stack, which takes the image as it is; let CI build it");
    ADDRESS: ["service port" "publish"] "of a project for docker stack where it names an address" => Refused("would be open on every address, since docker stack knows none; say \"*:…\", or route a site to the service");
    LONG: ["service env-file" "required", "service env-file" "format"] "of a project for docker stack" => Refused("has more than a path, which docker stack refuses; leave required and format out");
    INLINE: ["file" "content"] "of a project for docker stack where it holds `${…}`" => Refused("would have to stand in the Compose file, which docker stack refuses; write it without `${…}`, or take the type docker-compose");
    VARIABLE: ["file" "env"] "of a project for docker stack" => Refused("is refused by docker stack; give the file content or a source");
}

/// Keys that docker stack knows and does something with; all three lists are what `docker stack config` of Docker 28.2 answers and its sources say.
const KNOWN: [&str; 33] = [
    "cap_add",
    "cap_drop",
    "command",
    "configs",
    "credential_spec",
    "depends_on",
    "deploy",
    "dns",
    "dns_search",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extra_hosts",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "isolation",
    "labels",
    "logging",
    "networks",
    "ports",
    "read_only",
    "secrets",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "user",
];
/// Further ones.
const ALSO_KNOWN: [&str; 2] = ["volumes", "working_dir"];
/// Keys that it reads past.
const PASSED: [&str; 16] = [
    "cgroup_parent",
    "devices",
    "domainname",
    "external_links",
    "ipc",
    "links",
    "mac_address",
    "network_mode",
    "oom_score_adj",
    "pid",
    "privileged",
    "restart",
    "security_opt",
    "shm_size",
    "userns_mode",
    "container_name",
];

/// Reports what the stack says and docker stack doesn't take.
pub(super) fn check(stack: &Stack, ingress: &Ingress, report: &mut Report<'_>) {
    let document = super::document::document(stack, "", ingress);
    let Some(Yaml::Map(services)) = document.get("services") else {
        return;
    };
    for service in &stack.services {
        let Some(Yaml::Map(map)) = services.get(&service.name.value.0) else {
            continue;
        };
        for entry in map.entries() {
            let key = entry.key.as_str();
            let answer = match key {
                "build" if service.image.is_some() => BUILT,
                "build" => BUILD,
                _ if KNOWN.contains(&key) || ALSO_KNOWN.contains(&key) => continue,
                _ if PASSED.contains(&key) => IGNORED,
                _ => REFUSED,
            };
            report.answer(key, answer, service.name.span);
        }
    }
    for service in &stack.services {
        addresses(service, ingress, report);
        for file in &service.env_files {
            if file.required.is_some() || file.format.is_some() {
                report.answer("env-file", LONG, file.span);
            }
        }
    }
    for file in &stack.files {
        if delivery::of(file, stack) == delivery::Delivery::Inline {
            report.answer("file", INLINE, file.name.span);
        }
        if let Some(env) = &file.env {
            report.answer("env", VARIABLE, env.span);
        }
    }
}

/// Ports that are meant for one address.
fn addresses(service: &Service, ingress: &Ingress, report: &mut Report<'_>) {
    for port in &service.ports {
        let Some(publish) = &port.publish else {
            continue;
        };
        let left_out = ports::is_left_out(port, &service.name.value.0, ingress);
        if !left_out
            && publish
                .get()
                .is_some_and(|one| one.address != PublishAddress::Every)
        {
            report.answer("publish", ADDRESS, publish.span);
        }
    }
}

/// Docker stack takes the names of `depends_on` and no conditions.
pub(super) fn lower(map: &mut Map) {
    if let Some(Yaml::Map(all)) = map.get("depends_on") {
        let entries = all.entries().iter();
        let names: Vec<Yaml> = entries
            .clone()
            .map(|entry| Yaml::text(entry.key.clone()))
            .collect();
        let entry = Entry::new("depends_on", names).items_from(entries.map(|entry| entry.origin));
        map.put(entry);
    }
}
