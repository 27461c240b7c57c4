//! What a newer version of a database asks for beside a backup.

use super::facts;
use crate::effect::{Apply, Axes, Data, Fact, Reversible, Step};

facts! {
    /// `mysql:5.7` → `mysql:8.4`.
    SKIPPED = Fact {
        name: "database-version-skipped",
        change: "a newer version of MySQL or MongoDB that is not of the next series",
        axes: Axes::NONE.apply(Apply::ByHand).data(Data::AtRisk).reversible(Reversible::NeedsABackup),
        why: "it takes over the files of the series before it alone, and refuses to start on older ones",
        step: Some(Step::ByHand("deploy {next} first, and see it healthy, then this version")),
        known: "MySQL: the upgrade paths from 5.7, 8.0 and 8.4; MongoDB: the upgrade of each release",
    };
    /// `mariadb:10.11` → `mariadb:11.4`, without MARIADB_AUTO_UPGRADE.
    TABLES = Fact {
        name: "database-own-tables",
        change: "a newer version of MariaDB without MARIADB_AUTO_UPGRADE",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "it starts, and keeps the tables of its own as the old version left them: accounts, rights and events may not work as they should",
        step: Some(Step::ByHand("run mariadb-upgrade in the container of {name} once the new version runs, or say MARIADB_AUTO_UPGRADE 1 in its env")),
        known: "the entrypoint of the image of MariaDB",
    };
    /// `mysql:8.0` → `mysql:8.4` with an option that is gone.
    OPTION = Fact {
        name: "database-option-gone",
        change: "MySQL 8.4 or later with --default-authentication-plugin",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "it no longer knows the option, and does not start; accounts that log in with mysql_native_password are locked out as well",
        step: Some(Step::ByHand("before the deploy give those accounts caching_sha2_password with ALTER USER, and take the option out of the command; or start it with --mysql-native-password=ON, up to 8.4")),
        known: "MySQL 8.4: the notes on changes",
    };
}
