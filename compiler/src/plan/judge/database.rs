//! Databases: versions that do not read one another's files, and what is read at the first start only.

use super::{
    super::facts::data as facts,
    Found, Pair,
    assumed::{Assumed, assumed, assumed_text},
    data::sources,
    image::{Parts, parts},
};
use crate::{
    effect::{Address, Fact},
    model::Service,
    resolve::Stack,
    template::SecretText,
};

/// What is known of an engine's files.
struct Engine {
    /// The last words of its images' repositories.
    images: &'static [&'static str],
    /// How many numbers of a version name a form of its files.
    numbers: usize,
    /// Whether a newer version converts the files of an older one.
    converts: bool,
    /// How its variables begin that are read at the first start only.
    first_start: &'static [&'static str],
}

const ENGINES: &[Engine] = &[
    Engine {
        images: &[
            "postgres",
            "postgresql",
            "postgis",
            "timescaledb",
            "timescaledb-ha",
            "pgvector",
        ],
        numbers: 1,
        converts: false,
        first_start: &[
            "POSTGRES_PASSWORD",
            "POSTGRES_USER",
            "POSTGRES_DB",
            "POSTGRES_INITDB_",
        ],
    },
    Engine {
        images: &["mysql"],
        numbers: 2,
        converts: true,
        first_start: &["MYSQL_"],
    },
    Engine {
        images: &["mariadb"],
        numbers: 2,
        converts: true,
        first_start: &["MARIADB_", "MYSQL_"],
    },
    Engine {
        images: &["mongo", "mongodb"],
        numbers: 2,
        converts: true,
        first_start: &["MONGO_INITDB_"],
    },
    Engine {
        images: &["redis", "valkey"],
        numbers: 1,
        converts: true,
        first_start: &[],
    },
    Engine {
        images: &[
            "elasticsearch",
            "opensearch",
            "clickhouse-server",
            "influxdb",
            "neo4j",
            "cassandra",
            "rabbitmq",
        ],
        numbers: 1,
        converts: true,
        first_start: &["DOCKER_INFLUXDB_INIT_", "RABBITMQ_DEFAULT_", "NEO4J_AUTH"],
    },
    Engine {
        images: &["minio"],
        numbers: 9,
        converts: true,
        first_start: &[],
    },
];

/// Where PostgreSQL's image kept its data.
const OLD_PATH: &str = "/var/lib/postgresql/data";

/// The first version that keeps it elsewhere.
const MOVED: u32 = 18;

/// How names of variables end whose values are passwords.
const PASSWORDS: [&str; 4] = ["PASSWORD", "PASS", "TOKEN", "AUTH"];

fn engine(parts: &Parts<'_>) -> Option<&'static Engine> {
    ENGINES
        .iter()
        .find(|engine| engine.images.contains(&parts.base()))
}

/// Databases whose files another image does not read.
pub(super) fn versions(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (Some(old), Some(new)) = (&before.image, &after.image) else {
            continue;
        };
        let (Some(was), Some(is)) = (assumed(pair.before, old), assumed(pair.after, new)) else {
            continue;
        };
        if let Some((fact, what)) = version(&parts(&was.value.0), &parts(&is.value.0)) {
            let address = Address::new("service", &after.name.value.0);
            let found = Found::new(address, fact).what(what);
            say(found.unless(was.unless.union(&is.unless)).at(new.span));
        }
    }
}

/// PostgreSQL 18 keeps its data elsewhere: a mount that was right is refused.
pub(super) fn paths(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let major = |stack: &Stack, service: &Service| {
            let image = assumed(stack, service.image.as_ref()?)?;
            let parts = parts(&image.value.0);
            let engine = engine(&parts)?;
            let is_postgres = engine.images.contains(&"postgres");
            let major = parts.version().first().copied()?;
            is_postgres.then_some((major, image.unless))
        };
        let has_own_path = after
            .env
            .iter()
            .any(|pair| pair.key.get().is_some_and(|key| key.0 == "PGDATA"));
        let (Some((old, was)), Some((new, is))) =
            (major(pair.before, before), major(pair.after, after))
        else {
            continue;
        };
        let mounts = sources(pair.after, after);
        let mounted = mounts.get(OLD_PATH);
        if let Some(mounted) = mounted.filter(|_| old < MOVED && new >= MOVED && !has_own_path) {
            let address = Address::new("service", &after.name.value.0);
            let found = Found::new(address, &facts::DATABASE_PATH)
                .what(format!("{old} → {new}"))
                .unless(was.union(&is))
                .filled(&[("source", &mounted.source)]);
            say(found.at(mounted.span));
        }
    }
}

