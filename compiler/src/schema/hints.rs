//! What to write instead: lines for the help of a finding, made from what stands there.

use super::{FieldSchema, How, NodeSchema};
use crate::{
    secret_like::is_secret_name,
    syntax::{Node, Prop, Scalar, ScalarKind},
};

/// A text as a word of a stack: bare where KDL allows it, else in quotes.
pub(crate) fn word(text: &str) -> String {
    let keyword = matches!(text, "true" | "false" | "null" | "inf" | "nan" | "-inf");
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if starts && !keyword && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

/// Whether what stands beside this name, or in this text, may be a secret: rather one too many.
pub(crate) fn may_be_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let hints = [
        "pass",
        "pwd",
        "secret",
        "token",
        "auth",
        "credential",
        "://",
    ];
    is_secret_name(text) || hints.iter().any(|hint| lower.contains(hint))
}

/// A value as it may be repeated in a help: never one that may be a secret.
fn value(names: &[&str], text: &str, kind: ScalarKind) -> String {
    if names.iter().any(|name| may_be_secret(name)) || text.contains("://") {
        return "\"…\"".to_owned();
    }
    match kind {
        ScalarKind::Number => text.to_owned(),
        _ => word(text),
    }
}

/// `a=b` as a key and a value, if the `=` is not part of a reference.
pub(crate) fn key_and_value(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once('=')?;
    let open = key.rfind("${").is_some_and(|at| {
        key.get(at..)
            .is_some_and(|reference| !reference.contains('}'))
    });
    (!open && !key.is_empty()).then_some((key, value))
}

/// `label "a=b"` as it is meant: `label a b`.
pub(crate) fn pair_of(kind: &str, key: &str, text: &str) -> String {
    let key = key.trim();
    format!(
        "{kind} {} {}",
        word(key),
        value(&[kind, key], text, ScalarKind::Text)
    )
}

/// What a child takes, and what to write in place of a property on it.
pub(crate) fn property(
    node: &Node,
    field: &FieldSchema,
    prop: &Prop,
) -> (&'static str, Option<String>) {
    let kind = node.kind.value.as_str();
    let name = prop.name.value.as_str();
    let shown = value(&[kind, name], &prop.value.text, prop.value.kind);
    match field.how {
        How::Words => ("words", Some(quoted(kind, prop))),
        How::Pairs => (
            "a key and a value",
            node.args
                .is_empty()
                .then(|| format!("{kind} {} {shown}", word(name))),
        ),
        How::Block => (
            "a block",
            Some(format!("{kind} {{ {} {shown} }}", word(name))),
        ),
        How::Flag => ("#true or #false", Some(format!("{kind} #true"))),
        _ => ("one value", Some(one_value(node, field, name, prop))),
    }
}

fn one_value(node: &Node, field: &FieldSchema, name: &str, prop: &Prop) -> String {
    let kind = node.kind.value.as_str();
    let retries = matches!(name, "max-retries" | "retries" | "max-attempts" | "times");
    if kind == "restart" && retries && prop.value.text.bytes().all(|b| b.is_ascii_digit()) {
        return format!("restart \"on-failure:{}\"", prop.value.text);
    }
    format!(
        "for example {kind} {}",
        example(kind).unwrap_or_else(|| type_example(field))
    )
}

fn type_example(field: &FieldSchema) -> &'static str {
    match &field.shape {
        super::Shape::Value(value) => value.example,
        _ => "\"…\"",
    }
}

/// A property on a node that takes words, as in `command npm --port=3000`.
pub(crate) fn quoted(kind: &str, prop: &Prop) -> String {
    let (name, text) = (prop.name.value.as_str(), prop.value.text.as_str());
    let secret = may_be_secret(name) || may_be_secret(kind) || text.contains("://");
    let shown = if secret { "…" } else { text };
    format!("quote it: {kind} {:?}", format!("{name}={shown}"))
}

/// A property that names the command itself, as in `post-start command="migrate up"`: the whole line.
pub(crate) fn command_line(kind: &str, prop: &Prop) -> Option<String> {
    let (name, text) = (prop.name.value.as_str(), prop.value.text.as_str());
    let is_command = matches!(name, "command" | "cmd" | "run" | "exec" | "args" | "script");
    let shown = if may_be_secret(kind) || text.contains("://") {
        "…"
    } else {
        text
    };
    is_command.then(|| format!("{kind} line={shown:?}"))
}

/// A property on `KEY VALUE` in a block: the value held a `=`.
pub(crate) fn entry(kind: &str, prop: &Prop) -> String {
    let (name, text) = (prop.name.value.as_str(), prop.value.text.as_str());
    let secret = may_be_secret(name) || may_be_secret(kind) || text.contains("://");
    let shown = if secret { "…" } else { text };
    format!(
        "a value with `=` is quoted: {} {:?}",
        word(kind),
        format!("{name}={shown}")
    )
}

