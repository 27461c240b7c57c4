//! Headers that protect visitors, and whether they protect less than before.

use std::cmp::Ordering;

use crate::{
    atoms::words::TlsMode,
    model::{DEFAULT_HEADERS, Header, Route, Site},
    source::Span,
};

/// It keeps a browser from plain HTTP for as long as it says.
const HSTS: &str = "Strict-Transport-Security";

/// Headers that protect and that no site has by itself.
const MORE: [&str; 2] = ["Content-Security-Policy", "Permissions-Policy"];

/// What the values of `Referrer-Policy` tell other sites, the most first. Browsers that are sent none do as the second says, if they are old.
const REFERRERS: [&str; 8] = [
    "unsafe-url",
    "no-referrer-when-downgrade",
    "origin-when-cross-origin",
    "origin",
    "strict-origin-when-cross-origin",
    "strict-origin",
    "same-origin",
    "no-referrer",
];

/// A header whose protection is another.
pub(super) struct Change {
    /// `Less` if it protects more than before, `Greater` if it protects less.
    pub order: Ordering,
    /// What it was and is.
    pub what: String,
    /// Where it is said now, if it is.
    pub span: Option<Span>,
}

/// The headers of a site whose protection is another.
pub(super) fn of_site(before: &Site, after: &Site) -> Vec<Change> {
    let names = DEFAULT_HEADERS.iter().map(|(name, _)| *name).chain(MORE);
    let changes = names.filter_map(|name| change(name, (before, &[]), (after, &[])));
    changes.collect()
}

/// The same of a route, of those headers alone that it says itself.
pub(super) fn of_route(before: (&Site, &Route), after: (&Site, &Route)) -> Vec<Change> {
    let names = DEFAULT_HEADERS.iter().map(|(name, _)| *name).chain(MORE);
    let own = |name: &str| {
        let mut all = before.1.headers.iter().chain(&after.1.headers);
        all.any(|header| is(header, name))
    };
    let (old, new) = (
        (before.0, before.1.headers.as_slice()),
        (after.0, after.1.headers.as_slice()),
    );
    let changes = names
        .filter(|name| own(name))
        .filter_map(|name| change(name, old, new));
    changes.collect()
}

/// How long browsers that visited a site insist on HTTPS, in seconds; none if they don't.
pub(super) fn remembered(site: &Site) -> Option<u64> {
    let (seconds, ..) = hsts(value(HSTS, site, &[])?.0);
    (seconds > 0 && is_believed(site)).then_some(seconds)
}

/// A site, and the headers that a route lays over its own.
type Sent<'s> = (&'s Site, &'s [Header]);

fn change(name: &'static str, before: Sent<'_>, after: Sent<'_>) -> Option<Change> {
    let (old, new) = (
        value(name, before.0, before.1),
        value(name, after.0, after.1),
    );
    let text = |value: Option<(&str, _)>| value.map_or("", |(text, _)| text).to_owned();
    let (was, is) = (text(old), text(new));
    let order = compare(name, &was, &is);
    let shown = |text: &str| if text.is_empty() { "none" } else { text }.to_owned();
    (order != Ordering::Equal).then(|| Change {
        order,
        what: format!("{name}: {} → {}", shown(&was), shown(&is)),
        span: new.and_then(|(_, span)| span),
    })
}

/// The value of a header that is sent, and where it is said; an empty one is not sent.
fn value<'s>(name: &str, site: &'s Site, over: &'s [Header]) -> Option<(&'s str, Option<Span>)> {
    let said = over.iter().rev().chain(&site.headers);
    if let Some(header) = said.into_iter().find(|header| is(header, name)) {
        return Some((header.value.value.0.as_str(), Some(header.span)));
    }
    let is_off = |name: &str| {
        let mut off = site.no_headers.iter();
        off.any(|off| off.value.0.eq_ignore_ascii_case(name))
    };
    let mut defaults = DEFAULT_HEADERS.iter();
    let (known, value) = defaults.find(|(known, _)| *known == name)?;
    let is_sent = !is_off(known) && (*known != HSTS || is_believed(site));
    is_sent.then_some((value, None))
}

fn is(header: &Header, name: &str) -> bool {
    header.name.value.0.eq_ignore_ascii_case(name)
}

