//! Compose's vocabulary in the stack's words.

/// A Compose key and what says the same in a stack.
pub struct ComposeWord {
    /// The key, with the keys that it is below.
    pub key: &'static str,
    /// How a stack says it.
    pub form: &'static str,
    /// The place of that word in the vocabulary: a node, or a node and its property or child. Several are separated by blanks.
    pub places: &'static str,
}

const fn word(key: &'static str, form: &'static str, places: &'static str) -> ComposeWord {
    ComposeWord { key, form, places }
}

/// The keys at the top of a Compose file.
pub const TOP: &[ComposeWord] = &[
    word("name", "stack NAME edition=1", "stack"),
    word("version", "nothing: it means nothing to Compose either", ""),
    word("services.X", "service X { … }", "service"),
    word("networks.X", "network X { … }", "network"),
    word("volumes.X", "volume X { … }", "volume"),
    word(
        "configs.X",
        "file X { source PATH }` or `file X { content TEXT }",
        "file file.source file.content",
    ),
    word("secrets.X", "secret X", "secret"),
    word("models.X", "model X model=IMAGE", "model"),
    word(
        "include",
        "include PATH, of another file of the stack",
        "include",
    ),
    word("x-…", "compose { x-… }", "compose"),
    word(
        "${NAME}",
        "input NAME optional=#true, and ${input.NAME}",
        "input",
    ),
    word(
        "${NAME:-text}",
        "input NAME default=TEXT, and ${input.NAME}",
        "input",
    ),
    word(
        "${NAME:?text}",
        "input NAME message=TEXT, and ${input.NAME}",
        "input",
    ),
];

