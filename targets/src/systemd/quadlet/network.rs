//! Networks and ports of a container.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{Line, PortRange, Publish, PublishAddress, words::Protocol},
    model::{NetworkAttachment, PortDeclaration, Service},
    template::{Expr, Part, Value},
};

use super::{container::name_text, resources, sheet::Sheet, shown::Shown};
use crate::text::unit::{Setting, Text};

answers! {
    BRIDGE: ["service" "network-mode"] "where it is `bridge`" => Lowered("becomes podman's own default network: as in Docker's, containers find each other by address and not by name, but those of Docker are not in it");
    SPLIT: ["service network" "ipv4", "service network" "ipv6", "service network" "mac", "service network" "interface", "service network" "alias"] "where the default of its input holds a comma" => Refused("holds a comma, behind which podman reads options; choose one without");
    MODE_AS_IT_COMES: ["service" "network-mode"] "where an input decides it" => Partial("is handed to podman as it comes, which knows `host`, `bridge`, `none` and the names of its networks; set one of them");
    NO_MODE: ["service" "network-mode"] "where it is none of podman's" => Refused("is no mode of podman's; use host, none, bridge, service:NAME or a network's name");
    USERS: ["service port" "publish"] "where it is below 1024 with scope user" => Partial("is below 1024, which the machine gives to no user's container by itself; publish a higher one");
    FIRST: ["service port" "publish"] "where it is a range for one port" => Partial("is the first port of the range: podman takes as many ports as the container has and chooses none; name one port");
}

/// The first port that anyone may listen at.
const FIRST_FREE: u16 = 1024;

pub(super) fn container(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    networks(sheet, service)?;
    for port in &service.ports {
        sheet.said(port.span, |sheet| publish(sheet, port))?;
    }
    for host in &service.extra_hosts {
        let mut text = sheet.text(&host.name);
        if let Some(address) = &host.address {
            text = text.then(":").join(sheet.text(address));
        }
        sheet.said(host.span, |sheet| sheet.bare("AddHost", text))?;
    }
    for (key, words) in [
        ("DNS", &service.dns),
        ("DNSSearch", &service.dns_search),
        ("DNSOption", &service.dns_opt),
    ] {
        for word in words.iter().flat_map(|words| &words.items) {
            let text = sheet.text(word);
            sheet.said(word.span, |sheet| sheet.bare(key, text))?;
        }
    }
    sheet.option_argument("mac-address", service.mac_address.as_ref())
}

/// The networks that a service joins, or its network mode.
pub(super) fn networks(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let name = &service.name.value.0;
    if let Some(said) = &service.network_mode {
        return sheet.said(said.span, |sheet| mode(sheet, said));
    }
    let mut names = vec![name.clone()];
    names.extend(sheet.plan.relations.aliases_of(name).iter().cloned());
    if service.networks.is_empty() {
        let file = resources::network_of(sheet, "default");
        return sheet.bare("Network", file.then(named(&names)));
    }
    for network in &service.networks {
        sheet.said(network.span, |sheet| attach(sheet, network, &names))?;
    }
    Ok(())
}

/// `:alias=a,alias=b`.
fn named(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("alias={name}")).collect();
    format!(":{}", names.join(","))
}

fn mode(sheet: &mut Sheet<'_>, said: &Value<Line>) -> Result<(), Bug> {
    let Some(known) = said.get() else {
        sheet.report("network-mode", MODE_AS_IT_COMES, said.span);
        return sheet.option("Network", Some(said));
    };
    let text = match (known.0.as_str(), known.0.split_once(':')) {
        (_, Some(("service", of))) => return of_service(sheet, of),
        (_, Some(("container", _))) | ("host" | "none" | "private", _) => known.0.clone(),
        ("bridge" | "default", _) => {
            sheet.report("network-mode", BRIDGE, said.span);
            "bridge".to_owned()
        }
        // Quadlet would look for a file, podman for a mode with options.
        (name, None) if !is_file(name) => name.to_owned(),
        _ => {
            sheet.report("network-mode", NO_MODE, said.span);
            return Ok(());
        }
    };
    sheet.bare("Network", Text::new(text))
}

