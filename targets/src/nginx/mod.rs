//! The nginx target: the `nginx.conf` of a stack's sites, for the container or for the host.

mod by_hand;
#[cfg(test)]
mod tests;

use stackc_compiler::{
    artifact::{Artifacts, Bug},
    diag::{Diagnostic, Diagnostics},
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Reader, Report, Table, Target},
};

use crate::parts::{banner, effects, host_nginx, nginx, target_words};

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
        !stack.sites.is_empty() && host_nginx::is_on_host(stack)
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        nginx::check(stack, diagnostics);
        target_words::check(stack, self.id(), &mut Report::new(self.id(), diagnostics));
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

    fn table(&self) -> Table {
        Table::Rows([nginx::rows(), target_words::rows(self.id())].concat())
    }

    fn reader(&self) -> Option<Reader> {
        Some(Reader {
            tool: "nginx",
            version: "1.28",
            known: &["1.22", "1.26", "1.28"],
        })
    }

    fn facts(&self) -> &'static [Fact] {
        effects::nginx::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::nginx::see(situation)
    }

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        by_hand::operations(deploy)
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        host_nginx::artifacts(stack, &banner::lines(stack, place))
    }
}
