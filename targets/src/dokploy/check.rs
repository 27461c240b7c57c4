//! What Dokploy can't say, at the user's line, where the answer depends on a value.

use stackc_compiler::{
    atoms::{Line, PortRange, Publish},
    diag::Diagnostics,
    model::{Edge, Mount, Service},
    resolve::Stack,
    source::Span,
    target::{Report, Support},
    template::{Expr, Part, Value},
};

use super::{
    adapt,
    delivery::{self, Delivery},
    ingress::{self, Ingress},
    support, swarm,
};
use crate::parts::nginx;

const WIPED: &str = "is relative, and Dokploy makes its folder anew at each deploy; use a volume for data, a file with a source for content, an absolute path, or \"../files/…\"";
const NOT_THERE: &str = "is relative, and Dokploy has nothing but the Compose file; say an absolute path, or target dokploy { source git }";
const REPOSITORY: &str =
    "is read from the repository that Dokploy clones, anew at each deploy; keep no data there";
const CONTEXT: &str = "has no folder in Dokploy, which has nothing but the Compose file; let CI build the image and name it, or say target dokploy { source git }";
const HELD: &str = "is held by Dokploy itself: 80 and 443 by Traefik, 3000 by its own page; publish another port, or route a site to it";
const ROUTED: &str = "is left out: Traefik reaches the service by its network";
const EDGE: &str =
    "is left out: Dokploy's Traefik listens at 80 and 443; say \"*:80\" and \"*:443\"";
const BYTES: &str = "is no text, and Dokploy's file mounts are; put it into an image or a volume";
const REPLACED: &str = "holds a `${…}` that Dokploy would replace, with no way to write it otherwise; write it as `$name`, or name the file alone and not its folder";

const READ_ONLY: &str = "stands in the Compose file, and docker compose can't put it into a read-only container; write it without inputs, secrets, owner and mode";

/// What is wrong with a site whatever serves it, as the reader of nginx finds it.
const OF_ANY_EDGE: [&str; 13] = [
    "ambiguous-port",
    "conflict",
    "duplicate",
    "missing-argument",
    "missing-edge",
    "missing-route-action",
    "missing-tls",
    "relative-path",
    "undefined-port",
    "undefined-rate-limit",
    "undefined-service",
    "unreachable-service",
    "wrong-type",
];

pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    sites(stack, diagnostics);
    let mut report = Report::new(super::ID, diagnostics);
    support::review(stack, &mut report);
    let ingress = ingress::read(stack, &mut report);
    for service in &stack.services {
        mounts(service, stack, &mut report);
        read_only(service, stack, &mut report);
        ports(service, &ingress, &mut report);
        build(service, stack, &mut report);
    }
    declarations(stack, &mut report);
    if let Some(edge) = &stack.edge {
        self::edge(edge, &mut report);
    }
    if super::is_swarm(stack) {
        swarm::check(stack, &ingress, &mut report);
    }
}

/// The sites, as if the edge were a container in every network.
fn sites(stack: &Stack, diagnostics: &mut Diagnostics) {
    if stack.sites.is_empty() {
        return;
    }
    let mut stack = stack.clone();
    if let Some(edge) = &mut stack.edge {
        edge.place = None;
        edge.networks = Vec::new();
    }
    let mut found = Diagnostics::default();
    nginx::check(&stack, &mut found);
    let ours = found
        .into_items()
        .into_iter()
        .filter(|item| OF_ANY_EDGE.contains(&item.code));
    diagnostics.extend(ours);
}

/// Whether a path is relative, and not below the folder that Dokploy keeps.
fn is_lost(path: &Value<Line>, stack: &Stack) -> bool {
    let start = match &path.expr {
        Expr::Known(path) => path.0.as_str(),
        Expr::Deferred(template) => match template.parts.first() {
            Some(Part::Text(text)) => text.as_str(),
            _ => return false,
        },
    };
    let kept = stack
        .resolve_path(start, path.span)
        .strip_prefix(delivery::FILES)
        .is_some_and(|below| below.starts_with('/'));
    !start.starts_with(['/', '~']) && !kept
}

