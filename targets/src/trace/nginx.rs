//! The lines of an `nginx.conf`, led back to the edge and the sites that they are made of.
//!
//! The text is the template's, so its shape is known: a block of the top level is indented once, what stands in it twice, what stands in a location three times.

use stackc_compiler::{
    artifact::{Origin, Origins},
    model::{Header, Route, Site},
    resolve::Stack,
    source::Span,
};

/// How far a line of each depth is indented.
const STEP: usize = 4;

/// Where the parts of the file come from.
pub(super) fn origins(stack: &Stack, text: &str) -> Origins {
    let mut walk = Walk {
        stack,
        origins: Origins::default(),
        zones: 0,
        block: None,
        location: None,
    };
    let lines = lines(text);
    for (index, (start, line)) in lines.iter().enumerate() {
        let rest = lines.get(index..).unwrap_or_default();
        walk.line(*start, line, rest);
    }
    walk.origins
}

/// Every line with the byte that it starts at.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let from = start;
        start += line.len();
        (from, line.trim_end_matches('\n'))
    });
    lines.collect()
}

struct Walk<'a> {
    stack: &'a Stack,
    origins: Origins,
    /// How many zones of rate limits were declared already.
    zones: usize,
    block: Option<Block<'a>>,
    location: Option<Location<'a>>,
}

/// A `server` or an `upstream`.
struct Block<'a> {
    start: usize,
    site: Option<&'a Site>,
    /// What the block as a whole is made of.
    origin: Origin,
    /// Whether it only leads to HTTPS.
    leads: bool,
}

struct Location<'a> {
    start: usize,
    route: Option<&'a Route>,
}

impl<'a> Walk<'a> {
    fn line(&mut self, start: usize, line: &str, rest: &[(usize, &str)]) {
        let depth = (line.len() - line.trim_start().len()) / STEP;
        let end = start + line.len() + 1;
        let words: Vec<&str> = line.trim().trim_end_matches(';').split(' ').collect();
        let first = words.first().copied().unwrap_or_default();
        match (depth, first) {
            (1, "server") => self.block = Some(self.server(start, rest)),
            (1, "upstream") => self.block = Some(self.upstream(start, rest)),
            (1, "}") => {
                if let Some(block) = self.block.take() {
                    self.origins.mark(block.start, end, block.origin);
                }
            }
            (1 | 2, "set_real_ip_from" | "real_ip_header" | "geo") => {
                let trusted = self.stack.edge.as_ref();
                let trusted = trusted.and_then(|edge| edge.trusted_proxy.as_ref());
                let is_dollar = line.contains("$dollar");
                let origin = trusted.filter(|_| !is_dollar).map(|trusted| trusted.span);
                self.origins.mark(start, end, origin.into());
            }
            (1, "limit_req_zone") => {
                let limits = self.stack.sites.iter().flat_map(|site| &site.rate_limits);
                let origin = limits.map(|limit| limit.span).nth(self.zones);
                self.zones += 1;
                self.origins.mark(start, end, origin.into());
            }
            (2, "location") => {
                let path = words.get(1..).unwrap_or_default().join(" ");
                let path = path.trim_end_matches('{').trim();
                let site = self.block.as_ref().and_then(|block| block.site);
                let leads = self.block.as_ref().is_some_and(|block| block.leads);
                let route = site.filter(|_| !leads).and_then(|site| route(site, path));
                self.location = Some(Location { start, route });
            }
            (2, "}") => {
                if let Some(location) = self.location.take() {
                    let origin = location.route.map(|route| route.span);
                    self.origins.mark(location.start, end, origin.into());
                }
            }
            _ => {
                let origin = self.directive(line, &words);
                self.origins.mark(start, end, origin.into());
            }
        }
    }

    fn server(&self, start: usize, rest: &[(usize, &str)]) -> Block<'a> {
        let inside: Vec<&str> = rest
            .iter()
            .map(|(_, line)| *line)
            .take_while(|line| *line != "    }")
            .collect();
        let names = inside.iter().find_map(|line| {
            let names = line.trim().strip_prefix("server_name ")?;
            Some(names.trim_end_matches(';'))
        });
        let site = names.and_then(|names| site(self.stack, names));
        let has_certificate = inside
            .iter()
            .any(|line| line.trim_start().starts_with("ssl_certificate "));
        let tls = site.and_then(|site| site.tls.as_ref());
        let leads = tls.is_some()
            && !has_certificate
            && inside
                .iter()
                .any(|line| line.contains("return 308 https://$host"));
        let origin = match tls.filter(|_| leads) {
            Some(tls) => Some(tls.span),
            None => site.map(|site| site.span),
        };
        Block {
            start,
            site,
            origin: origin.into(),
            leads,
        }
    }

    /// The service that a group of servers stands for.
    fn upstream(&self, start: usize, rest: &[(usize, &str)]) -> Block<'a> {
        let service = rest.iter().take(4).find_map(|(_, line)| {
            let endpoint = line.trim().strip_prefix("server ")?;
            let name = endpoint.split([':', ';', ' ']).next()?;
            self.stack.service(name)
        });
        Block {
            start,
            site: None,
            origin: service.map(|service| service.span).into(),
            leads: false,
        }
    }

    /// What a directive of a site, or of a route, is made of; nothing if it is the template's own.
    fn directive(&self, line: &str, words: &[&str]) -> Option<Span> {
        let block = self.block.as_ref()?;
        let site = block.site?;
        let name = words.first().copied().unwrap_or_default();
        let value = words.get(1).copied().unwrap_or_default();
        let of_site = || of_site(site, name, value, line);
        match self.location.as_ref().and_then(|location| location.route) {
            Some(route) => of_route(site, route, name, value),
            None if self.location.is_some() => None,
            None => of_site(),
        }
    }
}