/// A property that a node does not have but a neighbour does.
pub(crate) fn elsewhere(schema: &NodeSchema, prop: &Prop) -> Option<String> {
    let name = prop.name.value.as_str();
    let shown = value(&[name], &prop.value.text, prop.value.kind);
    match (schema.kind, name) {
        ("device", "driver" | "count" | "ids" | "capabilities") if name != "capabilities" => {
            Some(format!(
                "a GPU is reserved with its capabilities: resources {{ reserve {{ device gpu {name}={shown} }} }}"
            ))
        }
        ("use", "name" | "alias" | "id") => {
            Some(format!("it is called what `as=` says: as={shown}"))
        }
        ("job", "extends") => Some(format!(
            "a job that runs as a service does says so inside: like {shown}"
        )),
        ("service", "like") => Some(format!(
            "a service that is like another one extends it: extends={shown}"
        )),
        _ => None,
    }
}

/// A child that a node does not have, where another node's word is meant.
pub(crate) fn child_elsewhere(schema: &NodeSchema, node: &Node) -> Option<String> {
    let name = node.kind.value.as_str();
    let shown = node.first().map_or("…".to_owned(), word);
    match (schema.kind, name) {
        ("job", "extends") => Some(format!(
            "a job that runs as a service does says so: like {shown}"
        )),
        ("service", "like") => Some(format!(
            "a service that is like another one extends it: service NAME extends={shown}"
        )),
        _ => None,
    }
}

/// The children of a node that takes none, where they are its properties.
pub(crate) fn as_properties(node: &Node, schema: &NodeSchema) -> Option<String> {
    let kind = schema.kind;
    if node.nodes().is_empty() || !schema.child_kinds().is_empty() {
        return None;
    }
    let property = |child: &Node| {
        let name = child.kind.value.as_str();
        let arg = child.args.first()?;
        schema.prop(name)?;
        Some(if arg.is_annotated("secret") {
            format!("{name}=(secret){}", arg.text)
        } else {
            format!("{name}={}", value(&[kind, name], &arg.text, arg.kind))
        })
    };
    let all: Option<Vec<String>> = node.nodes().iter().map(property).collect();
    let name = node.first().map_or("…".to_owned(), word);
    Some(format!(
        "properties have no block: {kind} {name} {}",
        all?.join(" ")
    ))
}

/// `publish="3000:3000"`, as Compose writes the port inside behind it; here that one has its own place.
pub(crate) fn published(text: &str) -> Option<String> {
    let text = text.split_once('/').map_or(text, |(ports, _)| ports);
    let is_port = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (outside, inside) = text.rsplit_once(':')?;
    let last = outside.rsplit_once(':').map_or(outside, |(_, port)| port);
    if !is_port(inside) || !is_port(last) {
        return None;
    }
    let shown = if is_port(outside) {
        outside.to_owned()
    } else {
        format!("{outside:?}")
    };
    Some(format!(
        "the port inside is the port's own: port NAME {inside} publish={shown}"
    ))
}

/// The children of a node that takes none, as its arguments.
pub(crate) fn block(node: &Node, pairs: bool) -> Option<String> {
    let kind = node.kind.value.as_str();
    if node.nodes().is_empty()
        || !node.args.is_empty()
        || node.nodes().iter().any(|child| child.children.is_some())
    {
        return None;
    }
    let shown = |child: &Node| -> Vec<String> {
        let name = child.kind.value.as_str();
        std::iter::once(word(name))
            .chain(
                child
                    .args
                    .iter()
                    .map(|arg| value(&[kind, name], &arg.text, arg.kind)),
            )
            .collect()
    };
    if pairs {
        let each: Vec<String> = node
            .nodes()
            .iter()
            .map(|child| format!("{kind} {}", shown(child).join(" ")))
            .collect();
        return Some(format!("without a block: {}", each.join("; ")));
    }
    let words: Vec<String> = node
        .nodes()
        .iter()
        .flat_map(shown)
        .filter(|word| word != "\"-\"")
        .collect();
    (!words.is_empty()).then(|| format!("without a block: {kind} {}", words.join(" ")))
}

/// What was meant by arguments that a node has no place for.
pub(crate) fn extra(node: &Node) -> Option<String> {
    match node.kind.value.as_str() {
        "healthcheck" => Some("healthcheck shell=\"…\"".to_owned()),
        "secret" => Some(
            "a stack holds no secret's value: whoever deploys gives it, made at random with hex=32, or base64=32".to_owned(),
        ),
        kind @ ("volume" | "bind") if node.prop("to").is_none() && node.args.len() == 2 => {
            mounted(kind, node)
        }
        "use" if node.prop("as").is_none() => {
            let (module, name) = (node.args.first()?, node.args.get(1)?);
            Some(format!("use {} as={}", word(&module.text), word(&name.text)))
        }
        _ => None,
    }
}

