//! Words of a `target` that are another target's: said, they would do nothing in silence.

use stackc_compiler::{
    model::{Target, TargetSecrets},
    reader::{NodeType, Said},
    resolve::Stack,
    source::Span,
    target::{
        Report, Row,
        Support::{self, Exact, Partial},
    },
};

const NOTHING: Support = Partial("means nothing to this target; take it away");

/// What every target takes.
const ALL: [&str; 2] = ["name", "out"];

/// The words that a target takes.
fn taken(id: &str) -> &'static [&'static str] {
    match id {
        "compose" => &["version", "engine", "edge_file"],
        "nginx" => &["version", "ipv6"],
        "systemd" => &["version", "flavour", "podman", "scope"],
        "nix" => &["version", "hosts", "unit", "secrets"],
        "dokploy" => &["version", "project", "kind", "source"],
        "ops" => &["platforms", "make"],
        "ansible" => &["hosts"],
        "ci" => &[
            "provider", "registry", "branch", "folder", "runners", "install",
        ],
        _ => &[],
    }
}

fn answer(id: &str, field: &str) -> Support {
    if ALL.contains(&field) || taken(id).contains(&field) {
        Exact
    } else {
        NOTHING
    }
}

/// Reports them.
pub fn check(stack: &Stack, id: &'static str, report: &mut Report<'_>) {
    let Some(target) = stack.target(id) else {
        return;
    };
    for (field, places) in said(target) {
        for place in places {
            report.field::<Target>(field, answer(id, field), place);
        }
    }
}

/// Every field with the places where it is said.
fn said(target: &Target) -> Vec<(&'static str, Vec<Span>)> {
    let Target {
        name: _,
        version,
        engine,
        edge_file,
        flavour,
        podman,
        scope,
        hosts,
        unit,
        secrets,
        project,
        kind,
        source,
        out,
        ipv6,
        platforms,
        make,
        provider,
        registry,
        branch,
        folder,
        runners,
        install,
        span: _,
    } = target;
    let secrets = secrets.iter().map(|TargetSecrets { span, .. }| *span);
    vec![
        ("version", version.places()),
        ("engine", engine.places()),
        ("edge_file", edge_file.places()),
        ("flavour", flavour.places()),
        ("podman", podman.places()),
        ("scope", scope.places()),
        ("hosts", hosts.places()),
        ("unit", unit.places()),
        ("secrets", secrets.collect()),
        ("project", project.places()),
        ("kind", kind.places()),
        ("source", source.places()),
        ("out", out.places()),
        ("ipv6", ipv6.places()),
        ("platforms", platforms.places()),
        ("make", make.places()),
        ("provider", provider.places()),
        ("registry", registry.places()),
        ("branch", branch.places()),
        ("folder", folder.places()),
        ("runners", runners.places()),
        ("install", install.places()),
    ]
}

/// What the table tells of them.
#[must_use]
pub fn rows(id: &str) -> Vec<Row> {
    let fields = Target::SCHEMA.fields.iter();
    fields
        .flat_map(|field| Row::of_field::<Target>(field.field, answer(id, field.field)))
        .collect()
}
