//! Secrets that the new version gets and the old one had not.

use crate::{
    model::{Secret, Service},
    operations::{Command, kept},
    resolve::Stack,
    template::Part,
};

/// Where a secret's first value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is made.
    Made,
    /// It is the value that a variable of a running service has.
    Carried {
        /// The service.
        service: String,
        /// Its variable.
        variable: String,
    },
    /// Nobody but the deployer knows it.
    Deployer,
}

/// The secrets that only the new version has, and where their values come from; `passwords` are those of databases, which are never carried over.
pub(super) fn new_secrets<'s>(
    before: &Stack,
    after: &'s Stack,
    passwords: &[String],
) -> Vec<(&'s Secret, Origin)> {
    let is_new = |secret: &&Secret| before.secret(&secret.name.value.0).is_none();
    let all = after.secrets.iter().filter(is_new);
    all.map(|secret| {
        let is_password = passwords.contains(&secret.name.value.0);
        let carried = carried(before, after, secret).filter(|_| !is_password);
        let origin = match carried {
            Some(carried) => carried,
            None if making(secret).is_some() => Origin::Made,
            None => Origin::Deployer,
        };
        (secret, origin)
    })
    .collect()
}

/// The variable whose whole value a secret becomes, and which had a literal.
fn carried(before: &Stack, after: &Stack, secret: &Secret) -> Option<Origin> {
    let name = &secret.name.value.0;
    after.services.iter().find_map(|service| {
        let old = before.service(&service.name.value.0)?;
        let key = service.env.iter().find_map(|pair| {
            let key = &pair.key.get()?.0;
            let of = secret_of(after, service, key)?;
            let whole = pair.value.as_ref()?.template.parts.len() == 1;
            (of == *name && whole).then_some(key)
        })?;
        let plain = key.strip_suffix("_FILE").unwrap_or(key);
        let had = old.env.iter().any(|pair| {
            pair.key.get().is_some_and(|known| known.0 == plain)
                && pair
                    .value
                    .as_ref()
                    .is_some_and(|value| value.template.literal().is_some())
        });
        had.then(|| Origin::Carried {
            service: service.name.value.0.clone(),
            variable: plain.to_owned(),
        })
    })
}

/// The secret that a variable of a service holds, or that is in the file that it names.
pub(super) fn secret_of(stack: &Stack, service: &Service, key: &str) -> Option<String> {
    let pair = service
        .env
        .iter()
        .find(|pair| pair.key.get().is_some_and(|known| known.0 == key))?;
    let template = &pair.value.as_ref()?.template;
    if let Some(name) = template.secrets().next() {
        return Some(name.value.clone());
    }
    let text = template.parts.iter().find_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Input(_) | Part::Secret(_) => None,
    })?;
    let file = text.rsplit('/').next().unwrap_or_default();
    key.ends_with("_FILE")
        .then(|| stack.secret(file))
        .flatten()
        .map(|secret| secret.name.value.0.clone())
}

/// The command that makes a secret, as its rule asks for it.
pub(super) fn making(secret: &Secret) -> Option<Command> {
    let forms = [
        ("hex", &secret.hex),
        ("base64", &secret.base64),
        ("base64url", &secret.base64url),
    ];
    let (form, bytes) = forms
        .iter()
        .find_map(|(form, bytes)| bytes.as_ref().map(|bytes| (*form, bytes.value.0)))?;
    let name = &secret.name.value.0;
    Some(Command::new(["new_secret", form, &bytes.to_string()]).arg(kept(name)))
}