/// The keys of a service.
pub const SERVICE: &[ComposeWord] = &[
    word("annotations", "annotation KEY VALUE", "service.annotation"),
    word("attach", "attach", "service.attach"),
    word("blkio_config", "blkio weight=N { … }", "service.blkio"),
    word(
        "blkio_config.device_read_bps",
        "blkio { read-bps PATH RATE }",
        "service.blkio.read-bps",
    ),
    word(
        "blkio_config.device_read_iops",
        "blkio { read-iops PATH RATE }",
        "service.blkio.read-iops",
    ),
    word(
        "blkio_config.device_write_bps",
        "blkio { write-bps PATH RATE }",
        "service.blkio.write-bps",
    ),
    word(
        "blkio_config.device_write_iops",
        "blkio { write-iops PATH RATE }",
        "service.blkio.write-iops",
    ),
    word(
        "blkio_config.weight_device",
        "blkio { device-weight PATH N }",
        "service.blkio.device-weight",
    ),
    word("build", "build CONTEXT", "service.build"),
    word(
        "build.additional_contexts",
        "build { additional-context NAME PLACE }",
        "service.build.additional-context",
    ),
    word("build.args", "build { arg KEY VALUE }", "service.build.arg"),
    word(
        "build.cache_from",
        "build { cache-from TEXT }",
        "service.build.cache-from",
    ),
    word(
        "build.cache_to",
        "build { cache-to TEXT }",
        "service.build.cache-to",
    ),
    word(
        "build.dockerfile",
        "build dockerfile=PATH",
        "service.build.dockerfile",
    ),
    word(
        "build.dockerfile_inline",
        "build { dockerfile-inline TEXT }",
        "service.build.dockerfile-inline",
    ),
    word(
        "build.entitlements",
        "build { entitlement WORD }",
        "service.build.entitlement",
    ),
    word(
        "build.extra_hosts",
        "build { extra-host NAME ADDRESS }",
        "service.build.extra-host",
    ),
    word(
        "build.isolation",
        "build isolation=WORD",
        "service.build.isolation",
    ),
    word(
        "build.labels",
        "build { label KEY VALUE }",
        "service.build.label",
    ),
    word(
        "build.network",
        "build network=NAME",
        "service.build.network",
    ),
    word(
        "build.no_cache",
        "build no-cache=#true",
        "service.build.no-cache",
    ),
    word(
        "build.platforms",
        "build { platform NAME }",
        "service.build.platform",
    ),
    word(
        "build.privileged",
        "build privileged=#true",
        "service.build.privileged",
    ),
    word(
        "build.provenance",
        "build provenance=TEXT",
        "service.build.provenance",
    ),
    word("build.pull", "build pull=#true", "service.build.pull"),
    word("build.sbom", "build sbom=TEXT", "service.build.sbom"),
    word(
        "build.secrets",
        "build { secret NAME }",
        "service.build.secret",
    ),
    word(
        "build.shm_size",
        "build shm-size=SIZE",
        "service.build.shm-size",
    ),
    word("build.ssh", "build { ssh ID PATH }", "service.build.ssh"),
    word("build.tags", "build { tag NAME }", "service.build.tag"),
    word("build.target", "build target=STAGE", "service.build.target"),
    word(
        "build.ulimits",
        "build { ulimit NAME N }",
        "service.build.ulimit",
    ),
    word("cap_add", "cap-add NAME…", "service.cap-add"),
    word("cap_drop", "cap-drop NAME…", "service.cap-drop"),
    word("cgroup", "cgroup WORD", "service.cgroup"),
    word(
        "cgroup_parent",
        "cgroup-parent NAME",
        "service.cgroup-parent",
    ),
    word("command, a list", "command WORD…", "service.command"),
    word(
        "command, a text",
        "command WORD…`, with variables in it `command line=TEXT",
        "service.command service.command.line",
    ),
    word("configs", "file NAME to=PATH", "service.file"),
    word(
        "container_name",
        "container-name NAME",
        "service.container-name",
    ),
    word("cpu_count", "cpu-count N", "service.cpu-count"),
    word("cpu_percent", "cpu-percent N", "service.cpu-percent"),
    word("cpu_period", "cpu-period TIME", "service.cpu-period"),
    word("cpu_quota", "cpu-quota TIME", "service.cpu-quota"),
    word(
        "cpu_rt_period",
        "cpu-rt-period TIME",
        "service.cpu-rt-period",
    ),
    word(
        "cpu_rt_runtime",
        "cpu-rt-runtime TIME",
        "service.cpu-rt-runtime",
    ),
    word("cpu_shares", "cpu-shares N", "service.cpu-shares"),
    word("cpus", "cpus N", "service.cpus"),
    word("cpuset", "cpuset TEXT", "service.cpuset"),
    word(
        "credential_spec",
        "credential-spec config=NAME`, `file=PATH` or `registry=KEY",
        "service.credential-spec",
    ),
    word(
        "depends_on",
        "depends-on NAME condition=WORD",
        "service.depends-on",
    ),
    word(
        "depends_on condition service_started",
        "condition=started, the default",
        "service.depends-on.condition",
    ),
    word(
        "depends_on condition service_healthy",
        "condition=healthy",
        "service.depends-on.condition",
    ),
    word(
        "depends_on condition service_completed_successfully",
        "condition=completed",
        "service.depends-on.condition",
    ),
    word(
        "deploy.endpoint_mode",
        "deploy endpoint-mode=WORD",
        "service.deploy.endpoint-mode",
    ),
    word(
        "deploy.labels",
        "deploy { label KEY VALUE }",
        "service.deploy.label",
    ),
    word("deploy.mode", "deploy mode=WORD", "service.deploy.mode"),
    word(
        "deploy.placement",
        "placement { constraint TEXT; spread TEXT }",
        "service.placement service.placement.constraint service.placement.spread",
    ),
    word("deploy.replicas", "replicas N", "service.replicas"),
    word(
        "deploy.resources.limits",
        "resources memory=SIZE cpus=N pids=N",
        "service.resources",
    ),
    word(
        "deploy.resources.reservations",
        "resources { reserve memory=SIZE cpus=N }",
        "service.resources.reserve",
    ),
    word(
        "deploy.resources.reservations.devices",
        "resources { reserve { device CAPABILITY… } }",
        "service.resources.reserve.device",
    ),
    word(
        "deploy.resources.reservations.generic_resources",
        "resources { reserve { generic KIND N } }",
        "service.resources.reserve.generic",
    ),
    word(
        "deploy.restart_policy",
        "deploy { restart-policy condition=WORD }",
        "service.deploy.restart-policy",
    ),
    word(
        "deploy.rollback_config",
        "deploy { rollback … }",
        "service.deploy.rollback",
    ),
    word(
        "deploy.update_config",
        "deploy { update … }",
        "service.deploy.update",
    ),
    word("develop.watch", "watch PATH action=WORD", "service.watch"),
    word(
        "device_cgroup_rules",
        "device-cgroup-rule TEXT…",
        "service.device-cgroup-rule",
    ),
    word("devices", "device SOURCE to=PATH", "service.device"),
    word("dns", "dns ADDRESS…", "service.dns"),
    word("dns_opt", "dns-opt TEXT…", "service.dns-opt"),
    word("dns_search", "dns-search NAME…", "service.dns-search"),
    word("domainname", "domainname NAME", "service.domainname"),
    word("entrypoint", "entrypoint WORD…", "service.entrypoint"),
    word("env_file", "env-file PATH", "service.env-file"),
    word("environment", "env { KEY VALUE }", "service.env"),
    word(
        "expose",
        "port NAME NUMBER, without publish=",
        "service.port",
    ),
    word("extends", "service NAME extends=OTHER", "service.extends"),
    word(
        "external_links",
        "external-link TEXT",
        "service.external-link",
    ),
    word(
        "extra_hosts",
        "extra-host NAME ADDRESS",
        "service.extra-host",
    ),
    word("gpus: all", "gpus all", "service.gpus"),
    word("gpus, a list", "gpu CAPABILITY…", "service.gpu"),
    word("group_add", "group-add NAME…", "service.group-add"),
    word(
        "healthcheck",
        "healthcheck interval=TIME timeout=TIME retries=N",
        "service.healthcheck",
    ),
    word(
        "healthcheck.disable",
        "healthcheck disable=#true",
        "service.healthcheck.disable",
    ),
    word(
        "healthcheck.test, CMD",
        "healthcheck { command WORD… }",
        "service.healthcheck.command",
    ),
    word(
        "healthcheck.test, CMD-SHELL",
        "healthcheck shell=TEXT",
        "service.healthcheck.shell",
    ),
    word(
        "healthcheck.test, NONE",
        "healthcheck { none }",
        "service.healthcheck.none",
    ),
    word("hostname", "hostname NAME", "service.hostname"),
    word("image", "image NAME", "service.image"),
    word("init", "init", "service.init"),
    word("ipc", "ipc WORD", "service.ipc"),
    word("isolation", "isolation WORD", "service.isolation"),
    word("label_file", "label-file PATH", "service.label-file"),
    word("labels", "label KEY VALUE", "service.label"),
    word("links", "link TEXT", "service.link"),
    word(
        "logging",
        "logging DRIVER { option KEY VALUE }",
        "service.logging service.logging.option",
    ),
    word("mac_address", "mac-address ADDRESS", "service.mac-address"),
    word("mem_limit", "mem-limit SIZE", "service.mem-limit"),
    word(
        "mem_reservation",
        "mem-reservation SIZE",
        "service.mem-reservation",
    ),
    word(
        "mem_swappiness",
        "mem-swappiness N",
        "service.mem-swappiness",
    ),
    word(
        "memswap_limit",
        "memswap-limit SIZE",
        "service.memswap-limit",
    ),
    word("models", "model NAME", "service.model"),
    word("network_mode", "network-mode WORD", "service.network-mode"),
    word("networks", "network NAME…", "service.network"),
    word(
        "networks.X.aliases",
        "network X { alias NAME… }",
        "service.network.alias",
    ),
    word(
        "networks.X.driver_opts",
        "network X { driver-opt KEY VALUE }",
        "service.network.driver-opt",
    ),
    word(
        "networks.X.gw_priority",
        "network X gateway-priority=N",
        "service.network.gateway-priority",
    ),
    word(
        "networks.X.interface_name",
        "network X interface=NAME",
        "service.network.interface",
    ),
    word(
        "networks.X.ipv4_address",
        "network X ipv4=ADDRESS",
        "service.network.ipv4",
    ),
    word(
        "networks.X.ipv6_address",
        "network X ipv6=ADDRESS",
        "service.network.ipv6",
    ),
    word(
        "networks.X.link_local_ips",
        "network X { link-local-ip ADDRESS… }",
        "service.network.link-local-ip",
    ),
    word(
        "networks.X.mac_address",
        "network X mac=ADDRESS",
        "service.network.mac",
    ),
    word(
        "networks.X.priority",
        "network X priority=N",
        "service.network.priority",
    ),
    word(
        "oom_kill_disable",
        "oom-kill-disable",
        "service.oom-kill-disable",
    ),
    word("oom_score_adj", "oom-score-adj N", "service.oom-score-adj"),
    word("pid", "pid WORD", "service.pid"),
    word("pids_limit", "pids-limit N", "service.pids-limit"),
    word("platform", "platform NAME", "service.platform"),
    word(
        "ports: 8080:80",
        "port NAME 80 publish=\"*:8080\"",
        "service.port.publish",
    ),
    word(
        "ports: 127.0.0.1:8080:80",
        "port NAME 80 publish=8080",
        "service.port.publish",
    ),
    word(
        "ports: 80",
        "port NAME 80 publish=\"*\"",
        "service.port.publish",
    ),
    word("post_start", "post-start WORD…", "service.post-start"),
    word("pre_stop", "pre-stop WORD…", "service.pre-stop"),
    word("privileged", "privileged", "service.privileged"),
    word("profiles", "profile NAME…", "service.profile"),
    word(
        "provider",
        "provider TYPE { option KEY VALUE }",
        "service.provider service.provider.option",
    ),
    word("pull_policy", "pull-policy WORD", "service.pull-policy"),
    word(
        "pull_refresh_after",
        "pull-refresh-after TIME",
        "service.pull-refresh-after",
    ),
    word("read_only", "read-only", "service.read-only"),
    word("restart", "restart WORD", "service.restart"),
    word("runtime", "runtime NAME", "service.runtime"),
    word("scale", "scale N", "service.scale"),
    word("secrets", "secret NAME to=PATH", "service.secret"),
    word("security_opt", "security-opt TEXT…", "service.security-opt"),
    word("shm_size", "shm-size SIZE", "service.shm-size"),
    word("stdin_open", "stdin-open", "service.stdin-open"),
    word(
        "stop_grace_period",
        "stop-grace-period TIME",
        "service.stop-grace-period",
    ),
    word("stop_signal", "stop-signal NAME", "service.stop-signal"),
    word(
        "storage_opt",
        "storage-opt KEY VALUE",
        "service.storage-opt",
    ),
    word("sysctls", "sysctl KEY VALUE", "service.sysctl"),
    word("tmpfs", "tmpfs PATH", "service.tmpfs"),
    word("tty", "tty", "service.tty"),
    word(
        "ulimits",
        "ulimit NAME N`, or `ulimit NAME soft=N hard=N",
        "service.ulimit",
    ),
    word("use_api_socket", "use-api-socket", "service.use-api-socket"),
    word("user", "user NAME", "service.user"),
    word("userns_mode", "userns-mode WORD", "service.userns-mode"),
    word("uts", "uts WORD", "service.uts"),
    word("volumes, of a path", "bind SOURCE to=PATH", "service.bind"),
    word(
        "volumes, of a volume",
        "volume NAME to=PATH",
        "service.volume",
    ),
    word("volumes, anonymous", "volume to=PATH", "service.volume"),
    word(
        "volumes, type: tmpfs",
        "tmpfs PATH size=SIZE mode=MODE",
        "service.tmpfs.size service.tmpfs.mode",
    ),
    word(
        "volumes, type: npipe, cluster or image",
        "mount TYPE SOURCE to=PATH",
        "service.mount",
    ),
    word("volumes_from", "volumes-from NAME", "service.volumes-from"),
    word("working_dir", "working-dir PATH", "service.working-dir"),
    word("x-…", "compose { x-… }", "service.compose"),
];

