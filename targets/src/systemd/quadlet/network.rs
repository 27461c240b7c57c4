//! Networks and ports of a container.

use stackc_compiler::{
    artifact::Bug,
    atoms::{Publish, PublishAddress, words::Protocol},
    model::{NetworkAttachment, PortDeclaration, Service},
    target::Support::Refused,
    template::{Expr, Part, Value},
};

use super::{resources, sheet::Sheet};
use crate::text::unit::Text;

pub(super) fn container(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    networks(sheet, service)?;
    for port in &service.ports {
        publish(sheet, port)?;
    }
    for host in &service.extra_hosts {
        let mut text = sheet.text(&host.name);
        if let Some(address) = &host.address {
            text = text.then(":").join(sheet.text(address));
        }
        sheet.bare("AddHost", text)?;
    }
    for (key, words) in [
        ("DNS", &service.dns),
        ("DNSSearch", &service.dns_search),
        ("DNSOption", &service.dns_opt),
    ] {
        for word in words.iter().flat_map(|words| &words.items) {
            let text = sheet.text(word);
            sheet.bare(key, text)?;
        }
    }
    sheet.option_argument("mac-address", service.mac_address.as_ref())
}

fn networks(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let name = &service.name.value.0;
    if let Some(mode) = &service.network_mode {
        let Some(known) = sheet.known("network-mode", Some(mode)) else {
            return Ok(());
        };
        let text = match known.0.split_once(':') {
            Some(("service", of)) => format!("{}.container", sheet.plan.unit(of)),
            _ if matches!(known.0.as_str(), "host" | "none" | "private") => known.0.clone(),
            Some(("container", _)) => known.0.clone(),
            _ => {
                let answer = Refused("is no mode of podman's; use host, none or service:NAME");
                sheet.report("network-mode", answer, mode.span);
                return Ok(());
            }
        };
        return sheet.bare("Network", Text::new(text));
    }
    if service.networks.is_empty() {
        let file = resources::network_of(sheet.plan, "default");
        return sheet.bare("Network", file.then(format!(":alias={name}")));
    }
    for network in &service.networks {
        attach(sheet, network, name)?;
    }
    Ok(())
}

fn attach(sheet: &mut Sheet<'_>, network: &NetworkAttachment, service: &str) -> Result<(), Bug> {
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
    let file = resources::network_of(sheet.plan, &name.value.0);
    let mut text = file.then(format!(":alias={service}"));
    for alias in aliases.iter().flat_map(|words| &words.items) {
        text = text.then(",alias=").join(sheet.text(alias));
    }
    for (key, value) in [
        ("ip", ipv4),
        ("ip6", ipv6),
        ("mac", mac),
        ("interface_name", interface),
    ] {
        if let Some(value) = value {
            text = text.then(format!(",{key}=")).join(sheet.text(value));
        }
    }
    sheet.bare("Network", text)
}

fn publish(sheet: &mut Sheet<'_>, port: &PortDeclaration) -> Result<(), Bug> {
    let Some(said) = &port.publish else {
        return Ok(());
    };
    let host = host(sheet, said);
    let mut text = host.join(sheet.text(&port.target));
    match &port.protocol {
        Some(protocol) if protocol.get() != Some(&Protocol::Tcp) => {
            text = text.then("/").join(sheet.text(protocol));
        }
        _ => {}
    }
    sheet.bare("PublishPort", text)
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
