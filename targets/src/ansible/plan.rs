//! What is deployed, to which hosts, and where it lies there.

use stackc_compiler::{
    atoms::words::{OpsPlatform, SystemdFlavour, TlsMode, UnitScope},
    model::{Host, Secret, Target},
    resolve::{Stack, join},
    target::Place,
};

use crate::parts::{banner, compose::is_variable, host_nginx, project};

/// The plan of one stack in one environment.
pub(super) struct Plan<'a> {
    pub stack: &'a Stack,
    pub banner: Vec<String>,
    pub place: &'a Place,
    pub runs: Runs,
}

/// What runs the containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// Docker Compose, called by the playbook.
    Compose,
    /// The unit of the systemd target around the Compose project.
    Unit,
    /// Units of podman's, one for each container.
    Quadlet,
}

/// What runs the containers of a stack: what the systemd target makes, if there is one, else the Compose project.
pub(super) fn runs(stack: &Stack) -> Runs {
    let Some(systemd) = stack.target("systemd") else {
        return Runs::Compose;
    };
    match systemd.flavour.map(|flavour| flavour.value) {
        Some(SystemdFlavour::Quadlet) => Runs::Quadlet,
        _ => Runs::Unit,
    }
}

/// Whether the units of the stack are a user's.
pub(super) fn is_users(stack: &Stack) -> bool {
    let scope = stack.target("systemd").and_then(|target| target.scope);
    scope.is_some_and(|scope| scope.value == UnitScope::User)
}

/// The hosts that a stack is deployed to: those that the target names, or the only one that there is.
pub(super) fn hosts(stack: &Stack) -> Vec<&Host> {
    let named = stack
        .target(super::ID)
        .and_then(|target| target.hosts.as_ref());
    match named {
        Some(words) => {
            let one = |name: &str| stack.hosts.iter().find(|host| host.name.value.0 == name);
            let names = words.items.iter();
            names.filter_map(|name| one(&name.value.0)).collect()
        }
        None => stack.hosts.iter().collect(),
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(stack: &'a Stack, place: &'a Place) -> Self {
        Self {
            stack,
            banner: banner::lines(stack, place),
            place,
            runs: runs(stack),
        }
    }

    /// The folder on the host below which everything lies as it does below the stack's folder.
    pub(super) fn home(&self) -> String {
        format!("/opt/{}", self.stack.project)
    }

    /// The folder of a target's files, below that which everything is written below.
    pub(super) fn folder(&self, target: &str) -> Option<&str> {
        let mut all = self.place.folders.iter();
        let found = all.find(|(id, _)| *id == target);
        found.map(|(_, folder)| folder.as_str())
    }

    /// The folder on the host that mirrors a target's.
    pub(super) fn mirrored(&self, target: &str) -> String {
        join(&self.home(), self.folder(target).unwrap_or(""))
    }

    /// The folder on the host with `docker-compose.yml`, `.env` and `secrets/`; for Quadlet that with `env` and `secrets/`.
    pub(super) fn project(&self) -> String {
        match self.runs {
            Runs::Compose => self.mirrored("compose"),
            Runs::Unit | Runs::Quadlet => self.home(),
        }
    }

    /// Where the values of the deployer lie on the host.
    pub(super) fn values(&self) -> String {
        let name = match self.runs {
            Runs::Compose | Runs::Unit => ".env",
            Runs::Quadlet => "env",
        };
        format!("{}/{name}", self.project())
    }

    /// The names of the Compose files, the base first.
    pub(super) fn compose_files(&self) -> Vec<&str> {
        let mut files = Vec::new();
        if self.runs != Runs::Quadlet {
            files.push("docker-compose.yml");
            files.extend(project::edge_file(self.stack).map(|file| file.value.0.as_str()));
        }
        files
    }

    /// The services whose images the stack builds under a name, and which start without a profile; not those whose pull policy is said.
    pub(super) fn built(&self) -> Vec<&str> {
        let services = self.stack.services.iter();
        let built = services.filter(|service| {
            service.build.is_some()
                && service.image.is_some()
                && service.profiles.is_none()
                && service.pull_policy.is_none()
        });
        built.map(|service| service.name.value.0.as_str()).collect()
    }

    /// The target whose `nginx.conf` the host's nginx reads, if one makes it.
    pub(super) fn nginx(&self) -> Option<&'static str> {
        if !host_nginx::is_on_host(self.stack) || self.stack.sites.is_empty() {
            return None;
        }
        let makers = ["nginx", "systemd"];
        makers
            .into_iter()
            .find(|target| self.folder(target).is_some())
    }

    /// Whether a site has a certificate that the stack makes itself.
    pub(super) fn is_self_signed(&self) -> bool {
        let sites = self.stack.sites.iter();
        sites
            .filter_map(|site| site.tls.as_ref())
            .any(|tls| tls.mode.value == TlsMode::SelfSigned)
    }

    /// Whether lines of cron are wanted: scripts that have times, and no timers of systemd.
    pub(super) fn has_cron(&self) -> bool {
        let ops = self.stack.target("ops");
        ops.is_some_and(is_for_linux) && self.runs == Runs::Compose
    }

    /// Whether a script of the ops target holds the values against their rules.
    pub(super) fn has_rules(&self) -> bool {
        let ops = self.stack.target("ops");
        ops.is_some_and(is_for_linux) && self.runs != Runs::Quadlet
    }

    /// The variables that a start needs: inputs and secrets without a default that are not optional.
    pub(super) fn needed_values(&self) -> Vec<String> {
        let inputs = self.stack.inputs.iter().filter(|input| {
            let optional = input.optional.is_some_and(|flag| flag.value.0);
            input.default.is_none() && !optional
        });
        let mut names: Vec<String> = inputs.map(|input| input.name.value.0.clone()).collect();
        if self.runs != Runs::Quadlet {
            let secrets = self.stack.secrets.iter();
            let variables = secrets.filter(|one| is_variable(one, self.stack) && !is_optional(one));
            names.extend(variables.map(Secret::variable));
        }
        names
    }

    /// The secrets that are files in `secrets/`.
    pub(super) fn secret_files(&self) -> Vec<&'a Secret> {
        if self.runs == Runs::Quadlet {
            return Vec::new();
        }
        project::secret_files(self.stack)
    }
}

/// Whether a start needs no value of the secret.
pub(super) fn is_optional(secret: &Secret) -> bool {
    secret.optional.is_some_and(|flag| flag.value.0)
}

/// Whether there are scripts for a POSIX shell.
pub(super) fn is_for_linux(ops: &Target) -> bool {
    let platforms = ops.platforms.as_ref();
    platforms.is_none_or(|words| {
        let mut items = words.items.iter();
        items.any(|one| one.value == OpsPlatform::Linux)
    })
}
