//! The nginx target: the `nginx.conf` of a stack's sites, for the container or for the host.

mod readme;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words,
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    target::{Place, Target},
};

use crate::parts::{banner, certificates, nginx};

/// The nginx target.
#[derive(Clone, Copy, Debug)]
pub struct Nginx;

impl Target for Nginx {
    fn id(&self) -> &'static str {
        "nginx"
    }

    fn summary(&self) -> &'static str {
        "nginx.conf for nginx 1.19.4 and later, in a container or on the host, with the script that makes self-signed certificates"
    }

    fn is_default_for(&self, stack: &Stack) -> bool {
        !stack.sites.is_empty() && is_on_host(stack)
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        nginx::check(stack, diagnostics);
        if let Some(target) = stack.target(self.id())
            && stack.sites.is_empty()
            && stack.edge.is_none()
        {
            diagnostics.push(
                Diagnostic::warning(
                    "unused-target",
                    target.span,
                    "the stack has no site for nginx to serve",
                )
                .help("site \"app.example.com\" { … }, or take the target away"),
            );
        }
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let mut artifacts = Artifacts::default();
        let Some(edge) = stack.edge.as_ref().filter(|_| !stack.sites.is_empty()) else {
            return Ok(artifacts);
        };
        let banner = banner::lines(stack, place);
        let text = nginx::render(&nginx::conf(stack, &banner)?)?;
        let conf = Artifact {
            origin: Some(edge.span),
            ..Artifact::text(text)
        };
        artifacts.add("nginx.conf", conf)?;
        if let Some(script) = certificates::script(stack, &banner) {
            artifacts.add(certificates::SCRIPT, Artifact::script(script))?;
        }
        if is_on_host(stack) {
            artifacts.add("README.md", Artifact::text(readme::text(stack, &banner)))?;
        }
        Ok(artifacts)
    }
}

fn is_on_host(stack: &Stack) -> bool {
    let place = stack.edge.as_ref().and_then(|edge| edge.place.as_ref());
    place.is_some_and(|place| place.value == words::Place::Host)
}
