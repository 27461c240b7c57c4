//! Sites: who gets in, how often, how protected.

use std::cmp::Ordering;

use super::{super::facts::exposure as facts, Found, Pair, headers};
use crate::{
    atoms::{RateUnit, words::TlsMode},
    effect::{Address, Fact},
    model::{ConnectionLimit, Edge, RateLimit, Route, Site},
    source::Span,
};

/// What becomes of each site.
pub(super) fn sites(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let find = |sites: &'_ [Site], name: &str| sites.iter().position(|site| name_of(site) == name);
    for after in &pair.after.sites {
        let address = Address::new("site", name_of(after));
        let old_name = pair.name_before("site", name_of(after));
        let before = find(&pair.before.sites, old_name).and_then(|at| pair.before.sites.get(at));
        match before {
            None => say(Found::new(address, &facts::SITE_NEW).at(after.span)),
            Some(before) => Visit {
                pair,
                address,
                say: &mut *say,
            }
            .compare(before, after),
        }
    }
    for before in &pair.before.sites {
        let is_renamed = pair
            .renames
            .iter()
            .any(|one| one.kind == "site" && one.from == name_of(before));
        if !is_renamed && find(&pair.after.sites, name_of(before)).is_none() {
            let address = Address::new("site", name_of(before));
            say(Found::new(address, &facts::SITE_GONE).was_at(before.span));
        }
    }
    proxies(pair, say);
}

fn name_of(site: &Site) -> &str {
    &site.host.value.0
}

/// Addresses that may speak for their visitors.
fn proxies(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let ranges = |edge: Option<&Edge>| -> Vec<(String, Span)> {
        let proxy = edge.and_then(|edge| edge.trusted_proxy.as_ref());
        let ranges = proxy.into_iter().flat_map(|proxy| &proxy.ranges);
        ranges
            .map(|range| (range.value.0.clone(), range.span))
            .collect()
    };
    let (old, new) = (
        ranges(pair.before.edge.as_ref()),
        ranges(pair.after.edge.as_ref()),
    );
    for (range, span) in super::text::added(&old, &new) {
        let found = Found::new(Address::only("edge"), &facts::PROXY_TRUSTED);
        say(found.what(range.clone()).at(*span));
    }
}

/// One site, before and now.
struct Visit<'s> {
    pair: &'s Pair<'s>,
    address: Address,
    say: &'s mut dyn FnMut(Found),
}

