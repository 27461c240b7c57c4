use std::fmt;

/// A version of nginx. Its dialects are not compatible, so the document can't be written without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number: even is stable, odd is mainline.
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

impl Version {
    /// A version by its three numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Reads `1.28` (as `1.28.0`) or `1.27.3`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse::<u16>().ok());
        let (major, minor) = (numbers.next()??, numbers.next()??);
        let patch = numbers.next().map_or(Some(0), |patch| patch)?;
        numbers.next().is_none().then_some(Self {
            major,
            minor,
            patch,
        })
    }

    /// `http2 on` took the place of `listen … http2`.
    pub(super) fn has_http2_directive(self) -> bool {
        self >= Self::new(1, 25, 1)
    }

    /// `server NAME resolve` follows a name whose address changes, and keeps connections open.
    pub(super) fn has_resolving_upstreams(self) -> bool {
        self >= Self::new(1, 27, 3)
    }

    /// The keys of session tickets change by themselves; before, one key lived as long as nginx.
    pub(super) fn rotates_ticket_keys(self) -> bool {
        self >= Self::new(1, 23, 2)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(Version::parse("1.28"), Some(Version::new(1, 28, 0)));
        assert_eq!(Version::parse("1.27.3"), Some(Version::new(1, 27, 3)));
        for text in ["", "1", "1.x", "1.2.3.4", "1..2"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dialects() {
        let v = |text| Version::parse(text).unwrap();
        assert!(!v("1.22.1").has_http2_directive() && v("1.26").has_http2_directive());
        assert!(!v("1.26.3").has_resolving_upstreams() && v("1.27.3").has_resolving_upstreams());
        assert!(!v("1.22.1").rotates_ticket_keys() && v("1.26").rotates_ticket_keys());
    }
}
