//! What becomes of data that is there.

use super::{
    super::facts::data as facts,
    Found, Pair,
    image::{Parts, parts},
};
use crate::{
    effect::Address,
    plan::change::{Place, Version},
};

/// How many numbers of a version say that the files on disk are others.
struct Engine {
    /// The last word of the image's repository.
    images: &'static [&'static str],
    /// How many numbers: PostgreSQL 9.6 and 10 count otherwise, which no one runs any more.
    numbers: usize,
}

const ENGINES: &[Engine] = &[
    Engine {
        images: &[
            "postgres",
            "postgresql",
            "postgis",
            "timescaledb",
            "pgvector",
        ],
        numbers: 1,
    },
    Engine {
        images: &["mysql"],
        numbers: 2,
    },
    Engine {
        images: &["mariadb"],
        numbers: 2,
    },
    Engine {
        images: &["mongo", "mongodb"],
        numbers: 2,
    },
];

/// A database whose files the new image does not read.
pub(super) fn database_version(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (Some(old), Some(new)) = (&before.image, &after.image) else {
            continue;
        };
        let (Some(was), Some(is)) = (old.get(), new.get()) else {
            continue;
        };
        if let Some(what) = major(&parts(&was.0), &parts(&is.0)) {
            let address = Address::new("service", &after.name.value.0);
            say(Found {
                what,
                place: Some(Place {
                    version: Version::After,
                    span: new.span,
                }),
                ..Found::new(address, &facts::DATABASE_MAJOR)
            });
        }
    }
}

fn major(was: &Parts<'_>, is: &Parts<'_>) -> Option<String> {
    let engine = ENGINES
        .iter()
        .find(|engine| engine.images.contains(&was.base()) && engine.images.contains(&is.base()))?;
    let head = |parts: &Parts<'_>| -> Option<Vec<u32>> {
        parts.version().get(..engine.numbers).map(<[u32]>::to_vec)
    };
    let (old, new) = (head(was)?, head(is)?);
    (old != new).then(|| format!("{} → {}", dotted(&old), dotted(&new)))
}

fn dotted(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    words.join(".")
}
