//! A line that Compose can't split into words, or of which it would drop a part without a word.

use super::Rule;
use crate::{
    atoms::AnyText,
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
        if let Some(fault) = fault(&text(line)) {
            diagnostics.push(
                Diagnostic::error(RULE.code, line.span, format!("Compose can't split this line: {fault}"))
                    .help(format!("give the words themselves: {word} \"…\" \"…\"; for a shell's line: {word} sh \"-c\" \"…\"")),
            );
        }
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

/// What stands open while a line is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Single,
    Double,
    Backtick,
    /// `$(`
    Substitution,
}

/// Why Compose does not take a line as it stands. It reads quotes and backslashes as a shell does, knows no operators, and ends at them.
fn fault(line: &str) -> Option<&'static str> {
    let mut open = Open::Nothing;
    let mut before = ' ';
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        open = match (open, c) {
            (Open::Nothing | Open::Double, '\\') => {
                if chars.next().is_none() {
                    return Some("nothing follows the backslash at its end");
                }
                open
            }
            (Open::Nothing, '\'') => Open::Single,
            (Open::Nothing, '"') => Open::Double,
            (Open::Nothing, '`') => Open::Backtick,
            (Open::Nothing, '(') if before == '$' => Open::Substitution,
            (Open::Nothing, '(' | ')') => return Some("a parenthesis stands outside of quotes"),
            (Open::Nothing, ';' | '&' | '|' | '<' | '>') => {
                return Some(
                    "it ends at the first of `;`, `&`, `|`, `<` and `>` outside of quotes",
                );
            }
            (Open::Single, '\'')
            | (Open::Double, '"')
            | (Open::Backtick, '`')
            | (Open::Substitution, ')') => Open::Nothing,
            _ => open,
        };
        before = c;
    }
    match open {
        Open::Nothing => None,
        Open::Single | Open::Double => Some("a quote is never closed"),
        Open::Backtick => Some("a backtick is never closed"),
        Open::Substitution => Some("a parenthesis is never closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn lines_that_compose_splits() {
        for line in [
            "",
            "a b",
            "a 'b c'",
            "a \"b'c\"",
            "a \\'b",
            "a $(b) c",
            "a `b`",
            "a '; b'",
        ] {
            assert_eq!(fault(line), None, "{line}");
        }
        for line in [
            "a 'b",
            "a \"b",
            "a \\",
            "a `b",
            "a $(b",
            "a (b",
            "a) b",
            "a; b",
            "a && b",
            "a | b",
            "a > b",
            "a 'it''s' '",
        ] {
            assert!(fault(line).is_some(), "{line}");
        }
    }
}
