//! What has to be seen of the sites from outside.

use std::net::IpAddr;

use stackc_compiler::{
    atoms::{Host, Publish, PublishAddress, words::TlsMode},
    model::{Edge, Route, Site, Tls},
    resolve::Stack,
    template::Fixed,
};

use super::{
    plan::Plan,
    script::{Arg, Piece, Script},
};
use crate::{
    parts::{
        host_nginx,
        nginx::{certificate_folder, host_folder, promised_headers},
    },
    text::shell::Word,
};

/// How many days a certificate has to be valid: certbot has had two weeks for its renewal by then.
const USUAL_DAYS: u64 = 14;
/// What a certificate that is signed by itself is valid for if nothing is said.
const SELF_SIGNED_DAYS: u64 = 365;
/// The status of a redirect if none is said.
const REDIRECT: u16 = 308;

/// A port of the edge, as this host reaches it.
struct Door {
    address: String,
    port: u16,
}

/// What has to be seen of one site.
pub(super) struct View<'a> {
    pub pages: Vec<Page<'a>>,
    /// Where plain HTTP has to lead.
    pub redirect: Option<Redirect>,
    /// The certificates that must not end soon.
    pub certificates: Vec<Expiring>,
}

/// Plain HTTP that is sent to HTTPS.
pub(super) struct Redirect {
    pub from: String,
    /// How curl is told to go to the edge.
    pub through: String,
    pub to: String,
}

/// The certificate of a host, where the edge shows it.
pub(super) struct Expiring {
    pub host: String,
    pub address: String,
    pub port: u16,
    /// How long it has to be valid yet, in days.
    pub days: u64,
}

/// Adds the checks of every site.
pub(super) fn add(plan: &Plan<'_>, script: &mut Script<'_>) {
    let stack = plan.stack;
    if stack.edge.is_none() || stack.sites.is_empty() {
        return;
    }
    script.needs(&[Piece::TIME, Piece::FETCH, Piece::SITES]);
    for view in views(stack) {
        add_pages(&view.pages, script);
        if let Some(Redirect { from, through, to }) = &view.redirect {
            let arguments = [Arg::Text(from), Arg::Text(through), Arg::Text(to)];
            script.call("redirect", &arguments);
        }
        if !view.certificates.is_empty() {
            script.needs(&[Piece::CERTIFICATES]);
        }
        for one in &view.certificates {
            let arguments = [
                Arg::Text(&one.host),
                Arg::Text(&one.address),
                Arg::number(Some(one.port.into())),
                Arg::number(Some(one.days)),
            ];
            script.call("certificate", &arguments);
        }
    }
}

/// What has to be seen of every site that the edge listens for.
pub(super) fn views(stack: &Stack) -> Vec<View<'_>> {
    let Some(edge) = &stack.edge else {
        return Vec::new();
    };
    let sites = stack.sites.iter();
    sites.filter_map(|site| view(stack, site, edge)).collect()
}

fn view<'a>(stack: &Stack, site: &'a Site, edge: &Edge) -> Option<View<'a>> {
    let http = door(edge.http.as_ref().map(|one| &one.value));
    if is_plain(site) {
        return Some(View {
            pages: pages(stack, site, "http", &http?),
            redirect: None,
            certificates: Vec::new(),
        });
    }
    let https = door(edge.https.as_ref().map(|one| &one.value))?;
    let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
    let certificates = hosts.map(|host| Expiring {
        host: asked(&host.value.0),
        address: https.address.clone(),
        port: https.port,
        days: days(site.tls.as_ref()),
    });
    Some(View {
        pages: pages(stack, site, "https", &https),
        redirect: http.map(|http| redirect(site, &http, &https)),
        certificates: certificates.collect(),
    })
}

fn redirect(site: &Site, http: &Door, https: &Door) -> Redirect {
    let host = asked(&site.host.value.0);
    Redirect {
        from: format!("{}/", origin("http", &host, http.port)),
        through: http.through(&host),
        to: format!("{}/", origin("https", &host, https.port)),
    }
}

/// A page that is asked for.
pub(super) struct Page<'a> {
    pub url: String,
    /// How curl is told to go to the edge.
    pub through: String,
    /// The status that the stack decides.
    pub status: Option<u16>,
    /// What every answer has.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The certificate of a site that signs its own, as the project's folder sees it.
    pub certificate: Option<String>,
}

/// One page of each host, with the headers of the first.
fn pages<'a>(stack: &Stack, site: &'a Site, scheme: &str, door: &Door) -> Vec<Page<'a>> {
    let root = |route: &&Route| route.path.value.0 == "/";
    let route = site.routes.iter().find(root).or(site.routes.first());
    let path = route.map_or("/", |route| route.path.value.0.as_str());
    let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
    let page = |host: &'a Fixed<Host>| {
        let is_first = host.span == site.host.span;
        let host = asked(&host.value.0);
        Page {
            url: format!("{}{path}", origin(scheme, &host, door.port)),
            through: door.through(&host),
            status: route.filter(|_| is_first).and_then(|one| status(site, one)),
            headers: if is_first {
                promised_headers(site, route)
            } else {
                Vec::new()
            },
            certificate: certificate(stack, site),
        }
    };
    hosts.map(page).collect()
}