/// Whether browsers believe a site's certificate: to others they show no such headers, and keep none.
pub(super) fn is_believed(site: &Site) -> bool {
    let mode = site.tls.as_ref().map(|tls| tls.mode.value);
    matches!(mode, Some(TlsMode::LetsEncrypt | TlsMode::Files))
}

/// Whether the second value protects less (`Greater`) or more than the first; what gets worse counts more than what gets better.
fn compare(name: &str, was: &str, is: &str) -> Ordering {
    if name != HSTS {
        return rank(name, was).cmp(&rank(name, is));
    }
    let (old, new) = (hsts(was), hsts(is));
    let parts = [old.0.cmp(&new.0), old.1.cmp(&new.1), old.2.cmp(&new.2)];
    let worst = parts.into_iter().max();
    match worst {
        Some(Ordering::Equal) if parts.contains(&Ordering::Less) => Ordering::Less,
        worst => worst.unwrap_or(Ordering::Equal),
    }
}

/// How much a value protects; one that browsers take for none does not.
fn rank(name: &str, value: &str) -> usize {
    let value = value.trim().to_ascii_lowercase();
    match name {
        "X-Content-Type-Options" => usize::from(value == "nosniff"),
        "X-Frame-Options" => match value.as_str() {
            "deny" => 2,
            "sameorigin" => 1,
            _ => 0,
        },
        "Referrer-Policy" => {
            let place = |word: &str| REFERRERS.iter().position(|known| *known == word.trim());
            // Of several, browsers take the last one that they know.
            let known = value.rsplit(',').find_map(place);
            known.unwrap_or(1)
        }
        _ => usize::from(!value.is_empty()),
    }
}

/// How long a browser remembers, in seconds, whether it does so for names below, and whether browsers may know it before the first visit.
fn hsts(value: &str) -> (u64, bool, bool) {
    let words: Vec<String> = value
        .split(';')
        .map(|word| word.trim().to_ascii_lowercase())
        .collect();
    let age = words.iter().find_map(|word| {
        let number = word.strip_prefix("max-age")?.trim_start();
        let number = number.strip_prefix('=')?.trim();
        number.trim_matches('"').parse().ok()
    });
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    match age {
        // Without a time the header says nothing, and 0 takes it back.
        None | Some(0) => (0, false, false),
        Some(age) => (age, has("includesubdomains"), has("preload")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_worse_counts() {
        let of = |was, is| compare(HSTS, was, is);
        let (year, two) = ("max-age=31536000", "max-age=63072000");
        assert_eq!(of(year, two), Ordering::Less);
        assert_eq!(of(two, year), Ordering::Greater);
        let below = "max-age=31536000; includeSubDomains";
        assert_eq!(of(below, two), Ordering::Greater);
        assert_eq!(of(year, below), Ordering::Less);
        let listed = "max-age=63072000; IncludeSubDomains; preload";
        assert_eq!(of(listed, below), Ordering::Greater);
        assert_eq!(of(below, listed), Ordering::Less);
        assert_eq!(of(year, "max-age=0; includeSubDomains"), Ordering::Greater);
        assert_eq!(of("", "includeSubDomains"), Ordering::Equal);
        assert_eq!(of("max-age=\"5\"", "max-age = 5"), Ordering::Equal);
    }

    #[test]
    fn a_value_that_browsers_ignore_protects_no_one() {
        let of = |name, was, is| compare(name, was, is);
        for none in ["", "ALLOWALL", "ALLOW-FROM https://example.com"] {
            assert_eq!(of("X-Frame-Options", "SAMEORIGIN", none), Ordering::Greater);
        }
        assert_eq!(of("X-Frame-Options", "SAMEORIGIN", "deny"), Ordering::Less);
        assert_eq!(
            of("X-Content-Type-Options", "nosniff", ""),
            Ordering::Greater
        );
        let policy = |was, is| of("Referrer-Policy", was, is);
        let own = "strict-origin-when-cross-origin";
        assert_eq!(policy(own, "unsafe-url"), Ordering::Greater);
        assert_eq!(policy(own, ""), Ordering::Greater);
        assert_eq!(policy(own, "unsafe-url, no-referrer"), Ordering::Less);
        assert_eq!(policy("", "no-referrer-when-downgrade"), Ordering::Equal);
        let csp = |was, is| of("Content-Security-Policy", was, is);
        assert_eq!(csp("default-src 'self'", ""), Ordering::Greater);
        assert_eq!(
            csp("default-src 'self'", "default-src 'none'"),
            Ordering::Equal
        );
    }
}
