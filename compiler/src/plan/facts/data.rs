//! What becomes of data.

use super::facts;
use crate::effect::{Axes, Data, Fact, Reversible, Step};

facts! {
    /// `postgres:15` → `postgres:16`.
    DATABASE_MAJOR = Fact {
        name: "database-major-version",
        change: "the major version of a database's image",
        axes: Axes::NONE.data(Data::Lost).reversible(Reversible::NeedsABackup),
        why: "the new version does not read the files of the old one",
        step: Some(Step::ByHand(
            "dump with the old version, start the new one on an empty volume, restore there",
        )),
        known: "PostgreSQL: refuses to start on files of another major version",
    };
}
