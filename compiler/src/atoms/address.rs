//! What a container has in a network: addresses, further names, its interface.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Atom;

/// An address of IPv4.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ipv4(pub String);

impl Atom for Ipv4 {
    const TYPE: &'static str = "IPv4 address";
    const EXAMPLE: &'static str = "\"10.0.0.5\"";

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse::<Ipv4Addr>() {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err("it is four numbers from 0 to 255 between dots".to_owned()),
        }
    }
}

/// An address of IPv6.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ipv6(pub String);

impl Atom for Ipv6 {
    const TYPE: &'static str = "IPv6 address";
    const EXAMPLE: &'static str = "\"2001:db8::5\"";

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse::<Ipv6Addr>() {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err("it is one address, such as \"2001:db8::5\"".to_owned()),
        }
    }
}

/// An address of IP.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IpAddress(pub String);

impl Atom for IpAddress {
    const TYPE: &'static str = "IP address";
    const EXAMPLE: &'static str = "\"10.0.0.1\"";

    fn parse(text: &str) -> Result<Self, String> {
        match text.parse::<IpAddr>() {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err("it is one address, such as \"10.0.0.1\" or \"2001:db8::1\"".to_owned()),
        }
    }
}

/// A MAC address: six bytes in hexadecimal between colons or dashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MacAddress(pub String);

impl Atom for MacAddress {
    const TYPE: &'static str = "MAC address";
    const EXAMPLE: &'static str = "\"02:42:ac:11:00:02\"";

    fn parse(text: &str) -> Result<Self, String> {
        let mark = if text.contains('-') { '-' } else { ':' };
        let byte = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit());
        let parts: Vec<&str> = text.split(mark).collect();
        if parts.len() == 6 && parts.iter().all(|part| byte(part)) {
            Ok(Self(text.to_owned()))
        } else {
            Err("it is six bytes, such as \"02:42:ac:11:00:02\"".to_owned())
        }
    }
}

/// Another name of a container in a network: Docker takes any text, and no resolver asks for one with a blank or a mark of a list in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkAlias(pub String);

impl Atom for NetworkAlias {
    const TYPE: &'static str = "name in a network";
    const EXAMPLE: &'static str = "database";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        let wrong = |c: &char| {
            c.is_whitespace() || c.is_control() || matches!(c, ',' | '=' | ':' | '"' | '\'' | '\\')
        };
        match text.chars().find(wrong) {
            Some(c) => Err(format!("{c:?} can't stand in a name")),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The name of a network interface, as Linux takes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InterfaceName(pub String);

/// The kernel's bound.
const INTERFACE_BYTES: usize = 15;

impl Atom for InterfaceName {
    const TYPE: &'static str = "name of a network interface";
    const EXAMPLE: &'static str = "eth0";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > INTERFACE_BYTES {
            return Err(format!("it has 1 to {INTERFACE_BYTES} bytes"));
        }
        if text == "." || text == ".." {
            return Err("it is a folder".to_owned());
        }
        let wrong = |c: &char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '/' | ':' | ',' | '=' | '"' | '\'' | '\\')
        };
        match text.chars().find(wrong) {
            Some(c) => Err(format!("{c:?} can't stand in it")),
            None => Ok(Self(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_behind_an_address() {
        assert!(Ipv4::parse("10.0.0.5").is_ok());
        for wrong in [
            "",
            "10.0.0.5,ip=10.0.0.6",
            "10.0.0",
            "2001:db8::1",
            "10.0.0.5/24",
            "010.0.0.5",
        ] {
            assert!(Ipv4::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Ipv6::parse("2001:db8::5").is_ok());
        for wrong in ["10.0.0.5", "2001:db8::5,ip=10.0.0.1", "fe80::1%eth0"] {
            assert!(Ipv6::parse(wrong).is_err(), "{wrong}");
        }
        assert!(IpAddress::parse("10.0.0.1").is_ok() && IpAddress::parse("fe80::1").is_ok());
        assert!(IpAddress::parse("10.0.0.0/8").is_err());
        assert!(MacAddress::parse("02:42:ac:11:00:02").is_ok());
        assert!(MacAddress::parse("02-42-AC-11-00-02").is_ok());
        for wrong in [
            "02:42:ac:11:00",
            "02:42:ac:11:00:02,ip=10.0.0.1",
            "02:42-ac:11:00:02",
            "g2:42:ac:11:00:02",
        ] {
            assert!(MacAddress::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_stands_behind_a_name() {
        for fine in ["db", "DB_1", "s3.localhost", "_x"] {
            assert!(NetworkAlias::parse(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "a b", "a,ip=10.0.0.1", "a:b", "a\n"] {
            assert!(NetworkAlias::parse(wrong).is_err(), "{wrong}");
        }
        assert!(InterfaceName::parse("eth0.100").is_ok());
        for wrong in ["", "..", "a/b", "eth0,ip=10.0.0.1", "sixteen-letters-"] {
            assert!(InterfaceName::parse(wrong).is_err(), "{wrong}");
        }
    }
}
