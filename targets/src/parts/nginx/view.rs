//! The flat view of a document that the template is filled from: no decision is left to it.

mod location;
mod server;

use std::net::{IpAddr, Ipv6Addr};

use minijinja::context;
use minijinja::value::{Value, merge_maps};
use stackc_compiler::artifact::Bug;

use super::headers::names;
use super::upstream::{Named, Upstreams};
use super::{Conf, Header, Site, TlsVersion, hash};
use crate::text::nginx::{Endpoint, FilePath, HeaderName, Reason, ServerName, Written, Zone};

impl From<Reason> for Bug {
    fn from(reason: Reason) -> Self {
        Self(reason.to_string())
    }
}

/// What a writer made, as a value that the template may print.
fn written(text: &impl Written) -> Value {
    Value::from_safe_string(text.as_str().to_owned())
}

/// The same, or nothing.
fn maybe(text: Option<&impl Written>) -> Value {
    text.map_or_else(|| Value::from(()), written)
}

/// The same, of several.
fn all<'a, T: Written + 'a>(texts: impl IntoIterator<Item = &'a T>) -> Value {
    texts.into_iter().map(written).collect()
}

/// A text of nginx's own language, which stands in this program.
fn own(text: &'static str) -> Value {
    Value::from_safe_string(text.to_owned())
}

/// The view of a whole document.
pub(super) fn view(conf: &Conf) -> Result<Value, Bug> {
    let upstreams = Upstreams::of(conf);
    let shared_hidden = shared_hidden(conf);
    let sites = conf
        .sites
        .iter()
        .map(|site| server::view(conf, site, &upstreams, shared_hidden.is_none()))
        .collect::<Result<Value, Bug>>()?;
    let hidden = all(shared_hidden.unwrap_or_default());
    Ok(merge_maps([
        context! { hidden => hidden, sites => sites },
        process(conf)?,
        tables(conf, &upstreams),
        limits(conf),
        edge(conf),
        forwarding(conf),
        proxying(conf, &upstreams),
    ]))
}

/// The view of one site, which names all headers that it hides.
pub(super) fn server_view(
    conf: &Conf,
    site: &Site,
    upstreams: &Upstreams<'_>,
) -> Result<Value, Bug> {
    server::view(conf, site, upstreams, true)
}

fn process(conf: &Conf) -> Result<Value, Bug> {
    let error_log = conf
        .logs
        .error
        .as_ref()
        .map_or_else(|| own("stderr"), written);
    let temporary_files = conf
        .process
        .temporary_files
        .as_ref()
        .map(FilePath::folder)
        .transpose()?;
    Ok(context! {
        banner => all(&conf.banner),
        user => maybe(conf.process.user.as_ref()),
        pid => maybe(conf.process.pid.as_ref()),
        temporary_files => maybe(temporary_files.as_ref()),
        error_log => error_log,
        access_log => written(&conf.logs.access),
    })
}

/// The sizes of hash tables.
fn tables(conf: &Conf, upstreams: &Upstreams<'_>) -> Value {
    let hosts: Vec<&str> = conf
        .sites
        .iter()
        .flat_map(|site| &site.hosts)
        .map(Written::as_str)
        .collect();
    let variables: Vec<&str> = upstreams
        .iter()
        .map(|named| named.variable.as_str())
        .collect();
    let headers: Vec<&str> = conf
        .sites
        .iter()
        .flat_map(Site::header_names)
        .map(Written::as_str)
        .collect();
    context! {
        names_table => hash::table(hosts.len()),
        names_bucket => hash::bucket(hosts),
        variables_table => hash::table(variables.len()),
        variables_bucket => hash::bucket(variables),
        headers_table => hash::headers_table(headers.len()),
        headers_bucket => hash::bucket(headers),
    }
}

fn limits(conf: &Conf) -> Value {
    let rate_limits: Vec<Value> = conf
        .sites
        .iter()
        .flat_map(|site| site.rate_limits.iter().map(move |limit| (site, limit)))
        .filter_map(|(site, limit)| {
            let zone = Zone::rate(site.hosts.first()?, &limit.name);
            Some(context! { zone => written(&zone), rate => written(&limit.rate) })
        })
        .collect();
    let connections: Vec<Value> = conf
        .sites
        .iter()
        .filter(|site| site.connection_limit.is_some())
        .filter_map(|site| Some(written(&Zone::connections(site.hosts.first()?))))
        .collect();
    context! {
        any_limit => !rate_limits.is_empty() || !connections.is_empty(),
        rate_limits => rate_limits,
        connection_zones => connections,
    }
}

