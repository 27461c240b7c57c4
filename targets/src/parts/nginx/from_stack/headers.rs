//! The headers of a site: those that every site has by itself, and those that it sets.

use stackc_compiler::{
    atoms::words::TlsMode,
    diag::{Diagnostic, Diagnostics},
    model::{self, DEFAULT_HEADERS, Site},
};

use super::{super::Header, carried};
use crate::text::nginx::{HeaderName, Word};

/// It keeps a browser from plain HTTP for two years: only where the certificate is one that browsers believe.
const HSTS: &str = "Strict-Transport-Security";

/// The headers of every response of a site.
pub(super) fn of_site(site: &Site, found: &mut Diagnostics) -> Vec<Header> {
    no_such_default(site, found);
    let mut headers: Vec<Header> = by_itself(site)
        .into_iter()
        .filter_map(|(name, value)| {
            Some(Header {
                name: HeaderName::new(name).ok()?,
                value: Word::new(value).ok()?,
            })
        })
        .collect();
    for header in &site.headers {
        let Some(own) = self::header(header, found) else {
            continue;
        };
        match headers.iter_mut().find(|known| known.name == own.name) {
            Some(known) => *known = own,
            None => headers.push(own),
        }
    }
    headers
}

/// Name and value of the headers that a site has by itself, without those that it doesn't want.
fn by_itself(site: &Site) -> Vec<(&'static str, &'static str)> {
    let mode = site.tls.as_ref().map(|tls| tls.mode.value);
    let believed = matches!(mode, Some(TlsMode::LetsEncrypt | TlsMode::Files));
    let wanted = |name: &str| (believed || name != HSTS) && !is_dropped(site, name);
    let all = DEFAULT_HEADERS.iter().copied();
    all.filter(|(name, _)| wanted(name)).collect()
}

/// Name and value of every header that a site promises, each name once; those of a route replace those of the site.
#[must_use]
pub fn promised_headers<'a>(
    site: &'a Site,
    route: Option<&'a model::Route>,
) -> Vec<(&'a str, &'a str)> {
    let mut headers: Vec<(&str, &str)> = by_itself(site);
    let of_route = route.into_iter().flat_map(|route| &route.headers);
    for header in site.headers.iter().chain(of_route) {
        let own = (header.name.value.0.as_str(), header.value.value.0.as_str());
        match headers
            .iter_mut()
            .find(|(name, _)| name.eq_ignore_ascii_case(own.0))
        {
            Some(known) => *known = own,
            None => headers.push(own),
        }
    }
    headers
}

/// A header that the stack sets.
pub(super) fn header(header: &model::Header, found: &mut Diagnostics) -> Option<Header> {
    let model::Header {
        name,
        value,
        span: _,
    } = header;
    let written = carried(HeaderName::new(&name.value.0), name.span, found);
    let value = carried(Word::new(&value.value.0), value.span, found);
    Some(Header {
        name: written?,
        value: value?,
    })
}

fn is_dropped(site: &Site, name: &str) -> bool {
    site.no_headers
        .iter()
        .any(|dropped| dropped.value.0.eq_ignore_ascii_case(name))
}

/// Reports a header that is taken away and that no site has by itself.
fn no_such_default(site: &Site, found: &mut Diagnostics) {
    let is_default = |name: &str| {
        DEFAULT_HEADERS
            .iter()
            .any(|(default, _)| default.eq_ignore_ascii_case(name))
    };
    for dropped in &site.no_headers {
        if !is_default(&dropped.value.0) {
            let names: Vec<&str> = DEFAULT_HEADERS.iter().map(|(name, _)| *name).collect();
            found.push(
                Diagnostic::error(
                    "unset-nothing",
                    dropped.span,
                    format!("no site has the header `{}` by itself", dropped.value.0),
                )
                .help(format!("every site has {}", names.join(", "))),
            );
        }
    }
}
