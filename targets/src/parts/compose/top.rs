//! The top level of a Compose file.

use stackc_compiler::{
    atoms::{Bool, Name, words::Place},
    model::{FileDeclaration, Model, Network, Secret, Subnet, Volume},
    resolve::Stack,
    source::Span,
    template::{Fixed, Value},
};

use super::{
    Context,
    keys::Keys,
    misc::host_path,
    raw, service,
    text::{Known, Texts},
};
use crate::text::yaml::{Map, Yaml};

/// The document of a stack.
#[must_use]
pub fn compose_file(context: Context<'_>) -> Map {
    let stack = context.stack;
    let texts = Texts::new(stack);
    let mut document = Map::spaced();
    document.set("name", Yaml::text(stack.project.clone()));
    let mut services = Map::spaced();
    for one in &stack.services {
        let name = one.name.value.0.clone();
        services.set_from(name, service(one, context), one.span);
    }
    document.set("services", services);
    let mut keys = Keys::new(texts);
    keys.map(
        "networks",
        section(&stack.networks, |network| {
            (&network.name, network_map(network, texts), network.span)
        }),
    );
    keys.map(
        "volumes",
        section(&stack.volumes, |volume| {
            (&volume.name, volume_map(volume, texts), volume.span)
        }),
    );
    let mounted = stack
        .secrets
        .iter()
        .filter(|secret| is_mounted(secret, stack));
    keys.map(
        "secrets",
        section(mounted, |secret| {
            (
                &secret.name,
                secret_map(secret, context, texts),
                secret.span,
            )
        }),
    );
    let shipped = stack.files.iter().filter(|file| is_config(file, stack));
    keys.map(
        "configs",
        section(shipped, |file| {
            (&file.name, config_map(file, context, texts), file.span)
        }),
    );
    keys.map(
        "models",
        section(&stack.models, |model| {
            (&model.name, model_map(model, texts), model.span)
        }),
    );
    for entry in keys.map.into_entries() {
        document.put(entry);
    }
    raw::carry(&mut document, stack.compose.as_ref(), texts);
    document
}

fn section<'s, T>(
    all: impl IntoIterator<Item = T>,
    one: impl Fn(T) -> (&'s Fixed<Name>, Map, Span),
) -> Map {
    let mut map = Map::new();
    for (name, value, span) in all.into_iter().map(one) {
        map.set_from(name.value.0.clone(), value, span);
    }
    map
}

/// `external: true`, and the name on the host.
fn identity<A: Known>(
    keys: &mut Keys<'_>,
    external: Option<&Value<Bool>>,
    host_name: Option<&Value<A>>,
) {
    keys.value("external", external);
    keys.value("name", host_name);
}

fn network_map(network: &Network, texts: Texts<'_>) -> Map {
    let Network {
        name: _,
        host_name,
        driver,
        external,
        internal,
        attachable,
        ipv4,
        ipv6,
        driver_opts,
        labels,
        ipam_driver,
        ipam_opts,
        subnets,
        span: _,
    } = network;
    let mut keys = Keys::new(texts);
    identity(&mut keys, external.as_ref(), host_name.as_ref());
    keys.value("driver", driver.as_ref());
    keys.value("internal", internal.as_ref());
    keys.value("attachable", attachable.as_ref());
    keys.value("enable_ipv4", ipv4.as_ref());
    keys.value("enable_ipv6", ipv6.as_ref());
    keys.pairs("driver_opts", driver_opts);
    keys.pairs("labels", labels);
    let mut ipam = Keys::new(texts);
    ipam.value("driver", ipam_driver.as_ref());
    ipam.pairs("options", ipam_opts);
    ipam.items_from(
        "config",
        subnets
            .iter()
            .map(|subnet| (subnet_map(subnet, texts), subnet.span.into()))
            .collect(),
    );
    keys.map("ipam", ipam.map);
    keys.map
}

fn subnet_map(subnet: &Subnet, texts: Texts<'_>) -> Yaml {
    let Subnet {
        cidr,
        gateway,
        range,
        aux,
        span: _,
    } = subnet;
    let mut keys = Keys::new(texts);
    keys.value("subnet", Some(cidr));
    keys.value("gateway", gateway.as_ref());
    keys.value("ip_range", range.as_ref());
    keys.pairs("aux_addresses", aux);
    Yaml::from(keys.map)
}

fn volume_map(volume: &Volume, texts: Texts<'_>) -> Map {
    let Volume {
        name: _,
        host_name,
        driver,
        external,
        driver_opts,
        labels,
        span: _,
    } = volume;
    let mut keys = Keys::new(texts);
    identity(&mut keys, external.as_ref(), host_name.as_ref());
    keys.value("driver", driver.as_ref());
    keys.pairs("driver_opts", driver_opts);
    keys.pairs("labels", labels);
    keys.map
}

