//! Secrets: where they come from, and who gets them how.

use std::collections::BTreeMap;

use super::{
    super::facts::{data, secret as facts},
    Found, Pair,
    assumed::{Assumed, assumed, assumed_line},
    text::template_text,
};
use crate::{
    atoms::AnyText,
    effect::{Address, Step},
    model::{Secret, Service, Target},
    resolve::Stack,
    source::Span,
    template::{SecretText, Value},
};

/// What becomes of each secret.
pub(super) fn secrets(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.secrets {
        let mut known = pair.before.secrets.iter();
        let Some(before) = known.find(|before| before.name.value == after.name.value) else {
            say_new(pair, after, say);
            continue;
        };
        let (old, new) = (source(pair.before, before), source(pair.after, after));
        if old.value != new.value {
            let name = &after.name.value.0;
            let what = format!("{} → {}", old.value, new.value);
            say(Found::new(Address::new("secret", name), &facts::SOURCE)
                .what(what.clone())
                .unless(old.unless.union(&new.unless))
                .at(after.span));
            repositories(pair.after, name, &what, after.span, say);
        }
    }
    for after in &pair.after.services {
        let name = &after.name.value.0;
        let before = pair.before.service(pair.name_before("service", name));
        let address = Address::new("service", name);
        if let Some(before) = before {
            values(before, after, &address, say);
            files(before, after, &address, say);
        }
        ways(pair, before, after, &address, say);
    }
    schemes(pair, say);
}

/// A secret that is new in a stack that is not.
fn say_new(pair: &Pair<'_>, secret: &Secret, say: &mut dyn FnMut(Found)) {
    let is_optional = secret.optional.is_some_and(|optional| optional.value.0);
    if is_optional || pair.before.services.is_empty() {
        return;
    }
    let address = Address::new("secret", &secret.name.value.0);
    say(Found::new(address, &facts::NEW).at(secret.span));
}

/// Backups whose repositories open with a secret that comes from elsewhere.
fn repositories(stack: &Stack, secret: &str, what: &str, at: Span, say: &mut dyn FnMut(Found)) {
    let backups = stack.backups.iter().filter(|backup| {
        let mut passwords = backup
            .stores
            .iter()
            .filter_map(|store| store.password.as_ref());
        passwords.any(|password| password.name == secret)
    });
    for backup in backups {
        let address = Address::new("backup", &backup.name.value.0);
        let step = format!(
            "put the same value there: with another one no copy opens; for another one, restic key add before {secret} is changed"
        );
        say(Found {
            step: Some(Step::ByHand(step)),
            ..Found::new(address, &data::BACKUP_PASSWORD)
                .what(format!("{secret}: {what}"))
                .at(at)
        });
    }
}

/// Where a secret comes from.
fn source(stack: &Stack, secret: &Secret) -> Assumed<String> {
    let any = |value: &Value<AnyText>| assumed_line(stack, value, |text| text.0.clone());
    let external = secret.external.as_ref();
    let external = external.and_then(|value| assumed(stack, value));
    let (kind, name) = if external.is_some_and(|yes| yes.value.0) {
        let own = || Assumed::sure(secret.name.value.0.clone());
        let named = secret.host_name.as_ref();
        let named = named.map(|name| assumed_line(stack, name, |name| name.0.clone()));
        ("the engine's", named.unwrap_or_else(own))
    } else if let Some(file) = &secret.file {
        let path = assumed_line(stack, file, |line| line.0.clone());
        ("file", path)
    } else if let Some(driver) = &secret.driver {
        ("driver", any(driver))
    } else {
        ("variable", Assumed::sure(secret.variable()))
    };
    Assumed {
        value: format!("{kind} {}", name.value),
        unless: name.unless,
    }
}

/// How a service gets a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ways {
    as_file: bool,
    as_value: bool,
    span: Span,
}

