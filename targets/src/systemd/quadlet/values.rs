//! Values that are whole only when a unit starts, and the script that composes them.
//!
//! Quadlet and systemd know `${A}`, and no default and no message. So each unit first runs `values.sh`, which has the deployer's `env` and the
//! secrets' files, and writes what the unit needs to a file that only its owner reads; systemd then fills the variables in.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::template::{Part, Template};

/// What the script composes.
#[derive(Debug)]
pub(super) enum Composed {
    /// A text.
    Text(Template),
    /// Texts as a list in JSON.
    List(Vec<Template>),
    /// The deployer's variable of the same name, if it is set.
    Passed,
}

/// The variables of one unit.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Names that mean something else in the unit.
    reserved: BTreeSet<String>,
    composed: Vec<(String, Composed)>,
    fixed: Vec<(String, String)>,
    /// What a variable must not hold.
    guards: BTreeMap<String, BTreeSet<char>>,
    /// What must not begin with a dash.
    first: BTreeSet<String>,
}

impl Values {
    fn next(&self) -> String {
        format!("STACKC_{}", self.composed.len() + self.fixed.len() + 1)
    }

    /// Keeps a name for something else.
    pub(super) fn reserve(&mut self, name: &str) {
        self.reserved.insert(name.to_owned());
    }

    /// The variable of an input that the script fills in: the input's own name where it is free.
    pub(super) fn composed(&mut self, part: &Part) -> String {
        let name = match part {
            Part::Input(used) if used.operator.is_none() && self.is_free(&used.name.value) => {
                Some(used.name.value.clone())
            }
            _ => None,
        };
        let known = self.composed.iter().find(|(_, other)| is_same(other, part));
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = name.unwrap_or_else(|| self.next());
        let parts = vec![part.clone()];
        self.composed
            .push((name.clone(), Composed::Text(Template { parts })));
        name
    }

    fn is_free(&self, name: &str) -> bool {
        let ours = name.starts_with("STACKC_") || is_podmans(name);
        !ours && !self.reserved.contains(name)
    }

    /// Composes a variable under the name that a container has it by.
    pub(super) fn named(&mut self, name: &str, template: &Template) {
        self.composed
            .push((name.to_owned(), Composed::Text(template.clone())));
    }

    /// Hands a variable of the deployer's on under its name.
    pub(super) fn passed(&mut self, name: &str) {
        if !self.composed.iter().any(|(other, _)| other == name) {
            self.composed.push((name.to_owned(), Composed::Passed));
        }
    }

    /// The variable of texts as a list in JSON.
    pub(super) fn listed(&mut self, texts: Vec<Template>) -> String {
        let name = self.next();
        self.composed.push((name.clone(), Composed::List(texts)));
        name
    }

    /// The variable of a text that is known and that Quadlet would not carry.
    pub(super) fn fixed(&mut self, text: String) -> String {
        let known = self.fixed.iter().find(|(_, other)| *other == text);
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = self.next();
        self.fixed.push((name.clone(), text));
        name
    }

    /// Lets the script refuse a value with one of these characters.
    pub(super) fn guard(&mut self, name: &str, at: &[char]) {
        self.guards.entry(name.to_owned()).or_default().extend(at);
    }

    /// Lets the script refuse a value that podman would read as an option.
    pub(super) fn guard_dash(&mut self, name: &str) {
        self.first.insert(name.to_owned());
    }

    /// Whether a variable must not begin with a dash.
    pub(super) fn is_first(&self, name: &str) -> bool {
        self.first.contains(name)
    }

    /// What a variable must not hold, if there is such a thing.
    pub(super) fn guarded(&self, name: &str) -> Option<String> {
        self.guards.get(name).map(|at| at.iter().collect())
    }

    /// The variables with their values that stand in the unit itself.
    pub(super) fn known(&self) -> &[(String, String)] {
        &self.fixed
    }

    /// The variables that the script composes, in their order.
    pub(super) fn composed_ones(&self) -> &[(String, Composed)] {
        &self.composed
    }

    /// Whether the script has nothing to compose.
    pub(super) fn is_empty(&self) -> bool {
        self.composed.is_empty()
    }
}

/// Whether two texts are one and the same input, wherever it stands.
fn is_same(one: &Composed, part: &Part) -> bool {
    let Composed::Text(one) = one else {
        return false;
    };
    match (one.parts.as_slice(), part) {
        ([Part::Input(a)], Part::Input(b)) => {
            a.name.value == b.name.value && a.operator == b.operator
        }
        _ => false,
    }
}

/// Variables that podman itself reads: with another value it would be another podman.
const PODMANS: [&str; 22] = [
    "PATH",
    "HOME",
    "USER",
    "TMPDIR",
    "NOTIFY_SOCKET",
    "LISTEN_FDS",
    "LISTEN_PID",
    "LISTEN_FDNAMES",
    "WATCHDOG_USEC",
    "WATCHDOG_PID",
    "MAINPID",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "REGISTRY_AUTH_FILE",
    "DOCKER_CONFIG",
    "SHELL",
    "GODEBUG",
    "GOTRACEBACK",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];
const PODMANS_OWN: [&str; 7] = [
    "CONTAINER",
    "PODMAN_",
    "BUILDAH_",
    "XDG_",
    "LD_",
    "DBUS_",
    "STORAGE_",
];

/// Whether podman itself reads a variable.
pub(super) fn is_podmans(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    PODMANS.contains(&upper.as_str()) || PODMANS_OWN.iter().any(|own| upper.starts_with(own))
}
