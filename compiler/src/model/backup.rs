//! Backups.

use crate::{
    atoms::{
        Bool, Count, Image, Line, Name,
        words::{Compression, DumpFormat, StoreKind},
    },
    model::{Schedule, SecretName},
    reader::node,
    schema::Key,
    template::{Fixed, SecretText, Value},
};

node! {
    /// What is copied, when, where to and for how long. A restore is made beside it.
    Backup "backup" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// A service whose `database` is dumped.
        nodes databases: BackupDatabase,
        /// A volume that is copied as it lies there.
        nodes volumes: BackupVolume,
        /// A service that is stopped while the volumes are copied.
        nodes stops: BackupStop,
        /// When it runs.
        node schedule: Schedule,
        /// For how long copies are kept; for ever without it.
        node keep: Keep,
        /// How databases are dumped.
        node format: Format,
        /// Where the copies go.
        nodes stores: Store,
    }
}

node! {
    /// A service whose `database` is dumped, in one transaction where its engine has them; `database a b` is short for two.
    BackupDatabase "database" key Key::EachArg; {
        /// The service.
        arg service: Fixed<Name>,
    }
}

node! {
    /// A volume that is copied as it lies there; `volume a b` is short for two.
    BackupVolume "volume" key Key::EachArg; {
        /// The volume.
        arg name: Fixed<Name>,
    }
}

node! {
    /// A service that is stopped while the volumes are copied, so that no file changes meanwhile; `stop a b` is short for two.
    BackupStop "stop" key Key::EachArg; {
        /// The service.
        arg service: Fixed<Name>,
    }
}

node! {
    /// For how long copies are kept: all of the last days, or the last one of each of so many days, weeks and months.
    Keep "keep" key Key::Once; slots [["days", "daily"], ["days", "weekly"], ["days", "monthly"]]; {
        /// All copies of so many days.
        prop days = "days": Fixed<Count>,
        /// The last copy of each of so many days.
        prop daily = "daily": Fixed<Count>,
        /// The last copy of each of so many weeks.
        prop weekly = "weekly": Fixed<Count>,
        /// The last copy of each of so many months.
        prop monthly = "monthly": Fixed<Count>,
    }
}

node! {
    /// How databases are dumped; as statements, compressed with gzip, without it.
    Format "format" key Key::Once; {
        /// `sql`, or `custom`, PostgreSQL's own.
        arg kind: Fixed<DumpFormat>,
        /// `gzip` or `none`.
        prop compress = "compress": Fixed<Compression>,
    }
}

node! {
    /// Where copies go: a folder of the host, a bucket, or a restic repository, which is encrypted.
    Store "store" key Key::All; {
        /// `local`, `s3` or `restic`.
        arg kind: Fixed<StoreKind>,
        /// The folder, the bucket as `s3://BUCKET/FOLDER` or `https://HOST/BUCKET/FOLDER`, or the repository as restic names it.
        arg place: Fixed<Line>,
        /// Whether it is a further copy of what another store has.
        prop copy = "copy": Fixed<Bool>,
        /// For restic: the password of the repository.
        value password = "password": SecretName,
        /// For s3 and restic: the image of the client; of rclone or of restic, in the version that the reference names, without it.
        value image = "image": Value<Image>,
        /// For s3 and restic: the variables of the client, in which its credentials are.
        block env = "env": SecretText,
    }
}

/// A bucket that speaks S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket<'a> {
    /// Where it is asked, if it isn't at Amazon's.
    pub endpoint: Option<&'a str>,
    /// The bucket, and the folder in it behind a `/`.
    pub path: &'a str,
}

impl Store {
    /// The bucket, if its place names one.
    #[must_use]
    pub fn bucket(&self) -> Option<Bucket<'_>> {
        let text = self.place.value.0.as_str();
        let named = |path: &str| {
            let bucket = path.split('/').next().unwrap_or("");
            !bucket.is_empty() && path.bytes().all(|b| b.is_ascii_graphic())
        };
        if let Some(path) = text.strip_prefix("s3://") {
            return named(path).then_some(Bucket {
                endpoint: None,
                path,
            });
        }
        let after = text.find("://").map(|at| at + 3)?;
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        let slash = text.get(after..)?.find('/')? + after;
        let (endpoint, path) = (text.get(..slash)?, text.get(slash + 1..)?);
        let host = endpoint.get(after..)?;
        let fine = is_web && !host.is_empty() && !host.contains('@') && named(path);
        fine.then_some(Bucket {
            endpoint: Some(endpoint),
            path,
        })
    }
}