/// Where nginx listens, and what it says there about HTTP/2 and TLS.
fn edge(conf: &Conf) -> Value {
    let encrypted: Vec<&Site> = conf
        .sites
        .iter()
        .filter(|site| site.tls.is_some())
        .collect();
    let https: &[_] = if encrypted.is_empty() {
        &[]
    } else {
        &conf.edge.https
    };
    let directive = conf.version.has_http2_directive();
    let redirects = if conf.edge.http.is_empty() {
        Vec::new()
    } else {
        redirects(&encrypted)
    };
    context! {
        http => listeners(conf, &conf.edge.http),
        https => listeners(conf, https),
        https_options => own(if directive { "ssl" } else { "ssl http2" }),
        http2_directive => directive,
        published_http => conf.edge.published_http,
        published_https => conf.edge.published_https,
        redirects => redirects,
        acme_webroot => maybe(conf.acme_webroot.as_ref()),
        tls => lowest(conf).map(|min| tls(conf, min)),
    }
}

/// The servers that lead to HTTPS, one for each set of headers. Over plain HTTP a browser ignores HSTS.
fn redirects(encrypted: &[&Site]) -> Vec<Value> {
    let mut groups: Vec<(Vec<Header>, Vec<&ServerName>)> = Vec::new();
    for site in encrypted {
        let own: Vec<Header> = site
            .headers
            .iter()
            .filter(|header| {
                !header
                    .name
                    .as_str()
                    .eq_ignore_ascii_case("strict-transport-security")
            })
            .cloned()
            .collect();
        match groups.iter_mut().find(|(headers, _)| *headers == own) {
            Some((_, hosts)) => hosts.extend(&site.hosts),
            None => groups.push((own, site.hosts.iter().collect())),
        }
    }
    groups
        .into_iter()
        .map(|(headers, hosts)| context! { headers => server::headers(&headers), hosts => all(hosts) })
        .collect()
}

fn listeners(conf: &Conf, ports: &[(Option<IpAddr>, u16)]) -> Value {
    let ipv6 = |address: Option<_>, port| {
        let any = Ipv6Addr::UNSPECIFIED.into();
        (conf.edge.ipv6 && address.is_none()).then(|| Endpoint::listen(Some(any), port))
    };
    ports
        .iter()
        .flat_map(|&(address, port)| [Some(Endpoint::listen(address, port)), ipv6(address, port)])
        .flatten()
        .map(|endpoint| written(&endpoint))
        .collect()
}

/// The oldest TLS that some site speaks. It holds where no site is chosen yet.
fn lowest(conf: &Conf) -> Option<TlsVersion> {
    conf.sites
        .iter()
        .filter_map(|site| site.tls.as_ref())
        .map(|tls| tls.min)
        .min()
}

fn protocols(min: TlsVersion) -> Value {
    own(match min {
        TlsVersion::V1_2 => "TLSv1.2 TLSv1.3",
        TlsVersion::V1_3 => "TLSv1.3",
    })
}

fn tls(conf: &Conf, min: TlsVersion) -> Value {
    const CIPHERS: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:\
                           ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
    context! {
        protocols => protocols(min),
        ciphers => (min == TlsVersion::V1_2).then(|| own(CIPHERS)),
        tickets_off => !conf.version.rotates_ticket_keys(),
    }
}

/// What services are told about the client's side.
fn forwarding(conf: &Conf) -> Value {
    let edge = &conf.edge;
    let only = |ports: &[(_, u16)], published| ports.iter().all(|(_, port)| *port == published);
    let same = only(&edge.http, edge.published_http) && only(&edge.https, edge.published_https);
    let usual = edge.published_http == 80 && edge.published_https == 443;
    let trusted = conf.real_ip.as_ref();
    let map = !same || trusted.is_some();
    context! {
        trusted => trusted.map(|real_ip| all(&real_ip.trusted)),
        real_ip_header => maybe(trusted.map(|real_ip| &real_ip.header)),
        scheme => own(if trusted.is_some() { "$client_scheme" } else { "$scheme" }),
        published_map => map,
        host_map => !usual,
        host => own(if usual { "$host" } else { "$published_host" }),
        port => own(if map { "$published_port" } else { "$server_port" }),
    }
}

fn proxying(conf: &Conf, upstreams: &Upstreams<'_>) -> Value {
    let any_name = upstreams.iter().any(|named| named.upstream.is_named());
    let resolver = conf.resolver.filter(|_| any_name).map(Endpoint::portless);
    let groups: Value = upstreams
        .iter()
        .filter(|named| named.upstream.is_group(conf.version))
        .map(
            |Named {
                 upstream, group, ..
             }| {
                context! {
                    group => written(group),
                    endpoint => written(upstream.endpoint()),
                    named => upstream.is_named(),
                }
            },
        )
        .collect();
    context! {
        proxies => upstreams.iter().next().is_some(),
        resolver => maybe(resolver.as_ref()),
        groups => groups,
        websocket => conf.sites.iter().any(Site::has_websocket),
    }
}

/// The headers that every site sets, if they are the same: then nothing is said twice.
fn shared_hidden(conf: &Conf) -> Option<Vec<&HeaderName>> {
    let mut sites = conf.sites.iter().map(|site| names(&site.headers));
    let first = sites.next()?;
    sites.all(|other| other == first).then_some(first)
}
