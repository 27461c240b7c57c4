//! What a newer version of a database asks for beside a backup: versions on the way, tables of its own, options that are gone.

use super::{
    super::facts::upgrades as facts,
    Found, Pair,
    assumed::assumed,
    image::{Parts, parts},
};
use crate::{effect::Address, model::Service, template::Value};

/// The images of an engine, and its series in their order.
type Line = (&'static [&'static str], &'static [(u32, u32)]);

/// The series of MySQL and MongoDB, of which each reads the files of the one before alone.
const SERIES: &[Line] = &[
    (
        &["mysql"],
        &[(5, 5), (5, 6), (5, 7), (8, 0), (8, 4), (9, 0)],
    ),
    (
        &["mongo", "mongodb"],
        &[(4, 0), (4, 2), (4, 4), (5, 0), (6, 0), (7, 0), (8, 0)],
    ),
];

/// The first version of MySQL without the old way of logging in.
const WITHOUT_NATIVE: (u32, u32) = (8, 4);

/// What the new versions of databases ask for.
pub(super) fn upgrades(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (Some(old), Some(new)) = (&before.image, &after.image) else {
            continue;
        };
        let (Some(was), Some(is)) = (assumed(pair.before, old), assumed(pair.after, new)) else {
            continue;
        };
        let (from, to) = (parts(&was.value.0), parts(&is.value.0));
        let (Some(lower), Some(higher)) = (series(&from), series(&to)) else {
            continue;
        };
        if from.base() != to.base() || lower >= higher {
            continue;
        }
        let inputs: Vec<&String> = was.unless.union(&is.unless).collect();
        let mut found = |one: Found| say(one.unless(inputs.iter().copied()).at(new.span));
        let address = Address::new("service", &after.name.value.0);
        let what = format!("{}.{} → {}.{}", lower.0, lower.1, higher.0, higher.1);
        if let Some(next) = skipped(to.base(), lower, higher) {
            let one = Found::new(address.clone(), &facts::SKIPPED).what(what.clone());
            found(one.filled(&[("next", &format!("{}.{}", next.0, next.1))]));
        }
        if to.base() == "mariadb" && !upgrades_itself(after) {
            found(Found::new(address.clone(), &facts::TABLES).what(what.clone()));
        }
        let loses = to.base() == "mysql" && lower < WITHOUT_NATIVE && higher >= WITHOUT_NATIVE;
        if loses && names_option(after) {
            found(Found::new(address, &facts::OPTION).what(what));
        }
    }
}

/// The first two numbers of a version; one number alone is any of its series.
fn series(parts: &Parts<'_>) -> Option<(u32, u32)> {
    match parts.version().as_slice() {
        [major, minor, ..] => Some((*major, *minor)),
        _ => None,
    }
}

/// The series that has to be run between two, if one has to be.
fn skipped(base: &str, from: (u32, u32), to: (u32, u32)) -> Option<(u32, u32)> {
    let (_, all) = SERIES.iter().find(|(images, _)| images.contains(&base))?;
    let at = |version| all.iter().rposition(|series| *series <= version);
    let (old, new) = (at(from)?, at(to)?);
    (new > old + 1).then(|| all.get(old + 1).copied())?
}

/// Whether MariaDB's image brings its own tables up to date.
fn upgrades_itself(service: &Service) -> bool {
    let said = service.env.iter().rev().find(|pair| {
        pair.key
            .get()
            .is_some_and(|key| key.0 == "MARIADB_AUTO_UPGRADE")
    });
    let value = said.and_then(|pair| pair.value.as_ref());
    value.is_some_and(|value| value.template.literal() != Some(String::new()))
}

/// Whether the command of a service has the option that MySQL 8.4 no longer knows.
fn names_option(service: &Service) -> bool {
    let Some(command) = &service.command else {
        return false;
    };
    let lines = command.shell.iter().chain(&command.line);
    let texts: Vec<String> = command
        .words
        .iter()
        .chain(lines)
        .filter_map(literal)
        .collect();
    texts.iter().any(|text| {
        text.replace('_', "-")
            .contains("default-authentication-plugin")
    })
}

fn literal(value: &Value<crate::atoms::AnyText>) -> Option<String> {
    value.get().map(|text| text.0.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_in_between_is_named() {
        assert_eq!(skipped("mysql", (5, 7), (8, 0)), None);
        assert_eq!(skipped("mysql", (5, 7), (8, 4)), Some((8, 0)));
        assert_eq!(skipped("mysql", (8, 0), (8, 4)), None);
        assert_eq!(skipped("mysql", (8, 3), (9, 1)), Some((8, 4)));
        assert_eq!(skipped("mysql", (8, 4), (9, 4)), None);
        assert_eq!(skipped("mongo", (4, 4), (6, 0)), Some((5, 0)));
        assert_eq!(skipped("mongo", (6, 0), (7, 0)), None);
        assert_eq!(skipped("mariadb", (10, 3), (11, 4)), None);
    }
}
