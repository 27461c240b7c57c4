//! Names that sites answer to: what has to be there before they do, and which answer nothing any more.

use std::{collections::BTreeSet, net::IpAddr};

use super::{super::facts::exposure as facts, Found, Pair};
use crate::{
    atoms::words::{Place, TlsMode},
    effect::Address,
    model::Site,
    resolve::Stack,
    source::Span,
};

/// What becomes of the names of all sites.
pub(super) fn names(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let known: BTreeSet<&str> = all(pair.before).map(|(_, name, _)| name).collect();
    for (site, name, span) in all(pair.after) {
        if !known.contains(name) && is_public(name) {
            let found = Found::new(address(site), &facts::SITE_DNS).what(name);
            say(found.filled(&[("name", name)]).at(span));
        }
    }
    for after in &pair.after.sites {
        if let Some(found) = certificate(pair, after) {
            say(found);
        }
    }
}

fn address(site: &Site) -> Address {
    Address::new("site", &site.host.value.0)
}

/// Every name of every site.
fn all(stack: &Stack) -> impl Iterator<Item = (&Site, &str, Span)> {
    stack.sites.iter().flat_map(|site| {
        let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
        hosts.map(move |host| (site, host.value.0.as_str(), host.span))
    })
}

/// Whether it is a name that the world's DNS knows.
fn is_public(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    name.parse::<IpAddr>().is_err() && !["localhost", "test", "internal", "local"].contains(&last)
}

/// What has to be done for a certificate that is needed and was not.
fn certificate(pair: &Pair<'_>, after: &Site) -> Option<Found> {
    let tls = after.tls.as_ref()?;
    let mode = tls.mode.value;
    let mut before = pair.before.sites.iter();
    let is_there = before.any(|site| {
        let old = site.tls.as_ref().map(|tls| tls.mode.value);
        site.host.value == after.host.value && old == Some(mode)
    });
    if is_there || mode == TlsMode::None {
        return None;
    }
    let name = &after.host.value.0;
    if mode == TlsMode::LetsEncrypt && !is_nginx_on_host(pair.after) {
        let found = Found::new(address(after), &facts::SITE_PLACEHOLDER);
        return Some(found.what(name).at(tls.span));
    }
    let how = match mode {
        TlsMode::LetsEncrypt => "get it with certbot, as README.md beside nginx.conf says,",
        TlsMode::SelfSigned => "run make-certificates.sh",
        TlsMode::Files | TlsMode::None => "put its chain and its key where the site names them",
    };
    let found = Found::new(address(after), &facts::SITE_CERTIFICATE).what(name);
    Some(found.filled(&[("how", how)]).at(tls.span))
}

/// Whether an nginx of the host reads the configuration: one that no module of NixOS sets up, which would make a placeholder too.
fn is_nginx_on_host(stack: &Stack) -> bool {
    let place = stack.edge.as_ref().and_then(|edge| edge.place.as_ref());
    let is_host = place.is_some_and(|place| place.value == Place::Host);
    let mut targets = stack.targets.iter();
    let by_nix = !stack.targets.is_empty() && targets.all(|one| one.name.value.0 == "nix");
    is_host && !by_nix
}
