//! `ports` and `expose`.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::{diag::Diagnostic, source::Span};

use super::{
    Convert,
    env::has_variable,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    variables::{Part, Template},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

const KEYS: [&str; 7] = [
    "app_protocol",
    "host_ip",
    "mode",
    "name",
    "protocol",
    "published",
    "target",
];

/// A port, whichever form it is written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Port {
    target: Template,
    /// Without it, TCP.
    protocol: Option<Template>,
    /// How it is published; none if it is only exposed.
    host: Option<HostSide>,
    mode: Option<Value>,
    app_protocol: Option<Value>,
    name: Option<Value>,
    exposed: bool,
}

/// The host's side of a published port.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct HostSide {
    /// None is every interface.
    address: Option<Template>,
    /// None is any free one.
    port: Option<Template>,
}

impl Port {
    fn is_udp(&self) -> bool {
        self.protocol
            .as_ref()
            .and_then(Template::literal)
            .is_some_and(|protocol| protocol.eq_ignore_ascii_case("udp"))
    }

    /// What two ports have in common that are one in the container.
    fn inside(&self) -> (Template, Option<Template>) {
        (self.target.clone(), self.protocol.clone())
    }
}

impl Convert<'_> {
    /// The nodes of `ports` and `expose`, each with the place in the service where its key stands.
    pub(super) fn ports(&mut self, ports: Option<&Entry>, expose: Option<&Entry>) -> Vec<Node> {
        let mut all: Vec<(Port, Span)> = Vec::new();
        let mut seen = BTreeSet::new();
        if let Some(entry) = ports {
            for item in self.items(&entry.value, "ports", false) {
                let port = match &item.value {
                    YamlValue::Map(_) => self.long_port(item),
                    _ => self.short_port(item),
                };
                if let Some(port) = port
                    && seen.insert(port.clone())
                {
                    all.push((port, item.span));
                }
            }
        }
        if let Some(entry) = expose {
            // The published ones that are not exposed as well, the first of them last.
            let mut published: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for (number, (port, _)) in all.iter().enumerate().rev() {
                published.entry(port.inside()).or_default().push(number);
            }
            for item in self.items(&entry.value, "expose", false) {
                let Some(port) = self.exposed(item) else {
                    continue;
                };
                let same = published.get_mut(&port.inside()).and_then(Vec::pop);
                match same.and_then(|number| all.get_mut(number)) {
                    Some((other, _)) => other.exposed = true,
                    None => all.push((port, item.span)),
                }
            }
        }
        let mut taken = Names::default();
        all.into_iter()
            .map(|(port, span)| self.port_node(&port, span, &mut taken))
            .collect()
    }

    fn port_node(&self, port: &Port, span: Span, taken: &mut Names) -> Node {
        let name = taken.free(&name(port));
        let mut node = Node::new("port", span)
            .arg(Value::Word(name))
            .arg(self.written(&port.target, Style::Number));
        if let Some(protocol) = &port.protocol {
            node = node.prop("protocol", self.written(protocol, Style::Word));
        }
        if let Some(host) = &port.host {
            node = node.prop("publish", self.publish(host));
            if port.exposed {
                node = node.prop("expose", Value::Bool(true));
            }
        }
        node.maybe("mode", port.mode.clone())
            .maybe("app-protocol", port.app_protocol.clone())
            .maybe("name", port.name.clone())
    }

    fn publish(&self, host: &HostSide) -> Value {
        let port = host.port.as_ref();
        let text = match (&host.address, port) {
            (None, None) => "*".to_owned(),
            (None, Some(port)) => format!("*:{}", self.declarations.written(port)),
            (Some(address), Some(port)) if address.literal() == Some("127.0.0.1") => {
                return self.written(port, Style::Number);
            }
            (Some(address), port) => {
                let pieces = [address.clone(), port.cloned().unwrap_or_default()];
                self.declarations.written(&Template::join(&pieces, ":"))
            }
        };
        Value::Text(text)
    }

    fn exposed(&mut self, item: &Yaml) -> Option<Port> {
        let template = self.template(item, "expose", Takes::TextOrNumber)?;
        let (target, protocol) = split_protocol(&template);
        let protocol = protocol.map(|protocol| self.in_lower_case(&protocol, item));
        Some(Port {
            target,
            protocol,
            exposed: true,
            ..Port::default()
        })
    }

    /// `[[address:]host:]container[/protocol]`
    fn short_port(&mut self, item: &Yaml) -> Option<Port> {
        let template = self.template(item, "ports", Takes::TextOrInt)?;
        let (rest, protocol) = split_protocol(&template);
        let protocol = protocol.map(lowered).filter(is_not_tcp);
        let mut pieces = rest.split(':');
        let target = pieces.pop().unwrap_or_default();
        let port = pieces.pop();
        let address = (!pieces.is_empty()).then(|| Template::join(&pieces, ":"));
        let is_ip_v6 = pieces.len() > 1;
        if is_ip_v6
            && !address
                .as_ref()
                .is_some_and(|address| address.starts_with("["))
        {
            self.diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    item.span,
                    "an IPv6 address stands in brackets",
                )
                .help("for example \"[::1]:8080:80\""),
            );
            return None;
        }
        let given =
            |template: Template| Some(template).filter(|template| !template.parts.is_empty());
        Some(Port {
            target,
            protocol,
            host: Some(HostSide {
                address: address.and_then(given),
                port: port.and_then(given),
            }),
            ..Port::default()
        })
    }

    /// A protocol where Compose keeps its spelling.
    fn in_lower_case(&mut self, protocol: &Template, at: &Yaml) -> Template {
        let lower = lowered(protocol.clone());
        if lower != *protocol {
            self.gap(
                at.span,
                "a protocol is written in lower case",
                "the stack has it so; docker compose recreates the container once",
            );
        }
        lower
    }

    fn long_port(&mut self, item: &Yaml) -> Option<Port> {
        let mut port = Port::default();
        let mut host = HostSide::default();
        let mut has_target = false;
        for part in self.entries(item, "ports") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "target" => {
                    port.target = self.template(value, key, Takes::TextOrNumber)?;
                    has_target = true;
                }
                "published" => {
                    host.port = self
                        .template(value, key, Takes::TextOrInt)
                        .filter(|template| !template.parts.is_empty());
                }
                "host_ip" => {
                    let address = self.template(value, key, Takes::Text);
                    if address.as_ref().is_some_and(|text| text.starts_with("[")) {
                        self.diagnostics.push(
                            Diagnostic::warning(
                                "not-imported",
                                value.span,
                                "a `host_ip` has no brackets, with them no container starts",
                            )
                            .help("the stack has the address without them"),
                        );
                    }
                    host.address = address
                        .filter(|template| !template.parts.is_empty())
                        .map(bracketed);
                }
                "protocol" => {
                    let protocol = self.template(value, key, Takes::Text);
                    port.protocol = protocol
                        .map(|protocol| self.in_lower_case(&protocol, value))
                        .filter(is_not_tcp);
                }
                "mode" => {
                    port.mode = self
                        .word(value, key)
                        .filter(|mode| *mode != Value::Word("ingress".to_owned()));
                }
                "app_protocol" => port.app_protocol = self.word(value, key),
                "name" => port.name = self.word(value, key),
                _ => self.unknown(part, &KEYS, "a port"),
            }
        }
        if !has_target {
            self.diagnostics.push(Diagnostic::error(
                "wrong-type",
                item.span,
                "a port needs a `target`: the port in the container",
            ));
            return None;
        }
        // Compose reads the parts of a short form when its variables are filled in, and is stricter with them: what was long stays long.
        let parts = [
            Some(&port.target),
            host.address.as_ref(),
            host.port.as_ref(),
        ];
        let deferred = parts.into_iter().flatten().any(has_variable);
        if deferred && port.mode.is_none() {
            port.mode = Some(Value::Word("ingress".to_owned()));
        }
        port.host = Some(host);
        Some(port)
    }
}

