use minijinja::context;
use minijinja::value::Value;
use stackc_compiler::artifact::Bug;

use super::super::headers::names;
use super::super::upstream::{Named, Upstreams};
use super::super::{AccessRule, BasicAuth, Conf, Header, Site, Tls};
use super::{all, location, lowest, maybe, own, protocols, written};
use crate::text::nginx::Zone;

/// The view of a site's server; `hides` if no list of hidden headers is shared by all sites.
pub(super) fn view(
    conf: &Conf,
    site: &Site,
    upstreams: &Upstreams<'_>,
    hides: bool,
) -> Result<Value, Bug> {
    Ok(context! {
        hosts => all(&site.hosts),
        tls => site.tls.as_ref().map(|tls| certificate(conf, tls)),
        headers => headers(&site.headers),
        hidden => hides.then(|| all(names(&site.headers))),
        max_body => maybe(site.max_body.as_ref()),
        connections => connections(site),
        access => access(&site.access),
        auth => auth(site.basic_auth.as_ref()),
        upgrade => site.has_websocket(),
        urls => urls(conf, site, upstreams),
        extra => all(&site.extra),
        locations => location::all_of(conf, site, upstreams)?,
    })
}

fn certificate(conf: &Conf, tls: &Tls) -> Value {
    context! {
        certificate => written(&tls.certificate),
        key => written(&tls.key),
        protocols => (lowest(conf) != Some(tls.min)).then(|| protocols(tls.min)),
    }
}

/// The lines that add headers.
pub(super) fn headers(headers: &[Header]) -> Value {
    let view = |header: &Header| context! { name => written(&header.name), value => written(&header.value) };
    headers.iter().map(view).collect()
}

/// The lines that say who may come.
pub(super) fn access(rules: &[AccessRule]) -> Value {
    let view = |rule: &AccessRule| match rule {
        AccessRule::Allow(range) => context! { verb => own("allow"), who => written(range) },
        AccessRule::Deny(range) => context! { verb => own("deny"), who => written(range) },
        AccessRule::DenyAll => context! { verb => own("deny"), who => own("all") },
    };
    rules.iter().map(view).collect()
}

/// The same in a location, where no line at all would leave the site's rules in force.
pub(super) fn own_access(rules: &[AccessRule]) -> Value {
    if rules.is_empty() {
        return std::iter::once(context! { verb => own("allow"), who => own("all") }).collect();
    }
    access(rules)
}

/// The lines that ask for a password.
pub(super) fn auth(auth: Option<&BasicAuth>) -> Value {
    let view =
        |auth: &BasicAuth| context! { realm => written(&auth.realm), file => written(&auth.file) };
    auth.map(view).into()
}

fn connections(site: &Site) -> Value {
    let view = |limit| {
        Some(context! { zone => written(&Zone::connections(site.hosts.first()?)), limit => limit })
    };
    site.connection_limit
        .map(std::num::NonZeroU32::get)
        .and_then(view)
        .into()
}

/// The URLs of the services that the site uses and that are no groups, each once.
fn urls(conf: &Conf, site: &Site, upstreams: &Upstreams<'_>) -> Value {
    upstreams
        .iter()
        .filter(|Named { upstream, .. }| {
            !upstream.is_group(conf.version) && site.upstreams().any(|used| used == *upstream)
        })
        .map(
            |Named {
                 upstream, variable, ..
             }| {
                context! { variable => written(variable), endpoint => written(upstream.endpoint()) }
            },
        )
        .collect()
}
