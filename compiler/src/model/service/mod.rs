//! A service: everything that Compose can say of one, typed.

mod attach;
mod build;
mod command;
mod database;
mod depends;
mod deploy;
mod devices;
mod health;
mod hooks;
mod misc;
mod mount;
mod port;
mod resources;

pub use attach::{FileMount, NetworkAttachment, SecretMount};
pub use build::{Build, BuildSecret};
pub use command::{Command, Entrypoint};
pub use database::Database;
pub use depends::DependsOn;
pub use deploy::{Deploy, Placement, RestartPolicy, RollbackPolicy, UpdatePolicy};
pub use devices::{BlockIo, Device, Gpu, Ulimit};
pub use health::Healthcheck;
pub use hooks::{Hook, PreStop, Watch};
pub use misc::{
    Amount, CredentialSpec, EnvFile, ExtraHost, LogDriver, ModelUse, Provider, PullPolicy, Restart,
    SwapLimit, VolumesFrom,
};
pub use mount::{Bind, Mount, OtherMount, Tmpfs, VolumeMount};
pub use port::PortDeclaration;
pub use resources::{DeviceRequest, GenericResource, Reservation, Resources};

use crate::{
    atoms::{
        AnyText, Bool, Count, Decimal, Duration, HostName, Image, Int, Line, MacAddress, Name,
        ObjectName, OomScore, Size,
    },
    reader::{RawNodes, node},
    schema::Key,
    template::{Fixed, SecretText, Value},
};

