use minijinja::context;
use minijinja::value::{Value, merge_maps};
use stackc_compiler::artifact::Bug;

use super::check::check;
use super::render::{LOCATION, SERVER, SHARED, fill};
use super::upstream::Upstreams;
use super::view::{server_view, view};
use super::{Conf, Site, TlsVersion};
use crate::text::nginx::{Name, Written};

/// A document in parts, for an nginx that somebody else configures: the ports and the rest of its `http` are not ours.
#[derive(Debug, Clone)]
pub struct VirtualHosts {
    /// Lines of `http`.
    pub shared: String,
    /// Groups of servers: the name and the address of its one server.
    pub upstreams: Vec<(String, String)>,
    /// The sites, in the order of the stack.
    pub hosts: Vec<VirtualHost>,
}

/// A site in parts.
#[derive(Debug, Clone)]
pub struct VirtualHost {
    /// Lines of `server`, save where it listens, for what names, and with which certificate.
    pub lines: String,
    /// What stands after `location`, and the lines in it.
    pub locations: Vec<(String, String)>,
}

/// The parts of a document; the log's format has this name, which is the host's only one.
///
/// # Errors
/// Only a fault of our own.
pub fn virtual_hosts(conf: &Conf, log_format: &Name) -> Result<VirtualHosts, Bug> {
    check(conf)?;
    let upstreams = Upstreams::of(conf);
    let whole = merge_maps([
        view(conf)?,
        context! { log_format => Value::from_safe_string(log_format.as_str().to_owned()) },
    ]);
    let hosts = conf
        .sites
        .iter()
        .map(|site| host(conf, site, &upstreams, &whole))
        .collect::<Result<Vec<_>, Bug>>()?;
    let dollar = hosts.iter().any(|host| {
        let mut lines = host.locations.iter().map(|(_, lines)| lines);
        host.lines.contains("${dollar}") || lines.any(|lines| lines.contains("${dollar}"))
    });
    let groups = upstreams
        .iter()
        .filter(|named| named.upstream.is_group(conf.version))
        .map(|named| {
            let endpoint = named.upstream.endpoint().as_str().to_owned();
            (named.group.as_str().to_owned(), endpoint)
        });
    Ok(VirtualHosts {
        shared: fill(SHARED, &whole, dollar)?,
        upstreams: groups.collect(),
        hosts,
    })
}

fn host(
    conf: &Conf,
    site: &Site,
    upstreams: &Upstreams<'_>,
    whole: &Value,
) -> Result<VirtualHost, Bug> {
    let only = site
        .tls
        .as_ref()
        .is_some_and(|tls| tls.min == TlsVersion::V1_3);
    let seen = server_view(conf, site, upstreams)?;
    let around = merge_maps([
        whole.clone(),
        context! { site => seen.clone(), only_tls_1_3 => only },
    ]);
    let mut locations = Vec::new();
    let views = seen.get_attr("locations").map_err(unseen)?;
    for location in views.try_iter().map_err(unseen)? {
        let at = location.get_attr("at").map_err(unseen)?;
        let lines = fill(LOCATION, &context! { location => location }, false)?;
        locations.push((at.as_str().unwrap_or_default().to_owned(), dedented(&lines)));
    }
    Ok(VirtualHost {
        lines: fill(SERVER, &around, false)?,
        locations,
    })
}

/// Of minijinja's error only the kind is kept: the rest may show what is printed.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unseen(error: minijinja::Error) -> Bug {
    Bug(format!("a view of nginx: {}", error.kind()))
}

/// Lines of a location, which stand three levels deep in a whole document.
fn dedented(lines: &str) -> String {
    lines
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("            ").unwrap_or(line)))
        .collect()
}
