use super::{Endpoint, Reason, Written as _, written};

/// A name that a stack gives and nginx repeats bare: of a zone, of a user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// Takes lower-case letters, digits, `-` and `_`, a letter first.
    pub fn new(name: &str) -> Result<Self, Reason> {
        let letters =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        let fits = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(letters);
        if fits && name.len() <= 63 {
            Ok(Self(name.to_owned()))
        } else {
            Err(Reason::Shape(
                "a name here is lower-case letters, digits, `-` and `_`, a letter first",
            ))
        }
    }
}

/// A shared memory zone. All zones of an nginx have one name space: those of limits start with the
/// site's first host, to which `_` can't belong, and those of upstreams end in a port or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(String);

impl Zone {
    /// The zone of one of a site's rate limits.
    pub fn rate(site: &ServerName, limit: &Name) -> Self {
        Self(format!("{}_{}", site.0, limit.0))
    }

    /// The zone of a site's connection limit.
    pub fn connections(site: &ServerName) -> Self {
        Self(format!("{}-connections", site.0))
    }

    /// The group of servers behind an endpoint, and its zone; `nth` tells apart those that would be alike.
    pub fn upstream(endpoint: &Endpoint, nth: usize) -> Self {
        let kept = |c: char| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        };
        let (host, port) = endpoint
            .as_str()
            .rsplit_once(':')
            .unwrap_or((endpoint.as_str(), ""));
        let host: String = host.trim_matches(['[', ']']).chars().map(kept).collect();
        Self(numbered(format!("{host}_{port}"), nth))
    }

    /// Whether nginx takes both for the same group: it reads the names of groups as it reads hosts, without regard to case.
    pub fn is_like(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// A name, told apart from those before it.
fn numbered(name: String, nth: usize) -> String {
    match nth {
        0 => name,
        nth => format!("{name}__{nth}"),
    }
}

/// A variable, without its dollar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable(String);

impl Variable {
    /// The variable that holds the URL of an endpoint; `nth` tells apart those that would be alike.
    pub fn url(endpoint: &Endpoint, nth: usize) -> Self {
        let kept = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        };
        let name: String = endpoint.as_str().chars().map(kept).collect();
        Self(numbered(format!("to_{name}"), nth))
    }
}

/// A location that only nginx itself can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLocation(String);

impl NamedLocation {
    /// The answer of a site's route, by its place among the routes.
    pub fn answer(place: usize) -> Self {
        Self(format!("@answer_{place}"))
    }
}

/// A host for `server_name`, which nginx itself would take in any shape and then never match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerName(String);

impl ServerName {
    /// Takes a host in lower case, in its `xn--` form if it is international; `*.` may stand first.
    pub fn new(host: &str) -> Result<Self, Reason> {
        let rest = host.strip_prefix("*.").unwrap_or(host);
        if host.len() <= 253 && rest.split('.').all(is_label) {
            Ok(Self(host.to_owned()))
        } else {
            Err(Reason::Shape(
                "a host is labels of lower-case letters, digits and inner dashes, joined by dots",
            ))
        }
    }
}

fn is_label(label: &str) -> bool {
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(letters)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// The name of a response header that a site sets.
#[derive(Debug, Clone)]
pub struct HeaderName(String);

/// nginx writes these itself; a second one would contradict it.
const OF_NGINX: [&str; 10] = [
    "connection",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl HeaderName {
    /// Takes letters, digits, `-` and `_`, but no header that nginx writes itself.
    pub fn new(name: &str) -> Result<Self, Reason> {
        let letters = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if name.is_empty() || name.len() > 100 || !name.bytes().all(letters) {
            return Err(Reason::Shape(
                "a header's name is letters, digits and dashes",
            ));
        }
        if OF_NGINX.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            return Err(Reason::Shape("nginx writes this header itself"));
        }
        Ok(Self(name.to_owned()))
    }
}

impl PartialEq for HeaderName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for HeaderName {}

written!(Name, Zone, Variable, NamedLocation, ServerName, HeaderName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for host in [
            "crm.company.com",
            "localhost",
            "*.example.org",
            "xn--bcher-kva.example",
            "10.0.0.1",
        ] {
            assert!(ServerName::new(host).is_ok(), "{host}");
        }
        for host in [
            "", "Crm.de", "a..b", "a b", "a_b", "-a", "a-", "~^x$", ".a", "a;b", "a.*", "*",
        ] {
            assert!(ServerName::new(host).is_err(), "{host}");
        }
    }

    #[test]
    fn header_names_differ_in_more_than_case() {
        assert_eq!(
            HeaderName::new("x-frame-options").unwrap(),
            HeaderName::new("X-Frame-Options").unwrap()
        );
        for name in ["", "a b", "a:b", "$x", "Content-Length", "server"] {
            assert!(HeaderName::new(name).is_err(), "{name}");
        }
    }

    #[test]
    fn zones_of_upstreams() {
        let name = |endpoint: Endpoint| Zone::upstream(&endpoint, 0).0;
        assert_eq!(
            name(Endpoint::service("twenty-server", 3000).unwrap()),
            "twenty-server_3000"
        );
        assert_eq!(
            name(Endpoint::address("[::1]:80".parse().unwrap())),
            "--1_80"
        );
        let zone = |name, nth| Zone::upstream(&Endpoint::service(name, 80).unwrap(), nth);
        assert!(zone("A", 0).is_like(&zone("a", 0)));
        assert!(!zone("A", 0).is_like(&zone("a", 1)));
    }

    #[test]
    fn zone_names() {
        assert!(Name::new("api").is_ok());
        for name in ["", "3000", "a:b", "a b", "A"] {
            assert!(Name::new(name).is_err(), "{name}");
        }
    }
}
