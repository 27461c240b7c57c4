//! A backup with everything that it names.

use stackc_compiler::{
    atoms::words::{Compression, DumpFormat, Engine, StoreKind},
    model::{Backup, Database, Mount, Service, Store},
    resolve::Stack,
};

/// The image of the containers that pack volumes and keep copies in folders.
pub const FILES_IMAGE: &str = "busybox:1.37.0";
/// The image of restic, unless a store names one.
pub const RESTIC_IMAGE: &str = "restic/restic:0.17.3";
/// The image of rclone, unless a store names one.
pub const RCLONE_IMAGE: &str = "rclone/rclone:1.68.2";

/// A backup and what it names.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The backup.
    pub backup: &'a Backup,
    /// Its databases, in order.
    pub dumps: Vec<Dump<'a>>,
    /// Its stores: copies of others stand behind them.
    pub stores: Vec<StorePlan<'a>>,
    /// Services that have to be still while data is put back: they mount a volume of it, or wait for a database of it.
    pub users: Vec<&'a str>,
}

/// A database that is dumped.
#[derive(Clone, Copy, Debug)]
pub struct Dump<'a> {
    /// The service that holds it.
    pub service: &'a Service,
    /// What the service says of it.
    pub database: &'a Database,
    /// How it is dumped.
    pub format: DumpFormat,
    /// How the dump is compressed.
    pub compress: Compression,
}

/// A store, by its number.
#[derive(Clone, Copy, Debug)]
pub struct StorePlan<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// The store.
    pub store: &'a Store,
}

/// The backups of a stack that was checked.
#[must_use]
pub fn plans(stack: &Stack) -> Vec<Plan<'_>> {
    stack
        .backups
        .iter()
        .map(|backup| plan(backup, stack))
        .collect()
}

fn plan<'a>(backup: &'a Backup, stack: &'a Stack) -> Plan<'a> {
    let format = backup.format.as_ref();
    let kind = format.map_or(DumpFormat::Sql, |format| format.kind.value);
    let compress = format
        .and_then(|format| format.compress)
        .map_or(Compression::Gzip, |compress| compress.value);
    let dumps = backup.databases.iter().filter_map(|one| {
        let service = stack.service(&one.service.value.0)?;
        Some(Dump {
            service,
            database: service.database.as_ref()?,
            format: kind,
            compress,
        })
    });
    let is_copy = |store: &&Store| store.copy.is_some_and(|copy| copy.value.0);
    let originals = backup.stores.iter().filter(|store| !is_copy(store));
    let stores = originals.chain(backup.stores.iter().filter(is_copy));
    Plan {
        backup,
        dumps: dumps.collect(),
        stores: stores
            .zip(1..)
            .map(|(store, number)| StorePlan { number, store })
            .collect(),
        users: users(backup, stack),
    }
}

/// Services whose data is put back under them.
fn users<'a>(backup: &Backup, stack: &'a Stack) -> Vec<&'a str> {
    let volume = |name: &str| backup.volumes.iter().any(|one| one.name.value.0 == name);
    let database = |name: &str| {
        let mut all = backup.databases.iter();
        all.any(|one| one.service.value.0 == name)
    };
    let stopped = |name: &str| backup.stops.iter().any(|one| one.service.value.0 == name);
    let uses = |service: &&Service| {
        let mounts = service.mounts.iter().any(|mount| match mount {
            Mount::Volume(mount) => {
                let name = mount.name.as_ref().and_then(|name| name.get());
                name.is_some_and(|name| volume(&name.0))
            }
            _ => false,
        });
        let waits = service.depends_on.iter().any(|depends| {
            let name = depends.service.get();
            name.is_some_and(|name| database(&name.0))
        });
        mounts || waits || stopped(&service.name.value.0)
    };
    let users = stack.services.iter().filter(uses);
    users.map(|service| service.name.value.0.as_str()).collect()
}

impl Dump<'_> {
    /// The file in `/work`.
    #[must_use]
    pub fn file(&self) -> String {
        let ending = match (self.format, self.compress) {
            (DumpFormat::Custom, _) => "dump",
            (DumpFormat::Sql, Compression::Gzip) => "sql.gz",
            (DumpFormat::Sql, Compression::None) => "sql",
        };
        format!("{}.{ending}", self.service.name.value.0)
    }

    /// The port of the database in its container.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.database.port.map_or(
            match self.database.engine.value {
                Engine::Postgres => 5432,
                Engine::Mysql | Engine::Mariadb => 3306,
            },
            |port| port.value.0,
        )
    }

    /// The user that dumps if none is named.
    #[must_use]
    pub fn usual_user(&self) -> &'static str {
        match self.database.engine.value {
            Engine::Postgres => "postgres",
            Engine::Mysql | Engine::Mariadb => "root",
        }
    }
}

impl StorePlan<'_> {
    /// The folder of the host that it is, if it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        let place = self.store.place.value.0.as_str();
        let on_host = match self.store.kind.value {
            StoreKind::Local => true,
            StoreKind::Restic => place.starts_with(['/', '.', '~']),
            StoreKind::S3 => false,
        };
        on_host.then_some(place)
    }
}

impl Plan<'_> {
    /// The folder of its copies in each store that is one: a store may be shared by backups and projects.
    #[must_use]
    pub fn copies(&self, project: &str) -> String {
        format!("{project}/{}", self.backup.name.value.0)
    }

    /// What its copies in a repository have in common. No name has a `/`, so no two projects have a tag between them.
    #[must_use]
    pub fn tag(&self, project: &str) -> String {
        self.copies(project)
    }

    /// What is kept, as the variables that the scripts read.
    #[must_use]
    pub fn keep(&self) -> Vec<(&'static str, u64)> {
        let Some(keep) = &self.backup.keep else {
            return Vec::new();
        };
        let all = [
            ("KEEP_DAYS", &keep.days),
            ("KEEP_DAILY", &keep.daily),
            ("KEEP_WEEKLY", &keep.weekly),
            ("KEEP_MONTHLY", &keep.monthly),
        ];
        all.into_iter()
            .filter_map(|(name, count)| Some((name, count.as_ref()?.value.0)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary};

    use super::plans;

    fn tag(stack: &str, backup: &str) -> String {
        let request = Request {
            path: "stack.kdl".to_owned(),
            text: format!(
                "stack {stack} edition=1\nsecret key\nvolume data\nservice web {{ image \"a:1\"; volume data to=\"/d\" }}
                backup {backup} {{ volume data; store restic \"/srv/copies\" {{ password (secret)key }} }}\n"
            ),
            ..Request::default()
        };
        let compilation = compile(&request, &EmptyLibrary, &[]);
        let stack = compilation.default_stack().expect("a stack");
        plans(stack).first().expect("a backup").tag(&stack.project)
    }

    /// Projects may share a repository: what one keeps and deletes is never another's.
    #[test]
    fn no_two_projects_have_a_tag_between_them() {
        assert_eq!(tag("shop", "nightly"), "shop/nightly");
        assert_ne!(tag("a-b", "c"), tag("a", "b-c"));
    }
}
