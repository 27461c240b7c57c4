//! What the ci target makes of each word of the language.

use stackc_compiler::{
    answers,
    model::{Build, Service},
    resolve::{Stack, join},
    target::{Report, Row},
};

use super::plan;
use crate::parts::{compose::is_relative, target_words};

answers! {
    OUTSIDE: ["target" "folder"] "where it leads out of the repository" => Refused("leads out of the repository; say the stack's folder from its root, such as \"deploy/shop\"");
    NO_PROJECT: ["service build" "context"] "where no target makes a Compose project" => Partial("is not built: images are built by the Compose file, and no target makes one; add target compose");
    SEVERAL: ["service build" "platform"] "where there are several" => Partial("needs a builder for several platforms, which the workflow does not make; name one");
    UNSAID: ["target" "install"] "where it is not said" => Refused("is not said, and stackc is in no registry; say the commands of a shell that put it into ~/.cargo/bin, with the checksum of what they download");
    BLANK: ["target" "install"] "where it is empty" => Refused("installs nothing; say the commands of a shell that put stackc into ~/.cargo/bin");
    EXPRESSION: ["target" "install"] "where it holds `${{`" => Refused("holds `${{`, which GitHub fills in before a shell reads the command; take a variable of the shell");
    UNNAMED: ["service build" "context"] "where the image has no name in the registry" => Partial("is not pushed: the image has no name in the registry of target ci; give the service an image below it");
}

/// Reports what the workflow can't do as the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    target_words::check(stack, super::ID, report);
    let Some(target) = stack.target(super::ID) else {
        return;
    };
    match &target.install {
        None => report.answer("install", UNSAID, target.name.span),
        Some(install) if install.value.0.trim().is_empty() => {
            report.answer("install", BLANK, install.span);
        }
        Some(install) if install.value.0.contains("${{") => {
            report.answer("install", EXPRESSION, install.span);
        }
        Some(_) => {}
    }
    if let Some(folder) = &target.folder
        && is_outside(&folder.value.0)
    {
        report.answer("folder", OUTSIDE, folder.span);
    }
    for service in &stack.services {
        if let Some(build) = &service.build {
            builds(stack, service, build, report);
        }
    }
}

/// Whether a folder is none below the root of a repository.
fn is_outside(folder: &str) -> bool {
    let inside = join("", folder);
    !is_relative(folder) || inside == ".." || inside.starts_with("../")
}

fn builds(stack: &Stack, service: &Service, build: &Build, report: &mut Report<'_>) {
    if stack.target("compose").is_none() {
        report.answer("build", NO_PROJECT, build.span);
    } else if !plan::is_named(stack, service) {
        report.answer("build", UNNAMED, build.span);
    }
    if let [_, second, ..] = build.platforms.as_slice() {
        report.answer("platform", SEVERAL, second.span);
    }
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    [target_words::rows(super::ID), at_times()].concat()
}