/// The keys of a network, a volume, a config, a secret and a model.
pub const DECLARED: &[ComposeWord] = &[
    word(
        "networks.X.attachable",
        "network X attachable=#true",
        "network.attachable",
    ),
    word(
        "networks.X.driver",
        "network X driver=NAME",
        "network.driver",
    ),
    word(
        "networks.X.driver_opts",
        "network X { driver-opt KEY VALUE }",
        "network.driver-opt",
    ),
    word(
        "networks.X.enable_ipv4",
        "network X ipv4=#true",
        "network.ipv4",
    ),
    word(
        "networks.X.enable_ipv6",
        "network X ipv6=#true",
        "network.ipv6",
    ),
    word(
        "networks.X.external",
        "network X external=#true",
        "network.external",
    ),
    word(
        "networks.X.internal",
        "network X internal=#true",
        "network.internal",
    ),
    word(
        "networks.X.ipam.config",
        "network X { subnet RANGE gateway=ADDRESS range=RANGE }",
        "network.subnet",
    ),
    word(
        "networks.X.ipam.config.aux_addresses",
        "network X { subnet RANGE { aux NAME ADDRESS } }",
        "network.subnet.aux",
    ),
    word(
        "networks.X.ipam.driver",
        "network X { ipam-driver NAME }",
        "network.ipam-driver",
    ),
    word(
        "networks.X.ipam.options",
        "network X { ipam-opt KEY VALUE }",
        "network.ipam-opt",
    ),
    word(
        "networks.X.labels",
        "network X { label KEY VALUE }",
        "network.label",
    ),
    word("networks.X.name", "network X name=NAME", "network.name"),
    word("volumes.X.driver", "volume X driver=NAME", "volume.driver"),
    word(
        "volumes.X.driver_opts",
        "volume X { driver-opt KEY VALUE }",
        "volume.driver-opt",
    ),
    word(
        "volumes.X.external",
        "volume X external=#true",
        "volume.external",
    ),
    word(
        "volumes.X.labels",
        "volume X { label KEY VALUE }",
        "volume.label",
    ),
    word("volumes.X.name", "volume X name=NAME", "volume.name"),
    word(
        "configs.X.content",
        "file X { content TEXT }",
        "file.content",
    ),
    word("configs.X.environment", "file X env=NAME", "file.env"),
    word(
        "configs.X.external",
        "file X external=#true",
        "file.external",
    ),
    word("configs.X.file", "file X { source PATH }", "file.source"),
    word(
        "configs.X.labels",
        "file X { label KEY VALUE }",
        "file.label",
    ),
    word("configs.X.name", "file X name=NAME", "file.name"),
    word(
        "configs.X.template_driver",
        "file X template-driver=NAME",
        "file.template-driver",
    ),
    word("secrets.X.driver", "secret X driver=NAME", "secret.driver"),
    word(
        "secrets.X.driver_opts",
        "secret X { driver-opt KEY VALUE }",
        "secret.driver-opt",
    ),
    word("secrets.X.environment", "secret X env=NAME", "secret.env"),
    word(
        "secrets.X.external",
        "secret X external=#true",
        "secret.external",
    ),
    word("secrets.X.file", "secret X file=PATH", "secret.file"),
    word(
        "secrets.X.labels",
        "secret X { label KEY VALUE }",
        "secret.label",
    ),
    word("secrets.X.name", "secret X name=NAME", "secret.name"),
    word(
        "secrets.X.template_driver",
        "secret X template-driver=NAME",
        "secret.template-driver",
    ),
    word(
        "models.X.context_size",
        "model X context-size=N",
        "model.context-size",
    ),
    word("models.X.model", "model X model=IMAGE", "model.model"),
    word(
        "models.X.runtime_flags",
        "model X { runtime-flag TEXT… }",
        "model.runtime-flag",
    ),
];

