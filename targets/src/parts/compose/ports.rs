//! Ports: published and exposed.

use stackc_compiler::{
    artifact::Origin,
    atoms::{Publish, PublishAddress, words::Protocol},
    model::PortDeclaration,
    template::{Expr, Part, Value},
};

use super::text::Texts;
use crate::text::yaml::{Map, Yaml};

/// Entries with the places that they come from.
type Entries = Vec<(Yaml, Origin)>;

/// The entries of `ports` and of `expose`.
pub(super) fn ports(declarations: &[PortDeclaration], texts: Texts<'_>) -> (Entries, Entries) {
    let mut published = Vec::new();
    let mut exposed = Vec::new();
    for port in declarations {
        let PortDeclaration {
            name: _,
            target,
            protocol,
            publish,
            mode,
            app_protocol,
            compose_name,
            expose,
            span,
        } = port;
        let origin = Origin::from(*span);
        let container = format!("{}{}", texts.text(target), suffix(protocol.as_ref(), texts));
        match publish {
            None => exposed.push((Yaml::text(unpublished(port, texts)), origin)),
            Some(publish) => {
                if expose.is_some_and(|expose| expose.value.0) {
                    exposed.push((Yaml::text(container.clone()), origin));
                }
                let host = host(publish, texts);
                let public = publish.get().is_some_and(Publish::is_public);
                let entry = if mode.is_some() || app_protocol.is_some() || compose_name.is_some() {
                    long(port, &host, public, texts)
                } else if public {
                    short(&host, &container).with_comment("public")
                } else {
                    short(&host, &container)
                };
                published.push((entry, origin));
            }
        }
    }
    (published, exposed)
}

/// A port of the host that leads to one inside, in the short form.
#[must_use]
pub fn published(publish: &Publish, inside: u16) -> Yaml {
    short(&known(publish), &inside.to_string())
}

/// An exposed port; Compose keeps the protocol where it is written.
fn unpublished(port: &PortDeclaration, texts: Texts<'_>) -> String {
    let target = texts.text(&port.target);
    match &port.protocol {
        Some(protocol) => format!("{target}/{}", texts.text(protocol)),
        None => target,
    }
}

/// `/udp`; TCP is the default and not written.
fn suffix(protocol: Option<&Value<Protocol>>, texts: Texts<'_>) -> String {
    match protocol {
        None => String::new(),
        Some(protocol) if protocol.get() == Some(&Protocol::Tcp) => String::new(),
        Some(protocol) => format!("/{}", texts.text(protocol)),
    }
}

/// The host's side of a port.
struct HostSide {
    /// Address, without its colon; none is every interface.
    address: Option<String>,
    /// Port or ports; none is any free one.
    port: Option<String>,
    /// Address and port together, where an input decides about the colon between them.
    whole: Option<String>,
}

fn known(publish: &Publish) -> HostSide {
    let Publish { address, ports } = publish;
    HostSide {
        address: match address {
            PublishAddress::Loopback => Some("127.0.0.1".to_owned()),
            PublishAddress::Every => None,
            PublishAddress::Address(address) => Some(address.clone()),
        },
        port: ports.map(|ports| ports.to_string()),
        whole: None,
    }
}

fn host(publish: &Value<Publish>, texts: Texts<'_>) -> HostSide {
    match &publish.expr {
        Expr::Known(publish) => known(publish),
        Expr::Deferred(template) => {
            let text = texts.template(template);
            let literal_colon = template
                .parts
                .iter()
                .any(|part| matches!(part, Part::Text(text) if text.contains(':')));
            match text.strip_prefix("*:") {
                Some(port) => HostSide {
                    address: None,
                    port: Some(port.to_owned()),
                    whole: None,
                },
                None if literal_colon => HostSide {
                    address: None,
                    port: None,
                    whole: Some(text),
                },
                None => HostSide {
                    address: Some("127.0.0.1".to_owned()),
                    port: Some(text),
                    whole: None,
                },
            }
        }
    }
}

fn short(host: &HostSide, container: &str) -> Yaml {
    let text = match (&host.whole, &host.address, &host.port) {
        (Some(whole), _, _) => format!("{whole}:{container}"),
        (None, Some(address), Some(port)) => format!("{address}:{port}:{container}"),
        (None, Some(address), None) => format!("{address}::{container}"),
        (None, None, Some(port)) => format!("{port}:{container}"),
        (None, None, None) => container.to_owned(),
    };
    Yaml::quoted(text)
}

fn long(port: &PortDeclaration, host: &HostSide, public: bool, texts: Texts<'_>) -> Yaml {
    let (address, published) = match &host.whole {
        Some(whole) => match split_host(whole) {
            Some((address, port)) => (Some(address), Some(port).filter(|port| !port.is_empty())),
            None => (None, Some(whole.clone())),
        },
        None => (host.address.clone(), host.port.clone()),
    };
    let mut map = Map::new();
    if let Some(name) = &port.compose_name {
        map.set_from("name", texts.yaml(name), name.span);
    }
    let target = number(texts.text(&port.target));
    map.set(
        "target",
        if public {
            target.with_comment("public")
        } else {
            target
        },
    );
    if let Some(published) = published {
        map.set("published", Yaml::quoted(published));
    }
    if let Some(address) = address {
        let inside = address
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        map.set("host_ip", Yaml::text(inside.unwrap_or(&address)));
    }
    if let Some(protocol) = &port.protocol {
        map.set_from("protocol", texts.yaml(protocol), protocol.span);
    }
    if let Some(protocol) = &port.app_protocol {
        map.set_from("app_protocol", texts.yaml(protocol), protocol.span);
    }
    if let Some(mode) = &port.mode {
        map.set_from("mode", texts.yaml(mode), mode.span);
    }
    Yaml::from(map)
}

/// Address and port at the last colon that is none of a variable's.
fn split_host(text: &str) -> Option<(String, String)> {
    let mut depth = 0usize;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    let (address, port) = text.split_at_checked(last?)?;
    Some((address.to_owned(), port.get(1..)?.to_owned()))
}

fn number(text: String) -> Yaml {
    crate::text::yaml::Number::parse(&text).map_or_else(|| Yaml::text(text), Yaml::from)
}
