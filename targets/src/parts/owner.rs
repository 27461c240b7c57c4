//! What of the stack a line of a generated file belongs to.

use stackc_compiler::{
    effect::Address,
    resolve::Stack,
    why::{Line, Owner},
};

use crate::text::yaml::{Block, blocks};

/// Keys of Compose, and the words of the language that they come from, where those are not the key with `-` for `_`.
const KEYS: &[(&str, &[&str])] = &[
    ("environment", &["env"]),
    ("ports", &["port"]),
    ("expose", &["port"]),
    ("volumes", &["volume", "bind", "mount", "file"]),
    ("networks", &["network"]),
    ("secrets", &["secret", "env"]),
    ("configs", &["file"]),
    ("labels", &["label", "file"]),
    (
        "deploy",
        &["resources", "replicas", "placement", "deploy", "limits"],
    ),
    ("command", &["command"]),
    ("devices", &["device"]),
    ("sysctls", &["sysctl"]),
    ("ulimits", &["ulimit"]),
    ("extra_hosts", &["extra-host"]),
    ("profiles", &["profile"]),
    ("memory", &["memory", "resources"]),
    ("test", &["healthcheck"]),
];

/// The owner of a line of a Compose file.
#[must_use]
pub fn of_compose(stack: &Stack, line: Line<'_>) -> Owner {
    let at = line.number.saturating_sub(1);
    let Some(section) = holding(&blocks(line.text, 0), at) else {
        return Owner::default();
    };
    let kind = match section.key {
        "services" => "service",
        "networks" => "network",
        "volumes" => "volume",
        "secrets" => "secret",
        "configs" => "file",
        "name" => {
            return Owner {
                address: None,
                words: vec!["stack".to_owned()],
            };
        }
        _ => return Owner::default(),
    };
    let Some(thing) = holding(&section.inner(2), at) else {
        return Owner::default();
    };
    let mut words: Vec<String> = Vec::new();
    for indent in [4, 6, 8] {
        let inner = thing.inner(indent);
        if let Some(block) = holding(&inner, at) {
            words.extend(words_of(block.key));
        }
    }
    Owner {
        address: Some(of_service(stack, kind, thing.key)),
        words,
    }
}

/// What of the stack a service of the project comes from: itself, or what made it.
#[must_use]
pub fn of_service(stack: &Stack, kind: &str, name: &str) -> Address {
    if kind != "service" || stack.service(name).is_some() {
        return Address::new(kind, name);
    }
    let backup = stack.backups.iter().map(|backup| &backup.name.value.0);
    let mut backup = backup.filter(|backup| {
        let rest = name
            .strip_prefix("backup-")
            .and_then(|rest| rest.strip_prefix(backup.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    if let Some(backup) = backup.next() {
        return Address::new("backup", backup);
    }
    let job = name.strip_prefix("job-").unwrap_or(name);
    if stack.jobs.iter().any(|one| one.name.value.0 == job) {
        return Address::new("job", job);
    }
    Address::only("edge")
}

fn words_of(key: &str) -> Vec<String> {
    let known = KEYS.iter().find(|(known, _)| *known == key);
    match known {
        Some((_, words)) => words.iter().map(|word| (*word).to_owned()).collect(),
        None => vec![key.replace('_', "-")],
    }
}

/// The last block that starts at a line or before it.
fn holding<'t>(blocks: &[Block<'t>], at: usize) -> Option<Block<'t>> {
    let block = blocks.iter().rev().find(|block| block.line <= at)?;
    let lines = block.text.lines().count();
    (at < block.line + lines).then_some(*block)
}

/// The owner of a line of an nginx configuration: the site of the server block around it, and the route of the location.
#[must_use]
pub fn of_nginx(stack: &Stack, line: Line<'_>) -> Owner {
    let mut names: Vec<&str> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut depth = 0usize;
    let (mut server, mut location) = (None, None);
    for (number, text) in line.text.lines().enumerate() {
        let text = text.trim();
        if text.ends_with('{') {
            depth += 1;
            if text.starts_with("server ") || text == "server {" {
                server = Some(depth);
                names.clear();
            }
            if text.starts_with("location ") {
                location = Some(text);
            }
        }
        if let Some(list) = text.strip_prefix("server_name ") {
            names = list.trim_end_matches(';').split(' ').collect();
        }
        if number + 1 == line.number {
            break;
        }
        if text == "}" {
            if server == Some(depth) {
                server = None;
                names.clear();
            }
            location = location.filter(|_| server.is_some_and(|server| depth > server + 1));
            depth = depth.saturating_sub(1);
        }
    }
    if server.is_some() && names.is_empty() {
        // The names stand in a later line of the same block.
        let later = line
            .text
            .lines()
            .skip(line.number)
            .take_while(|text| !text.starts_with("    server"));
        let list = later
            .map(str::trim)
            .find_map(|text| text.strip_prefix("server_name "));
        names = list
            .map(|list| list.trim_end_matches(';').split(' ').collect())
            .unwrap_or_default();
    }
    let site = stack.sites.iter().find(|site| {
        let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
        hosts
            .into_iter()
            .any(|host| names.contains(&host.value.0.as_str()))
    });
    let own = line.own().trim();
    let directive = own.split([' ', ';']).next().unwrap_or_default();
    words.extend(match directive {
        "ssl_protocols" | "ssl_certificate" | "ssl_certificate_key" | "ssl_ciphers" => {
            vec!["tls".to_owned()]
        }
        "add_header" => vec!["header".to_owned()],
        "limit_req" | "limit_req_zone" => vec!["rate-limit".to_owned(), "route".to_owned()],
        "limit_conn" | "limit_conn_zone" => vec!["connection-limit".to_owned()],
        "client_max_body_size" => vec!["max-body".to_owned(), "route".to_owned()],
        "auth_basic" | "auth_basic_user_file" => vec!["basic-auth".to_owned()],
        "allow" => vec!["allow-from".to_owned()],
        "deny" => vec!["deny".to_owned(), "allow-from".to_owned()],
        "listen" => vec!["http".to_owned(), "https".to_owned()],
        "server_name" => Vec::new(),
        _ if location.is_some() => vec!["route".to_owned()],
        _ => Vec::new(),
    });
    let address = match (site, directive) {
        (_, "listen") => Some(Address::only("edge")),
        (Some(site), _) => Some(Address::new("site", &site.host.value.0)),
        (None, _) if stack.edge.is_some() => Some(Address::only("edge")),
        (None, _) => None,
    };
    Owner { address, words }
}
