//! Who may read a decrypted secret: the user of the containers that mount it.

use stackc_compiler::{
    model::{SecretMount, Service},
    resolve::Stack,
};

/// Owner, group and mode of a decrypted file, as agenix takes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// The user, by name or number; root without one.
    pub user: Option<String>,
    /// The group.
    pub group: Option<String>,
    /// The mode in octal.
    pub mode: String,
    /// How well it is known who reads it.
    pub known: Known,
}

/// How well it is known who reads a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is said.
    Said,
    /// A container names no user: root is meant.
    Root,
    /// Several users, or one whose number only the image or the deployer knows: everyone may read it.
    Everyone,
}

/// A reader: user and group, by number.
type Reader = (Option<String>, Option<String>);

/// The owner of a secret.
pub(super) fn owner(secret: &str, stack: &Stack) -> Owner {
    let mounted = mounts(secret, stack);
    let mode = mounted.iter().find_map(|(_, mount)| {
        mount
            .as_ref()?
            .mode
            .as_ref()?
            .get()
            .map(|mode| mode.0.clone())
    });
    let readers: Option<Vec<Reader>> = mounted
        .iter()
        .map(|(service, mount)| reader(service, *mount))
        .collect();
    let by_nginx = stack
        .sites
        .iter()
        .filter_map(|site| site.basic_auth.as_ref())
        .any(|auth| auth.file.name == secret);
    let everyone = Owner {
        user: None,
        group: None,
        mode: "0444".to_owned(),
        known: Known::Everyone,
    };
    let Some(mut readers) = readers else {
        return everyone;
    };
    if by_nginx {
        readers.push((Some("nginx".to_owned()), Some("nginx".to_owned())));
    }
    let Some((user, group)) = readers.first().cloned() else {
        return said(None, None, mode, Known::Said);
    };
    if readers.iter().any(|(other, _)| *other != user) {
        return everyone;
    }
    let known = if user.is_none() {
        Known::Root
    } else {
        Known::Said
    };
    said(user, group, mode, known)
}

fn said(user: Option<String>, group: Option<String>, mode: Option<String>, known: Known) -> Owner {
    Owner {
        user,
        group,
        mode: mode.unwrap_or_else(|| "0400".to_owned()),
        known,
    }
}

/// The services that have a secret as a file, with how they mount it if they say so.
fn mounts<'a>(secret: &str, stack: &'a Stack) -> Vec<(&'a Service, Option<&'a SecretMount>)> {
    let implied = |service: &Service| {
        stack
            .implied_secrets
            .iter()
            .any(|(owner, name)| *owner == service.name.value.0 && name == secret)
    };
    stack
        .services
        .iter()
        .filter_map(|service| {
            let mount = service
                .secrets
                .iter()
                .find(|mount| mount.name.value.0 == secret);
            (mount.is_some() || implied(service)).then_some((service, mount))
        })
        .collect()
}

/// The user that reads in a container: none inside is root; none outside is one that isn't known.
fn reader(service: &Service, mount: Option<&SecretMount>) -> Option<Reader> {
    let uid = mount.and_then(|mount| mount.uid.as_ref());
    let gid = mount.and_then(|mount| mount.gid.as_ref());
    let gid = match gid {
        None => None,
        Some(gid) => Some(number(&gid.get()?.0)?),
    };
    if let Some(uid) = uid {
        return Some((Some(number(&uid.get()?.0)?), gid));
    }
    let Some(user) = &service.user else {
        return Some((None, gid));
    };
    let user = &user.get()?.0;
    let (uid, group) = match user.split_once(':') {
        Some((uid, group)) => (uid, Some(number(group)?)),
        None => (user.as_str(), None),
    };
    let uid = match uid {
        "root" => "0".to_owned(),
        uid => number(uid)?,
    };
    Some((Some(uid), gid.or(group)))
}

fn number(text: &str) -> Option<String> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.to_owned())
}
