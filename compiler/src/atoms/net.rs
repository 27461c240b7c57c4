//! Hosts, ports, addresses, paths and URLs.

use std::net::IpAddr;

use super::{Atom, Literal};

/// A DNS name in lower case, with an optional leading `*.`, or an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host(pub String);

impl Atom for Host {
    const TYPE: &'static str = "host";
    const EXAMPLE: &'static str = "\"app.example.com\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.parse::<IpAddr>().is_ok() {
            return Ok(Self(text.to_owned()));
        }
        let name = text.strip_prefix("*.").unwrap_or(text);
        if name.is_empty() {
            return Err("it is empty".to_owned());
        }
        if name.len() > 253 {
            return Err("it has more than 253 characters".to_owned());
        }
        for label in name.split('.') {
            check_label(label)?;
        }
        Ok(Self(text.to_owned()))
    }
}

fn check_label(label: &str) -> Result<(), String> {
    if label.is_empty() {
        return Err("a part between its dots is empty".to_owned());
    }
    if label.len() > 63 {
        return Err("a part between its dots has more than 63 characters".to_owned());
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(format!("`{label}` starts or ends with a dash"));
    }
    for c in label.chars() {
        if c.is_ascii_uppercase() {
            return Err("a host is written in lower case".to_owned());
        }
        if !c.is_ascii() {
            return Err(
                "write an international name in its ASCII form, which starts with `xn--`"
                    .to_owned(),
            );
        }
        if !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-' {
            return Err(format!("{c:?} can't stand in a host name"));
        }
    }
    Ok(())
}

/// The address of a machine: one of IP, or its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostAddress(pub String);

impl Atom for HostAddress {
    const TYPE: &'static str = "address or name of a machine";
    const EXAMPLE: &'static str = "\"192.0.2.10\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with('*') {
            return Err("it names one machine".to_owned());
        }
        Host::parse(text).map(|host| Self(host.0))
    }
}

/// A port, 1 to 65535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port(pub u16);

impl Atom for Port {
    const TYPE: &'static str = "port";
    const EXAMPLE: &'static str = "3000";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse::<u16>() {
            Ok(port) if digits && port != 0 => Ok(Self(port)),
            _ => Err("it is a number from 1 to 65535".to_owned()),
        }
    }
}

/// A port or a range of ports, `3000` or `"3000-3005"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortRange {
    /// The first port.
    pub first: u16,
    /// The last port, the same as the first if it is one port.
    pub last: u16,
}

impl PortRange {
    /// Whether the two have a port in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// How many ports it has.
    #[must_use]
    pub fn len(self) -> u32 {
        u32::from(self.last) - u32::from(self.first) + 1
    }

    /// Never: a range has a port.
    #[must_use]
    pub fn is_empty(self) -> bool {
        false
    }
}

impl std::fmt::Display for PortRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

impl Atom for PortRange {
    const TYPE: &'static str = "port or range of ports";
    const EXAMPLE: &'static str = "3000";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (Port::parse(first)?.0, Port::parse(last)?.0);
        if first > last {
            return Err("its first port is larger than its last".to_owned());
        }
        Ok(Self { first, last })
    }
}

/// An address or a range of addresses: `10.0.0.0/8`, `2001:db8::1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cidr(pub String);

impl Atom for Cidr {
    const TYPE: &'static str = "address or CIDR range";
    const EXAMPLE: &'static str = "\"10.0.0.0/8\"";

    fn parse(text: &str) -> Result<Self, String> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let wrong = || {
            "it is an address, or an address and a prefix length, such as \"10.0.0.0/8\"".to_owned()
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        if let Some(bits) = bits {
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits: u8 = bits.parse().map_err(|_| wrong())?;
            if bits > most {
                return Err(format!("its prefix length is larger than {most}"));
            }
        }
        Ok(Self(text.to_owned()))
    }
}

/// A path of a URL: starts with `/`, has no query, no fragment, no blanks, no `.` or `..` segments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UrlPath(pub String);

