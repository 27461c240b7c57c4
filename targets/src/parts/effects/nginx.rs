//! What nginx on the host does when its configuration changes.

use std::collections::BTreeSet;

use stackc_compiler::{
    effect::{Address, Apply, Axes, Disruption, Fact, Seen, Situation, Step},
    resolve::Stack,
};

/// Every row of the table.
pub const FACTS: &[Fact] = &[RELOAD, RESTART, VERSION, NEW];

/// The file that nginx reads.
const FILE: &str = "nginx.conf";

const RELOAD: Fact = Fact {
    name: "nginx-reload",
    change: "anything in nginx.conf but the rows below",
    axes: Axes::NONE.disruption(Disruption::Reload),
    why: "new workers read the new configuration; open connections end with the old ones",
    step: Some(Step::Run("nginx -t && systemctl reload nginx")),
    known: "nginx 1.22, 1.26 and 1.28, measured: answers, routes, headers, limits and their rates, ports",
};

const RESTART: Fact = Fact {
    name: "nginx-restart",
    change: "a listening address that overlaps the one before on the same port, such as 127.0.0.1:80 → *:80, or the other way",
    axes: Axes::NONE.disruption(Disruption::Restart),
    why: "a reload opens the new socket while the old one is open, and the port is taken: nginx keeps the whole old configuration, though nginx -t and the reload succeed",
    step: Some(Step::Run("nginx -t && systemctl restart nginx")),
    known: "nginx 1.22, 1.26 and 1.28, measured",
};

const VERSION: Fact = Fact {
    name: "nginx-version",
    change: "the version of nginx that the configuration is for",
    axes: Axes::NONE
        .disruption(Disruption::Restart)
        .apply(Apply::ByHand),
    why: "the configuration may use what only that version knows",
    step: Some(Step::ByHand(
        "bring nginx on the host to version {name}, then nginx -t && systemctl restart nginx",
    )),
    known: "nginx: directives by version; not measured",
};

const NEW: Fact = Fact {
    name: "nginx-new",
    change: "a first nginx.conf, or none any more",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "someone has to put it in nginx's place, or to take it away",
    step: Some(Step::ByHand(
        "install or remove it as README.md beside it says",
    )),
    known: "what the target makes",
};

/// What is seen in the files.
#[must_use]
pub fn see(situation: Situation<'_>) -> Vec<Seen> {
    let mut seen = version(&situation);
    seen.extend(configuration(situation));
    seen
}

/// What becomes of a configuration that is another, whichever target lays it beside its own files.
#[must_use]
pub fn configuration(situation: Situation<'_>) -> Option<Seen> {
    let (before, after) = situation.files.texts(FILE);
    let fact = match (before.is_empty(), after.is_empty()) {
        _ if before == after => return None,
        (true, _) | (_, true) => &NEW,
        _ if overlaps(before, after) => &RESTART,
        _ => &RELOAD,
    };
    Some(Seen::new(Address::only("edge"), fact).in_file(FILE))
}

/// What becomes of the nginx that reads it.
fn version(situation: &Situation<'_>) -> Vec<Seen> {
    let named = |stack: &Stack| {
        let target = stack.target("nginx")?.version.as_ref()?;
        Some(format!("{}.{}", target.value.major, target.value.minor))
    };
    let (Some(old), Some(new)) = (named(situation.before), named(situation.after)) else {
        return Vec::new();
    };
    if old == new {
        return Vec::new();
    }
    let mut one = Seen::new(Address::new("target", "nginx"), &VERSION);
    one.step = VERSION.step.map(|step| step.filled(&[("name", &new)]));
    vec![one.what(format!("{old} → {new}"))]
}

/// Whether a new socket would need a port that an old one holds on an overlapping address.
fn overlaps(before: &str, after: &str) -> bool {
    let (old, new) = (listens(before), listens(after));
    let opened = new.difference(&old);
    opened.into_iter().any(|(address, port)| {
        old.iter().any(|(other, held)| {
            held == port
                && other != address
                && is_v6(other) == is_v6(address)
                && (is_every(other) || is_every(address))
        })
    })
}

/// The addresses and ports that a configuration listens on.
fn listens(text: &str) -> BTreeSet<(&str, &str)> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("listen "));
    let words = lines.filter_map(|line| line.split([' ', ';']).next());
    words
        .map(|word| word.rsplit_once(':').unwrap_or(("*", word)))
        .collect()
}

fn is_every(address: &str) -> bool {
    matches!(address, "*" | "0.0.0.0" | "[::]")
}

fn is_v6(address: &str) -> bool {
    address.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::overlaps;

    #[test]
    fn a_socket_that_is_held_needs_a_restart() {
        assert!(overlaps(
            "    listen 127.0.0.1:80;\n",
            "    listen 80 default_server;\n"
        ));
        assert!(overlaps("listen *:80;", "listen 127.0.0.1:80;"));
        assert!(!overlaps("listen 80;", "listen 80;\nlisten 443 ssl;"));
        assert!(!overlaps("listen 127.0.0.1:80;", "listen 127.0.0.2:80;"));
        assert!(!overlaps("listen 80;", "listen [::]:80;\nlisten 80;"));
        assert!(overlaps("listen [::1]:80;", "listen [::]:80;"));
    }
}
