//! Every name that is used is declared.

use std::collections::{BTreeMap, BTreeSet};

use super::stack::Stack;
use crate::{
    atoms::Name,
    diag::{Diagnostic, Diagnostics, nearest},
    model::{DependsOn, Mount, Service},
    reader::Uses,
    source::Span,
    template::Expr,
};

pub(super) fn check(stack: &Stack, uses: &mut Uses, diagnostics: &mut Diagnostics) {
    let mut checker = Checker {
        stack,
        declared: declared(stack),
        uses,
        diagnostics,
    };
    for service in &stack.services {
        checker.networks(service);
        checker.mounts(service);
        checker.files_and_secrets(service);
        checker.services(service);
    }
    checker.edge();
    checker.backups();
    checker.jobs();
    checker.targets();
}

/// The names that are declared, by kind.
fn declared(stack: &Stack) -> BTreeMap<&'static str, BTreeSet<&str>> {
    fn names<'s, T>(all: &'s [T], name: impl Fn(&'s T) -> &'s Name) -> BTreeSet<&'s str> {
        all.iter().map(|one| name(one).0.as_str()).collect()
    }
    BTreeMap::from([
        ("network", names(&stack.networks, |one| &one.name.value)),
        ("volume", names(&stack.volumes, |one| &one.name.value)),
        ("secret", names(&stack.secrets, |one| &one.name.value)),
        ("file", names(&stack.files, |one| &one.name.value)),
        ("model", names(&stack.models, |one| &one.name.value)),
        ("service", names(&stack.services, |one| &one.name.value)),
        ("host", names(&stack.hosts, |one| &one.name.value)),
    ])
}

struct Checker<'a> {
    stack: &'a Stack,
    declared: BTreeMap<&'static str, BTreeSet<&'a str>>,
    uses: &'a mut Uses,
    diagnostics: &'a mut Diagnostics,
}

impl Checker<'_> {
    fn used(&mut self, kind: &'static str, name: &str, span: Span) {
        self.uses.mark(kind, name);
        let names = self.declared.get(kind);
        if names.is_some_and(|names| names.contains(name)) {
            return;
        }
        let code = match kind {
            "network" => "undefined-network",
            "volume" => "undefined-volume",
            "secret" => "undefined-secret",
            "file" => "undefined-file",
            "model" => "undefined-model",
            "host" => "undefined-host",
            _ => "undefined-service",
        };
        // A module's line is about the names as the module has them.
        let inside = self.stack.scope.modules.get(&span.file);
        let own = inside.and_then(|names| names.own.as_deref());
        let name = own
            .and_then(|own| name.strip_prefix(own)?.strip_prefix('-'))
            .unwrap_or(name);
        let known: Vec<&str> = match inside {
            Some(inside) => inside.of_kind(kind).collect(),
            None => names.into_iter().flatten().copied().collect(),
        };
        let mut found = Diagnostic::error(code, span, format!("there is no {kind} `{name}`"));
        found = match nearest(name, known) {
            _ if kind == "volume" && name.starts_with(['.', '/', '~']) => found.help(format!(
                "a path of the host is a bind: bind {name:?} to=\"…\""
            )),
            Some(word) => found
                .help(format!("did you mean `{word}`?"))
                .fix(span, word),
            None => found.help(declaration(kind, name)),
        };
        self.diagnostics.push(found);
    }

    fn networks(&mut self, service: &Service) {
        for network in &service.networks {
            let name = &network.name.value.0;
            if name == "default" {
                self.uses.mark("network", name);
            } else {
                self.used("network", name, network.name.span);
            }
        }
    }

    fn mounts(&mut self, service: &Service) {
        for mount in &service.mounts {
            if let Mount::Volume(volume) = mount
                && let Some(name) = &volume.name
                && let Expr::Known(text) = &name.expr
            {
                self.used("volume", &text.0, name.span);
            }
        }
    }

    fn files_and_secrets(&mut self, service: &Service) {
        for file in &service.files {
            self.used("file", &file.name.value.0, file.name.span);
        }
        for secret in &service.secrets {
            self.used("secret", &secret.name.value.0, secret.name.span);
        }
        for secret in service.build.iter().flat_map(|build| &build.secrets) {
            self.used("secret", &secret.name.value.0, secret.name.span);
        }
        for model in &service.models {
            self.used("model", &model.name.value.0, model.name.span);
        }
        if let Some(config) = service
            .credential_spec
            .as_ref()
            .and_then(|spec| spec.config.as_ref())
            && let Some(name) = config.get()
        {
            self.used("file", &name.0, config.span);
        }
    }

    fn services(&mut self, service: &Service) {
        for depends in &service.depends_on {
            if let Some(name) = depends.service.get()
                && is_required(depends)
            {
                self.used("service", &name.0, depends.service.span);
            }
        }
        for from in service
            .volumes_from
            .iter()
            .filter_map(|from| from.service.as_ref())
        {
            self.used("service", &from.value.0, from.span);
        }
        for link in &service.links {
            if let Some(text) = link.get() {
                let name = text.0.split(':').next().unwrap_or("");
                self.used("service", name, link.span);
            }
        }
        let modes = [&service.network_mode, &service.pid, &service.ipc];
        for mode in modes.into_iter().flatten() {
            if let Some(name) = mode.get().and_then(|text| text.0.strip_prefix("service:")) {
                self.used("service", name, mode.span);
            }
        }
    }

    fn backups(&mut self) {
        for backup in &self.stack.backups {
            for volume in &backup.volumes {
                self.used("volume", &volume.name.value.0, volume.name.span);
            }
            let databases = backup.databases.iter().map(|one| &one.service);
            let stops = backup.stops.iter().map(|one| &one.service);
            for service in databases.chain(stops) {
                self.used("service", &service.value.0, service.span);
            }
        }
    }

    fn jobs(&mut self) {
        for job in &self.stack.jobs {
            let before = job.before.iter().map(|one| &one.service);
            let awaited = job.depends_on.iter().map(|one| &one.service);
            let inside = job.within.iter().chain(&job.like);
            for service in inside.chain(before).chain(awaited) {
                self.used("service", &service.value.0, service.span);
            }
            for network in &job.networks {
                let name = &network.name.value.0;
                if name == "default" {
                    self.uses.mark("network", name);
                } else {
                    self.used("network", name, network.name.span);
                }
            }
        }
    }

    fn targets(&mut self) {
        let hosts = self.stack.targets.iter().flat_map(|one| &one.hosts);
        for host in hosts.flat_map(|words| &words.items) {
            self.used("host", &host.value.0, host.span);
        }
    }

    fn edge(&mut self) {
        for network in self.stack.edge.iter().flat_map(|edge| &edge.networks) {
            let name = &network.name.value.0;
            if name != "default" {
                self.used("network", name, network.name.span);
            }
        }
        for route in self.stack.sites.iter().flat_map(|site| &site.routes) {
            if let Some(root) = &route.root {
                self.used("file", &root.value.0, root.span);
            }
        }
    }
}

/// Whether the service must be there.
fn is_required(depends: &DependsOn) -> bool {
    let required = depends.required.as_ref();
    required.is_none_or(|required| required.get().is_none_or(|flag| flag.0))
}

fn declaration(kind: &str, name: &str) -> String {
    match kind {
        "service" => format!("declare it: service {name} {{ image \"…\" }}"),
        "file" => format!("declare it: file {name} {{ source \"./{name}\" }}"),
        "model" => format!("declare it: model {name} model=\"ai/smollm2\""),
        "host" => format!("declare it: host {name} {{ address \"192.0.2.10\" }}"),
        kind => format!("declare it: {kind} {name}"),
    }
}
