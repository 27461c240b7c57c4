//! Headers of a response.

use super::Atom;

/// The name of a header that a proxy can set: a token of HTTP.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeaderName(pub String);

impl Atom for HeaderName {
    const TYPE: &'static str = "name of a header";
    const EXAMPLE: &'static str = "Permissions-Policy";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        let is_sign = |c: char| "!#$%&'*+-.^_`|~".contains(c);
        if let Some(c) = text
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && !is_sign(*c))
        {
            return Err(format!("{c:?} can't stand in the name of a header"));
        }
        if text.eq_ignore_ascii_case("set-cookie") {
            return Err(
                "it would take the place of every cookie that the service sets; let the service set it"
                    .to_owned(),
            );
        }
        Ok(Self(text.to_owned()))
    }
}

/// The value of a header: one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeaderValue(pub String);

impl Atom for HeaderValue {
    const TYPE: &'static str = "value of a header";
    const EXAMPLE: &'static str = "\"geolocation=()\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err(
                "it is empty, and such a header is not sent: \"unset header NAME\" drops one that stackc sends by default, nginx \"proxy_hide_header NAME;\" one of the service"
                    .to_owned(),
            );
        }
        match text.chars().find(|c| c.is_control()) {
            Some(c) => Err(format!(
                "it holds the control character U+{:04X}",
                u32::from(c)
            )),
            None => Ok(Self(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_those_that_a_proxy_can_set() {
        for fine in ["X-Frame-Options", "cache-control", "x_y"] {
            assert!(HeaderName::parse(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "Set-Cookie", "set-cookie", "a b", "ä", "a:"] {
            assert!(HeaderName::parse(wrong).is_err(), "{wrong}");
        }
        assert!(HeaderValue::parse("geolocation=()").is_ok());
        assert!(HeaderValue::parse(" ").is_err() && HeaderValue::parse("a\nb").is_err());
    }
}