impl Visit<'_> {
    fn compare(&mut self, before: &Site, after: &Site) {
        if before.host.value != after.host.value {
            self.say(&facts::SITE_NEW, name_of(after).to_owned(), after.host.span);
            let gone = Found::new(self.address.clone(), &facts::SITE_GONE);
            (self.say)(gone.what(name_of(before)).was_at(before.host.span));
        }
        let names = |site: &Site| -> Vec<(String, Span)> {
            site.more_hosts
                .iter()
                .map(|host| (host.value.0.clone(), host.span))
                .collect()
        };
        self.sets(
            &names(before),
            &names(after),
            (&facts::SITE_GONE, &facts::SITE_NEW),
            after.span,
        );
        self.access(before, after);
        self.limits(before, after);
        self.headers(before, after);
        self.tls(before, after);
        self.routes(before, after);
    }

    fn say(&mut self, fact: &'static Fact, what: String, span: Span) {
        (self.say)(Found::new(self.address.clone(), fact).what(what).at(span));
    }

    /// What is gone from a set, and what is new in it.
    fn sets(
        &mut self,
        before: &[(String, Span)],
        after: &[(String, Span)],
        (gone, new): (&'static Fact, &'static Fact),
        otherwise: Span,
    ) {
        for (text, _) in super::text::added(after, before) {
            self.say(gone, text.clone(), otherwise);
        }
        for (text, span) in super::text::added(before, after) {
            self.say(new, text.clone(), *span);
        }
    }

    fn access(&mut self, before: &Site, after: &Site) {
        let pair = (before.basic_auth.is_some(), after.basic_auth.as_ref());
        match pair {
            (true, None) => self.say(
                &facts::AUTH_WEAKER,
                "basic-auth is gone".to_owned(),
                after.span,
            ),
            (false, Some(auth)) => {
                self.say(&facts::AUTH_STRONGER, "basic-auth".to_owned(), auth.span);
            }
            _ => {}
        }
        let allowed = |site: &Site| -> Vec<(String, Span)> {
            let words = site.allow_from.iter().flat_map(|words| &words.items);
            words
                .map(|range| (format!("allow-from {}", range.value.0), range.span))
                .collect()
        };
        let (old, new) = (allowed(before), allowed(after));
        match (old.is_empty(), new.as_slice()) {
            (false, []) => self.say(
                &facts::AUTH_WEAKER,
                "allow-from is gone".to_owned(),
                after.span,
            ),
            (true, [(_, span), ..]) => {
                self.say(&facts::AUTH_STRONGER, "allow-from".to_owned(), *span);
            }
            _ => self.sets(
                &old,
                &new,
                (&facts::AUTH_STRONGER, &facts::AUTH_WEAKER),
                after.span,
            ),
        }
        let denied = |site: &Site| -> Vec<(String, Span)> {
            let words = site.deny.iter().flat_map(|words| &words.items);
            words
                .map(|range| (format!("deny {}", range.value.0), range.span))
                .collect()
        };
        self.sets(
            &denied(before),
            &denied(after),
            (&facts::AUTH_WEAKER, &facts::AUTH_STRONGER),
            after.span,
        );
    }

    fn limits(&mut self, before: &Site, after: &Site) {
        for new in &after.rate_limits {
            let name = &new.name.value;
            let old = before
                .rate_limits
                .iter()
                .find(|old| old.name.value == *name);
            // A limit that is new does nothing until a route uses it.
            if let Some(old) = old {
                let what = format!("rate-limit {}: {} → {}", name.0, rate(old), rate(new));
                self.ordered(per_minute(old).cmp(&per_minute(new)), what, new.span);
            }
        }
        let connections = |limit: Option<&ConnectionLimit>| {
            limit.map_or(u64::MAX, |limit| limit.connections.value.0)
        };
        let (old, new) = (
            before.connection_limit.as_ref(),
            after.connection_limit.as_ref(),
        );
        let span = new.map_or(after.span, |limit| limit.span);
        let order = connections(old).cmp(&connections(new));
        self.ordered(order, "connection-limit".to_owned(), span);
    }

    /// A limit that is larger now is weaker.
    fn ordered(&mut self, order: Ordering, what: String, span: Span) {
        self.by_order(
            order.reverse(),
            (&facts::LIMIT_WEAKER, &facts::LIMIT_STRONGER),
            what,
            span,
        );
    }

    /// What protects less than before, or more.
    fn by_order(
        &mut self,
        order: Ordering,
        (weaker, stronger): (&'static Fact, &'static Fact),
        what: String,
        span: Span,
    ) {
        match order {
            Ordering::Greater => self.say(weaker, what, span),
            Ordering::Less => self.say(stronger, what, span),
            Ordering::Equal => {}
        }
    }

    fn headers(&mut self, before: &Site, after: &Site) {
        let mut changes: Vec<(String, headers::Change)> = headers::of_site(before, after)
            .into_iter()
            .map(|change| (String::new(), change))
            .collect();
        for new in &after.routes {
            let mut routes = before.routes.iter();
            if let Some(old) = routes.find(|old| old.path.value == new.path.value) {
                let found = headers::of_route((before, old), (after, new)).into_iter();
                let path = format!("{}: ", new.path.value.0);
                changes.extend(found.map(|change| (path.clone(), change)));
            }
        }
        for (path, change) in changes {
            let span = change.span.unwrap_or(after.span);
            self.by_order(
                change.order,
                (&facts::HEADER_WEAKER, &facts::HEADER_STRONGER),
                format!("{path}{}", change.what),
                span,
            );
        }
    }

    fn tls(&mut self, before: &Site, after: &Site) {
        let strength = |site: &Site| match site.tls.as_ref().map(|tls| tls.mode.value) {
            None | Some(TlsMode::None) => 0,
            Some(TlsMode::SelfSigned) => 1,
            Some(TlsMode::LetsEncrypt | TlsMode::Files) => 2,
        };
        let word = |site: &Site| {
            site.tls
                .as_ref()
                .map_or("none", |tls| tls.mode.value.word())
        };
        let floor = |site: &Site| {
            let tls = site.tls.as_ref()?;
            Some(tls.min.as_ref().map_or("1.2", |min| min.value.word()))
        };
        let span = after.tls.as_ref().map_or(after.span, |tls| tls.span);
        let modes = (
            strength(before).cmp(&strength(after)),
            format!("{} → {}", word(before), word(after)),
        );
        let mut found = vec![modes];
        if let (Some(old), Some(new)) = (floor(before), floor(after)) {
            found.push((old.cmp(new), format!("TLS {old} → TLS {new}")));
        }
        for (order, what) in found {
            self.by_order(
                order,
                (&facts::TLS_WEAKER, &facts::TLS_STRONGER),
                what,
                span,
            );
        }
        // Another name is remembered by no browser.
        let is_same_name = before.host.value == after.host.value;
        if let Some(seconds) = headers::remembered(before)
            && is_same_name
            && !headers::is_believed(after)
        {
            self.say(&facts::HSTS_REMEMBERED, format!("max-age={seconds}"), span);
        }
    }

    /// What a route did, with the name that its service has now.
    fn named_now(&self, route: &Route, action: &str) -> String {
        let parts = action.split_once(':').filter(|_| route.to.is_some());
        match parts {
            Some((service, port)) => {
                format!("{}:{port}", self.pair.name_now("service", service))
            }
            None => action.to_owned(),
        }
    }

    fn routes(&mut self, before: &Site, after: &Site) {
        for new in &after.routes {
            let path = &new.path.value.0;
            let old = before
                .routes
                .iter()
                .find(|old| old.path.value == new.path.value);
            let Some(old) = old else {
                self.say(
                    &facts::ROUTE_NEW,
                    format!("{path} → {}", action(new)),
                    new.span,
                );
                continue;
            };
            let (was, is) = (action(old), action(new));
            if self.named_now(old, &was) != is {
                let what = format!("{path}: {was} → {is}");
                self.say(&facts::ROUTE_NEW, what, new.span);
            }
            let limit = |route: &Route| route.rate_limit.as_ref().map(|name| name.value.0.clone());
            match (limit(old), limit(new)) {
                (Some(_), None) => {
                    self.say(
                        &facts::LIMIT_WEAKER,
                        format!("{path} has no rate-limit any more"),
                        new.span,
                    );
                }
                (None, Some(name)) => {
                    self.say(
                        &facts::LIMIT_STRONGER,
                        format!("{path}: rate-limit {name}"),
                        new.span,
                    );
                }
                _ => {
                    let burst =
                        |route: &Route| route.burst.as_ref().map_or(0, |burst| burst.value.0);
                    let what = format!("{path}: burst {} → {}", burst(old), burst(new));
                    self.ordered(burst(old).cmp(&burst(new)), what, new.span);
                }
            }
        }
        for old in &before.routes {
            if !after
                .routes
                .iter()
                .any(|new| new.path.value == old.path.value)
            {
                self.say(&facts::ROUTE_GONE, old.path.value.0.clone(), after.span);
            }
        }
    }
}

/// What a route does.
fn action(route: &Route) -> String {
    let texts = [
        route.to.as_ref().map(|to| to.value.0.clone()),
        route
            .redirect
            .as_ref()
            .map(|to| format!("redirect {}", to.value.0)),
        route
            .respond
            .as_ref()
            .map(|_| "a fixed response".to_owned()),
        route
            .root
            .as_ref()
            .map(|root| format!("the files of {}", root.value.0)),
    ];
    texts.into_iter().flatten().next().unwrap_or_default()
}

fn rate(limit: &RateLimit) -> String {
    let unit = match limit.rate.value.unit {
        RateUnit::Second => "s",
        RateUnit::Minute => "m",
    };
    let burst = limit.burst.as_ref().map_or(0, |burst| burst.value.0);
    format!("{}/{unit} burst {burst}", limit.rate.value.count)
}

/// How much it lets through: the rate, then the burst.
fn per_minute(limit: &RateLimit) -> (u64, u64) {
    let count = u64::from(limit.rate.value.count);
    let rate = match limit.rate.value.unit {
        RateUnit::Second => count * 60,
        RateUnit::Minute => count,
    };
    (rate, limit.burst.as_ref().map_or(0, |burst| burst.value.0))
}
