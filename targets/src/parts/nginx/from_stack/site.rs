//! One site.

use stackc_compiler::{
    atoms::{AnyText, Size as Bytes},
    diag::{Diagnostic, Diagnostics},
    model,
    template::Fixed,
};

use super::{
    super::{AccessRule, BasicAuth, Route, Site},
    Scene, carried, headers, hosts, limits, paths, route, tls,
};
use crate::text::nginx::{Cidr, Raw, Realm, ServerName, Size};

/// A site as nginx serves it; nothing if it has a fault.
pub(super) fn site(scene: &Scene<'_>, site: &model::Site, found: &mut Diagnostics) -> Option<Site> {
    let model::Site {
        host: _,
        more_hosts: _,
        extends: _,
        tls: _,
        rate_limits,
        connection_limit,
        headers: _,
        no_headers: _,
        max_body,
        basic_auth,
        allow_from,
        deny,
        routes,
        nginx,
        span: _,
    } = site;
    let hosts: Vec<ServerName> = hosts::of(site)
        .filter_map(|(host, span)| carried(ServerName::new(host), span, found))
        .collect();
    let tls = tls::tls(scene, site, found);
    let headers = headers::of_site(site, found);
    let access = access(
        deny.as_ref().map(|words| words.items.as_slice()),
        allow_from.as_ref().map(|words| words.items.as_slice()),
        found,
    );
    let basic_auth = basic_auth
        .as_ref()
        .and_then(|auth| password(scene, auth, found));
    let connection_limit = limits::connections(connection_limit.as_ref(), found);
    let limits = limits::rates(rate_limits, found);
    let routes = read_routes(scene, site, routes, found);
    let extra = raw(nginx, found);
    Some(Site {
        hosts,
        tls: tls?,
        headers,
        max_body: max_body.as_ref().map(size),
        access,
        basic_auth,
        rate_limits: limits,
        connection_limit,
        routes,
        extra,
    })
}

/// A largest body; 0 lifts the limit, as in nginx.
pub(super) fn size(size: &Fixed<Bytes>) -> Size {
    Size::bytes(size.value.bytes)
}

/// Who may come: who is refused is refused, and where somebody is let in, nobody else is.
fn access(
    deny: Option<&[Fixed<stackc_compiler::atoms::Cidr>]>,
    allow: Option<&[Fixed<stackc_compiler::atoms::Cidr>]>,
    found: &mut Diagnostics,
) -> Vec<AccessRule> {
    let mut ranges = |ranges: Option<&[Fixed<stackc_compiler::atoms::Cidr>]>| -> Vec<Cidr> {
        let all = ranges.unwrap_or_default().iter();
        all.filter_map(|range| carried(Cidr::new(&range.value.0), range.span, found))
            .collect()
    };
    let mut rules: Vec<AccessRule> = ranges(deny).into_iter().map(AccessRule::Deny).collect();
    rules.extend(ranges(allow).into_iter().map(AccessRule::Allow));
    if allow.is_some() {
        rules.push(AccessRule::DenyAll);
    }
    rules
}

fn password(
    scene: &Scene<'_>,
    auth: &model::BasicAuth,
    found: &mut Diagnostics,
) -> Option<BasicAuth> {
    let model::BasicAuth {
        realm,
        file,
        span: _,
    } = auth;
    let path = paths::passwords(scene.stack, scene.on_host(), &file.name);
    Some(BasicAuth {
        realm: carried(Realm::new(&realm.value.0), realm.span, found)?,
        file: carried(path, file.span, found)?,
    })
}

/// Whether lines of nginx end where they end: braces and quotes are closed, and the last directive too.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0usize;
    let mut quote = None;
    let mut escaped = false;
    let mut last = ';';
    let mut comment = false;
    for c in text.chars() {
        if comment {
            comment = c != '\n';
            continue;
        }
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') if last.is_whitespace() || matches!(last, ';' | '{' | '}') => {
                comment = true;
            }
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return false,
            (None, '}') => depth -= 1,
            _ => {}
        }
        last = c;
    }
    let closed = text.trim_end().ends_with([';', '}']) || text.trim().is_empty() || comment;
    depth == 0 && quote.is_none() && !escaped && closed
}

fn raw(texts: &[Fixed<AnyText>], found: &mut Diagnostics) -> Vec<Raw> {
    texts
        .iter()
        .filter_map(|text| {
            if !is_balanced(&text.value.0) {
                let why = "its braces and quotes don't match: the rest of the file would be read as part of it";
                super::not_carriable(why, text.span, found);
                return None;
            }
            carried(Raw::lines(&text.value.0), text.span, found)
        })
        .flatten()
        .collect()
}

/// The routes; two for the same paths are a fault.
fn read_routes(
    scene: &Scene<'_>,
    site: &model::Site,
    routes: &[model::Route],
    found: &mut Diagnostics,
) -> Vec<Route> {
    let mut known: Vec<(Route, &model::Route)> = Vec::new();
    for model in routes {
        let Some(route) = route::route(scene, site, model, found) else {
            continue;
        };
        let same = known.iter().find(|(other, _)| other.at.is_same(&route.at));
        match same {
            Some((_, first)) => found.push(
                Diagnostic::error(
                    "duplicate",
                    model.path.span,
                    "two routes answer to the same paths",
                )
                .other(first.path.span, "the first one")
                .help("keep one of the two"),
            ),
            None => known.push((route, model)),
        }
    }
    known.into_iter().map(|(route, _)| route).collect()
}
