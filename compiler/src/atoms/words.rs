//! Types that are a set of words.

use super::Atom;

/// Declares a type whose values are words.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident $type:literal { $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant),+
        }

        impl $name {
            /// The word that is written in a stack.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl Atom for $name {
            const TYPE: &'static str = $type;
            const EXAMPLE: &'static str = first!($($word),+);

            fn choices() -> &'static [&'static str] {
                &[$($word),+]
            }

            fn parse(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("it is one of {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}

macro_rules! first {
    ($first:literal $(, $rest:literal)*) => {
        $first
    };
}

words! {
    /// The protocol of a port.
    Protocol "protocol" {
        /// TCP, the default.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
        /// SCTP.
        Sctp = "sctp",
    }
}

words! {
    /// What `depends-on` waits for.
    Condition "condition" {
        /// The container was started.
        Started = "started",
        /// Its healthcheck passes.
        Healthy = "healthy",
        /// It ended with success.
        Completed = "completed",
    }
}

words! {
    /// Where a stack's reverse proxy lives.
    Place "place" {
        /// In a container of the stack.
        Container = "container",
        /// On the host.
        Host = "host",
    }
}

words! {
    /// Where certificates come from.
    TlsMode "kind of TLS" {
        /// Let's Encrypt, by webroot.
        LetsEncrypt = "letsencrypt",
        /// A certificate that the stack's script makes.
        SelfSigned = "self-signed",
        /// Files that someone else provides.
        Files = "files",
        /// Plain HTTP.
        None = "none",
    }
}

words! {
    /// The oldest TLS that is accepted.
    TlsVersion "TLS version" {
        /// TLS 1.2
        V1_2 = "1.2",
        /// TLS 1.3
        V1_3 = "1.3",
    }
}

words! {
    /// The types that a param or an input can have.
    ParamType "type" {
        /// Any text, the default.
        Text = "text",
        /// A name of a service, network, …
        Name = "name",
        /// A name of a variable.
        Identifier = "identifier",
        /// A whole number.
        Int = "int",
        /// `#true` or `#false`.
        Bool = "bool",
        /// A DNS name or address.
        Host = "host",
        /// 1 to 65535.
        Port = "port",
        /// A path.
        Path = "path",
        /// An absolute URL.
        Url = "url",
        /// An e-mail address.
        Email = "email",
        /// An image reference.
        Image = "image",
        /// An image's tag.
        Tag = "tag",
        /// A span of time.
        Duration = "duration",
        /// A number of bytes.
        Size = "size",
        /// Requests per time.
        Rate = "rate",
    }
}

words! {
    /// What a rate or connection limit counts by.
    Per "limit key" {
        /// The address of the visitor.
        ClientIp = "client-ip",
    }
}

words! {
    /// The program in the image that a healthcheck is made with.
    HealthClient "client" {
        /// curl, for HTTP
        Curl = "curl",
        /// wget, also BusyBox's, for HTTP
        Wget = "wget",
        /// bash's /dev/tcp
        Bash = "bash",
        /// netcat, for TCP
        Nc = "nc",
    }
}

words! {
    /// How a watched path is brought into the container.
    WatchAction "watch action" {
        /// Copy the files.
        Sync = "sync",
        /// Build the image again.
        Rebuild = "rebuild",
        /// Restart the container.
        Restart = "restart",
        /// Copy, then restart.
        SyncRestart = "sync+restart",
        /// Copy, then run a command.
        SyncExec = "sync+exec",
    }
}

words! {
    /// SELinux relabelling of a bind mount.
    Selinux "SELinux label" {
        /// Shared between containers.
        Shared = "z",
        /// Private to the container.
        Private = "Z",
    }
}

words! {
    /// What a systemd unit runs.
    SystemdFlavour "flavour" {
        /// One unit around the Compose project.
        Compose = "compose",
        /// A Quadlet unit for each container.
        Quadlet = "quadlet",
    }
}

words! {
    /// Whose systemd units they are.
    UnitScope "scope" {
        /// The system's.
        System = "system",
        /// A user's.
        User = "user",
    }
}

words! {
    /// The systems that the scripts of the ops target are for.
    OpsPlatform "platform" {
        /// POSIX sh, with curl, openssl and Docker.
        Linux = "linux",
        /// PowerShell and the Task Scheduler.
        Windows = "windows",
    }
}

words! {
    /// Whose workflows the ci target writes.
    CiProvider "CI provider" {
        /// GitHub Actions.
        Github = "github",
    }
}

words! {
    /// How secrets reach a NixOS host.
    SecretScheme "secret scheme" {
        /// As files that are encrypted for the host's age key.
        Agenix = "agenix",
    }
}

words! {
    /// How Dokploy runs a Compose file.
    DokployType "Dokploy type" {
        /// With docker compose.
        DockerCompose = "docker-compose",
        /// With docker stack, on Swarm.
        Stack = "stack",
    }
}

words! {
    /// Where Dokploy gets a Compose file.
    DokploySource "Dokploy source" {
        /// It holds the text.
        Raw = "raw",
        /// From a git repository.
        Git = "git",
    }
}

words! {
    /// The sorts of schedules that are said in words.
    Rhythm "rhythm" {
        /// At a minute of every hour.
        Hourly = "hourly",
        /// At a time of every day.
        Daily = "daily",
        /// At a time of some days of the week.
        Weekly = "weekly",
        /// At a time of some days of the month.
        Monthly = "monthly",
        /// When the user logs in.
        Login = "login",
    }
}

words! {
    /// A database that a backup can dump.
    Engine "database engine" {
        /// PostgreSQL
        Postgres = "postgres",
        /// MySQL
        Mysql = "mysql",
        /// MariaDB
        Mariadb = "mariadb",
    }
}

words! {
    /// How a database is dumped.
    DumpFormat "dump format" {
        /// As statements, the default.
        Sql = "sql",
        /// In PostgreSQL's own format, from which single tables can be restored.
        Custom = "custom",
    }
}

words! {
    /// How a dump is compressed.
    Compression "compression" {
        /// With gzip, the default.
        Gzip = "gzip",
        /// Not at all.
        None = "none",
    }
}

words! {
    /// Where a backup goes.
    StoreKind "kind of store" {
        /// A folder of the host.
        Local = "local",
        /// A bucket that speaks S3.
        S3 = "s3",
        /// A restic repository, which is encrypted.
        Restic = "restic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for word in Condition::choices() {
            assert_eq!(Condition::parse(word).expect("a word").word(), *word);
        }
        assert!(Condition::parse("service_healthy").is_err());
    }
}