/// A whole line for a node without an argument that it needs.
pub(crate) fn argument(node: &Node, kind: &str) -> Option<String> {
    let first = node.args.first().map(|arg| arg.text.as_str());
    Some(match (kind, first) {
        ("port", Some(text)) => port(text)?,
        ("port", None) => "port http 8080".to_owned(),
        ("extra-host", Some(text)) => match text.split_once(['=', ':']) {
            Some((name, address)) => format!("extra-host {} {}", word(name), word(address)),
            None => format!("extra-host {} host-gateway", word(text)),
        },
        ("extra-host", None) => "extra-host gateway host-gateway".to_owned(),
        ("bind", _) => "bind \"./data\" to=\"/data\"".to_owned(),
        ("header", Some(text)) => match text.split_once(':') {
            Some((name, _)) => format!("header {} \"…\"", word(name)),
            None => format!("header {} \"…\"", word(text)),
        },
        ("basic-auth", _) => "basic-auth \"Realm\" file=(secret)users".to_owned(),
        ("include", _) => "include \"db.kdl\"".to_owned(),
        _ => format!("{kind} {}", first.map_or(example(kind), |_| None)?),
    })
}

/// `"8080:80"`, `80`, `"53:53/udp"` as a named port.
fn port(text: &str) -> Option<String> {
    let (numbers, protocol) = match text.split_once('/') {
        Some((numbers, protocol)) => (numbers, format!(" protocol={}", word(protocol))),
        None => (text, String::new()),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match numbers.rsplit_once(':') {
        Some((outside, inside)) if digits(inside) && digits(outside) => {
            Some(format!("port http {inside} publish={outside}{protocol}"))
        }
        Some((outside, inside)) if digits(inside) => {
            Some(format!("port http {inside} publish={outside:?}{protocol}"))
        }
        None if digits(numbers) => Some(format!("port http {numbers}{protocol}")),
        None if text == numbers => Some(format!("port {} 8080", word(text))),
        _ => None,
    }
}

/// A whole line for a node without a property that it needs.
pub(crate) fn property_needed(node: &Node, kind: &str, prop: &str) -> Option<String> {
    match (kind, prop) {
        ("volume" | "bind", "to") => mounted(kind, node),
        ("basic-auth", "file") => {
            let realm = node.args.first().map_or("Realm", |arg| arg.text.as_str());
            Some(format!("basic-auth {realm:?} file=(secret)users"))
        }
        ("watch", "action") => Some("watch \"./src\" action=sync to=\"/app\"".to_owned()),
        _ => None,
    }
}

/// `volume "data:/data:ro"` and `bind "./data" "/data"` with their parts in place.
fn mounted(kind: &str, node: &Node) -> Option<String> {
    let mut args = node.args.iter().map(|arg: &Scalar| arg.text.as_str());
    let Some(first) = args.next() else {
        return Some(match kind {
            "bind" => "bind \"./data\" to=\"/data\"".to_owned(),
            _ => "volume data to=\"/data\"".to_owned(),
        });
    };
    if first.contains("${") {
        return None;
    }
    let mut parts = first.split(':').chain(args);
    let source = parts.next()?;
    let to = parts
        .next()
        .filter(|to| to.starts_with('/'))
        .unwrap_or("/data");
    let options = match parts.next() {
        Some("ro") => " read-only=#true",
        _ => "",
    };
    let bind = kind == "bind" || source.starts_with(['.', '/', '~']);
    Some(if bind {
        format!("bind {source:?} to={to:?}{options}")
    } else {
        format!("volume {} to={to:?}{options}", word(source))
    })
}

/// An argument of a node of this kind, where its type's says too little.
pub(crate) fn example(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "depends-on" => "db condition=healthy",
        "volume" => "data to=\"/data\"",
        "bind" => "\"./data\" to=\"/data\"",
        "tmpfs" => "\"/tmp\"",
        "device" => "\"/dev/ttyUSB0\"",
        "ulimit" => "nofile 65536",
        "env-file" | "label-file" => "\"./app.env\"",
        "watch" => "\"./src\" action=sync to=\"/app\"",
        "description" => "\"sells hats\"",
        "header" => "X-Frame-Options DENY",
        "generic" => "ssd 1",
        "network-mode" | "userns-mode" | "pid" | "uts" => "host",
        "ipc" => "shareable",
        "cgroup" => "private",
        "hostname" | "container-name" => "web",
        "domainname" | "dns-search" => "\"example.com\"",
        "working-dir" => "\"/app\"",
        "user" => "\"1000:1000\"",
        "platform" => "\"linux/amd64\"",
        "stop-signal" => "SIGINT",
        "link" | "external-link" => "db",
        "mac-address" => "\"02:42:ac:11:65:43\"",
        "gpus" => "all",
        "cpuset" => "\"0-1\"",
        "runtime" => "runsc",
        "isolation" => "default",
        "cgroup-parent" => "m-executor-abcd",
        "pull-refresh-after" => "\"24h\"",
        "label" => "\"com.example.team\" web",
        "annotation" => "\"com.example.team\" web",
        "sysctl" => "\"net.core.somaxconn\" 1024",
        "storage-opt" => "size \"10G\"",
        "driver-opt" => "type nfs",
        "option" => "max-size \"10m\"",
        "ipam-opt" => "KEY \"value\"",
        "arg" => "VERSION \"1.2\"",
        "ssh" => "default",
        "additional-context" => "assets \"./assets\"",
        "aux" => "router \"10.5.0.2\"",
        "device-weight" => "\"/dev/sda\" 400",
        "read-bps" | "write-bps" => "\"/dev/sda\" \"10mb\"",
        "read-iops" | "write-iops" => "\"/dev/sda\" 1000",
        "constraint" => "\"node.role == worker\"",
        "spread" => "\"node.labels.zone\"",
        "entitlement" => "\"network.host\"",
        "tag" => "\"shop:1.4\"",
        "address" => "\"192.0.2.1\"",
        "time-zone" => "\"Europe/Berlin\"",
        _ => return None,
    })
}