fn version(was: &Parts<'_>, is: &Parts<'_>) -> Option<(&'static Fact, String)> {
    let (old, new) = (engine(was)?, engine(is)?);
    let same_engine =
        std::ptr::eq(old, new) && (old.numbers > 1 || was.base() == is.base() || !old.converts);
    if !same_engine {
        let between = [was.base(), is.base()];
        let fact = if between == ["redis", "valkey"] {
            &facts::DATABASE_UPGRADE
        } else {
            &facts::DATABASE_ENGINE
        };
        return Some((fact, between.join(" → ")));
    }
    let (from, to) = (was.version(), is.version());
    let (from, to) = (from.get(..old.numbers)?, to.get(..old.numbers)?);
    let fact = match (old.converts, from.cmp(to)) {
        (_, std::cmp::Ordering::Equal) => return None,
        (false, _) => &facts::DATABASE_MAJOR,
        (true, std::cmp::Ordering::Less) => &facts::DATABASE_UPGRADE,
        (true, std::cmp::Ordering::Greater) => &facts::DATABASE_DOWNGRADE,
    };
    Some((fact, format!("{} → {}", dotted(from), dotted(to))))
}

fn dotted(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    words.join(".")
}

/// Variables that do nothing on data that is there.
pub(super) fn first_start(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let image = after.image.as_ref();
        let image = image.and_then(|image| assumed(pair.after, image));
        let Some(engine) = image.and_then(|image| engine(&parts(&image.value.0))) else {
            continue;
        };
        let names = first_start_names(before, engine).into_iter();
        let mut names: Vec<String> = names.chain(first_start_names(after, engine)).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (old, new) = (said(before, &name), said(after, &name));
            let was = old.map(|said| value(pair.before, said));
            let is = new.map(|said| value(pair.after, said));
            if was.as_ref().map(by_value) == is.as_ref().map(by_value) {
                continue;
            }
            let is_password = PASSWORDS.iter().any(|end| name.ends_with(end));
            let fact = if is_password {
                &facts::FIRST_START_PASSWORD
            } else {
                &facts::FIRST_START
            };
            let address = Address::new("service", &after.name.value.0);
            let inputs = was.iter().chain(&is).flat_map(|(_, text)| &text.unless);
            let found = Found::new(address, fact).what(name).unless(inputs);
            say(match new {
                Some((_, new)) => found.at(new.span),
                None => found,
            });
        }
    }
}

/// The names of such variables, without the `_FILE` that says that the value is in a file.
fn first_start_names(service: &Service, engine: &Engine) -> Vec<String> {
    let keys = service.env.iter().filter_map(|pair| pair.key.get());
    keys.map(|key| key.0.strip_suffix("_FILE").unwrap_or(&key.0))
        .filter(|key| {
            engine
                .first_start
                .iter()
                .any(|start| key.starts_with(start))
        })
        .map(str::to_owned)
        .collect()
}

/// What a service says of a variable: its form, and its value.
fn said<'s>(service: &'s Service, name: &str) -> Option<(bool, &'s SecretText)> {
    let is = |key: &str| key == name || key.strip_suffix("_FILE") == Some(name);
    let pair = service
        .env
        .iter()
        .rev()
        .find(|pair| pair.key.get().is_some_and(|key| is(&key.0)))?;
    let is_file = pair.key.get().is_some_and(|key| key.0 != name);
    Some((is_file, pair.value.as_ref()?))
}

/// The value with its form: a path is another thing than what is in it.
fn value(stack: &Stack, (is_file, text): (bool, &SecretText)) -> (bool, Assumed<String>) {
    (is_file, assumed_text(stack, &text.template))
}

fn by_value((is_file, text): &(bool, Assumed<String>)) -> (bool, &str) {
    (*is_file, &text.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(was: &str, is: &str) -> Option<&'static str> {
        version(&parts(was), &parts(is)).map(|(fact, _)| fact.name)
    }

    #[test]
    fn which_versions_read_whose_files() {
        assert_eq!(name("postgres:15.8", "postgres:15.9"), None);
        assert_eq!(
            name("postgres:15", "postgres:16-alpine"),
            Some("database-major-version")
        );
        assert_eq!(
            name("postgres:16", "postgres:15"),
            Some("database-major-version")
        );
        assert_eq!(
            name("pgvector/pgvector:pg16", "pgvector/pgvector:pg17"),
            Some("database-major-version")
        );
        assert_eq!(name("postgres:16", "pgvector/pgvector:pg16"), None);
        assert_eq!(name("mysql:8.0.36", "mysql:8.0.40"), None);
        assert_eq!(
            name("mysql:8.0", "mysql:8.4"),
            Some("database-one-way-upgrade")
        );
        assert_eq!(
            name("mysql:8.4", "mysql:8.0"),
            Some("database-older-version")
        );
        assert_eq!(name("mysql:8.4", "mariadb:11.4"), Some("database-engine"));
        assert_eq!(name("redis:7.4.1", "redis:7.4.2"), None);
        assert_eq!(name("redis:8", "redis:7"), Some("database-older-version"));
        assert_eq!(
            name("redis:7", "valkey/valkey:8"),
            Some("database-one-way-upgrade")
        );
        assert_eq!(name("nginx:1.26", "nginx:1.28"), None);
    }
}
