//! What the document must be for nginx to take it. A fault here is one of the compiler, for the
//! stack was checked before.

use stackc_compiler::artifact::Bug;

use super::{Action, Conf, Site};
use crate::text::nginx::{ServerName, Written as _};

/// Finds what would keep nginx from starting or a site from being served.
pub(super) fn check(conf: &Conf) -> Result<(), Bug> {
    let mut hosts: Vec<&ServerName> = Vec::new();
    for site in &conf.sites {
        for host in &site.hosts {
            if hosts.contains(&host) {
                return Err(Bug(
                    "two sites of an nginx.conf have the same host".to_owned()
                ));
            }
            hosts.push(host);
        }
        check_listeners(conf, site)?;
        check_routes(conf, site)?;
    }
    Ok(())
}

fn check_listeners(conf: &Conf, site: &Site) -> Result<(), Bug> {
    let listeners = if site.tls.is_some() {
        &conf.edge.https
    } else {
        &conf.edge.http
    };
    if listeners.is_empty() {
        return Err(Bug(
            "a site of an nginx.conf has no port to listen on".to_owned()
        ));
    }
    if site.hosts.is_empty() {
        return Err(Bug("a site of an nginx.conf has no host".to_owned()));
    }
    Ok(())
}

fn check_routes(conf: &Conf, site: &Site) -> Result<(), Bug> {
    for route in &site.routes {
        if site
            .routes
            .iter()
            .filter(|other| other.at.is_same(&route.at))
            .count()
            > 1
        {
            return Err(Bug("two routes of a site have the same path".to_owned()));
        }
        if let Action::Proxy(proxy) = &route.action
            && proxy.upstream.is_named()
            && conf.resolver.is_none()
        {
            return Err(Bug(
                "an nginx.conf names a service, but no name server".to_owned()
            ));
        }
        if let Some(limit) = &route.rate_limit
            && !site
                .rate_limits
                .iter()
                .any(|known| known.name.as_str() == limit.name.as_str())
        {
            return Err(Bug(
                "a route uses a rate limit that its site hasn't".to_owned()
            ));
        }
    }
    Ok(())
}
