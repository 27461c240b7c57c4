//! One route.

use stackc_compiler::{diag::Diagnostics, model};

use super::{
    super::{HeaderChange, Match, Route},
    Scene, action, carried, headers, limits, site,
};
use crate::text::nginx::Path;

/// A route as nginx serves it; nothing if it has a fault.
pub(super) fn route(
    scene: &Scene<'_>,
    of: &model::Site,
    route: &model::Route,
    found: &mut Diagnostics,
) -> Option<Route> {
    let model::Route {
        path,
        // What answers is read by itself, with what only belongs to it.
        to: _,
        redirect: _,
        code: _,
        respond: _,
        body: _,
        root: _,
        strip_prefix: _,
        add_prefix: _,
        websocket: _,
        buffering: _,
        request_buffering: _,
        timeout: _,
        exact,
        max_body,
        rate_limit: _,
        burst: _,
        headers,
        span: _,
    } = route;
    let written = carried(Path::new(&path.value.0), path.span, found);
    let rate_limit = limits::used(of, route, found);
    let headers = headers
        .iter()
        .filter_map(|header| headers::header(header, found))
        .map(HeaderChange::Set)
        .collect();
    let action = action::action(scene, route, found);
    let at = if exact.is_some_and(|exact| exact.value.0) {
        Match::Exact(written?)
    } else {
        Match::Segments(written?)
    };
    Some(Route {
        headers,
        max_body: max_body.as_ref().map(site::size),
        rate_limit,
        ..Route::new(at, action?)
    })
}