node! {
    /// A container, or several of the same kind, that the stack runs.
    Service "service" key Key::First; {
        /// Its name, under which other services reach it.
        arg name: Fixed<Name>,
        /// The service that this one starts from; its body is an overlay on that one's.
        prop extends = "extends": Fixed<Name>,
        /// The image that it runs.
        value image = "image": Value<Image>,
        /// How its image is built.
        node build: Build,
        /// The command, in place of the image's.
        node command: Command,
        /// The entrypoint, in place of the image's.
        node entrypoint: Entrypoint,
        /// Its environment variables: `KEY VALUE`, or `KEY` alone to pass the deployer's through.
        block env = "env": SecretText,
        /// A file of environment variables; later files win, `env` wins over all.
        nodes env_files: EnvFile,
        /// A file of labels, relative to the file that says it.
        each label_files = "label-file": Value<Line>,
        /// A port that it listens on.
        nodes ports: PortDeclaration,
        /// What is mounted into it.
        nodes mounts: Mount,
        /// The mounts of another service.
        nodes volumes_from: VolumesFrom,
        /// A file of the stack that is mounted.
        nodes files: FileMount,
        /// A secret that is mounted as a file.
        nodes secrets: SecretMount,
        /// A network that it joins; without one it joins `default`.
        nodes networks: NetworkAttachment,
        /// The mode of its network: `host`, `none`, `service:NAME` …
        value network_mode = "network-mode": Value<Line>,
        /// What must be there before it starts.
        nodes depends_on: DependsOn,
        /// How its health is seen.
        node healthcheck: Healthcheck,
        /// The database in it, which a backup can dump.
        node database: Database,
        /// When it is started again: `no`, the default, `always`, `unless-stopped`, `on-failure` or `"on-failure:3"`.
        value restart = "restart": Value<Restart>,
        /// Profiles that it belongs to; it only starts if one of them is asked for.
        words profiles = "profile": Value<Line>,
        /// How many containers of it run; 1 without it.
        value replicas = "replicas": Value<Count>,
        /// How many containers of it run, in Compose's older word.
        value scale = "scale": Value<Count>,
        /// What it may use, and what is reserved for it.
        node resources: Resources,
        /// Which machines of a cluster it may run on.
        node placement: Placement,
        /// How a cluster rolls it out.
        node deploy: Deploy,
        /// Where its log goes.
        node logging: LogDriver,
        /// A label.
        pairs labels = "label": Value<AnyText>,
        /// An annotation.
        pairs annotations = "annotation": Value<AnyText>,
        /// Read-only, no new privileges, no capabilities and a tmpfs on /tmp, at once.
        flag harden = "harden": Fixed<Bool>,
        /// Whether its root file system is read-only.
        flag read_only = "read-only": Value<Bool>,
        /// Capabilities that it gets.
        words cap_add = "cap-add": Value<Line>,
        /// Capabilities that it loses.
        words cap_drop = "cap-drop": Value<Line>,
        /// Options of the security modules; the path of a `seccomp=` profile is relative to the file that says it.
        words security_opt = "security-opt": Value<Line>,
        /// Whether it has every right on the host.
        flag privileged = "privileged": Value<Bool>,
        /// The user, and the group, that it runs as; the image's without it.
        value user = "user": Value<Line>,
        /// Groups that its user also belongs to.
        words group_add = "group-add": Value<Line>,
        /// The mode of its user namespace.
        value userns_mode = "userns-mode": Value<Line>,
        /// The name of its container; without one Compose makes it.
        value container_name = "container-name": Value<ObjectName>,
        /// Its host name inside; the container's id without it.
        value hostname = "hostname": Value<HostName>,
        /// Its domain name inside.
        value domainname = "domainname": Value<HostName>,
        /// The folder that it starts in; the image's without it.
        value working_dir = "working-dir": Value<Line>,
        /// The platform that its image is for; the engine's own without it.
        value platform = "platform": Value<Line>,
        /// When its image is fetched: `missing`, the default, `always`, `never`, `build`, `refresh`, `daily`, `weekly` or `every_12h`.
        value pull_policy = "pull-policy": Value<PullPolicy>,
        /// How old a fetched image may be before `pull-policy refresh` fetches it again.
        value pull_refresh_after = "pull-refresh-after": Value<Line>,
        /// Whether an init process reaps its children.
        flag init = "init": Value<Bool>,
        /// Whether it has a terminal.
        flag tty = "tty": Value<Bool>,
        /// Whether its standard input stays open.
        flag stdin_open = "stdin-open": Value<Bool>,
        /// Whether `up` shows its log; it does without it.
        flag attach = "attach": Value<Bool>,
        /// Whether it may use the engine's API.
        flag use_api_socket = "use-api-socket": Value<Bool>,
        /// The signal that stops it; the image's, or SIGTERM, without it.
        value stop_signal = "stop-signal": Value<Line>,
        /// How long it may take to stop; 10s without it.
        value stop_grace_period = "stop-grace-period": Value<Duration>,
        /// Another name for a service that it reaches.
        each links = "link": Value<Line>,
        /// Another name for a container outside of the stack.
        each external_links = "external-link": Value<Line>,
        /// A name and an address for its hosts file.
        nodes extra_hosts: ExtraHost,
        /// DNS servers that it asks.
        words dns = "dns": Value<Line>,
        /// Domains in which it searches names.
        words dns_search = "dns-search": Value<Line>,
        /// Options of its resolver.
        words dns_opt = "dns-opt": Value<Line>,
        /// Its MAC address.
        value mac_address = "mac-address": Value<MacAddress>,
        /// A device of the host.
        nodes devices: Device,
        /// Rules for its devices' control group.
        words device_cgroup_rules = "device-cgroup-rule": Value<Line>,
        /// All GPUs: `gpus all`.
        value gpus = "gpus": Value<Line>,
        /// A GPU.
        nodes gpu: Gpu,
        /// A limit of a kind of resource.
        nodes ulimits: Ulimit,
        /// A kernel parameter.
        pairs sysctls = "sysctl": Value<AnyText>,
        /// An option of its storage.
        pairs storage_opts = "storage-opt": Value<AnyText>,
        /// Limits of its disk.
        node blkio: BlockIo,
        /// The most memory it may use, in Compose's older word.
        value mem_limit = "mem-limit": Value<Size>,
        /// The memory that is reserved for it, in Compose's older word.
        value mem_reservation = "mem-reservation": Value<Size>,
        /// Memory and swap that it may use; -1 is without a limit.
        value memswap_limit = "memswap-limit": Value<SwapLimit>,
        /// How readily its memory is swapped out, 0 to 100.
        value mem_swappiness = "mem-swappiness": Value<Int>,
        /// The processors it may use, in Compose's older word.
        value cpus = "cpus": Value<Decimal>,
        /// Its share of the processors when they are short; 1024 without it.
        value cpu_shares = "cpu-shares": Value<Count>,
        /// The time that it may use of a period: microseconds, or a duration.
        value cpu_quota = "cpu-quota": Value<Amount>,
        /// The period of its quota: microseconds, or a duration; 100ms without it.
        value cpu_period = "cpu-period": Value<Amount>,
        /// How many processors it may use (Windows).
        value cpu_count = "cpu-count": Value<Int>,
        /// How many per cent of the processors it may use (Windows).
        value cpu_percent = "cpu-percent": Value<Count>,
        /// Its real-time runtime.
        value cpu_rt_runtime = "cpu-rt-runtime": Value<Amount>,
        /// Its real-time period.
        value cpu_rt_period = "cpu-rt-period": Value<Amount>,
        /// The processors that it may use, by number: `"0-1"`, `"0,2"`.
        value cpuset = "cpuset": Value<Line>,
        /// How many processes it may have; -1 is without a limit.
        value pids_limit = "pids-limit": Value<Int>,
        /// The size of /dev/shm; 64MiB without it.
        value shm_size = "shm-size": Value<Size>,
        /// How likely it is ended when memory is short, -1000 to 1000.
        value oom_score_adj = "oom-score-adj": Value<OomScore>,
        /// Whether it is spared when memory is short; it isn't without it.
        flag oom_kill_disable = "oom-kill-disable": Value<Bool>,
        /// Its process namespace.
        value pid = "pid": Value<Line>,
        /// Its IPC namespace.
        value ipc = "ipc": Value<Line>,
        /// Its UTS namespace.
        value uts = "uts": Value<Line>,
        /// Its control group namespace: `host` or `private`.
        value cgroup = "cgroup": Value<Line>,
        /// The control group that its own is in.
        value cgroup_parent = "cgroup-parent": Value<Line>,
        /// How it is isolated (Windows).
        value isolation = "isolation": Value<Line>,
        /// The runtime that runs it.
        value runtime = "runtime": Value<Line>,
        /// Credentials of a managed service account (Windows).
        node credential_spec: CredentialSpec,
        /// What is run in it once it has started.
        nodes post_start: Hook,
        /// What is run in it before it stops.
        nodes pre_stop: PreStop,
        /// What `watch` does when a path changes.
        nodes watch: Watch,
        /// The program that provides it in place of a container.
        node provider: Provider,
        /// A model that it uses.
        nodes models: ModelUse,
        /// Keys that the language has no word for, carried through to Compose as they stand.
        raw compose = "compose": RawNodes,
    }
}