fn mounts(service: &Service, stack: &Stack, report: &mut Report<'_>) {
    for mount in &service.mounts {
        if let Mount::Bind(bind) = mount
            && is_lost(&bind.source, stack)
        {
            let read_only = bind.read_only.as_ref();
            let reads = read_only.is_some_and(|flag| flag.get().is_some_and(|flag| flag.0));
            let answer = if reads && super::is_git(stack) {
                Support::Lowered(REPOSITORY)
            } else {
                Support::Refused(WIPED)
            };
            report.answer("bind", answer, bind.source.span);
        }
    }
    let files = service
        .env_files
        .iter()
        .map(|file| ("env-file", &file.path));
    let labels = service.label_files.iter().map(|path| ("label-file", path));
    for (word, path) in files.chain(labels) {
        relative(word, path, stack, report);
    }
}

/// What docker compose copies into a container needs one that can be written to.
fn read_only(service: &Service, stack: &Stack, report: &mut Report<'_>) {
    let flag = service.read_only.as_ref();
    if !flag.is_some_and(|flag| flag.get().is_some_and(|flag| flag.0)) {
        return;
    }
    for mount in &service.files {
        let file = stack.file(&mount.name.value.0);
        if file.is_some_and(|file| delivery::of(file, stack) == Delivery::Inline) {
            report.answer("file", Support::Partial(READ_ONLY), mount.name.span);
        }
    }
}

fn relative(word: &str, path: &Value<Line>, stack: &Stack, report: &mut Report<'_>) {
    if is_lost(path, stack) {
        let answer = if super::is_git(stack) {
            Support::Lowered(REPOSITORY)
        } else {
            Support::Refused(NOT_THERE)
        };
        report.answer(word, answer, path.span);
    }
}

fn build(service: &Service, stack: &Stack, report: &mut Report<'_>) {
    let Some(build) = &service.build else { return };
    let local = match &build.context {
        None => true,
        Some(context) => {
            let text = context.get().map_or("", |context| context.0.as_str());
            let remote = text.contains("://") || text.starts_with("git@");
            context.get().is_some() && !remote
        }
    };
    if local && !super::is_git(stack) && !super::is_swarm(stack) {
        report.answer("build", Support::Refused(CONTEXT), build.span);
    }
}

fn ports(service: &Service, ingress: &Ingress, report: &mut Report<'_>) {
    let name = &service.name.value.0;
    for port in &service.ports {
        let Some(publish) = &port.publish else {
            continue;
        };
        if adapt::is_routed(port, name, ingress) {
            report.answer("publish", Support::Lowered(ROUTED), publish.span);
        } else if let Some(Publish {
            ports: Some(range), ..
        }) = publish.get()
            && is_held(*range)
        {
            report.answer("publish", Support::Refused(HELD), publish.span);
        }
    }
}

fn is_held(range: PortRange) -> bool {
    [80, 443, 3000].into_iter().any(|port| {
        range.overlaps(PortRange {
            first: port,
            last: port,
        })
    })
}

fn declarations(stack: &Stack, report: &mut Report<'_>) {
    for secret in &stack.secrets {
        if let Some(path) = &secret.file {
            relative("file", path, stack, report);
        }
    }
    for file in &stack.files {
        if let Some(path) = &file.path {
            relative("path", path, stack, report);
        }
        let place = |value: Option<Span>| value.unwrap_or(file.name.span);
        let source = file.source.as_ref().map(|source| source.span);
        match delivery::of(file, stack) {
            Delivery::Bytes => report.answer("source", Support::Refused(BYTES), place(source)),
            Delivery::Replaced => {
                report.answer("source", Support::Refused(REPLACED), place(source));
            }
            Delivery::Mounts(_) | Delivery::Inline | Delivery::AsSaid => {}
        }
    }
}

fn edge(edge: &Edge, report: &mut Report<'_>) {
    let said = [("http", &edge.http, 80), ("https", &edge.https, 443)];
    for (word, publish, usual) in said {
        let Some(publish) = publish else { continue };
        let is_usual = publish.value.is_public()
            && publish
                .value
                .ports
                .is_some_and(|ports| ports.first == usual && ports.last == usual);
        if !is_usual {
            report.answer(word, Support::Partial(EDGE), publish.span);
        }
    }
}