fn add_pages(pages: &[Page<'_>], script: &mut Script<'_>) {
    for page in pages {
        let arguments = [
            Arg::Text(&page.url),
            Arg::Text(&page.through),
            Arg::number(page.status.map(u64::from)),
            trusted(page.certificate.as_deref()),
        ];
        script.call("site", &arguments);
        for (name, value) in &page.headers {
            script.call("header", &[Arg::Text(name), Arg::Text(value)]);
        }
    }
}

fn is_plain(site: &Site) -> bool {
    let tls = site.tls.as_ref();
    tls.is_none_or(|tls| tls.mode.value == TlsMode::None)
}

/// The status that the stack itself decides.
fn status(site: &Site, route: &Route) -> Option<u16> {
    let closed = site.allow_from.is_some() || site.deny.is_some();
    if closed {
        return None;
    }
    let own = match (&route.redirect, &route.respond) {
        (Some(_), _) => Some(route.code.as_ref().map_or(REDIRECT, |code| code.value.0)),
        (None, Some(respond)) => Some(respond.value.0),
        (None, None) => None,
    };
    match (own, &site.basic_auth) {
        (None, Some(_)) => Some(401),
        (Some(_), Some(_)) => None,
        (own, None) => own,
    }
}

/// The certificate of the site that a URL leads to, if the stack has it and it signs its own.
pub(super) fn own_certificate(plan: &Plan<'_>, url: &str) -> Option<String> {
    let (host, port) = place_of(url.strip_prefix("https://")?)?;
    let edge = plan.stack.edge.as_ref()?;
    let https = door(edge.https.as_ref().map(|one| &one.value))?;
    let is_it = |one: &Fixed<Host>| one.value.0.eq_ignore_ascii_case(host);
    let site = plan.stack.sites.iter().find(|site| {
        std::iter::once(&site.host)
            .chain(&site.more_hosts)
            .any(is_it)
    })?;
    certificate(plan.stack, site).filter(|_| port == https.port)
}

/// Host and port of what stands behind a URL's scheme.
fn place_of(rest: &str) -> Option<(&str, u16)> {
    let place = rest.split(['/', '?', '#']).next()?;
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    let behind = place.rfind(']').map_or(0, |end| end + 1);
    let (host, port) = match place.get(behind..)?.rfind(':') {
        Some(colon) => (
            place.get(..behind + colon)?,
            place.get(behind + colon + 1..)?.parse().ok()?,
        ),
        None => (place, 443),
    };
    Some((host.trim_matches(['[', ']']), port))
}

/// The certificate of a site that signs its own, as the project's folder sees it.
fn certificate(stack: &Stack, site: &Site) -> Option<String> {
    let tls = site.tls.as_ref()?;
    if tls.mode.value != TlsMode::SelfSigned {
        return None;
    }
    let folder = certificate_folder(&site.host.value.0);
    Some(if host_nginx::is_on_host(stack) {
        format!("{}/tls/{folder}/fullchain.pem", host_folder(stack))
    } else {
        format!("tls/{folder}/fullchain.pem")
    })
}

/// The path of a certificate as an argument.
pub(super) fn trusted(certificate: Option<&str>) -> Arg<'static> {
    certificate.map_or(Arg::Empty, |path| Arg::Written(Word::new(path).to_string()))
}

fn days(tls: Option<&Tls>) -> u64 {
    let Some(tls) = tls.filter(|tls| tls.mode.value == TlsMode::SelfSigned) else {
        return USUAL_DAYS;
    };
    let days = tls.days.as_ref();
    let days = days.map_or(SELF_SIGNED_DAYS, |days| days.value.0);
    USUAL_DAYS.min(days / 3)
}

/// A name that the host stands for: any one where it is a wildcard.
fn asked(host: &str) -> String {
    host.strip_prefix("*.")
        .map_or_else(|| host.to_owned(), |rest| format!("www.{rest}"))
}

/// An address in a URL.
fn in_url(host: &str) -> String {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V6(_)) => format!("[{host}]"),
        _ => host.to_owned(),
    }
}

/// Scheme, host and port, as a browser writes them.
fn origin(scheme: &str, host: &str, port: u16) -> String {
    let host = in_url(host);
    match (scheme, port) {
        ("https", 443) | ("http", 80) => format!("{scheme}://{host}"),
        _ => format!("{scheme}://{host}:{port}"),
    }
}

fn door(publish: Option<&Publish>) -> Option<Door> {
    let publish = publish?;
    let address = match &publish.address {
        PublishAddress::Loopback | PublishAddress::Every => "127.0.0.1",
        PublishAddress::Address(address) if address == "0.0.0.0" => "127.0.0.1",
        PublishAddress::Address(address) if address == "[::]" => "[::1]",
        PublishAddress::Address(address) => address,
    };
    Some(Door {
        address: address.to_owned(),
        port: publish.fixed_ports()?.first,
    })
}

impl Door {
    /// How curl is told to come here instead of to the host.
    fn through(&self, host: &str) -> String {
        let Self { address, port } = self;
        format!("{}:{port}:{address}:{port}", in_url(host))
    }
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn the_place_of_a_url() {
        for (rest, wanted) in [
            ("shop.example/healthz", Some(("shop.example", 443))),
            ("shop.example:8443?a=b:1", Some(("shop.example", 8443))),
            ("ops:pass@shop.example:8443/", Some(("shop.example", 8443))),
            ("[2001:db8::1]", Some(("2001:db8::1", 443))),
            ("[2001:db8::1]:8443/a", Some(("2001:db8::1", 8443))),
            ("shop.example:port/", None),
        ] {
            assert_eq!(place_of(rest), wanted, "{rest}");
        }
    }
}
