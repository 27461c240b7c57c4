//! What the ci target makes of each word of the language.

use stackc_compiler::{
    answers,
    resolve::Stack,
    target::{Report, Row},
};

use super::plan;
use crate::parts::target_words;

answers! {
    EXPRESSION: ["target" "install"] "where it holds `${{`" => Refused("holds `${{`, which GitHub fills in before a shell reads the command; take a variable of the shell");
    UNNAMED: ["service build" "context"] "where the image has no name in the registry" => Partial("is not pushed: the image has no name in the registry of target ci; give the service an image below it");
}

/// Reports what the workflow can't do as the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    target_words::check(stack, super::ID, report);
    let Some(target) = stack.target(super::ID) else {
        return;
    };
    if let Some(install) = &target.install
        && install.value.0.contains("${{")
    {
        report.answer("install", EXPRESSION, install.span);
    }
    for service in &stack.services {
        if let Some(build) = &service.build
            && !plan::is_named(stack, service)
        {
            report.answer("build", UNNAMED, build.span);
        }
    }
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    [target_words::rows(super::ID), at_times()].concat()
}
