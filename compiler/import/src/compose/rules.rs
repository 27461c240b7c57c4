//! Which value is merged by which rule, by its path.
//!
//! Found by laying files over one another with Compose's own plugin; the tests do it again.

/// How two values of one path become one, where it isn't the plain way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The later one, whatever it is.
    Replace,
    /// A list or a mapping of pairs, keyed by what stands before `=`.
    Pairs,
    /// Hosts and their addresses: both stay, what is said twice stays once.
    Hosts,
    /// Text, or a list of things.
    Items,
    /// A context as text, or a mapping.
    Build,
    /// Names, or names with conditions.
    DependsOn,
    /// Names, or names with settings.
    Networks,
    /// Settings of one driver; those of another driver are dropped.
    Logging,
    /// The address ranges of a network, by subnet.
    Ranges,
}

/// What makes two items of a list the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The text before `=`.
    Pair,
    /// Where a volume is mounted.
    Volume,
    /// Where a device appears.
    Device,
    /// Where a secret or a config is mounted; the folder is that of the short form.
    Mount(&'static str),
    /// The number.
    Expose,
    /// Address, published port, port and protocol.
    Port,
    /// The path.
    EnvFile,
}

const RULES: [(&str, Rule); 27] = [
    ("networks.*.ipam.config", Rule::Ranges),
    ("networks.*.labels", Rule::Pairs),
    ("volumes.*.labels", Rule::Pairs),
    ("services.*.annotations", Rule::Pairs),
    ("services.*.build", Rule::Build),
    ("services.*.build.additional_contexts", Rule::Pairs),
    ("services.*.build.args", Rule::Pairs),
    ("services.*.build.extra_hosts", Rule::Hosts),
    ("services.*.build.labels", Rule::Pairs),
    ("services.*.command", Rule::Replace),
    ("services.*.depends_on", Rule::DependsOn),
    ("services.*.deploy.labels", Rule::Pairs),
    ("services.*.dns", Rule::Items),
    ("services.*.dns_opt", Rule::Items),
    ("services.*.dns_search", Rule::Items),
    ("services.*.entrypoint", Rule::Replace),
    ("services.*.env_file", Rule::Items),
    ("services.*.environment", Rule::Pairs),
    ("services.*.extra_hosts", Rule::Hosts),
    ("services.*.healthcheck.test", Rule::Replace),
    ("services.*.label_file", Rule::Items),
    ("services.*.labels", Rule::Pairs),
    ("services.*.logging", Rule::Logging),
    ("services.*.networks", Rule::Networks),
    ("services.*.sysctls", Rule::Pairs),
    ("services.*.tmpfs", Rule::Items),
    ("services.*.ulimits.*", Rule::Replace),
];

const KEYS: [(&str, Key); 19] = [
    ("services.*.build.tags", Key::Pair),
    ("services.*.cap_add", Key::Pair),
    ("services.*.cap_drop", Key::Pair),
    ("services.*.configs", Key::Mount("")),
    ("services.*.devices", Key::Device),
    ("services.*.dns", Key::Pair),
    ("services.*.dns_opt", Key::Pair),
    ("services.*.dns_search", Key::Pair),
    ("services.*.env_file", Key::EnvFile),
    ("services.*.expose", Key::Expose),
    ("services.*.label_file", Key::Pair),
    ("services.*.links", Key::Pair),
    ("services.*.networks.*.aliases", Key::Pair),
    ("services.*.networks.*.link_local_ips", Key::Pair),
    ("services.*.ports", Key::Port),
    ("services.*.profiles", Key::Pair),
    ("services.*.secrets", Key::Mount("/run/secrets")),
    ("services.*.tmpfs", Key::Pair),
    ("services.*.volumes", Key::Volume),
];

/// Lists that Compose refuses if they hold an item twice, and that it doesn't mend.
const DISTINCT: [&str; 5] = [
    "services.*.device_cgroup_rules",
    "services.*.external_links",
    "services.*.group_add",
    "services.*.security_opt",
    "services.*.volumes_from",
];

/// Lists of names that Compose refuses if one file has an item twice; those of several files become one.
const DISTINCT_IN_A_FILE: [&str; 3] = [
    "services.*.depends_on",
    "services.*.extra_hosts",
    "services.*.networks",
];

/// The rule for a path, if it has one of its own.
pub(super) fn rule(path: &[String]) -> Option<Rule> {
    RULES
        .iter()
        .find(|(pattern, _)| matches(path, pattern))
        .map(|(_, rule)| *rule)
}

/// What makes the items of a list the same, if anything does.
pub(super) fn key(path: &[String]) -> Option<Key> {
    KEYS.iter()
        .find(|(pattern, _)| matches(path, pattern))
        .map(|(_, key)| *key)
}

/// Whether Compose refuses the list if an item is in it twice.
pub(super) fn distinct(path: &[String]) -> bool {
    DISTINCT.iter().any(|pattern| matches(path, pattern))
}

/// Whether Compose refuses the list if an item is in it twice in one file.
pub(super) fn distinct_in_a_file(path: &[String]) -> bool {
    let mut patterns = DISTINCT.iter().chain(&DISTINCT_IN_A_FILE);
    patterns.any(|pattern| matches(path, pattern))
}

/// Whether a path is what a pattern says; `*` is any key.
pub(super) fn matches(path: &[String], pattern: &str) -> bool {
    let mut parts = pattern.split('.');
    let all = path
        .iter()
        .all(|key| parts.next().is_some_and(|part| part == "*" || part == key));
    all && parts.next().is_none()
}
