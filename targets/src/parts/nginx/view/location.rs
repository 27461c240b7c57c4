use std::time::Duration;

use minijinja::context;
use minijinja::value::{Value, merge_maps};
use stackc_compiler::artifact::Bug;

use super::super::headers::{effective, names};
use super::super::upstream::Upstreams;
use super::super::{Action, Conf, Header, Match, Proxy, RateLimitUse, Route, Site};
use super::server::{auth, headers, own_access};
use super::{all, maybe, own, written};
use crate::text::nginx::{
    FilePath, Location, NamedLocation, Path, Prefix, PrefixPattern, RedirectCode, RequestPattern,
    Time, Word, Written, Zone,
};

/// An idle WebSocket lives this long; nginx's own 60 s would end it in a pause of the conversation.
const WEBSOCKET_SILENCE: Duration = Duration::from_secs(3600);

/// The views of all locations of a site, in the order of its routes.
pub(super) fn all_of(
    conf: &Conf,
    site: &Site,
    upstreams: &Upstreams<'_>,
) -> Result<Vec<Value>, Bug> {
    let mut views = Vec::new();
    for (place, route) in site.routes.iter().enumerate() {
        let scene = Scene {
            conf,
            site,
            upstreams,
            route,
            place: place + 1,
        };
        views.extend(scene.views()?);
    }
    let root_is_routed = site
        .routes
        .iter()
        .any(|route| matches!(&route.at, Match::Segments(path) if path.is_root()));
    if !root_is_routed {
        views.push(merge_maps([
            nothing(),
            context! { at => own("/"), unmatched => true },
        ]));
    }
    Ok(views)
}

/// All that a location may have: the template can't ask for what isn't there.
fn nothing() -> Value {
    context! {
        access => (), auth => (), limit => (), max_body => (), headers => (), extra => (), hidden => (),
        proxy => (), guarded => (), answer => (), folder => (), root => (), unmatched => (),
    }
}

/// A route with all that is around it.
struct Scene<'a> {
    conf: &'a Conf,
    site: &'a Site,
    upstreams: &'a Upstreams<'a>,
    route: &'a Route,
    place: usize,
}

