//! What answers at a route.

use std::time::Duration;

use stackc_compiler::{
    atoms::{self, AnyText, Name, StatusCode},
    diag::{Diagnostic, Diagnostics},
    model::{FileContent, Route},
    source::Span,
    template::Fixed,
};

use super::{
    super::{Action, Proxy},
    Scene, carried, paths, redirect, upstream,
};
use crate::text::nginx::{Body, Path, Prefix, Status, Time};

/// What answers; nothing if there is a fault.
pub(super) fn action(scene: &Scene<'_>, route: &Route, found: &mut Diagnostics) -> Option<Action> {
    strangers(route, found);
    let Route {
        to,
        redirect,
        respond,
        root,
        ..
    } = route;
    match (to, redirect, respond, root) {
        (Some(to), ..) => proxy(scene, route, to, found).map(Action::Proxy),
        (None, Some(redirect), ..) => redirect::redirect(redirect, route.code.as_ref(), found),
        (None, None, Some(status), _) => respond_with(status, route.body.as_ref(), found),
        (None, None, None, Some(root)) => served(scene, route, root, found),
        (None, None, None, None) => {
            missing(route, found);
            None
        }
    }
}

fn missing(route: &Route, found: &mut Diagnostics) {
    found.push(
        Diagnostic::error("missing-route-action", route.span, "nothing answers at this route")
            .help("give one of to=\"service:port\", redirect=\"https://app.example.com/\", respond=204, root=FILE"),
    );
}

/// Reports properties that say nothing of what answers here.
fn strangers(route: &Route, found: &mut Diagnostics) {
    fn at<T>(value: Option<&Fixed<T>>) -> Option<Span> {
        value.map(|value| value.span)
    }
    let given = [
        ("strip-prefix", at(route.strip_prefix.as_ref()), "to"),
        ("add-prefix", at(route.add_prefix.as_ref()), "to"),
        ("websocket", at(route.websocket.as_ref()), "to"),
        ("buffering", at(route.buffering.as_ref()), "to"),
        (
            "request-buffering",
            at(route.request_buffering.as_ref()),
            "to",
        ),
        ("timeout", at(route.timeout.as_ref()), "to"),
        ("code", at(route.code.as_ref()), "redirect"),
        ("body", at(route.body.as_ref()), "respond"),
    ];
    let kinds = [
        ("to", at(route.to.as_ref())),
        ("redirect", at(route.redirect.as_ref())),
        ("respond", at(route.respond.as_ref())),
        ("root", at(route.root.as_ref())),
    ];
    let Some((kind, Some(answered))) = kinds.into_iter().find(|(_, span)| span.is_some()) else {
        return;
    };
    for (name, span, owner) in given {
        if let Some(span) = span
            && owner != kind
        {
            found.push(
                Diagnostic::error(
                    "conflict",
                    span,
                    format!("`{name}` says nothing of a route with `{kind}`"),
                )
                .other(answered, "this is what answers")
                .help(format!("`{name}` goes with `{owner}`: take it away")),
            );
        }
    }
}

/// To a service. `strip-prefix` on an exact route leaves `/`, and on `/` it has nothing to take off.
fn proxy(
    scene: &Scene<'_>,
    route: &Route,
    to: &Fixed<atoms::Line>,
    found: &mut Diagnostics,
) -> Option<Proxy> {
    let is = |flag: Option<&Fixed<atoms::Bool>>, default| flag.map_or(default, |flag| flag.value.0);
    let upstream = upstream::upstream(scene, to, found);
    let add_prefix = match &route.add_prefix {
        None => None,
        Some(path) => {
            let prefix = Path::new(&path.value.0).and_then(|path| Prefix::new(&path));
            Some(carried(prefix, path.span, found)?)
        }
    };
    let timeout = match &route.timeout {
        None => None,
        Some(time) => Some(carried(Time::new(exact(&time.value)), time.span, found)?),
    };
    Some(Proxy {
        strip_prefix: is(route.strip_prefix.as_ref(), false),
        add_prefix,
        websocket: is(route.websocket.as_ref(), false),
        buffering: is(route.buffering.as_ref(), true),
        request_buffering: is(route.request_buffering.as_ref(), true),
        timeout,
        ..Proxy::to(upstream?)
    })
}

/// A duration, which the language counts in fractions of milliseconds.
fn exact(time: &atoms::Duration) -> Duration {
    Duration::try_from_secs_f64(time.millis / 1000.0).unwrap_or(Duration::MAX)
}

fn respond_with(
    status: &Fixed<StatusCode>,
    body: Option<&Fixed<AnyText>>,
    found: &mut Diagnostics,
) -> Option<Action> {
    let written = carried(Status::new(status.value.0), status.span, found);
    let (text, span) = body.map_or(("", status.span), |body| (body.value.0.as_str(), body.span));
    let body = carried(Body::new(text), span, found);
    Some(Action::Respond {
        status: written?,
        body: body?,
    })
}

/// A `file`, which Compose mounts; a host has it below the stack's folder.
fn served(
    scene: &Scene<'_>,
    route: &Route,
    root: &Fixed<Name>,
    found: &mut Diagnostics,
) -> Option<Action> {
    let mut refuse = |message: &str, help: &str| {
        found.push(Diagnostic::error("not-carriable", root.span, message).help(help));
    };
    let name = root.value.0.as_str();
    let declared = scene.stack.file(name)?;
    if declared.source.is_none() {
        refuse(
            "a route serves a file or folder that is beside the stack",
            "file NAME { source \"./folder\" }",
        );
        return None;
    }
    let exact = route.exact.is_some_and(|exact| exact.value.0);
    if let Some(content) = scene.stack.content(name)
        && is_single(content) != exact
    {
        if exact {
            refuse(
                "an exact route serves one file, and this is a folder",
                "take `exact` away",
            );
        } else {
            refuse(
                "this is one file, and the route answers to all below its path",
                "exact=#true",
            );
        }
        return None;
    }
    carried(
        paths::served(scene.stack, scene.on_host(), name),
        root.span,
        found,
    )
    .map(Action::Files)
}

fn is_single(content: &FileContent) -> bool {
    matches!(content.files.as_slice(), [(path, _)] if path.is_empty())
}
