//! The keys of a service whose value needs no thought: one value, a flag, or a list of words.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    kdl::{self, Node},
    yaml::{Entry, Kind},
};

/// What a key holds, and how a stack says it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// One value.
    One(Takes, Style),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A size; where Compose takes a number with a fraction, it takes it for none.
    Size { fraction: bool },
    /// A flag: alone it is true.
    Flag,
    /// A list that becomes the arguments of one node.
    Words(Takes),
    /// The same, where one text stands for a list of one.
    WordsOrOne,
    /// A list, each item a node.
    Each,
    /// The same, where one text stands for a list of one.
    EachOrOne,
    /// A mapping, or a list of `KEY=VALUE`, each entry a node.
    Pairs,
    /// A mapping alone.
    Options,
}

impl Shape {
    /// Whether it is one text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, One(Text, _))
    }
}

use Shape::{Choice, Each, EachOrOne, Flag, One, Options, Pairs, Size, Words, WordsOrOne};
use Style::{Number, Quoted, Word};
use Takes::{Duration, Int, Text, TextOrNumber};

/// Compose's key, the stack's word for it, and its shape.
const FIELDS: &[(&str, &str, Shape)] = &[
    ("annotations", "annotation", Pairs),
    ("attach", "attach", Flag),
    ("cap_add", "cap-add", Words(Text)),
    ("cap_drop", "cap-drop", Words(Text)),
    ("cgroup", "cgroup", Choice(&["host", "private"])),
    ("cgroup_parent", "cgroup-parent", One(Text, Word)),
    ("container_name", "container-name", One(Text, Word)),
    ("cpu_count", "cpu-count", One(TextOrNumber, Number)),
    ("cpu_percent", "cpu-percent", One(TextOrNumber, Number)),
    ("cpu_period", "cpu-period", One(Int, Number)),
    ("cpu_quota", "cpu-quota", One(Int, Number)),
    ("cpu_rt_period", "cpu-rt-period", One(Int, Number)),
    ("cpu_rt_runtime", "cpu-rt-runtime", One(Int, Number)),
    ("cpu_shares", "cpu-shares", One(TextOrNumber, Number)),
    ("cpus", "cpus", One(TextOrNumber, Number)),
    ("cpuset", "cpuset", One(Text, Quoted)),
    ("device_cgroup_rules", "device-cgroup-rule", Words(Text)),
    ("dns", "dns", WordsOrOne),
    ("dns_opt", "dns-opt", Words(Text)),
    ("dns_search", "dns-search", WordsOrOne),
    ("domainname", "domainname", One(Text, Word)),
    ("external_links", "external-link", Each),
    ("group_add", "group-add", Words(TextOrNumber)),
    ("hostname", "hostname", One(Text, Word)),
    ("image", "image", One(Text, Quoted)),
    ("init", "init", Flag),
    ("ipc", "ipc", One(Text, Word)),
    ("isolation", "isolation", One(Text, Word)),
    ("label_file", "label-file", EachOrOne),
    ("labels", "label", Pairs),
    ("links", "link", Each),
    ("mac_address", "mac-address", One(Text, Quoted)),
    ("mem_limit", "mem-limit", Size { fraction: true }),
    (
        "mem_reservation",
        "mem-reservation",
        Size { fraction: false },
    ),
    (
        "mem_swappiness",
        "mem-swappiness",
        One(TextOrNumber, Number),
    ),
    ("memswap_limit", "memswap-limit", Size { fraction: true }),
    ("network_mode", "network-mode", One(Text, Word)),
    ("oom_kill_disable", "oom-kill-disable", Flag),
    ("oom_score_adj", "oom-score-adj", One(TextOrNumber, Number)),
    ("pid", "pid", One(Text, Word)),
    ("pids_limit", "pids-limit", One(TextOrNumber, Number)),
    ("platform", "platform", One(Text, Quoted)),
    ("privileged", "privileged", Flag),
    ("profiles", "profile", Words(Text)),
    ("pull_policy", "pull-policy", One(Text, Word)),
    (
        "pull_refresh_after",
        "pull-refresh-after",
        One(Text, Quoted),
    ),
    ("read_only", "read-only", Flag),
    ("restart", "restart", One(Text, Word)),
    ("runtime", "runtime", One(Text, Word)),
    ("scale", "scale", One(TextOrNumber, Number)),
    ("security_opt", "security-opt", Words(Text)),
    ("shm_size", "shm-size", Size { fraction: true }),
    ("stdin_open", "stdin-open", Flag),
    (
        "stop_grace_period",
        "stop-grace-period",
        One(Duration, Quoted),
    ),
    ("stop_signal", "stop-signal", One(Text, Word)),
    ("storage_opt", "storage-opt", Options),
    ("sysctls", "sysctl", Pairs),
    ("tty", "tty", Flag),
    ("use_api_socket", "use-api-socket", Flag),
    ("user", "user", One(Text, Quoted)),
    ("userns_mode", "userns-mode", One(Text, Word)),
    ("uts", "uts", One(Text, Word)),
    ("working_dir", "working-dir", One(Text, Quoted)),
];