/// The page.
pub fn text() -> String {
    let parts = [
        INTRODUCTION.to_owned(),
        format!("## The whole file\n\n{}", table(TOP)),
        format!("## A service\n\n{}", table(SERVICE)),
        format!(
            "## Networks, volumes, files, secrets, models\n\n{}",
            table(DECLARED)
        ),
    ];
    parts.join("\n\n")
}

const INTRODUCTION: &str = "# From Compose to stack

Compose's words keep their names, with `-` for `_` and in the singular where a node repeats. A list becomes one node with several words, or several nodes; a mapping becomes properties and children. What a stack does not say is not written into the Compose file.";

fn table(words: &[ComposeWord]) -> String {
    let rows = words.iter().map(|word| {
        let form = match word.places {
            "" => word.form.to_owned(),
            _ => format!("`{}`", word.form),
        };
        format!("| `{}` | {form} | {} |", word.key, page_of(word.places))
    });
    let head = [
        "| Compose | stack | Page |".to_owned(),
        "| --- | --- | --- |".to_owned(),
    ];
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// A link to the page that says more.
fn page_of(places: &str) -> String {
    let first = places.split(' ').next().unwrap_or("");
    let parts: Vec<&str> = first.split('.').collect();
    match parts.as_slice() {
        [""] => String::new(),
        ["service", kind, ..]
            if super::tree::concepts()
                .iter()
                .any(|concept| concept.place == ["service", kind]) =>
        {
            format!("[`{kind}`](service/{kind}.md)")
        }
        [kind, ..] => format!("[`{kind}`]({kind}.md)"),
        [] => String::new(),
    }
}

/// Places that no word of the vocabulary has.
pub fn unknown_places() -> Vec<String> {
    let concepts = super::tree::concepts();
    let known = |place: &str| {
        concepts.iter().any(|concept| {
            concept.name() == place
                || place
                    .rsplit_once('.')
                    .map_or(concept.place.is_empty(), |(node, _)| concept.name() == node)
                    && concept
                        .schema
                        .fields
                        .iter()
                        .any(|field| place.rsplit('.').next() == Some(field.word))
        })
    };
    let all = [TOP, SERVICE, DECLARED].into_iter().flatten();
    let places = all
        .flat_map(|word| word.places.split(' '))
        .filter(|place| !place.is_empty());
    places
        .filter(|place| !known(place))
        .map(str::to_owned)
        .collect()
}
