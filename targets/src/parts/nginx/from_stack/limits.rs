//! Limits of requests and of connections, and how routes use them.

use std::num::NonZeroU32;

use stackc_compiler::{
    atoms::{Count, RateUnit},
    diag::{Diagnostic, Diagnostics, nearest},
    model,
    template::Fixed,
};

use super::{
    super::{RateLimit, RateLimitUse},
    carried, not_carriable,
};
use crate::text::nginx::{Name, Rate};

/// nginx counts bursts in thousandths; more than this means no limit.
const LARGEST_BURST: u64 = 1_000_000;
/// nginx refuses a larger number of connections.
const MOST_CONNECTIONS: u64 = 65_535;

/// The rate limits of a site.
pub(super) fn rates(limits: &[model::RateLimit], found: &mut Diagnostics) -> Vec<RateLimit> {
    limits
        .iter()
        .filter_map(|limit| rate(limit, found))
        .collect()
}

fn rate(limit: &model::RateLimit, found: &mut Diagnostics) -> Option<RateLimit> {
    // The client's address is all that requests are counted by.
    let model::RateLimit {
        name,
        rate,
        burst,
        per: _,
        span: _,
    } = limit;
    let name = carried(Name::new(&name.value.0), name.span, found);
    let burst = match burst {
        None => Some(0),
        Some(count) => self::burst(count, found),
    };
    let count = NonZeroU32::new(rate.value.count)?;
    Some(RateLimit {
        name: name?,
        rate: match rate.value.unit {
            RateUnit::Second => Rate::per_second(count),
            RateUnit::Minute => Rate::per_minute(count),
        },
        burst: burst?,
    })
}

fn burst(count: &Fixed<Count>, found: &mut Diagnostics) -> Option<u32> {
    let fits = u32::try_from(count.value.0.min(LARGEST_BURST + 1)).ok();
    let fits = fits.filter(|burst| u64::from(*burst) <= LARGEST_BURST);
    if fits.is_none() {
        not_carriable("a burst is at most 1000000 requests", count.span, found);
    }
    fits
}

/// The limit of connections at a time.
pub(super) fn connections(
    limit: Option<&model::ConnectionLimit>,
    found: &mut Diagnostics,
) -> Option<NonZeroU32> {
    let model::ConnectionLimit {
        connections,
        per: _,
        span: _,
    } = limit?;
    let fits = u32::try_from(connections.value.0.min(MOST_CONNECTIONS + 1)).ok();
    let fits = fits.filter(|count| u64::from(*count) <= MOST_CONNECTIONS);
    let fits = fits.and_then(NonZeroU32::new);
    if fits.is_none() {
        not_carriable(
            "a limit of connections is from 1 to 65535",
            connections.span,
            found,
        );
    }
    fits
}

/// The limit that a route uses.
pub(super) fn used(
    site: &model::Site,
    route: &model::Route,
    found: &mut Diagnostics,
) -> Option<RateLimitUse> {
    let Some(used) = &route.rate_limit else {
        if let Some(burst) = &route.burst {
            found.push(
                Diagnostic::error(
                    "conflict",
                    burst.span,
                    "`burst` without `rate-limit` limits nothing",
                )
                .help("rate-limit=NAME burst=…, or take the burst away"),
            );
        }
        return None;
    };
    if !site
        .rate_limits
        .iter()
        .any(|limit| limit.name.value == used.value)
    {
        undefined(site, used, found);
        return None;
    }
    let own = match &route.burst {
        None => None,
        Some(count) => Some(burst(count, found)?),
    };
    Some(RateLimitUse {
        name: Name::new(&used.value.0).ok()?,
        burst: own,
    })
}

fn undefined(
    site: &model::Site,
    used: &Fixed<stackc_compiler::atoms::Name>,
    found: &mut Diagnostics,
) {
    let name = &used.value.0;
    let names = site.rate_limits.iter();
    let nearest = nearest(name, names.map(|limit| limit.name.value.0.as_str()));
    let diagnostic = Diagnostic::error(
        "undefined-rate-limit",
        used.span,
        format!("the site has no rate limit `{name}`"),
    )
    .other(site.host.span, "this site");
    found.push(match nearest {
        Some(word) => diagnostic
            .help(format!("did you mean `{word}`?"))
            .fix(used.span, word),
        None => diagnostic.help(format!("rate-limit {name} rate=\"10/s\" burst=20")),
    });
}
