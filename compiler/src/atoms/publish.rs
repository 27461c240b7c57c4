//! Where a port is published.

use super::{Atom, Literal, PortRange};

/// The address part of `publish`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublishAddress {
    /// Nothing is written before the port: loopback.
    Loopback,
    /// `*`: every interface, as Compose does without an address.
    Every,
    /// An address; kept as it is written (`0.0.0.0`, `[::1]`).
    Address(String),
}

/// The value of `publish=`: `3000` (loopback), `"192.0.2.1:3000"`, `"*:443"`, a range, `"*"` (any free port, every interface).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Publish {
    /// The address that it is bound to.
    pub address: PublishAddress,
    /// The port or ports on the host; without one, and with 0, the engine picks a free port.
    pub ports: Option<PortRange>,
}

impl Publish {
    /// The ports on the host, where it is known which.
    #[must_use]
    pub fn fixed_ports(&self) -> Option<PortRange> {
        self.ports.filter(|ports| ports.first != 0)
    }

    /// Whether anyone outside of the host may reach it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        match &self.address {
            PublishAddress::Loopback => false,
            PublishAddress::Every => true,
            PublishAddress::Address(address) => !address.starts_with("127.") && address != "[::1]",
        }
    }
}

impl Atom for Publish {
    const TYPE: &'static str = "published port";
    const EXAMPLE: &'static str = "\"*:443\"";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self {
                address: PublishAddress::Every,
                ports: None,
            });
        }
        let (address, ports) = match split(text) {
            None => (PublishAddress::Loopback, text),
            Some(("*", ports)) => (PublishAddress::Every, ports),
            Some((address, ports)) => (PublishAddress::Address(check(address)?), ports),
        };
        let ports = if ports.is_empty() && matches!(address, PublishAddress::Address(_)) {
            None
        } else {
            Some(on_host(ports)?)
        };
        Ok(Self { address, ports })
    }
}

/// A port or ports of the host; 0 is any free one, which Compose keeps apart from none.
fn on_host(ports: &str) -> Result<PortRange, String> {
    if ports == "0" {
        return Ok(PortRange { first: 0, last: 0 });
    }
    PortRange::parse(ports)
}

/// Splits at the colon before the port; the colons of an address in brackets are not it.
fn split(text: &str) -> Option<(&str, &str)> {
    if text.starts_with('[') {
        let close = text.find(']')?;
        let (address, rest) = text.split_at_checked(close + 1)?;
        return rest.strip_prefix(':').map(|ports| (address, ports));
    }
    text.rsplit_once(':')
}

fn check(address: &str) -> Result<String, String> {
    let bare = address
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(address);
    match bare.parse::<std::net::IpAddr>() {
        Ok(ip) if ip.is_ipv6() && bare == address => {
            Err(format!("write an IPv6 address in brackets: `[{address}]`"))
        }
        Ok(_) => Ok(address.to_owned()),
        Err(_) => Err(format!("`{address}` is not an address or `*`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_port_is_loopback() {
        let publish = Publish::parse("3000").expect("a port");
        assert_eq!(publish.address, PublishAddress::Loopback);
        assert!(!publish.is_public());
    }

    #[test]
    fn a_star_is_public() {
        assert!(Publish::parse("*:443").expect("a port").is_public());
        assert!(Publish::parse("*").expect("any").ports.is_none());
        assert!(Publish::parse("0.0.0.0:80").expect("a port").is_public());
        assert!(!Publish::parse("127.0.0.1:80").expect("a port").is_public());
        assert!(!Publish::parse("[::1]:80").expect("a port").is_public());
        assert!(Publish::parse("127.0.0.1:").expect("any").ports.is_none());
        let any = Publish::parse("*:0").expect("any");
        assert!(any.ports.is_some() && any.fixed_ports().is_none());
    }

    #[test]
    fn what_is_neither_is_refused() {
        for wrong in ["", "a:80", "::1:80", "*:", "80:90", "[::1]", "1.2.3.4.5:80"] {
            assert!(Publish::parse(wrong).is_err(), "{wrong}");
        }
    }
}
