//! A project as Docker Compose understands it, as the facts that podman is told too.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};
use stackc_golden_tests::{compose::Compose, golden::Built};

use super::{
    podman::{image, shell, time},
    said, value,
};

/// A project.
pub(crate) struct Project {
    config: Value,
    variables: BTreeSet<String>,
    /// The folders whose files podman finds in the stack's.
    folders: Vec<PathBuf>,
}

fn text(value: &Value) -> String {
    match value {
        // A dollar that Compose would read is doubled in what it prints, too.
        Value::String(text) => text.replace("$$", "$"),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn list(value: &Value) -> Vec<String> {
    let items = value.as_array().cloned().unwrap_or_default();
    items.iter().map(text).collect()
}

fn entries(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

impl Project {
    /// Reads the output of the Compose target, with `1` for each variable.
    pub(crate) fn new(built: &Built, folder: &Path) -> Result<Self, String> {
        let file = fs::read_to_string(folder.join("docker-compose.yml")).unwrap();
        let names = file.split("${").skip(1).filter_map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
            let (name, operator) = rest.split_at_checked(end)?;
            let open = [":?", "?", "}", ":+", "+"];
            let open = open.iter().any(|start| operator.starts_with(start));
            (open && !name.is_empty()).then(|| name.to_owned())
        });
        let variables: BTreeSet<String> = names.collect();
        let compose = Compose::new(folder, "docker-compose.yml")
            .env("HOME", "/root")
            .env_file("/dev/null")
            .all_profiles();
        let compose = variables
            .iter()
            .fold(compose, |compose, name| compose.env(name, value(name)));
        let answer = compose.config();
        let config = answer.config.ok_or(answer.stderr)?;
        let folders = vec![folder.to_owned(), built.folder()];
        Ok(Self {
            config,
            variables,
            folders: folders
                .into_iter()
                .map(|one| fs::canonicalize(one).unwrap())
                .collect(),
        })
    }

    pub(crate) fn project(&self) -> String {
        text(&self.config["name"])
    }

    pub(crate) fn variables(&self) -> &BTreeSet<String> {
        &self.variables
    }

    pub(crate) fn services(&self) -> Vec<String> {
        entries(&self.config["services"]).keys().cloned().collect()
    }

    /// A job that has a terminal has no unit.
    pub(crate) fn is_left_out(&self, name: &str) -> bool {
        let service = &self.config["services"][name];
        list(&service["profiles"]) == ["jobs"] && service["tty"] == true
    }

    pub(crate) fn facts(&self, name: &str) -> Value {
        let service = &self.config["services"][name];
        let environment: BTreeMap<String, String> = entries(&service["environment"])
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), text(value)))
            .collect();
        let mut runs = list(&service["entrypoint"]);
        runs.extend(list(&service["command"]));
        let option = |key: &str| Some(&service[key]).filter(|value| said(value)).cloned();
        let upper = |key: &str| -> BTreeSet<String> {
            list(&service[key])
                .iter()
                .map(|word| word.to_ascii_uppercase())
                .collect()
        };
        let built = said(&service["build"]) && !said(&service["image"]);
        let image = if built {
            "built".to_owned()
        } else {
            image(&text(&service["image"]))
        };
        json!({
            "image": image,
            "environment": environment,
            "runs": runs,
            "user": option("user"),
            "working_dir": option("working_dir"),
            "hostname": option("hostname"),
            "labels": entries(&service["labels"]).iter().filter(|(key, _)| *key != "stackc.files").map(|(key, value)| (key.clone(), json!(text(value)))).collect::<Map<_, _>>(),
            "cap_add": upper("cap_add"),
            "cap_drop": upper("cap_drop"),
            "read_only": service["read_only"] == true,
            "init": service["init"] == true,
            "stop_signal": option("stop_signal"),
            "ports": self.ports(service),
            "mounts": self.mounts(service),
            "networks": self.networks(name, service),
            "secrets": secrets(service),
            "healthcheck": health(service),
        })
    }

    fn ports(&self, service: &Value) -> BTreeSet<String> {
        let ports = service["ports"].as_array().cloned().unwrap_or_default();
        let one = |port: &Value| {
            let protocol = text(&port["protocol"]);
            format!(
                "{}:{}:{}/{}",
                text(&port["host_ip"]),
                text(&port["published"]).split('-').next().unwrap(),
                text(&port["target"]),
                if protocol.is_empty() {
                    "tcp"
                } else {
                    &protocol
                }
            )
        };
        ports.iter().map(one).collect()
    }

    fn place(&self, path: &str) -> String {
        let mut folders = self.folders.iter();
        let rest = folders.find_map(|folder| Path::new(path).strip_prefix(folder).ok());
        match rest {
            Some(rest) if rest == Path::new("") => format!("/opt/{}", self.project()),
            Some(rest) => format!("/opt/{}/{}", self.project(), rest.display()),
            None => path.to_owned(),
        }
    }

    fn mounts(&self, service: &Value) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for mount in service["volumes"].as_array().into_iter().flatten() {
            let source = text(&mount["source"]);
            let source = match mount["type"].as_str() {
                Some("bind") => self.place(&source),
                Some("tmpfs") => "tmpfs".to_owned(),
                Some("volume") if !source.is_empty() => {
                    text(&self.config["volumes"][&source]["name"])
                }
                _ => source,
            };
            let mode = if mount["read_only"] == true {
                " ro"
            } else {
                ""
            };
            found.insert(text(&mount["target"]), format!("{source}{mode}"));
        }
        for path in list(&service["tmpfs"]) {
            let path = path.split(':').next().unwrap().to_owned();
            found.insert(path, "tmpfs".to_owned());
        }
        for config in service["configs"].as_array().into_iter().flatten() {
            let name = text(&config["source"]);
            let target = Some(text(&config["target"])).filter(|target| !target.is_empty());
            let file = text(&self.config["configs"][&name]["file"]);
            let source = if file.is_empty() {
                format!("/opt/{}/files/{name}", self.project())
            } else {
                self.place(&file)
            };
            found.insert(
                target.unwrap_or_else(|| format!("/{name}")),
                format!("{source} ro"),
            );
        }
        found
    }

    /// The names that others give a service in their links.
    fn linked(&self, name: &str) -> BTreeSet<String> {
        let services = entries(&self.config["services"]);
        let links = services
            .values()
            .flat_map(|service| list(&service["links"]));
        links
            .filter_map(|link| {
                let (to, alias) = link.split_once(':')?;
                (to == name && alias != name).then(|| format!("alias {alias}"))
            })
            .collect()
    }

    fn networks(&self, name: &str, service: &Value) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        if let Some(mode) = service["network_mode"].as_str() {
            let mode = match mode.strip_prefix("service:") {
                Some(of) => {
                    let own = text(&self.config["services"][of]["container_name"]);
                    let own = if own.is_empty() {
                        format!("{}-{of}-1", self.project())
                    } else {
                        own
                    };
                    format!("container:{own}")
                }
                None => mode.to_owned(),
            };
            found.insert(mode, BTreeSet::new());
            return found;
        }
        for (key, attached) in entries(&service["networks"]) {
            let mut known = BTreeSet::new();
            known.extend(
                list(&attached["aliases"])
                    .iter()
                    .filter(|alias| *alias != name)
                    .map(|alias| format!("alias {alias}")),
            );
            known.extend(self.linked(name));
            for (key, word) in [("ipv4_address", "ip"), ("ipv6_address", "ip6")] {
                if said(&attached[key]) {
                    known.insert(format!("{word} {}", text(&attached[key])));
                }
            }
            found.insert(text(&self.config["networks"][&key]["name"]), known);
        }
        found
    }
}

fn secrets(service: &Value) -> BTreeSet<String> {
    let all = service["secrets"].as_array().into_iter().flatten();
    all.map(|secret| {
        let target = text(&secret["target"]);
        let target = if target.is_empty() {
            text(&secret["source"])
        } else {
            target
        };
        if target.starts_with('/') {
            target
        } else {
            format!("/run/secrets/{target}")
        }
    })
    .collect()
}

fn health(service: &Value) -> Value {
    let check = &service["healthcheck"];
    let test = list(&check["test"]);
    if test.is_empty() || test == ["NONE"] || check["disable"] == true {
        return Value::Null;
    }
    let option = |key: &str| Some(text(&check[key])).filter(|text| !text.is_empty());
    json!({
        "test": shell(test),
        "interval": option("interval").map(|text| time(&text)),
        "timeout": option("timeout").map(|text| time(&text)),
        "retries": option("retries"),
        "start_period": option("start_period").map(|text| time(&text)),
    })
}
