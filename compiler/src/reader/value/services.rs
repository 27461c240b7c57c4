//! References to parts of services: hosts, ports, and what modules export.

use super::{DEEPEST, MOST_FOLLOWED, MOST_GROWN, Reader};
use crate::{
    atoms::{Atom, Publish},
    diag::{Diagnostic, nearest},
    reader::{Names, ServiceReference, scope::ServiceScope},
    reference,
    source::Span,
    syntax::Scalar,
    template::Template,
};

impl Reader<'_> {
    pub(super) fn service_reference(&mut self, path: &str, span: Span) -> Option<Template> {
        let names = self.scope.names(span.file);
        let Some((full, rest)) = longest_service(names, path) else {
            let name = path.split_once('.').map_or(path, |(name, _)| name);
            self.undefined(
                "service",
                name,
                span,
                names.of_kind("service"),
                &format!("declare it: service {name} {{ image \"…\" }}"),
            );
            return None;
        };
        self.part_of_service(full, rest, span, &format!("service.{path}"))
    }

    /// What a reference says of a service by its whole name; `written` is the reference.
    pub(super) fn part_of_service(
        &mut self,
        name: &str,
        rest: &str,
        span: Span,
        written: &str,
    ) -> Option<Template> {
        let place = self.at.unwrap_or(span);
        if let Some(from) = self.service.as_ref().filter(|from| *from != name) {
            self.references.push(ServiceReference {
                from: from.clone(),
                to: name.to_owned(),
                span: place,
            });
        }
        let scope = self.scope.services.get(name)?;
        match rest.split_once('.') {
            None if rest == "host" => Some(Template::text(name)),
            Some((what @ ("port" | "published"), port)) => {
                let Some((target, publish)) = scope.ports.get(port) else {
                    let help = undeclared_port(scope, name, what, port);
                    self.undefined(
                        "port",
                        &format!("{name}:{port}"),
                        span,
                        scope.ports.keys().map(String::as_str),
                        &help,
                    );
                    return None;
                };
                match (what, publish) {
                    ("port", _) => self.nested(target, span),
                    (_, Some(publish)) => self.published(publish, span),
                    _ => {
                        self.report(
                            Diagnostic::error(
                                "unpublished-port",
                                span,
                                format!("port `{port}` of `{name}` is not published"),
                            )
                            .help(format!(
                                "publish it: port {port} {} publish={}",
                                target.text, target.text
                            )),
                        );
                        None
                    }
                }
            }
            _ => match scope.exports.get(rest) {
                Some(export) => self.export(export, span),
                None => {
                    let exports = scope.exports.keys().map(String::as_str);
                    let base = written.strip_suffix(rest).unwrap_or("");
                    self.report(no_part(name, rest, span, base, exports));
                    None
                }
            },
        }
    }

    /// What a module exports, for the place that refers to it: a secret in it is used there.
    pub(super) fn export(&mut self, export: &Scalar, span: Span) -> Option<Template> {
        let before = self.at;
        let place = before.unwrap_or(span);
        self.at = Some(place);
        let template = self.nested(export, span);
        self.at = before;
        if template.as_ref()?.secrets().next().is_some() {
            self.ways.insert(place, export.span);
        }
        template
    }

    /// A value that stands elsewhere, read for a place that refers to it.
    pub(super) fn nested(&mut self, scalar: &Scalar, span: Span) -> Option<Template> {
        self.followed += 1;
        self.grown += scalar.text.len();
        if self.depth > DEEPEST || self.followed > MOST_FOLLOWED || self.grown > MOST_GROWN {
            self.report(Diagnostic::error(
                "unknown-reference",
                span,
                "this reference comes back to itself",
            ));
            return None;
        }
        if scalar.is_annotated("secret") {
            return self.whole_secret(scalar);
        }
        self.depth += 1;
        let (pieces, faults) = reference::parse(&scalar.text);
        let template = faults
            .is_empty()
            .then(|| self.expand(&pieces, scalar))
            .flatten();
        self.depth -= 1;
        template
    }

    pub(super) fn published(&mut self, publish: &Scalar, span: Span) -> Option<Template> {
        let template = self.nested(publish, span)?;
        let Some(text) = template.literal() else {
            return Some(template);
        };
        let ports = Publish::parse(&text)
            .ok()
            .and_then(|publish| publish.fixed_ports());
        match ports {
            Some(ports) => Some(Template::text(ports.to_string())),
            None => {
                self.report(
                    Diagnostic::error(
                        "unpublished-port",
                        span,
                        "the engine picks this port when it starts the container",
                    )
                    .help("publish it at a port of its own"),
                );
                None
            }
        }
    }
}

/// Service names may hold dots: the longest declared one is meant. Its whole name, and what comes after.
fn longest_service<'n, 'p>(names: &'n Names, path: &'p str) -> Option<(&'n str, &'p str)> {
    path.match_indices('.').rev().find_map(|(at, _)| {
        let full = names.full("service", path.get(..at)?)?;
        Some((full, path.get(at + 1..)?))
    })
}

/// The finding about what a service is not known to have; `base` is the reference up to there.
fn no_part<'n>(
    name: &str,
    rest: &str,
    span: Span,
    base: &str,
    exports: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-reference",
        span,
        format!("service `{name}` has no `{rest}`"),
    );
    if let Some(word) = nearest(rest, exports.clone().chain(["host"])) {
        return found.help(format!("did you mean `${{{base}{word}}}`?"));
    }
    let own: String = exports.map(|name| format!("${{{base}{name}}}, ")).collect();
    let others = if own.is_empty() {
        "; others are exports of a module"
    } else {
        ""
    };
    found.help(format!(
        "there are {own}${{{base}host}}, ${{{base}port.NAME}} and ${{{base}published.NAME}}{others}"
    ))
}

/// What helps where a service has no port of this name: the name that this number has, or its declaration.
fn undeclared_port(service: &ServiceScope, name: &str, what: &str, port: &str) -> String {
    let mut ports = service.ports.iter();
    if let Some((called, _)) = ports.find(|(_, (target, _))| target.text == port) {
        return format!("port {port} is called `{called}`: ${{service.{name}.{what}.{called}}}");
    }
    match port.parse::<u16>() {
        Ok(number) => format!("declare it in service {name}: port p{number} {number}"),
        Err(_) => format!("declare it in service {name}: port {port} 8080"),
    }
}