impl Scene<'_> {
    fn views(&self) -> Result<Vec<Value>, Bug> {
        match &self.route.action {
            Action::Proxy(proxy) => {
                let proxy = self.proxy(proxy)?;
                Ok(self.everywhere(&context! { proxy => proxy }))
            }
            Action::Redirect { code, to } => Ok(self.answer(redirect(code, to))),
            Action::Forward { code, base, to } => {
                let pattern = RequestPattern::after(self.route.at.path())?;
                let kept = context! { pattern => written(&pattern), to => written(to) };
                Ok(self.answer(
                    context! { status => written(code), content => written(base), text => false, kept => kept },
                ))
            }
            Action::Respond { status, body } => Ok(self.answer(
                context! { status => written(status), content => written(body), text => true, kept => () },
            )),
            Action::Files(files) => self.files(files),
        }
    }

    /// The same content in each of the route's locations.
    fn everywhere(&self, content: &Value) -> Vec<Value> {
        self.locations()
            .iter()
            .map(|at| self.location(at, content))
            .collect()
    }

    fn location(&self, at: &Location, content: &Value) -> Value {
        merge_maps([
            nothing(),
            self.headers(),
            self.rules(),
            content.clone(),
            context! { at => written(at) },
        ])
    }

    /// A location that only answers, with the route's headers and none of its rules.
    fn bare(&self, at: &impl Written, answer: Value) -> Value {
        merge_maps([
            nothing(),
            self.headers(),
            context! { at => written(at), answer => answer },
        ])
    }

    /// Where the route is; another route's exact path is left to that one.
    fn locations(&self) -> Vec<Location> {
        match &self.route.at {
            Match::Exact(path) => vec![path.exact()],
            Match::Segments(path) => path
                .segments()
                .into_iter()
                .filter(|at| !self.is_taken(at))
                .collect(),
        }
    }

    fn is_taken(&self, at: &Location) -> bool {
        self.site
            .routes
            .iter()
            .any(|other| matches!(&other.at, Match::Exact(path) if path.exact() == *at))
    }

    /// Who may come, how often and with how much.
    fn rules(&self) -> Value {
        let route = self.route;
        context! {
            access => route.access.as_deref().map(own_access),
            auth => auth(route.basic_auth.as_ref()),
            limit => route.rate_limit.as_ref().and_then(|limit| self.limit(limit)),
            max_body => maybe(route.max_body.as_ref()),
            extra => all(&route.extra),
        }
    }

    fn limit(&self, used: &RateLimitUse) -> Option<Value> {
        let limit = self
            .site
            .rate_limits
            .iter()
            .find(|limit| limit.name == used.name)?;
        let zone = Zone::rate(self.site.hosts.first()?, &limit.name);
        Some(context! { zone => written(&zone), burst => used.burst.unwrap_or(limit.burst) })
    }

    /// Nothing where the site's headers are inherited, else all of them.
    fn headers(&self) -> Value {
        let own = effective(&self.site.headers, &self.route.headers);
        if own == self.site.headers {
            return context! { headers => (), hidden => () };
        }
        let hidden = (names(&own) != names(&self.site.headers)).then(|| all(names(&own)));
        context! { headers => self.complete(&own), hidden => hidden }
    }

    /// Where no header is left, an empty one, which isn't sent, still keeps out the site's.
    fn complete(&self, own: &[Header]) -> Value {
        match self.site.headers.first() {
            Some(first) if own.is_empty() => std::iter::once(
                context! { name => written(&first.name), value => super::own("\"\"") },
            )
            .collect(),
            _ => headers(own),
        }
    }

    /// An answer of nginx itself: behind a location that holds its rules, if there are any, because
    /// `return` would come before them.
    fn answer(&self, answer: Value) -> Vec<Value> {
        if !self.is_guarded() {
            return self.everywhere(&context! { answer => answer });
        }
        let name = NamedLocation::answer(self.place);
        let mut views = self.everywhere(&context! { guarded => written(&name) });
        views.push(self.bare(&name, answer));
        views
    }

    fn is_guarded(&self) -> bool {
        let rules = self.route.access.as_ref().unwrap_or(&self.site.access);
        let password = self.route.basic_auth.is_some() || self.site.basic_auth.is_some();
        !rules.is_empty() || password || self.route.rate_limit.is_some()
    }

    fn files(&self, files: &FilePath) -> Result<Vec<Value>, Bug> {
        match &self.route.at {
            Match::Exact(path) => {
                Ok(vec![self.location(
                    &path.exact(),
                    &context! { folder => written(files) },
                )])
            }
            Match::Segments(path) if path.is_root() => {
                Ok(vec![self.location(
                    &path.below(),
                    &context! { root => written(files) },
                )])
            }
            Match::Segments(path) => self.folder(path, files),
        }
    }

    /// A folder below a path, and the way there from the path without its slash.
    fn folder(&self, path: &Path, files: &FilePath) -> Result<Vec<Value>, Bug> {
        let below = path.below();
        let code = RedirectCode::new(308)?;
        let mut views = Vec::new();
        for at in self.locations().iter().filter(|at| **at != below) {
            let answer = redirect(&code, &path.as_folder()?);
            views.push(self.bare(at, answer));
        }
        views.push(self.location(&below, &context! { folder => written(&files.folder()?) }));
        Ok(views)
    }

    fn proxy(&self, proxy: &Proxy) -> Result<Value, Bug> {
        let Proxy {
            upstream,
            strip_prefix,
            add_prefix,
            websocket,
            buffering,
            request_buffering,
            timeout,
        } = proxy;
        let silence = if *websocket {
            Some(Time::new(WEBSOCKET_SILENCE)?)
        } else {
            None
        };
        let named = self.upstreams.named(upstream);
        let group = named.filter(|_| upstream.is_group(self.conf.version));
        Ok(context! {
            group => maybe(group.map(|named| &named.group)),
            variable => maybe(named.map(|named| &named.variable)),
            unbuffered => !buffering,
            unbuffered_request => !request_buffering,
            timeout => maybe(timeout.as_ref().or(silence.as_ref())),
            websocket => websocket,
            rewrite => self.rewrite(*strip_prefix, add_prefix.as_ref())?,
        })
    }

    fn rewrite(&self, strip: bool, add: Option<&Prefix>) -> Result<Option<Value>, Bug> {
        let strip = strip && !self.route.at.path().is_root();
        if !strip && add.is_none() {
            return Ok(None);
        }
        let pattern = if strip {
            PrefixPattern::after(self.route.at.path())?
        } else {
            PrefixPattern::none()
        };
        let to = add.cloned().unwrap_or_else(Prefix::none);
        Ok(Some(
            context! { pattern => written(&pattern), to => written(&to) },
        ))
    }
}

fn redirect(code: &RedirectCode, to: &Word) -> Value {
    context! { status => written(code), content => written(to), text => false, kept => () }
}