/// An IPv6 address in brackets, as `publish` takes it.
fn bracketed(address: Template) -> Template {
    match address.literal() {
        Some(text) if text.contains(':') && !text.starts_with('[') => {
            Template::text(format!("[{text}]"))
        }
        _ => address,
    }
}

fn split_protocol(template: &Template) -> (Template, Option<Template>) {
    let mut pieces = template.split('/');
    if pieces.len() < 2 {
        return (template.clone(), None);
    }
    let protocol = pieces.pop();
    (Template::join(&pieces, "/"), protocol)
}

/// A published port has this protocol without a word.
fn is_not_tcp(protocol: &Template) -> bool {
    protocol.literal() != Some("tcp")
}

/// A protocol as Compose reads it out of the short form: `TCP` is `tcp`.
fn lowered(protocol: Template) -> Template {
    match protocol.literal() {
        Some(text) => Template::text(text.to_ascii_lowercase()),
        None => protocol,
    }
}

/// A name that says what the port is, before it is made the only one.
fn name(port: &Port) -> String {
    let base = match port.target.literal() {
        Some(text) => port_name(text),
        None => variable_name(&port.target),
    };
    if port.is_udp() {
        format!("{base}-udp")
    } else {
        base
    }
}

/// What a port is called after its number.
pub(crate) fn port_name(number: &str) -> String {
    match well_known(number) {
        Some(word) => word.to_owned(),
        None => format!(
            "p{}",
            number.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "")
        ),
    }
}

fn variable_name(target: &Template) -> String {
    let variable = target.parts.iter().find_map(|part| match part {
        Part::Variable(variable) => Some(variable.name.as_str()),
        Part::Text(_) => None,
    });
    let name = variable.unwrap_or("port").to_ascii_lowercase();
    let name = name.replace('_', "-");
    let name = name.trim_matches('-');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("p{name}")
    }
}

fn well_known(port: &str) -> Option<&'static str> {
    Some(match port {
        "21" => "ftp",
        "22" => "ssh",
        "25" => "smtp",
        "53" => "dns",
        "80" => "http",
        "110" => "pop3",
        "143" => "imap",
        "389" => "ldap",
        "443" => "https",
        "465" => "smtps",
        "587" => "submission",
        "636" => "ldaps",
        "993" => "imaps",
        "1883" => "mqtt",
        "3306" => "mysql",
        "5432" => "postgres",
        "5672" => "amqp",
        "6379" => "redis",
        "9090" => "prometheus",
        "9200" => "elasticsearch",
        "11211" => "memcached",
        "27017" => "mongodb",
        _ => return None,
    })
}

/// The names of a service's ports.
#[derive(Debug, Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The number that comes next behind a name.
    next: BTreeMap<String, usize>,
}

impl Names {
    /// A name that no other port has: itself, or with a number behind it.
    fn free(&mut self, name: &str) -> String {
        let next = self.next.entry(name.to_owned()).or_insert(2);
        let mut free = name.to_owned();
        while !self.taken.insert(free.clone()) {
            free = format!("{name}-{next}");
            *next += 1;
        }
        free
    }
}