/// Whether a service, a build or the edge has the secret as a file; else it is not declared.
#[must_use]
pub fn is_mounted(secret: &Secret, stack: &Stack) -> bool {
    let name = &secret.name.value.0;
    let by_service = stack.services.iter().any(|service| {
        let build = service.build.iter().flat_map(|build| &build.secrets);
        service
            .secrets
            .iter()
            .any(|mount| mount.name.value.0 == *name)
            || build
                .map(|mount| &mount.name.value.0)
                .any(|mounted| mounted == name)
    });
    let implied = stack
        .implied_secrets
        .iter()
        .any(|(_, secret)| secret == name);
    let contained = stack.edge.as_ref().is_none_or(|edge| {
        edge.place
            .is_none_or(|place| place.value == Place::Container)
    });
    let by_edge = contained
        && stack
            .sites
            .iter()
            .filter_map(|site| site.basic_auth.as_ref())
            .any(|auth| auth.file.name == *name);
    by_service || implied || by_edge || by_backup(name, stack)
}

/// Whether a backup reads the secret from a file: a database's password, or a repository's.
fn by_backup(name: &str, stack: &Stack) -> bool {
    let dumped = stack.backups.iter().flat_map(|backup| &backup.databases);
    let databases = dumped.filter_map(|one| stack.service(&one.service.value.0)?.database.as_ref());
    let stores = stack.backups.iter().flat_map(|backup| &backup.stores);
    let of_databases = databases.filter_map(|database| database.password.as_ref());
    let of_stores = stores.filter_map(|store| store.password.as_ref());
    of_databases
        .chain(of_stores)
        .any(|secret| secret.name == name)
}

/// Whether the secret is supplied as a variable: because its value stands in a text, or because it says so.
///
/// A secret that is mounted and also stands in a text has one source, its variable: with a file beside it the two could differ.
#[must_use]
pub fn is_variable(secret: &Secret, stack: &Stack) -> bool {
    let named = secret.env.is_some() && is_mounted(secret, stack);
    secret.file.is_none() && named || stack.value_secrets.contains(&secret.name.value.0)
}

fn secret_map(secret: &Secret, context: Context<'_>, texts: Texts<'_>) -> Map {
    let Secret {
        name,
        env: _,
        file,
        external,
        host_name,
        optional: _,
        driver,
        template_driver,
        hex: _,
        base64: _,
        base64url: _,
        min_length: _,
        message: _,
        labels,
        driver_opts,
        span: _,
    } = secret;
    let mut keys = Keys::new(texts);
    identity(&mut keys, external.as_ref(), host_name.as_ref());
    let elsewhere = external
        .as_ref()
        .is_some_and(|external| external.get() != Some(&Bool(false)))
        || driver.is_some();
    match file {
        Some(file) => {
            let path = host_path(file, context, texts);
            keys.map.set_from("file", Yaml::text(path), file.span);
        }
        None if elsewhere => {}
        None if is_variable(secret, context.stack) => {
            keys.map.set("environment", Yaml::text(secret.variable()));
        }
        None => {
            let path = format!("./secrets/{}", name.value.0);
            keys.map.set("file", Yaml::text(path));
        }
    }
    keys.value("driver", driver.as_ref());
    keys.pairs("driver_opts", driver_opts);
    keys.value("template_driver", template_driver.as_ref());
    keys.pairs("labels", labels);
    keys.map
}

/// Whether a file is a config of the Compose file: folders are mounted, unused ones are not declared.
fn is_config(file: &FileDeclaration, stack: &Stack) -> bool {
    let name = &file.name.value.0;
    let folder = stack
        .content(name)
        .is_some_and(|content| content.files.iter().any(|(path, _)| !path.is_empty()));
    let used = stack.services.iter().any(|service| {
        service
            .files
            .iter()
            .any(|mount| mount.name.value.0 == *name)
    }) || stack
        .services
        .iter()
        .filter_map(|service| service.credential_spec.as_ref())
        .any(|spec| {
            spec.config
                .as_ref()
                .and_then(Value::get)
                .is_some_and(|config| config.0 == *name)
        });
    used && !folder
}

fn config_map(file: &FileDeclaration, context: Context<'_>, texts: Texts<'_>) -> Map {
    let FileDeclaration {
        name,
        external,
        host_name,
        path,
        hash_label: _,
        env,
        template_driver,
        source,
        content,
        labels,
        span: _,
    } = file;
    let mut keys = Keys::new(texts);
    identity(&mut keys, external.as_ref(), host_name.as_ref());
    if let Some(env) = env {
        keys.map
            .set_from("environment", Yaml::text(env.value.0.clone()), env.span);
    }
    if let Some(content) = content {
        let text = Yaml::text(texts.template(&content.template));
        keys.map.set_from("content", text, content.span);
    }
    if let Some(path) = path {
        let text = Yaml::text(host_path(path, context, texts));
        keys.map.set_from("file", text, path.span);
    }
    if let Some(source) = source {
        let text = Yaml::text(format!("./files/{}", name.value.0));
        keys.map.set_from("file", text, source.span);
    }
    keys.value("template_driver", template_driver.as_ref());
    keys.pairs("labels", labels);
    keys.map
}

fn model_map(model: &Model, texts: Texts<'_>) -> Map {
    let Model {
        name: _,
        model: image,
        context_size,
        runtime_flags,
        span: _,
    } = model;
    let mut keys = Keys::new(texts);
    keys.value("model", image.as_ref());
    keys.value("context_size", context_size.as_ref());
    keys.words("runtime_flags", runtime_flags.as_ref());
    keys.map
}
