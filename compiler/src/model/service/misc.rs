//! The rest of what Compose can say of a service.

use crate::{
    atoms::{AnyText, Atom, Bool, Duration, Line, Literal, Name, Size},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

/// When a container is started again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restart {
    /// Never.
    No,
    /// Whenever it ends.
    Always,
    /// Whenever it ends, unless someone stopped it.
    UnlessStopped,
    /// When it ends with a failure, at most so many times.
    OnFailure(Option<u64>),
}

impl Restart {
    /// As Compose spells it.
    #[must_use]
    pub fn compose(&self) -> String {
        match self {
            Self::No => "no".to_owned(),
            Self::Always => "always".to_owned(),
            Self::UnlessStopped => "unless-stopped".to_owned(),
            Self::OnFailure(None) => "on-failure".to_owned(),
            Self::OnFailure(Some(times)) => format!("on-failure:{times}"),
        }
    }
}

impl Atom for Restart {
    const TYPE: &'static str = "restart policy";
    const EXAMPLE: &'static str = "unless-stopped";

    fn choices() -> &'static [&'static str] {
        &["no", "always", "unless-stopped", "on-failure"]
    }

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "no" => Ok(Self::No),
            "always" => Ok(Self::Always),
            "unless-stopped" => Ok(Self::UnlessStopped),
            "on-failure" => Ok(Self::OnFailure(None)),
            _ => match text.strip_prefix("on-failure:").map(str::parse) {
                Some(Ok(times)) => Ok(Self::OnFailure(Some(times))),
                _ => Err(
                    "it is one of no, always, unless-stopped, on-failure, on-failure:3".to_owned(),
                ),
            },
        }
    }
}

/// When an image is fetched, as Compose spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullPolicy(pub String);

impl Atom for PullPolicy {
    const TYPE: &'static str = "pull policy";
    const EXAMPLE: &'static str = "always";

    fn choices() -> &'static [&'static str] {
        &[
            "missing",
            "if_not_present",
            "always",
            "never",
            "build",
            "refresh",
            "daily",
            "weekly",
        ]
    }

    fn parse(text: &str) -> Result<Self, String> {
        let every = text
            .strip_prefix("every_")
            .is_some_and(|time| Duration::parse(time).is_ok());
        if every || Self::choices().contains(&text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "it is one of {}, every_12h",
                Self::choices().join(", ")
            ))
        }
    }
}

/// Memory and swap: a size, or -1 for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwapLimit {
    /// No limit.
    Unlimited,
    /// At most this.
    Size(Size),
}

impl Atom for SwapLimit {
    const TYPE: &'static str = "size or -1";
    const EXAMPLE: &'static str = "\"2GiB\"";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        if text == "-1" {
            return Ok(Self::Unlimited);
        }
        Size::parse(text).map(Self::Size)
    }
}

/// A time of the scheduler: microseconds, or a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Microseconds; -1 is no limit.
    Micros(i64),
    /// A duration.
    Time(Duration),
}

impl Atom for Amount {
    const TYPE: &'static str = "microseconds or duration";
    const EXAMPLE: &'static str = "50000";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(micros) if micros >= -1 => Ok(Self::Micros(micros)),
            _ => Duration::parse(text).map(Self::Time),
        }
    }
}

node! {
    /// A file of environment variables, which Compose reads when it deploys.
    EnvFile "env-file" key Key::First; {
        /// The file, relative to the stack file that says it.
        arg path: Value<Line>,
        /// Whether it must be there; `#true` without it.
        prop required = "required": Value<Bool>,
        /// Its format: `raw` takes it as it stands.
        prop format = "format": Value<Line>,
    }
}

node! {
    /// The mounts of another service, or of a container outside of the stack.
    VolumesFrom "volumes-from" key Key::All; {
        /// The service.
        opt_arg service: Fixed<Name>,
        /// The container, in place of a service.
        prop container = "container": Value<Line>,
        /// Whether they can only be read.
        prop read_only = "read-only": Fixed<Bool>,
    }
}

node! {
    /// A name and an address for the container's hosts file.
    ExtraHost "extra-host" key Key::All; {
        /// The name.
        arg name: Value<Line>,
        /// The address; `host-gateway` is the host. Without it the name is an input that holds both.
        opt_arg address: Value<Line>,
    }
}

node! {
    /// Where the service's log goes.
    LogDriver "logging" key Key::Sort; {
        /// The driver; the engine's default without one.
        opt_arg driver: Value<Line>,
        /// An option of the driver.
        pairs options = "option": Value<AnyText>,
    }
}

node! {
    /// Credentials of a managed service account.
    CredentialSpec "credential-spec" key Key::Once; slots [["config", "file", "registry"]]; {
        /// A file of the stack that holds them.
        prop config = "config": Value<Line>,
        /// The name of a file in the engine's folder `CredentialSpecs`.
        prop file = "file": Value<Line>,
        /// A key of the registry that holds them.
        prop registry = "registry": Value<Line>,
    }
}

node! {
    /// The program that provides the service in place of a container.
    Provider "provider" key Key::Once; {
        /// The program.
        arg kind: Value<Line>,
        /// An option of it.
        pairs options = "option": Value<AnyText>,
    }
}

node! {
    /// A model that the service uses.
    ModelUse "model" key Key::First; {
        /// The model.
        arg name: Fixed<Name>,
        /// The variable that gets its address.
        prop endpoint_var = "endpoint-var": Value<Line>,
        /// The variable that gets its name.
        prop model_var = "model-var": Value<Line>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pull_policies() {
        for fine in ["always", "if_not_present", "every_12h", "every_1w"] {
            assert!(PullPolicy::parse(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "alway", "every_", "every_x", "if-not-present"] {
            assert!(PullPolicy::parse(wrong).is_err(), "{wrong}");
        }
    }
}
