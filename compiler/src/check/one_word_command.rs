//! A command whose words stand in one pair of quotes.

use super::Rule;
use crate::{
    atoms::AnyText,
    diag::{Diagnostic, Diagnostics},
    model::{Command, Entrypoint, Service},
    resolve::Stack,
    schema::hints,
    template::{Expr, Part, Value},
};

pub(super) const RULE: Rule = Rule {
    code: "one-word-command",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let entrypoint = service.entrypoint.as_ref();
        if let Some(command) = &service.command
            && !entrypoint.is_some_and(takes_a_line)
        {
            diagnostics.extend(command_fault(command));
        }
        if let Some(Entrypoint {
            words,
            shell: None,
            line: None,
            ..
        }) = entrypoint
        {
            diagnostics.extend(fault("entrypoint", "shell", words));
        }
        if let Some(words) = service
            .healthcheck
            .as_ref()
            .and_then(|health| health.command.as_ref())
        {
            diagnostics.extend(fault("command", "", &words.items));
        }
        hooks(service, diagnostics);
    }
}

fn hooks(service: &Service, diagnostics: &mut Diagnostics) {
    for hook in service.post_start.iter().filter(|hook| hook.line.is_none()) {
        diagnostics.extend(fault("post-start", "line", &hook.words));
    }
    for hook in service.pre_stop.iter().filter(|hook| hook.line.is_none()) {
        diagnostics.extend(fault("pre-stop", "line", &hook.words));
    }
}

fn command_fault(command: &Command) -> Option<Diagnostic> {
    let Command {
        words,
        shell: None,
        line: None,
        ..
    } = command
    else {
        return None;
    };
    fault("command", "shell", words)
}

/// Whether what follows the entrypoint is one line for a shell: `entrypoint "/bin/sh" "-c"`.
fn takes_a_line(entrypoint: &Entrypoint) -> bool {
    entrypoint
        .words
        .last()
        .and_then(Value::get)
        .is_some_and(|word| word.0.starts_with('-') && word.0.ends_with('c'))
}

fn fault(kind: &str, line: &str, words: &[Value<AnyText>]) -> Option<Diagnostic> {
    let [word] = words else { return None };
    let blank = |text: &str| text.trim().contains([' ', '\t', '\n']);
    let (spaced, known) = match &word.expr {
        Expr::Known(text) => (blank(&text.0), Some(text.0.as_str())),
        Expr::Deferred(template) => {
            let text: String = template
                .parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.as_str(),
                    Part::Input(_) | Part::Secret(_) => "x",
                })
                .collect();
            (blank(&text), None)
        }
    };
    spaced.then(|| {
        Diagnostic::warning(
            RULE.code,
            word.span,
            format!(
                "`{kind}` gets one word with blanks in it: it is taken for the name of one program"
            ),
        )
        .help(help(kind, line, known))
    })
}

fn help(kind: &str, line: &str, known: Option<&str>) -> String {
    match known.filter(|text| is_plain(text)) {
        Some(text) => {
            let words: Vec<String> = text.split_whitespace().map(hints::word).collect();
            format!("{kind} {}", words.join(" "))
        }
        None if line.is_empty() => "healthcheck shell=\"…\"".to_owned(),
        None => format!("{kind} {line}=\"…\""),
    }
}

/// Whether a line is split by its blanks alone, and holds nothing that may be a secret.
fn is_plain(text: &str) -> bool {
    let secret = text.split([' ', '=', '\t']).any(|word| {
        hints::may_be_secret(word.trim_start_matches('-'))
            || ["-p", "-a", "-u"].iter().any(|flag| word.starts_with(flag))
    });
    !secret
        && !text.contains([
            '"', '\'', '\\', '$', '`', '&', '|', ';', '<', '>', '(', ')', '*', '?', '[', '{', '~',
            '#', '!', '\n',
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_line_becomes_words() {
        assert_eq!(
            help("command", "shell", Some("npm run start --port=80")),
            "command npm run start \"--port=80\""
        );
        assert_eq!(
            help("command", "shell", Some("a && b")),
            "command shell=\"…\""
        );
        for secret in [
            "redis-server --requirepass x",
            "mysql -px",
            "curl http://a:b@c",
        ] {
            assert_eq!(
                help("command", "shell", Some(secret)),
                "command shell=\"…\""
            );
        }
        assert_eq!(help("post-start", "line", None), "post-start line=\"…\"");
    }
}
