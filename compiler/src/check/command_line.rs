//! A line that Compose can't split into words, or of which it would drop a part without a word.

use super::Rule;
use crate::{
    atoms::AnyText,
    command_line::{Split, split},
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
    template::{Expr, Part, Value},
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (word, line) in stack.services.iter().flat_map(lines) {
        let text = text(line);
        let found = match split(&text) {
            Ok(Split { cut: None, .. }) => continue,
            Ok(Split { cut: Some(at), .. }) => Diagnostic::warning(
                RULE.code,
                line.span,
                format!(
                    "Compose ends this line before `{}`: no shell runs it",
                    text.get(at..)
                        .and_then(|rest| rest.split_whitespace().next())
                        .unwrap_or("")
                ),
            ),
            Err(why) => Diagnostic::error(
                RULE.code,
                line.span,
                format!("Compose can't split this line: {why}"),
            ),
        };
        diagnostics.push(found.help(format!("give the words themselves: {word} \"…\" \"…\"; for a shell's line: {word} sh \"-c\" \"…\"")));
    }
}

/// Every line that Compose splits, and the word that it stands behind.
fn lines(service: &Service) -> Vec<(&'static str, &Value<AnyText>)> {
    let command = service.command.as_ref().and_then(|it| it.line.as_ref());
    let entrypoint = service.entrypoint.as_ref().and_then(|it| it.line.as_ref());
    let post = service.post_start.iter().filter_map(|it| it.line.as_ref());
    let pre = service.pre_stop.iter().filter_map(|it| it.line.as_ref());
    let command = command.map(|line| ("command", line));
    let entrypoint = entrypoint.map(|line| ("entrypoint", line));
    command
        .into_iter()
        .chain(entrypoint)
        .chain(post.map(|line| ("post-start", line)))
        .chain(pre.map(|line| ("pre-stop", line)))
        .collect()
}

/// The line, with a plain word for what an input fills in.
fn text(line: &Value<AnyText>) -> String {
    match &line.expr {
        Expr::Known(text) => text.0.clone(),
        Expr::Deferred(template) => template
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Input(_) | Part::Secret(_) => "x",
            })
            .collect(),
    }
}
