//! A `podman run` line as facts that Compose has too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Flags of Quadlet's lines that take no value.
const BARE: [&str; 6] = [
    "-d",
    "--replace",
    "--rm",
    "--read-only",
    "--init",
    "--tls-verify",
];

/// The line, taken apart.
pub(crate) struct Line {
    flags: Vec<(String, String)>,
    image: String,
    command: Vec<String>,
}

impl Line {
    /// Takes the words behind `podman` apart.
    pub(crate) fn new(words: &[String]) -> Self {
        let run = words.iter().position(|word| word == "run").unwrap();
        let mut words = words.iter().skip(run + 1);
        let mut flags = Vec::new();
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                let command = words
                    .filter(|word| *word != super::WORDS)
                    .cloned()
                    .collect();
                return Self {
                    flags,
                    image: word.clone(),
                    command,
                };
            }
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), value.to_owned()),
                None if BARE.contains(&word.as_str()) => (word.clone(), "true".to_owned()),
                None => (word.clone(), words.next().unwrap().clone()),
            };
            flags.push((flag, value));
        }
        panic!("no image");
    }

    fn all(&self, names: &[&str]) -> Vec<&str> {
        let flags = self.flags.iter();
        let named = flags.filter(|(flag, _)| names.contains(&flag.as_str()));
        named.map(|(_, value)| value.as_str()).collect()
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.all(&[name]).last().copied()
    }

    fn pairs(&self, name: &str) -> BTreeMap<&str, &str> {
        let all = self.all(&[name]).into_iter();
        all.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .collect()
    }

    /// What Compose says of the same container.
    pub(crate) fn facts(&self, own: &[&str], variables: &BTreeMap<String, String>) -> Value {
        json!({
            "image": image(&self.image),
            "environment": self.environment(variables),
            "runs": self.runs(),
            "user": self.one("--user"),
            "working_dir": self.one("--workdir").or_else(|| self.one("-w")),
            "hostname": self.one("--hostname"),
            "labels": self.pairs("--label"),
            "cap_add": self.words("--cap-add"),
            "cap_drop": self.words("--cap-drop"),
            "read_only": self.one("--read-only").is_some(),
            "init": self.one("--init").is_some(),
            "stop_signal": self.one("--stop-signal"),
            "ports": self.ports(),
            "mounts": self.mounts(),
            "networks": self.networks(own),
            "secrets": self.secrets(),
            "healthcheck": self.health(),
        })
    }

    fn words(&self, name: &str) -> BTreeSet<String> {
        let all = self.all(&[name]);
        all.iter().map(|word| word.to_ascii_uppercase()).collect()
    }

    fn environment(&self, variables: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for pair in self.all(&["--env", "-e"]) {
            match pair.split_once('=') {
                Some((name, value)) => found.insert(name.to_owned(), value.to_owned()),
                // By its name: podman has it from the unit.
                None => variables
                    .get(pair)
                    .and_then(|value| found.insert(pair.to_owned(), value.clone())),
            };
        }
        for secret in self.all(&["--secret"]) {
            // The value of every secret.
            if let Some((_, name)) = secret.split_once(",type=env,target=") {
                found.insert(name.to_owned(), "1".to_owned());
            }
        }
        found
    }

    /// The entrypoint and the command, one behind the other: which words are whose makes no difference to what runs.
    fn runs(&self) -> Vec<String> {
        let entrypoint = self.one("--entrypoint").unwrap_or_default();
        let mut words = match serde_json::from_str(entrypoint) {
            Ok(words) => words,
            Err(_) if entrypoint.is_empty() => Vec::new(),
            Err(_) => vec![entrypoint.to_owned()],
        };
        words.extend(self.command.iter().cloned());
        words
    }

    fn ports(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for text in self.all(&["--publish", "-p"]) {
            let (text, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
            let (host, target) = text.rsplit_once(':').unwrap_or(("", text));
            let (address, published) = host.rsplit_once(':').unwrap_or(("", host));
            let address = address.trim_start_matches('[').trim_end_matches(']');
            let range = |text: &str| {
                let (first, last) = text.split_once('-').unwrap_or((text, text));
                let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
                Some((first..=last).collect::<Vec<u32>>())
            };
            let published = range(published);
            for (index, target) in range(target).unwrap().into_iter().enumerate() {
                let published = published.as_ref().map(|all| {
                    // One port of several.
                    all.get(index).copied().unwrap_or_default()
                });
                let published = published.map_or_else(String::new, |port| port.to_string());
                found.insert(format!("{address}:{published}:{target}/{protocol}"));
            }
        }
        found
    }

    /// Where something is mounted, and what.
    fn mounts(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for text in self.all(&["-v", "--volume"]) {
            let mut parts = text.split(':');
            let (first, second) = (parts.next().unwrap(), parts.next());
            let (source, target) = second.map_or(("", first), |target| (first, target));
            let mode = if parts.any(|options| options.split(',').any(|one| one == "ro")) {
                " ro"
            } else {
                ""
            };
            found.insert(target.to_owned(), format!("{source}{mode}"));
        }
        for text in self.all(&["--mount"]) {
            let part = |key: &str| {
                let mut parts = text.split(',').filter_map(|part| part.split_once('='));
                parts.find(|(name, _)| *name == key).map(|(_, value)| value)
            };
            let mode = if part("ro").is_some() { " ro" } else { "" };
            let source = part("source").unwrap_or_default();
            found.insert(
                part("destination").unwrap().to_owned(),
                format!("{source}{mode}"),
            );
        }
        for text in self.all(&["--tmpfs"]) {
            let (target, _) = text.split_once(':').unwrap_or((text, ""));
            found.insert(target.to_owned(), "tmpfs".to_owned());
        }
        found
    }

    fn networks(&self, own: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        for text in self.all(&["--network"]) {
            let (name, options) = match text.split_once(':') {
                Some(("container", _)) | None => (text, ""),
                Some(split) => split,
            };
            let known = options.split(',').filter_map(|option| {
                let (key, value) = option.split_once('=')?;
                let is_own = key == "alias" && own.contains(&value);
                (["alias", "ip", "ip6"].contains(&key) && !is_own).then(|| format!("{key} {value}"))
            });
            found.insert(name.to_owned(), known.collect());
        }
        found
    }

    fn secrets(&self) -> BTreeSet<String> {
        let all = self.all(&["--secret"]).into_iter();
        let mounted = all.filter_map(|secret| secret.split_once(",type=mount,target="));
        mounted
            .map(|(_, target)| {
                let target = target.split(',').next().unwrap();
                if target.starts_with('/') {
                    target.to_owned()
                } else {
                    format!("/run/secrets/{target}")
                }
            })
            .collect()
    }

    fn health(&self) -> Value {
        let Some(test) = self.one("--health-cmd").filter(|test| *test != "none") else {
            return Value::Null;
        };
        json!({
            "test": test_words(test),
            "interval": self.one("--health-interval").map(time),
            "timeout": self.one("--health-timeout").map(time),
            "retries": self.one("--health-retries"),
            "start_period": self.one("--health-start-period").map(time),
        })
    }
}