/// Another format's word for one of a type's words.
pub(crate) fn alias(ty: &str, text: &str) -> Option<&'static str> {
    Some(match (ty, text) {
        ("condition", "service_healthy") => "healthy",
        ("condition", "service_started") => "started",
        ("condition", "service_completed_successfully" | "service_completed" | "success") => {
            "completed"
        }
        ("type", "string" | "str") => "text",
        ("type", "integer" | "number") => "int",
        ("type", "boolean") => "bool",
        ("type", "hostname" | "domain") => "host",
        ("type", "file" | "dir" | "folder") => "path",
        ("restart policy", "never" | "none") => "no",
        ("pull policy", "if-not-present" | "IfNotPresent") => "if_not_present",
        ("kind of TLS", "acme" | "lets-encrypt") => "letsencrypt",
        ("kind of TLS", "off" | "no") => "none",
        ("TLS version", "TLSv1.2" | "tls1.2") => "1.2",
        ("TLS version", "TLSv1.3" | "tls1.3") => "1.3",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_they_must_be() {
        assert_eq!(word("traefik.enable"), "traefik.enable");
        assert_eq!(word("true"), "\"true\"");
        assert_eq!(word("10m"), "\"10m\"");
        assert_eq!(word("a b"), "\"a b\"");
    }

    #[test]
    fn ports_of_compose_become_named_ones() {
        for (text, meant) in [
            ("8080:8080", "port http 8080 publish=8080"),
            ("80", "port http 80"),
            ("53:53/udp", "port http 53 publish=53 protocol=udp"),
            (
                "127.0.0.1:8080:80",
                "port http 80 publish=\"127.0.0.1:8080\"",
            ),
            ("http", "port http 8080"),
        ] {
            assert_eq!(port(text).as_deref(), Some(meant));
        }
        assert_eq!(port("a:b"), None);
    }

    #[test]
    fn a_published_port_with_the_port_inside() {
        let meant = |text| published(text).unwrap_or_default();
        assert!(meant("3000:3001").ends_with("port NAME 3001 publish=3000"));
        assert!(meant("*:3000:3001/tcp").ends_with("port NAME 3001 publish=\"*:3000\""));
        assert!(meant("127.0.0.1:80:81").ends_with("port NAME 81 publish=\"127.0.0.1:80\""));
        for other in ["3000", "*:443", "[::1]:80", "192.0.2.1:3000", "a:b"] {
            assert_eq!(published(other), None, "{other}");
        }
    }

    #[test]
    fn a_pair_is_split_outside_of_references() {
        assert_eq!(key_and_value("a=b=c"), Some(("a", "b=c")));
        assert_eq!(key_and_value("${input.A:-x=y}"), None);
        assert_eq!(key_and_value("${param.a}=b"), Some(("${param.a}", "b")));
        assert_eq!(key_and_value("=b"), None);
        assert_eq!(pair_of("label", "a", "b"), "label a b");
        assert_eq!(pair_of("arg", "API_TOKEN", "abc"), "arg API_TOKEN \"…\"");
    }
}
