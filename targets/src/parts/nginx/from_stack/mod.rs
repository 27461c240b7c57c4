//! From a stack to the document that one nginx serves it with.
//!
//! One reading serves both the check and the output: what can't be carried is found at the line of the stack that says it, and a stack without such a finding has a document.

mod action;
mod edge;
mod headers;
mod hosts;
mod limits;
mod paths;
mod port;
mod process;
mod redirect;
mod route;
mod site;
mod tls;
mod upstream;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    artifact::Bug,
    atoms::words,
    diag::{Diagnostic, Diagnostics, Severity},
    model,
    resolve::Stack,
    source::Span,
};

use super::Conf;
use crate::text::nginx::{Comment, Reason};

pub use headers::promised_headers;
pub use paths::{
    ACME_WEBROOT, CONTAINER_CERTIFICATES, CONTAINER_CONFIGURATION, CONTAINER_TLS,
    certificate_folder, host_file, host_folder,
};
pub use process::version;

/// Reports everything that nginx can't carry, at the line that says it.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut found = Diagnostics::default();
    read(stack, &[], &mut found);
    diagnostics.extend(found.into_items());
}

/// The document of a stack with an edge and sites.
///
/// # Errors
/// If [`check`] would have reported an error, or the stack has no edge.
pub fn conf(stack: &Stack, banner: &[String]) -> Result<Conf, Bug> {
    let mut found = Diagnostics::default();
    let conf = read(stack, banner, &mut found);
    let fault = found
        .items()
        .iter()
        .find(|item| item.severity == Severity::Error);
    match (conf, fault) {
        (Some(conf), None) => Ok(conf),
        (_, Some(fault)) => Err(Bug(format!(
            "an nginx.conf is made of a stack with the error `{}`",
            fault.code
        ))),
        (None, None) => Err(Bug(
            "an nginx.conf is made of a stack without edge".to_owned()
        )),
    }
}

/// What is around every part of the reading.
struct Scene<'a> {
    stack: &'a Stack,
    edge: Option<&'a model::Edge>,
    place: words::Place,
}

impl Scene<'_> {
    fn on_host(&self) -> bool {
        self.place == words::Place::Host
    }
}

fn read(stack: &Stack, banner: &[String], found: &mut Diagnostics) -> Option<Conf> {
    let edge = stack.edge.as_ref();
    let place = edge.and_then(|edge| edge.place.as_ref());
    let scene = Scene {
        stack,
        edge,
        place: place.map_or(words::Place::Container, |place| place.value),
    };
    if stack.sites.is_empty() {
        edge::unused(&scene, found);
    }
    hosts::check(stack, found);
    let sites: Vec<_> = stack
        .sites
        .iter()
        .filter_map(|site| site::site(&scene, site, found))
        .collect();
    let listeners = edge::edge(&scene, found);
    let version = process::checked_version(&scene, found);
    let real_ip = edge::real_ip(&scene, found);
    Some(Conf {
        version,
        banner: banner.iter().map(|line| Comment::new(line)).collect(),
        process: carried_by_us(process::process(&scene))?,
        logs: carried_by_us(process::logs(&scene))?,
        resolver: process::resolver(&scene),
        edge: listeners?,
        real_ip,
        acme_webroot: carried_by_us(paths::acme_webroot(stack))?,
        sites,
    })
}

/// What a writer made of a text of the stack; what it refuses is reported where it is written.
fn carried<T>(written: Result<T, Reason>, span: Span, found: &mut Diagnostics) -> Option<T> {
    written
        .map_err(|reason| not_carriable(reason.to_string(), span, found))
        .ok()
}

/// The same of a text of our own, which no writer refuses.
fn carried_by_us<T>(written: Result<T, Reason>) -> Option<T> {
    written.ok()
}

fn not_carriable(reason: impl Into<String>, span: Span, found: &mut Diagnostics) {
    found.push(Diagnostic::error("not-carriable", span, reason));
}
