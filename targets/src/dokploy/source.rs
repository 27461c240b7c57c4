//! Whether Dokploy holds the Compose file's text, or clones it from a git repository.

use stackc_compiler::{
    answers,
    atoms::words::DokploySource,
    model::{Build, Service},
    resolve::Stack,
    target::Report,
};

use crate::parts::compose::is_remote;

answers! {
    CONTEXT: ["service build" "context"] "where it is a folder of the stack and the source is `raw`" => Refused("has no folder in Dokploy, which has nothing but the Compose file; let CI build the image and name it, or say target dokploy { source git }");
    CLONED: ["service build" "context"] "where it is a folder of the stack" => Lowered("needs the stack's folder, so Dokploy clones it from a git repository; say target dokploy { source git }");
}

/// Whether Dokploy gets the Compose file from a git repository: where nothing is said, it does if an image is built from the stack's folder.
pub(super) fn is_git(stack: &Stack) -> bool {
    match said(stack) {
        Some(source) => source == DokploySource::Git,
        None => !super::is_swarm(stack) && stack.services.iter().any(is_built_here),
    }
}

fn said(stack: &Stack) -> Option<DokploySource> {
    let source = stack.target(super::ID)?.source;
    source.map(|source| source.value)
}

fn is_built_here(service: &Service) -> bool {
    service.build.as_ref().is_some_and(is_local)
}

/// Whether the context is a folder of the stack.
fn is_local(build: &Build) -> bool {
    match &build.context {
        None => true,
        Some(context) => context.get().is_some_and(|text| !is_remote(&text.0)),
    }
}

/// Reports images that are built from the stack's folder.
pub(super) fn check(stack: &Stack, report: &mut Report<'_>) {
    if super::is_swarm(stack) {
        return;
    }
    let answer = match said(stack) {
        Some(DokploySource::Git) => return,
        Some(DokploySource::Raw) => CONTEXT,
        None => CLONED,
    };
    let builds = stack.services.iter().filter_map(|one| one.build.as_ref());
    for build in builds.filter(|build| is_local(build)) {
        report.answer("build", answer, build.span);
    }
}
