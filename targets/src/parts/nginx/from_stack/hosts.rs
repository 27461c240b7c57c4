//! A host belongs to one site.

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    model::Site,
    resolve::Stack,
    source::Span,
};

/// All hosts of a site, the canonical one first.
pub(super) fn of(site: &Site) -> impl Iterator<Item = (&str, Span)> {
    std::iter::once(&site.host)
        .chain(&site.more_hosts)
        .map(|host| (host.value.0.as_str(), host.span))
}

/// Reports hosts that are named twice.
pub(super) fn check(stack: &Stack, found: &mut Diagnostics) {
    let mut known = BTreeMap::new();
    for (host, span) in stack.sites.iter().flat_map(of) {
        match known.get(host) {
            Some(first) => found.push(
                Diagnostic::error(
                    "duplicate",
                    span,
                    format!("the host `{host}` is named twice"),
                )
                .other(*first, "the first time")
                .help("a host belongs to one site: name it once"),
            ),
            None => {
                known.insert(host, span);
            }
        }
    }
}