/// The secrets that a service gets.
fn gets(stack: &Stack, service: &Service) -> BTreeMap<String, Ways> {
    let mut found: BTreeMap<String, Ways> = BTreeMap::new();
    let name = &service.name.value.0;
    let mut add = |secret: &str, is_file: bool, span: Span| {
        let ways = found.entry(secret.to_owned()).or_insert(Ways {
            as_file: false,
            as_value: false,
            span,
        });
        ways.as_file |= is_file;
        ways.as_value |= !is_file;
    };
    for mount in &service.secrets {
        add(&mount.name.value.0, true, mount.span);
    }
    for (owner, secret) in &stack.implied_secrets {
        if owner == name {
            add(secret, true, service.span);
        }
    }
    for pair in &service.env {
        for secret in pair.value.iter().flat_map(|value| value.template.secrets()) {
            add(&secret.value, false, pair.span);
        }
    }
    found
}

/// Secrets that a service gets now and did not get, or gets in a weaker way.
fn ways(
    pair: &Pair<'_>,
    before: Option<&Service>,
    after: &Service,
    address: &Address,
    say: &mut dyn FnMut(Found),
) {
    let old = before
        .map(|before| gets(pair.before, before))
        .unwrap_or_default();
    for (secret, now) in gets(pair.after, after) {
        let fact = match old.get(&secret) {
            None => &facts::CONSUMER,
            Some(was) if was.as_file && !was.as_value && now.as_value => &facts::WEAKER,
            Some(was) if was.as_value && !now.as_value && now.as_file => &facts::STRONGER,
            Some(_) => continue,
        };
        say(Found::new(address.clone(), fact).what(secret).at(now.span));
    }
}

/// Variables that name the file of another secret.
fn files(before: &Service, after: &Service, address: &Address, say: &mut dyn FnMut(Found)) {
    let of = |service: &'_ Service| -> BTreeMap<String, (String, Span)> {
        let pairs = service.env.iter().filter_map(|pair| {
            let key = pair.key.get()?.0.clone();
            let value = template_text(&pair.value.as_ref()?.template);
            (key.ends_with("_FILE") && value.starts_with("/run/secrets/"))
                .then_some((key, (value, pair.span)))
        });
        pairs.collect()
    };
    let old = of(before);
    for (key, (now, span)) in of(after) {
        if old.get(&key).is_some_and(|(was, _)| *was != now) {
            say(Found::new(address.clone(), &facts::REPLACED)
                .what(key)
                .at(span));
        }
    }
}

/// Variables whose values are secret now, or no longer.
fn values(before: &Service, after: &Service, address: &Address, say: &mut dyn FnMut(Found)) {
    let of = |service: &'_ Service| -> BTreeMap<String, (Vec<String>, Span)> {
        let pairs = service.env.iter().filter_map(|pair| {
            let key = pair.key.get()?.0.clone();
            let value: &SecretText = pair.value.as_ref()?;
            let names = value
                .template
                .secrets()
                .map(|name| name.value.clone())
                .collect();
            Some((key, (names, pair.span)))
        });
        pairs.collect()
    };
    let (old, new) = (of(before), of(after));
    for (key, (now, span)) in &new {
        let file_key = format!("{key}_FILE");
        let plain_key = key.strip_suffix("_FILE").unwrap_or_default();
        let fact = match old.get(key) {
            Some((was, _)) if was == now => continue,
            Some((was, _)) if now.is_empty() && !was.is_empty() => &facts::LITERAL,
            Some(_) => &facts::REPLACED,
            // A variable that names a file is another variable than the one with the value.
            None if old.contains_key(plain_key) && is_gone(&new, plain_key) => &facts::REPLACED,
            None if now.is_empty() && old.contains_key(&file_key) && is_gone(&new, &file_key) => {
                &facts::LITERAL
            }
            None => continue,
        };
        say(Found::new(address.clone(), fact)
            .what(key.clone())
            .at(*span));
    }
}

fn is_gone(new: &BTreeMap<String, (Vec<String>, Span)>, key: &str) -> bool {
    !new.contains_key(key)
}

/// How secrets reach the host.
fn schemes(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let scheme = |target: Option<&Target>| {
        let secrets = target.and_then(|target| target.secrets.as_ref());
        secrets.map_or("none", |secrets| secrets.scheme.value.word())
    };
    for after in &pair.after.targets {
        let Some(before) = pair.before.target(&after.name.value.0) else {
            continue;
        };
        let (old, new) = (scheme(Some(before)), scheme(Some(after)));
        if old != new {
            let found = Found::new(Address::new("target", &after.name.value.0), &facts::SCHEME);
            say(found.what(format!("{old} → {new}")).at(after.span));
        }
    }
}
