//! Which stand-in an image gets, by rule.

/// The image of all programs, from which the others are made.
pub(super) const PROGRAMS: &str = "stand-in/programs";

/// What a stand-in is: the real program, or for every application the same one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// PostgreSQL of this major version.
    Postgres(u8),
    /// Redis, or what speaks like it.
    Redis,
    /// MariaDB, also where it says MySQL.
    MariaDb,
    /// nginx 1 with this minor version.
    Nginx(u8),
    /// restic.
    Restic,
    /// rclone.
    Rclone,
    /// certbot.
    Certbot,
    /// A server that speaks S3.
    S3,
    /// BusyBox, also where it says Alpine.
    BusyBox,
    /// An HTTP server of ours, which uses the database, the cache and the mail server that its environment names.
    Application,
}

impl Family {
    /// All that are built.
    pub const ALL: [Self; 13] = [
        Self::Postgres(15),
        Self::Postgres(16),
        Self::Postgres(17),
        Self::Redis,
        Self::MariaDb,
        Self::Nginx(22),
        Self::Nginx(26),
        Self::Nginx(28),
        Self::Restic,
        Self::Rclone,
        Self::Certbot,
        Self::S3,
        Self::Application,
    ];

    /// The family of an image as a Compose file names it: by the last part of its name, and a database by its version.
    pub fn of(reference: &str) -> Self {
        let reference = reference.split('@').next().unwrap_or(reference);
        let last = reference.rsplit('/').next().unwrap_or(reference);
        let (name, tag) = last.split_once(':').unwrap_or((last, ""));
        match name {
            "postgres" | "pgvector" | "postgis" | "timescaledb" => Self::Postgres(postgres(tag)),
            "redis" | "valkey" => Self::Redis,
            "mariadb" | "mysql" => Self::MariaDb,
            "nginx" | "nginx-unprivileged" => Self::Nginx(nginx(tag)),
            "restic" => Self::Restic,
            "rclone" => Self::Rclone,
            "certbot" => Self::Certbot,
            "minio" | "moto" => Self::S3,
            "busybox" | "alpine" => Self::BusyBox,
            _ => Self::Application,
        }
    }

    /// The stage of the Dockerfile.
    pub(super) fn stage(self) -> &'static str {
        match self {
            Self::Postgres(15) => "postgres-15",
            Self::Postgres(16) => "postgres-16",
            Self::Postgres(_) => "postgres-17",
            Self::Redis => "redis",
            Self::MariaDb => "mariadb",
            Self::Nginx(22) => "nginx-1.22",
            Self::Nginx(28) => "nginx-1.28",
            Self::Nginx(_) => "nginx-1.26",
            Self::Restic => "restic",
            Self::Rclone => "rclone",
            Self::Certbot => "certbot",
            Self::S3 => "s3",
            Self::BusyBox => "busybox",
            Self::Application => "application",
        }
    }

    /// The name under which an engine has it.
    pub fn image(self) -> String {
        format!("stand-in/{}", self.stage())
    }
}

/// The nearest major version that there is.
fn postgres(tag: &str) -> u8 {
    let digits: String = tag
        .trim_start_matches("pg")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(17).clamp(15, 17)
}

/// The minor version of the newest nginx that there is and that is not newer.
fn nginx(tag: &str) -> u8 {
    let minor = tag
        .split(['.', '-'])
        .nth(1)
        .and_then(|minor| minor.parse().ok());
    match minor.unwrap_or(28) {
        ..26 => 22,
        26..28 => 26,
        28.. => 28,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_has_the_family_of_its_name() {
        for (image, family) in [
            ("postgres:16.4-alpine", Family::Postgres(16)),
            ("docker.io/library/postgres:15.9", Family::Postgres(15)),
            ("postgres", Family::Postgres(17)),
            ("pgvector/pgvector:pg16", Family::Postgres(16)),
            ("registry.example:5000/postgres:14", Family::Postgres(15)),
            ("redis:7.4.1-alpine", Family::Redis),
            ("mariadb:11.4", Family::MariaDb),
            ("nginxinc/nginx-unprivileged:1.26", Family::Nginx(26)),
            ("nginx:1.28-alpine", Family::Nginx(28)),
            ("nginx:1.24", Family::Nginx(22)),
            ("nginx:alpine", Family::Nginx(28)),
            ("alpine:3.20", Family::BusyBox),
            ("ghcr.io/example/shop:2.3.1", Family::Application),
            ("localhost:5000/shop", Family::Application),
        ] {
            assert_eq!(Family::of(image), family, "{image}");
        }
    }
}
