//! What only one target needs.

use crate::{
    atoms::{
        AnyText, Bool, Branch, Line, Name, OutputFolder, RegistryPath, RunnerLabel, Version,
        words::{
            CiProvider, DokploySource, DokployType, OpsPlatform, SecretScheme, SystemdFlavour,
            UnitScope,
        },
    },
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// A form that the stack is compiled to, and what only that form needs: versions first, for an output is right for a version, never in general.
    Target "target" key Key::First; {
        /// `compose`, `nginx`, `systemd`, `nix`, `dokploy`, `ops`, `ansible` or `ci`.
        arg name: Fixed<Name>,
        /// The version of the tool: Compose's, 2.26 without it; nginx's, 1.28 without it, and on a host it has to be named; systemd's, 252; NixOS', 25.05; Dokploy's, 0.30.
        value version = "version": Fixed<Version>,
        /// For compose: the version of the Docker Engine, 25.0 without it.
        value engine = "engine": Fixed<Version>,
        /// For compose: the file that holds the edge's services, if they stand in an override beside the base file.
        value edge_file = "edge-file": Fixed<Line>,
        /// For systemd: `quadlet`, a unit for each container, or `compose`, one unit around the Compose project, which it is without it.
        value flavour = "flavour": Fixed<SystemdFlavour>,
        /// For systemd: the version of podman, 5.4 without it.
        value podman = "podman": Fixed<Version>,
        /// For systemd: whose units they are, `system` without it.
        value scope = "scope": Fixed<UnitScope>,
        /// For nix: the `host` that it runs on. For ansible: the hosts that it is deployed to.
        words hosts = "host": Fixed<Name>,
        /// For nix: the name of the unit that runs the stack; the stack's without it.
        value unit = "unit": Fixed<Name>,
        /// For nix: how secrets reach the host.
        node secrets: TargetSecrets,
        /// For dokploy: the project that it belongs to; the stack's name without it.
        value project = "project": Fixed<Line>,
        /// For dokploy: `docker-compose` or `stack`, `docker-compose` without it.
        value kind = "type": Fixed<DokployType>,
        /// For dokploy: where it gets the Compose file, `raw` without it, or `git`.
        value source = "source": Fixed<DokploySource>,
        /// The folder that its files go to, relative to the stack's; `out/<environment>/<target>` without it.
        value out = "out": Fixed<OutputFolder>,
        /// For nginx: whether it listens on IPv6 too; `#false` without it.
        flag ipv6 = "ipv6": Fixed<Bool>,
        /// For ops: the systems that its scripts are for, `linux` and `windows`; `linux` without it.
        words platforms = "platform": Fixed<OpsPlatform>,
        /// For ops: whether there is a Makefile; `#false` without it.
        flag make = "make": Fixed<Bool>,
        /// For ci: whose workflow it is, `github`, which it is without it.
        value provider = "provider": Fixed<CiProvider>,
        /// For ci: where the images go that the stack builds, such as `ghcr.io/example`; without it nothing is pushed.
        value registry = "registry": Fixed<RegistryPath>,
        /// For ci: the branch that is delivered, `main` without it.
        value branch = "branch": Fixed<Branch>,
        /// For ci: the stack's folder in the repository; its root without it.
        value folder = "folder": Fixed<OutputFolder>,
        /// For ci: the labels of the machine that the jobs run on, such as `self-hosted linux arm64`; `ubuntu-24.04` without it.
        words runners = "runner": Fixed<RunnerLabel>,
        /// For ci: the commands of a shell that put stackc into `~/.cargo/bin`; `$STACKC_VERSION` is the version that wrote `stack.lock`.
        value install = "install": Fixed<AnyText>,
    }
}

node! {
    /// How secrets reach the host.
    TargetSecrets "secrets" key Key::Once; {
        /// `agenix`.
        arg scheme: Fixed<SecretScheme>,
        /// The folder of the encrypted files, relative to the stack's; `secrets` without it.
        prop dir = "dir": Fixed<Line>,
        /// What stands before the names of the encrypted files.
        prop prefix = "prefix": Fixed<Line>,
    }
}
