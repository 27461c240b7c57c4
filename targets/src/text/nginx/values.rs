use std::net::{IpAddr, SocketAddr};

use super::quote::{Dollar, quote, refuse_controls};
use super::{Reason, written};

/// The realm of a password prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realm(String);

impl Realm {
    /// Writes a realm; `off` is refused, for it would take the prompt away.
    pub fn new(realm: &str) -> Result<Self, Reason> {
        refuse_controls(realm)?;
        if realm == "off" {
            return Err(Reason::Shape(
                "nginx reads the realm `off` as no password at all",
            ));
        }
        // nginx puts the realm between quotes in the header and escapes nothing.
        let quoted = realm.replace('\\', "\\\\").replace('"', "\\\"");
        quote(&quoted, Dollar::Expanded).map(Self)
    }
}

/// The status of a response that nginx gives itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status(String);

impl Status {
    /// Takes a final status that is no redirect and none of nginx's own signs (444, 499).
    pub fn new(status: u16) -> Result<Self, Reason> {
        match status {
            301..=303 | 307 | 308 => {
                Err(Reason::Shape("this status is a redirect, which has a URL"))
            }
            444 | 499 => Err(Reason::Shape(
                "nginx has a meaning of its own for this status",
            )),
            200..=599 => Ok(Self(status.to_string())),
            _ => Err(Reason::Shape("a status is between 200 and 599")),
        }
    }
}

/// The status of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectCode(String);

impl RedirectCode {
    /// Takes 301, 302, 303, 307 and 308.
    pub fn new(code: u16) -> Result<Self, Reason> {
        match code {
            301..=303 | 307 | 308 => Ok(Self(code.to_string())),
            _ => Err(Reason::Shape("a redirect is 301, 302, 303, 307 or 308")),
        }
    }
}

/// A host or address with a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint(String);

impl Endpoint {
    /// A service of the stack, by the name that its network knows it by.
    pub fn service(name: &str, port: u16) -> Result<Self, Reason> {
        let letters = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        if name.is_empty() || name.len() > 253 || !name.bytes().all(letters) {
            return Err(Reason::Shape(
                "the name of a service is letters, digits, `-`, `_` and `.`",
            ));
        }
        Ok(Self(format!("{name}:{port}")))
    }

    /// An address and port.
    pub fn address(address: SocketAddr) -> Self {
        Self(address.to_string())
    }

    /// An address where a port may follow but doesn't.
    pub fn portless(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        })
    }

    /// Where to listen: on one address, or on all of IPv4.
    pub fn listen(address: Option<IpAddr>, port: u16) -> Self {
        Self(address.map_or_else(
            || port.to_string(),
            |address| SocketAddr::new(address, port).to_string(),
        ))
    }
}

written!(Realm, Status, RedirectCode, Endpoint);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms() {
        assert_eq!(Realm::new("Staff only").unwrap().0, "\"Staff only\"");
        assert_eq!(Realm::new("a\"b").unwrap().0, r#""a\\\"b""#);
        assert!(Realm::new("off").is_err());
        assert!(Realm::new("a\nb").is_err());
    }

    #[test]
    fn statuses() {
        assert!(Status::new(204).is_ok());
        for status in [100, 301, 444, 499, 600] {
            assert!(Status::new(status).is_err(), "{status}");
        }
        assert!(RedirectCode::new(308).is_ok());
        assert!(RedirectCode::new(200).is_err());
    }

    #[test]
    fn endpoints() {
        assert_eq!(Endpoint::service("server", 3000).unwrap().0, "server:3000");
        assert_eq!(Endpoint::listen(None, 80).0, "80");
        assert_eq!(
            Endpoint::listen(Some("::".parse().unwrap()), 443).0,
            "[::]:443"
        );
        assert!(Endpoint::service("a b", 1).is_err());
        assert!(Endpoint::service("a;b", 1).is_err());
    }
}
