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
    let mode = site.tls.as_ref().map(|tls| tls.mode.value);
    let believed = matches!(mode, Some(TlsMode::LetsEncrypt | TlsMode::Files));
    let mut headers: Vec<Header> = DEFAULT_HEADERS
        .iter()
        .filter(|(name, _)| (believed || *name != HSTS) && !is_dropped(site, name))
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