fn is_file(name: &str) -> bool {
    name.contains('/')
        || [".network", ".container", ".pod"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// The network of another container: Quadlet knows the file, unless an input names its container.
fn of_service(sheet: &mut Sheet<'_>, of: &str) -> Result<(), Bug> {
    let unit = sheet.plan.unit(of);
    match sheet.plan.stack.service(of) {
        Some(service)
            if service
                .container_name
                .as_ref()
                .is_some_and(|name| name.get().is_none()) =>
        {
            needs(sheet, &format!("{unit}.service"));
            let name = name_text(sheet, service);
            sheet.bare("Network", Text::new("container:").join(name))
        }
        _ => sheet.bare("Network", Text::new(format!("{unit}.container"))),
    }
}

/// Requires a unit, and waits for it, where Quadlet does not see that it is needed.
pub(super) fn needs(sheet: &mut Sheet<'_>, unit: &str) {
    for key in ["Requires", "After"] {
        sheet.unit.add("Unit", key, Setting::units([unit]));
    }
}

fn attach(sheet: &mut Sheet<'_>, network: &NetworkAttachment, names: &[String]) -> Result<(), Bug> {
    let NetworkAttachment {
        name,
        ipv4,
        ipv6,
        mac,
        priority: _,
        gateway_priority: _,
        interface,
        aliases,
        link_local_ips: _,
        driver_opts: _,
        span: _,
    } = network;
    let file = resources::network_of(sheet, &name.value.0);
    let mut text = file.then(named(names));
    for alias in aliases.iter().flat_map(|words| &words.items) {
        sheet.unsplit("alias", alias, &[','], SPLIT);
        text = text.then(",alias=").join(sheet.text(alias));
    }
    text = part(sheet, text, ("ipv4", "ip"), ipv4.as_ref());
    text = part(sheet, text, ("ipv6", "ip6"), ipv6.as_ref());
    text = part(sheet, text, ("mac", "mac"), mac.as_ref());
    let interface = interface.as_ref();
    text = part(sheet, text, ("interface", "interface_name"), interface);
    sheet.bare("Network", text)
}

/// What podman takes behind a network, by our word and by its own.
fn part<A: Shown>(
    sheet: &mut Sheet<'_>,
    text: Text,
    (word, key): (&'static str, &'static str),
    value: Option<&Value<A>>,
) -> Text {
    let Some(value) = value else { return text };
    sheet.unsplit(word, value, &[','], SPLIT);
    text.then(format!(",{key}=")).join(sheet.text(value))
}

fn publish(sheet: &mut Sheet<'_>, port: &PortDeclaration) -> Result<(), Bug> {
    let Some(said) = &port.publish else {
        return Ok(());
    };
    let said = one_of_several(sheet, said, port);
    let ports = said.get().and_then(|known| known.ports);
    if sheet.plan.user && ports.is_some_and(|ports| (1..FIRST_FREE).contains(&ports.first)) {
        sheet.report("publish", USERS, said.span);
    }
    let host = host(sheet, &said);
    let mut text = host.join(sheet.text(&port.target));
    match &port.protocol {
        Some(protocol) if protocol.get() != Some(&Protocol::Tcp) => {
            text = text.then("/").join(sheet.text(protocol));
        }
        _ => {}
    }
    sheet.bare("PublishPort", text)
}

/// Docker takes a free port of several for one of the container's, podman wants one.
fn one_of_several(
    sheet: &mut Sheet<'_>,
    said: &Value<Publish>,
    port: &PortDeclaration,
) -> Value<Publish> {
    let mut chosen = said.clone();
    let is_one = |range: &PortRange| range.first == range.last;
    if let Expr::Known(Publish {
        ports: Some(ports), ..
    }) = &mut chosen.expr
        && port.target.get().is_some_and(is_one)
        && !is_one(ports)
    {
        sheet.report("publish", FIRST, said.span);
        ports.last = ports.first;
    }
    chosen
}

/// The host's side with its last colon.
fn host(sheet: &mut Sheet<'_>, publish: &Value<Publish>) -> Text {
    match &publish.expr {
        Expr::Known(Publish { address, ports }) => {
            let address = match address {
                PublishAddress::Loopback => "127.0.0.1:".to_owned(),
                PublishAddress::Every => String::new(),
                PublishAddress::Address(address) => format!("{address}:"),
            };
            match ports {
                Some(ports) => Text::new(format!("{address}{ports}:")),
                None if address.is_empty() => Text::default(),
                None => Text::new(format!("{address}:")),
            }
        }
        Expr::Deferred(template) => {
            let star =
                matches!(template.parts.first(), Some(Part::Text(text)) if text.starts_with("*:"));
            let colon = |part: &Part| matches!(part, Part::Text(text) if text.contains(':'));
            let mut template = template.clone();
            if star && let Some(Part::Text(text)) = template.parts.first_mut() {
                *text = text.split_off(2);
            }
            let loopback = !star && !template.parts.iter().any(colon);
            let text = sheet.template(&template);
            let start = if loopback { "127.0.0.1:" } else { "" };
            Text::new(start).join(text).then(":")
        }
    }
}