/// What podman runs, with the shell that it calls where it does.
fn test_words(text: &str) -> Vec<String> {
    let words: Vec<String> = match serde_json::from_str(text) {
        Ok(words) => words,
        Err(_) => match text.strip_prefix("CMD ") {
            Some(words) => words.split_whitespace().map(str::to_owned).collect(),
            None => vec!["CMD-SHELL".to_owned(), text.to_owned()],
        },
    };
    shell(words)
}

/// A test without Docker's word before it.
pub(crate) fn shell(words: Vec<String>) -> Vec<String> {
    match words.split_first() {
        Some((first, rest)) if first == "CMD" => rest.to_vec(),
        Some((first, rest)) if first == "CMD-SHELL" => ["/bin/sh", "-c"]
            .map(str::to_owned)
            .into_iter()
            .chain(rest.iter().cloned())
            .collect(),
        _ => words,
    }
}

/// A time without its last zeros: `1m0s` is `1m`.
pub(crate) fn time(text: &str) -> String {
    let text = text
        .strip_suffix("m0s")
        .map_or(text.to_owned(), |rest| format!("{rest}m"));
    text.strip_suffix("h0m")
        .map_or(text.clone(), |rest| format!("{rest}h"))
}

/// An image without the registry that Docker means anyway; what is built has no name that matters.
pub(crate) fn image(text: &str) -> String {
    if text.starts_with("localhost/") && text.ends_with(":latest") {
        return "built".to_owned();
    }
    let text = text.strip_prefix("docker.io/").unwrap_or(text);
    let text = text.strip_prefix("library/").unwrap_or(text);
    text.strip_suffix(":latest").unwrap_or(text).to_owned()
}
