//! The Nix target: a composition for arion, and a module for the host that runs it under NixOS.
//!
//! The typed Compose document is the meaning; here its keys are only given their places.

mod by_hand;
mod calendar;
mod check;
mod composition;
mod convert;
mod effects;
mod fits;
mod host;
mod missing;
mod module;
mod owner;
mod paths;
mod plan;
mod readme;
mod secrets;
mod service;
mod sites;
mod support;
#[cfg(test)]
mod tests;

pub use support::rows;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Reader, Report, Table, Target},
};

use self::plan::Plan;
use crate::{
    parts::{banner, project, shipped, target_words},
    text::nix::{Attrs, File, Nix, print},
};

/// The Nix target.
#[derive(Clone, Copy, Debug)]
pub struct NixOs;

impl Target for NixOs {
    fn id(&self) -> &'static str {
        "nix"
    }

    fn summary(&self) -> &'static str {
        "arion-compose.nix for arion 0.2, and module.nix and secrets.nix for a host with NixOS 25.05 and agenix"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        false
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        let host = host::stack(stack);
        crate::parts::nginx::check(&host, diagnostics);
        let plan = Plan {
            stack: &host,
            back: "",
        };
        project::check_names(stack, diagnostics);
        check::unit(stack, &plan, diagnostics);
        check::prefix(stack, diagnostics);
        calendar::names(stack, &plan, diagnostics);
        let mut report = Report::new(self.id(), diagnostics);
        target_words::check(stack, self.id(), &mut report);
        support::review(stack, &mut report);
        check::check(stack, &plan, &mut report);
    }

    fn table(&self) -> Table {
        Table::Rows([rows(), target_words::rows(self.id())].concat())
    }

    fn reader(&self) -> Option<Reader> {
        Some(Reader {
            tool: "NixOS",
            version: "25.05",
            known: &["25.05"],
        })
    }

    fn facts(&self) -> &'static [Fact] {
        effects::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::see(situation)
    }

    fn has_encrypted_beside(&self) -> bool {
        true
    }

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        Some(by_hand::operations(deploy))
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let host = host::stack(stack);
        let plan = Plan {
            stack: &host,
            back: &place.back,
        };
        let banner = banner::lines(stack, place);
        let mut artifacts = Artifacts::default();
        let mut header = banner.clone();
        header.extend(stack.description.clone());
        let composition = composition::composition(&plan.document(), &plan);
        artifacts.add("arion-compose.nix", nix(header, composition))?;
        artifacts.add("arion-pkgs.nix", Artifact::text(packages(&banner)))?;
        artifacts.add(
            "module.nix",
            Artifact::traced(module::text(&plan, &banner)?),
        )?;
        if let Some(rules) = secrets::rules(&plan, &banner) {
            artifacts.add("secrets.nix", Artifact::traced(rules))?;
        }
        artifacts.add("README.md", Artifact::text(readme::text(&plan, &banner)))?;
        sites::scripts(stack, &banner, &mut artifacts)?;
        calendar::add_scripts(stack, &plan, &banner, &mut artifacts)?;
        shipped::add(stack, &mut artifacts)?;
        Ok(artifacts)
    }
}

fn nix(banner: Vec<String>, body: impl Into<Nix>) -> Artifact {
    Artifact::traced(print(&File {
        banner,
        arguments: None,
        names: Attrs::new(),
        body: body.into(),
    }))
}

/// What the `arion` command takes its packages from; NixOS gives the host's own.
fn packages(banner: &[String]) -> String {
    let lines: String = banner.iter().map(|line| format!("# {line}\n")).collect();
    format!("{lines}import <nixpkgs> {{ }}\n")
}