/// What is said of a key in the table.
pub(super) fn field(key: &str) -> Option<(&'static str, Shape)> {
    FIELDS
        .iter()
        .find(|(name, _, _)| *name == key)
        .map(|(_, word, shape)| (*word, *shape))
}

/// The keys of the table.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(key, _, _)| *key)
}

impl Convert<'_> {
    /// The nodes of a key of the table.
    pub(super) fn field(&mut self, entry: &Entry, word: &'static str, shape: Shape) -> Vec<Node> {
        let key = entry.key.value.as_str();
        let node = Node::new(word, entry.span());
        match shape {
            One(takes, style) => self
                .value(&entry.value, key, takes, style)
                .map(|value| node.arg(value))
                .into_iter()
                .collect(),
            Choice(words) => self
                .choice(entry, words)
                .map(|value| node.arg(value))
                .into_iter()
                .collect(),
            Size { .. } if is_negative(entry) => self.negative(entry),
            Size { fraction } => self
                .size(&entry.value, key, fraction)
                .map(|value| node.arg(value))
                .into_iter()
                .collect(),
            Flag => self
                .value(&entry.value, key, Takes::TextOrBool, Style::Bool)
                .map(|value| flag(node, value))
                .into_iter()
                .collect(),
            Words(takes) => self.words(entry, node, takes, false),
            WordsOrOne => self.words(entry, node, Text, true),
            Each => self.each(entry, word, false),
            EachOrOne => self.each(entry, word, true),
            Pairs => self.pairs(&entry.value, key, word),
            Options => self.mapping_of_pairs(&entry.value, key, word),
        }
    }

    /// One of some words, if no variable says which.
    pub(super) fn choice(&mut self, entry: &Entry, words: &[&str]) -> Option<kdl::Value> {
        let key = entry.key.value.as_str();
        let template = self.template(&entry.value, key, Text)?;
        if template
            .literal()
            .is_some_and(|text| !words.contains(&text))
        {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            self.wrong(&entry.value, key, &words.join(" or "));
            return None;
        }
        Some(self.written(&template, Word))
    }

    /// A negative number of bytes, which Compose takes and hands on.
    fn negative(&mut self, entry: &Entry) -> Vec<Node> {
        let key = entry.key.value.as_str();
        self.diagnostics.push(
            Diagnostic::warning(
                "wrong-type",
                entry.value.span,
                format!("a negative `{key}` is no size: Docker may not start the container"),
            )
            .help("the stack holds what Compose runs, in `compose { … }`"),
        );
        self.kept_extension(entry)
    }

    fn words(&mut self, entry: &Entry, node: Node, takes: Takes, or_one: bool) -> Vec<Node> {
        let key = entry.key.value.as_str();
        let mut node = node;
        for item in self.items(&entry.value, key, or_one) {
            node.args.extend(self.value(item, key, takes, Word));
        }
        if node.args.is_empty() {
            return Vec::new();
        }
        vec![node]
    }

    fn each(&mut self, entry: &Entry, word: &'static str, or_one: bool) -> Vec<Node> {
        let key = entry.key.value.as_str();
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, key, or_one) {
            if let Some(value) = self.value(item, key, Text, Word) {
                nodes.push(Node::new(word, item.span).arg(value));
            }
        }
        nodes
    }
}

/// Whether a size is a negative number; that of the swap may be -1.
fn is_negative(entry: &Entry) -> bool {
    let number = entry.value.scalar().map(|scalar| &scalar.kind);
    let unlimited = entry.key.value == "memswap_limit";
    matches!(number, Some(Kind::Int(number)) if *number < 0 && !(unlimited && *number == -1))
}

/// A flag; true is what it says alone.
pub(super) fn flag(node: Node, value: kdl::Value) -> Node {
    match value {
        kdl::Value::Bool(true) => node,
        value => node.arg(value),
    }
}
