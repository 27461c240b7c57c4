//! How images are built.

use stackc_compiler::{
    model::{Build, BuildSecret, Service, Ulimit},
    reader::Pair,
    template::{Expr, Part, Value},
};

use super::{
    Context,
    keys::Keys,
    misc,
    mounts::octal,
    text::{Texts, double},
};
use crate::text::yaml::{Map, Yaml};

/// What of a service its image is built with, and its image's name.
#[must_use]
pub fn build_keys(service: &Service, context: Context<'_>) -> Map {
    let texts = Texts::new(context.stack);
    let mut keys = Keys::new(texts);
    keys.value("image", service.image.as_ref());
    keys.value("platform", service.platform.as_ref());
    if let Some(one) = &service.build {
        keys.map.set("build", build(one, context, texts));
    }
    keys.map
}

/// The value of `build`: the context alone where nothing else is said.
pub(super) fn build(build: &Build, context: Context<'_>, texts: Texts<'_>) -> Yaml {
    let Build {
        context: folder,
        dockerfile,
        target,
        network,
        pull,
        no_cache,
        shm_size,
        isolation,
        privileged,
        provenance,
        sbom,
        max_size: _,
        build_args,
        cache_from,
        cache_to,
        platforms,
        tags,
        labels,
        secrets,
        ssh,
        additional_contexts,
        extra_hosts,
        entitlements,
        ulimits,
        dockerfile_inline,
        span,
    } = build;
    let folder = match folder {
        None => double(&context.path(".", *span)),
        Some(folder) => build_context(folder, context, texts),
    };
    let mut keys = Keys::new(texts);
    keys.map.set("context", Yaml::text(folder.clone()));
    keys.value("dockerfile", dockerfile.as_ref());
    keys.value("dockerfile_inline", dockerfile_inline.as_ref());
    keys.value("target", target.as_ref());
    keys.open_pairs("args", build_args);
    keys.map(
        "additional_contexts",
        additional(additional_contexts, context, texts),
    );
    keys.items(
        "secrets",
        secrets
            .iter()
            .map(|secret| build_secret(secret, texts))
            .collect(),
    );
    keys.items(
        "ssh",
        ssh.iter()
            .map(|pair| ssh_entry(pair, context, texts))
            .collect(),
    );
    keys.each("cache_from", cache_from);
    keys.each("cache_to", cache_to);
    keys.each("platforms", platforms);
    keys.each("tags", tags);
    keys.pairs("labels", labels);
    keys.value("network", network.as_ref());
    keys.items_from("extra_hosts", misc::extra_hosts(extra_hosts, texts));
    keys.each("entitlements", entitlements);
    keys.value("pull", pull.as_ref());
    keys.value("no_cache", no_cache.as_ref());
    keys.value("privileged", privileged.as_ref());
    keys.value("shm_size", shm_size.as_ref());
    keys.value("isolation", isolation.as_ref());
    keys.value("provenance", provenance.as_ref());
    keys.value("sbom", sbom.as_ref());
    keys.map("ulimits", ulimits_map(ulimits, texts));
    match keys.map.entries() {
        [_] => Yaml::text(folder),
        _ => Yaml::from(keys.map),
    }
}

/// A folder, or the URL of a repository, which stays as it is.
fn build_context(
    folder: &Value<stackc_compiler::atoms::Line>,
    context: Context<'_>,
    texts: Texts<'_>,
) -> String {
    match folder.get() {
        Some(text) if is_remote(&text.0) => double(&text.0),
        Some(text) => double(&context.path(&text.0, folder.span)),
        None if starts_relative(folder) => misc::host_path(folder, context, texts),
        None => texts.text(folder),
    }
}

/// Whether an input stands behind the start of a relative path.
fn starts_relative(folder: &Value<stackc_compiler::atoms::Line>) -> bool {
    let Expr::Deferred(template) = &folder.expr else {
        return false;
    };
    matches!(template.parts.first(), Some(Part::Text(text)) if text.starts_with("./") || text.starts_with("../"))
}

/// Whether a build's context is no folder of the stack, but a repository or another service.
#[must_use]
pub fn is_remote(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("git@")
        || text.starts_with("github.com/")
        || text.starts_with("service:")
}

fn additional(
    pairs: &[Pair<Value<stackc_compiler::atoms::AnyText>>],
    context: Context<'_>,
    texts: Texts<'_>,
) -> Map {
    let mut map = Map::new();
    for pair in pairs {
        let value = pair
            .value
            .as_ref()
            .map_or_else(String::new, |value| match value.get() {
                Some(text) if is_remote(&text.0) || text.0.contains(':') => double(&text.0),
                Some(text) => double(&context.path(&text.0, value.span)),
                None => texts.text(value),
            });
        map.set(texts.text(&pair.key), Yaml::text(value));
    }
    map
}

fn build_secret(secret: &BuildSecret, texts: Texts<'_>) -> Yaml {
    let BuildSecret {
        name,
        to,
        uid,
        gid,
        mode,
        span: _,
    } = secret;
    if to.is_none() && uid.is_none() && gid.is_none() && mode.is_none() {
        return Yaml::text(name.value.0.clone());
    }
    let mut keys = Keys::new(texts);
    keys.map.set("source", Yaml::text(name.value.0.clone()));
    keys.value("target", to.as_ref());
    keys.value("uid", uid.as_ref());
    keys.value("gid", gid.as_ref());
    if let Some(mode) = mode {
        keys.map.set("mode", octal(&texts.text(mode)));
    }
    Yaml::from(keys.map)
}

fn ssh_entry(
    pair: &Pair<Value<stackc_compiler::atoms::Line>>,
    context: Context<'_>,
    texts: Texts<'_>,
) -> Yaml {
    let id = texts.text(&pair.key);
    Yaml::text(match &pair.value {
        Some(path) => format!("{id}={}", misc::host_path(path, context, texts)),
        None => id,
    })
}

/// The mapping under `ulimits`.
pub(super) fn ulimits_map(ulimits: &[Ulimit], texts: Texts<'_>) -> Map {
    let mut map = Map::new();
    for ulimit in ulimits {
        let Ulimit {
            name,
            both,
            soft,
            hard,
            span: _,
        } = ulimit;
        let value = match both {
            Some(both) => texts.yaml(both),
            None => {
                let mut keys = Keys::new(texts);
                keys.value("soft", soft.as_ref());
                keys.value("hard", hard.as_ref());
                Yaml::from(keys.map)
            }
        };
        map.set(texts.text(name), value);
    }
    map
}
