//! How the site is asked whether it runs.

use super::Site;
use crate::{atoms::words::TlsMode, operations::Command, resolve::Stack};

/// The site that is asked: the one with a route that tells its health, or the first.
pub(super) fn site(stack: &Stack) -> Option<Site> {
    let named = stack
        .sites
        .iter()
        .filter(|site| !site.host.value.0.starts_with('*'));
    let health = |site: &&crate::model::Site| {
        let mut routes = site.routes.iter();
        let route = routes.find(|route| route.path.value.0.contains("health"))?;
        Some(route.path.value.0.clone())
    };
    let (site, health) = named
        .clone()
        .find_map(|site| Some((site, Some(health(&site)?))))
        .or_else(|| Some((named.clone().next()?, None)))?;
    let mode = site.tls.as_ref().map(|tls| tls.mode.value);
    let is_plain = mode == Some(TlsMode::None);
    let (scheme, usual) = if is_plain {
        ("http", 80)
    } else {
        ("https", 443)
    };
    let edge = stack.edge.as_ref();
    let listened = edge.and_then(|edge| {
        if is_plain {
            edge.http.as_ref()
        } else {
            edge.https.as_ref()
        }
    });
    let port = listened
        .and_then(|publish| publish.value.fixed_ports())
        .map(|ports| ports.first)
        .filter(|port| *port != usual);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(Site {
        origin: format!("{scheme}://{}{port}", site.host.value.0),
        path: health.clone().unwrap_or_else(|| "/".to_owned()),
        tells_health: health.is_some(),
        is_trusted: mode != Some(TlsMode::SelfSigned),
    })
}

/// The call that asks it.
pub(super) fn answer(site: &Site) -> Command {
    let call = if site.tells_health {
        "site_answers"
    } else {
        "site_responds"
    };
    let call = Command::new([call, &site.path]);
    if site.is_trusted {
        call
    } else {
        call.arg("--insecure")
    }
}
