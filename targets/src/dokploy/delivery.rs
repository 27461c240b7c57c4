//! How files and secrets reach a container in Dokploy.
//!
//! A file whose content is known is a file mount, which Dokploy keeps under `../files`. One that inputs or secrets are filled into, or in which a
//! template of Dokploy would replace something, stands in the Compose file, where docker compose fills it in.

use stackc_compiler::{
    model::{FileDeclaration, FileMount, Secret, Service},
    resolve::Stack,
    template::{Part, SecretText},
};

use super::{template, variables};
use crate::parts::compose::is_mounted;

/// Where Dokploy keeps file mounts, as the Compose file sees it.
pub(super) const FILES: &str = "../files";

/// A file mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MountedFile {
    /// The declaration that it belongs to.
    pub name: String,
    /// Its path below [`FILES`].
    pub path: String,
    /// Its content.
    pub content: String,
}

/// How a file reaches a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// By file mounts.
    Mounts(Vec<MountedFile>),
    /// In the Compose file.
    Inline,
    /// As the stack says it: a path of the host, a variable, one that is there already.
    AsSaid,
    /// Not at all: it is no text.
    Bytes,
    /// Not at all: it is a folder with a text that a template would replace.
    Replaced,
}

/// How this file reaches its containers.
pub(super) fn of(file: &FileDeclaration, stack: &Stack) -> Delivery {
    let name = &file.name.value.0;
    if let Some(content) = &file.content {
        let text = literal(content).filter(|_| !is_owned(name, stack));
        return match text {
            Some(text) if !is_replaced(&text, stack) => Delivery::Mounts(vec![MountedFile {
                name: name.clone(),
                path: name.clone(),
                content: text,
            }]),
            _ => Delivery::Inline,
        };
    }
    let Some(content) = stack.content(name) else {
        return Delivery::AsSaid;
    };
    let mut mounts = Vec::new();
    for (path, bytes) in &content.files {
        let Ok(text) = String::from_utf8(bytes.clone()) else {
            return Delivery::Bytes;
        };
        if text.contains('\0') {
            return Delivery::Bytes;
        }
        let below = if path.is_empty() {
            String::new()
        } else {
            format!("/{path}")
        };
        mounts.push(MountedFile {
            name: name.clone(),
            path: format!("{name}{below}"),
            content: text,
        });
    }
    let replaced = mounts
        .iter()
        .any(|mount| is_replaced(&mount.content, stack));
    match mounts.as_slice() {
        [one] if replaced && one.path == *name => Delivery::Inline,
        _ if replaced => Delivery::Replaced,
        _ => Delivery::Mounts(mounts),
    }
}

/// Every file mount of the files that services have.
pub(super) fn files(stack: &Stack) -> Vec<MountedFile> {
    let used = |file: &&FileDeclaration| {
        let mut mounts = stack.services.iter().flat_map(|service| &service.files);
        mounts.any(|mount| mount.name.value == file.name.value)
    };
    stack
        .files
        .iter()
        .filter(used)
        .filter_map(|file| match of(file, stack) {
            Delivery::Mounts(mounts) => Some(mounts),
            _ => None,
        })
        .flatten()
        .collect()
}

/// The text of a content without inputs and secrets.
pub(super) fn literal(content: &SecretText) -> Option<String> {
    let text = |part: &Part| match part {
        Part::Text(text) => Some(text.clone()),
        Part::Input(_) | Part::Secret(_) => None,
    };
    content.template.parts.iter().map(text).collect()
}

/// Whether a mount says who owns the file, which only one in the Compose file can have.
fn is_owned(name: &str, stack: &Stack) -> bool {
    let mut mounts = stack.services.iter().flat_map(|service| &service.files);
    mounts.any(|mount: &FileMount| {
        let owned = mount.uid.is_some() || mount.gid.is_some() || mount.mode.is_some();
        mount.name.value.0 == name && owned
    })
}

fn is_replaced(text: &str, stack: &Stack) -> bool {
    template::is_replaced(text, &variables::names(stack))
}

/// Whether a secret that services have as a file is a file mount: Swarm has no other way, and docker compose copies nothing into a read-only container.
pub(super) fn is_file(secret: &Secret, stack: &Stack) -> bool {
    let name = &secret.name.value.0;
    let reads = |service: &&Service| mounts_secret(service, name, stack);
    let read_only = |service: &Service| {
        let flag = service.read_only.as_ref();
        flag.is_some_and(|flag| flag.get().is_some_and(|flag| flag.0))
    };
    is_ours(secret)
        && is_mounted(secret, stack)
        && (super::is_swarm(stack) || stack.services.iter().filter(reads).any(read_only))
}

/// Whether the deployer supplies the secret, not a file of the host, the engine or a driver.
pub(super) fn is_ours(secret: &Secret) -> bool {
    secret.file.is_none() && secret.external.is_none() && secret.driver.is_none()
}

/// Whether a service has a secret as a file.
pub(super) fn mounts_secret(service: &Service, secret: &str, stack: &Stack) -> bool {
    let implied = stack
        .implied_secrets
        .iter()
        .any(|(owner, name)| *owner == service.name.value.0 && name == secret);
    let mut mounts = service.secrets.iter();
    implied || mounts.any(|mount| mount.name.value.0 == secret)
}
