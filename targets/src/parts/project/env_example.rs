//! `.env.example`: every input and every secret that is a variable, never a value of a secret.

use stackc_compiler::{
    artifact::{Origin, Traced},
    model::{Input, Secret},
    resolve::Stack,
    template::Expr,
};

use crate::parts::compose::{Texts, is_variable};

/// The file, if the stack has inputs or secrets that are variables.
pub(super) fn text(stack: &Stack, banner: &[String]) -> Option<Traced> {
    let secrets: Vec<&Secret> = stack
        .secrets
        .iter()
        .filter(|secret| is_variable(secret, stack))
        .collect();
    let files = super::secrets::files(stack);
    if stack.inputs.is_empty() && secrets.is_empty() && files.is_empty() {
        return None;
    }
    let own = |line: String| (line, Origin::default());
    let banner = banner.iter().map(|line| format!("# {line}"));
    let mut lines: Vec<(String, Origin)> = banner.map(own).collect();
    lines.push(own(
        "# Copy it to .env, fill it in, and keep .env out of git: chmod 600 .env".to_owned(),
    ));
    lines.extend(traced_inputs(stack));
    for secret in secrets {
        lines.push(own(String::new()));
        let said = secret_lines(secret).into_iter();
        lines.extend(said.map(|line| (line, secret.span.into())));
    }
    if !files.is_empty() {
        lines.push(own(String::new()));
        lines.push(own(
            "# These secrets are files, not variables; SECRETS.md says how to make them:"
                .to_owned(),
        ));
        let said = files.iter();
        lines.extend(said.map(|secret| {
            let line = format!("# secrets/{}", secret.name.value.0);
            (line, secret.span.into())
        }));
    }
    Some(Traced::lines(lines))
}

/// The lines of every input, each after an empty one.
#[must_use]
pub fn inputs(stack: &Stack) -> Vec<String> {
    let lines = traced_inputs(stack).into_iter();
    lines.map(|(line, _)| line).collect()
}

/// The same, each line with the place of its input.
#[must_use]
pub fn traced_inputs(stack: &Stack) -> Vec<(String, Origin)> {
    let lines = stack.inputs.iter().flat_map(|input| {
        let lines = input_lines(input, stack).into_iter();
        let empty = (String::new(), Origin::default());
        std::iter::once(empty).chain(lines.map(|line| (line, input.span.into())))
    });
    lines.collect()
}

/// What is said of an input's value, but for its default: its type, its bounds and its message.
#[must_use]
pub fn input_rules(input: &Input) -> Vec<String> {
    let Input {
        name: _,
        kind,
        default: _,
        min,
        max,
        one_of,
        pattern,
        optional: _,
        message,
        span: _,
    } = input;
    let mut rules: Vec<String> = Vec::new();
    rules.extend(kind.as_ref().map(|kind| kind.value.word().to_owned()));
    rules.extend(min.map(|min| format!("at least {}", min.value.0)));
    rules.extend(max.map(|max| format!("at most {}", max.value.0)));
    rules.extend(
        one_of
            .as_ref()
            .map(|words| format!("one of {}", words.value.0)),
    );
    rules.extend(
        pattern
            .as_ref()
            .map(|pattern| format!("matches {}", pattern.value.0)),
    );
    let message = message.as_ref().map(|message| message.value.0.clone());
    rules.extend(message.filter(|message| !message.is_empty()));
    rules
}

fn input_lines(input: &Input, stack: &Stack) -> Vec<String> {
    let default_text = input.default.as_ref().map(|default| match &default.expr {
        Expr::Known(text) => text.0.clone(),
        Expr::Deferred(template) => Texts::new(stack).template(template),
    });
    let optional = input.optional.is_some_and(|optional| optional.value.0);
    let need = match &default_text {
        Some(default) if default.is_empty() => "default: empty".to_owned(),
        Some(default) => format!("default: {}", one_line(default)),
        None if optional => "optional".to_owned(),
        None => "required".to_owned(),
    };
    let comment = std::iter::once(need)
        .chain(input_rules(input))
        .collect::<Vec<_>>()
        .join("; ");
    let name = &input.name.value.0;
    let line = if default_text.is_some() {
        format!("#{name}=")
    } else {
        format!("{name}=")
    };
    vec![format!("# {}", one_line(&comment)), line]
}

/// What is said of a secret's value: its length and its message.
#[must_use]
pub fn secret_rules(secret: &Secret) -> Vec<String> {
    let length = secret
        .min_length
        .map(|least| format!("at least {} characters", least.value.0));
    let message = secret
        .message
        .as_ref()
        .map(|message| one_line(&message.value.0));
    let message = message.filter(|message| !message.is_empty());
    length.into_iter().chain(message).collect()
}

fn secret_lines(secret: &Secret) -> Vec<String> {
    let mut rules = vec![format!("secret {}", secret.name.value.0)];
    if secret.optional.is_some_and(|optional| optional.value.0) {
        rules.push("optional".to_owned());
    }
    rules.extend(secret_rules(secret));
    rules.extend(
        super::secrets::generate(secret).map(|command| format!("make one with: {command}")),
    );
    vec![
        format!("# {}", rules.join("; ")),
        format!("{}=", secret.variable()),
    ]
}

/// Text that can't leave its line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