impl Atom for UrlPath {
    const TYPE: &'static str = "URL path";
    const EXAMPLE: &'static str = "\"/api\"";

    fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err("it starts with `/`".to_owned());
        }
        if let Some(c) = text.chars().find(|c| matches!(c, '?' | '#')) {
            return Err(format!(
                "it ends before the query and the fragment: take {c:?} away"
            ));
        }
        if text.chars().any(|c| c.is_control() || c == '\u{7f}') {
            return Err("it holds a control character".to_owned());
        }
        if text.contains("//") {
            return Err("it has an empty segment: two slashes in a row".to_owned());
        }
        if text
            .split('/')
            .any(|segment| segment == "." || segment == "..")
        {
            return Err("it has a `.` or `..` segment".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

/// An absolute URL of HTTP.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Url(pub String);

impl Atom for Url {
    const TYPE: &'static str = "URL";
    const EXAMPLE: &'static str = "\"https://example.com/\"";

    fn parse(text: &str) -> Result<Self, String> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| "it starts with `https://` or `http://`".to_owned())?;
        if rest.is_empty() || rest.starts_with(['/', '?', '#']) {
            return Err("it has no host".to_owned());
        }
        if let Some(c) = text.chars().find(|c| c.is_control() || c.is_whitespace()) {
            return Err(format!("{c:?} can't stand in a URL"));
        }
        Ok(Self(text.to_owned()))
    }
}

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Email(pub String);

impl Atom for Email {
    const TYPE: &'static str = "e-mail address";
    const EXAMPLE: &'static str = "\"ops@example.com\"";

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "it is a name, `@` and a domain, such as \"ops@example.com\"".to_owned();
        let (name, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
        let name_fine = name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
        if !name_fine || !domain.contains('.') || Host::parse(&domain.to_ascii_lowercase()).is_err()
        {
            return Err(wrong());
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for fine in [
            "localhost",
            "app.example.com",
            "*.example.com",
            "192.0.2.1",
            "xn--bcher-kva.example",
        ] {
            assert!(Host::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "App.example.com",
            "a b",
            "a..b",
            "-a.example",
            "bücher.example",
            "a_b.example",
            "https://a",
            "a:80",
        ] {
            assert!(Host::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_of_machines() {
        for fine in ["192.0.2.1", "2001:db8::1", "newton", "newton.example.com"] {
            assert!(HostAddress::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "-oProxyCommand=x",
            "*.example.com",
            "deploy@newton",
            "newton:22",
            "a b",
            "{{ x }}",
        ] {
            assert!(HostAddress::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ports_and_ranges() {
        assert_eq!(Port::parse("65535"), Ok(Port(65535)));
        for wrong in ["0", "65536", "+80", "", "http"] {
            assert!(Port::parse(wrong).is_err(), "{wrong}");
        }
        let range = PortRange::parse("3000-3005").expect("a range");
        assert_eq!(range.len(), 6);
        assert!(range.overlaps(PortRange::parse("3005").expect("a port")));
        assert!(PortRange::parse("5-4").is_err());
    }

    #[test]
    fn cidrs_paths_urls_and_mail() {
        assert!(Cidr::parse("10.0.0.0/8").is_ok() && Cidr::parse("2001:db8::/32").is_ok());
        assert!(Cidr::parse("10.0.0.0/33").is_err() && Cidr::parse("10.0.0").is_err());
        assert!(UrlPath::parse("/a/b%2F").is_ok());
        for wrong in ["a", "/a?b", "/a#b", "/a//b", "/a/../b"] {
            assert!(UrlPath::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Url::parse("https://a.example/x?y").is_ok());
        assert!(Url::parse("ftp://a").is_err() && Url::parse("https://").is_err());
        assert!(Email::parse("ops@example.com").is_ok());
        assert!(Email::parse("ops").is_err() && Email::parse("a b@example.com").is_err());
    }
}