/// The site whose first host these names begin with.
fn site<'a>(stack: &'a Stack, names: &str) -> Option<&'a Site> {
    let first = names.split(' ').next()?.trim_matches('"');
    let has = |site: &&Site| {
        let mut hosts = std::iter::once(&site.host).chain(&site.more_hosts);
        hosts.any(|host| host.value.0.eq_ignore_ascii_case(first))
    };
    stack.sites.iter().find(has)
}

/// The route that a location is made of, by its path; the location of a route with a limit is named by the route's place.
fn route<'a>(site: &'a Site, location: &str) -> Option<&'a Route> {
    let path = location
        .trim_start_matches("= ")
        .trim_start_matches("^~ ")
        .trim_matches('"');
    if let Some(named) = path.strip_prefix('@') {
        let digits: String = named.chars().filter(char::is_ascii_digit).collect();
        let place: usize = digits.parse().ok()?;
        return site.routes.get(place.checked_sub(1)?);
    }
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let is = |route: &&Route| bare(&route.path.value.0) == bare(path);
    let exact = location.starts_with("= ");
    let is_exact = |route: &Route| route.exact.is_some_and(|exact| exact.value.0);
    let mut all = site.routes.iter().filter(is);
    let first = all.clone().find(|route| exact && is_exact(route));
    first.or_else(|| all.find(|route| !is_exact(route)))
}

/// A header by its name.
fn header(headers: &[Header], name: &str) -> Option<Span> {
    let name = name.trim_matches('"');
    let mut named = headers.iter();
    named
        .find(|header| header.name.value.0.eq_ignore_ascii_case(name))
        .map(|header| header.span)
}

fn of_site(site: &Site, name: &str, value: &str, line: &str) -> Option<Span> {
    let known = match name {
        "server_name" => Some(site.host.span),
        "ssl_certificate" | "ssl_certificate_key" | "ssl_protocols" => {
            site.tls.as_ref().map(|tls| tls.span)
        }
        "add_header" | "proxy_hide_header" => header(&site.headers, value),
        "client_max_body_size" => site.max_body.as_ref().map(|size| size.span),
        "limit_conn" => site.connection_limit.as_ref().map(|limit| limit.span),
        "allow" | "deny" => access(site, name, value),
        "auth_basic" | "auth_basic_user_file" => site.basic_auth.as_ref().map(|auth| auth.span),
        _ => None,
    };
    let said = line.trim();
    let own = || {
        let mut lines = site.nginx.iter();
        lines.find(|text| !said.is_empty() && text.value.0.contains(said))
    };
    known.or_else(|| own().map(|text| text.span))
}

/// The address that is let in or not; `deny all` is there because others are let in.
fn access(site: &Site, name: &str, value: &str) -> Option<Span> {
    let words = match (name, value) {
        ("allow", _) | (_, "all") => site.allow_from.as_ref(),
        _ => site.deny.as_ref(),
    }?;
    let mut items = words.items.iter();
    let item = items.find(|item| item.value.0 == value);
    Some(item.map_or(words.span, |item| item.span))
}

fn of_route(site: &Site, route: &Route, name: &str, value: &str) -> Option<Span> {
    match name {
        "add_header" | "proxy_hide_header" => {
            header(&route.headers, value).or_else(|| header(&site.headers, value))
        }
        "client_max_body_size" => route.max_body.as_ref().map(|one| one.span),
        "limit_req" => route.rate_limit.as_ref().map(|one| one.span),
        "proxy_buffering" => route.buffering.map(|one| one.span),
        "proxy_request_buffering" => route.request_buffering.map(|one| one.span),
        "proxy_read_timeout" | "proxy_send_timeout" => {
            let timeout = route.timeout.as_ref().map(|one| one.span);
            timeout.or_else(|| route.websocket.map(|one| one.span))
        }
        "set" => route.websocket.map(|one| one.span),
        "rewrite" => {
            let added = route.add_prefix.as_ref().map(|one| one.span);
            added.or_else(|| route.strip_prefix.map(|one| one.span))
        }
        "proxy_pass" => route.to.as_ref().map(|one| one.span),
        "alias" | "root" => route.root.as_ref().map(|one| one.span),
        "return" | "if" | "default_type" => {
            let redirect = route.redirect.as_ref().map(|one| one.span);
            redirect.or_else(|| route.respond.as_ref().map(|one| one.span))
        }
        _ => None,
    }
}
