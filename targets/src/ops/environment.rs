//! `env-check.sh`: whether `.env` and `secrets/` hold what the stack asks for, and self-signed certificates are made.

use stackc_compiler::{
    atoms::words::ParamType,
    model::{Input, Secret},
};

use super::{
    plan::{Plan, SecretPlace},
    script::{Arg, Piece, Script},
};
use crate::parts::project;

const RULES: Piece = Piece(include_str!("sh/environment.sh"));
const OPTIONS: &str = include_str!("sh/env_options.sh");
const START: &str = include_str!("sh/env_check.sh");
const SELF_SIGNED: Piece = Piece(include_str!("sh/self_signed.sh"));

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let says = vec![
        format!(
            "Checks .env and secrets/ of {}, before a start: what is missing, of another type, too short or too large, and what nothing asks for. No value is shown.",
            plan.stack.project
        ),
        "One line for each check; the exit code is 1 if one of them fails.".to_owned(),
        "usage: env-check.sh [--quiet] [--json] [--strict]".to_owned(),
        "  --quiet   only what fails".to_owned(),
        "  --json    an object on each line".to_owned(),
        "  --strict  what nothing asks for fails too".to_owned(),
    ];
    let mut script = Script::new(plan, says, OPTIONS.to_owned());
    script.needs(&[
        Piece::PRIVATE,
        Piece::REPORT,
        Piece::DOTENV,
        Piece::VARIABLE,
        RULES,
    ]);
    script.add(START);
    for one in &plan.stack.inputs {
        input(one, &mut script);
    }
    for one in &plan.stack.secrets {
        secret(one, plan, &mut script);
    }
    for folder in project::self_signed(plan.stack) {
        script.needs(&[SELF_SIGNED]);
        script.call("a_certificate", &[Arg::Text(&folder)]);
    }
    script.add("strangers\n\n[ \"$failed\" = 0 ]\n");
    script.finish()
}

fn input(input: &Input, script: &mut Script<'_>) {
    script.call("an_input", &rules(input));
}

/// The rules of an input, with its name: need, type, least, most, words, pattern and message.
pub(super) fn rules(input: &Input) -> [Arg<'_>; 8] {
    let Input {
        name,
        kind,
        default,
        min,
        max,
        one_of,
        pattern,
        optional,
        message,
        span: _,
    } = input;
    let may_be_empty = default.is_some() || optional.is_some_and(|optional| optional.value.0);
    let kind = kind.map_or(ParamType::Text, |kind| kind.value);
    let number =
        |number: Option<i64>| number.map_or(Arg::Empty, |number| Arg::Owned(number.to_string()));
    let words = one_of.as_ref().map(|words| {
        let words: Vec<&str> = words.value.0.split_whitespace().collect();
        Arg::Owned(words.join(" "))
    });
    [
        Arg::Text(&name.value.0),
        need(may_be_empty),
        Arg::Text(kind.word()),
        number(min.map(|min| min.value.0)),
        number(max.map(|max| max.value.0)),
        words.unwrap_or(Arg::Empty),
        line(pattern.as_ref().map(|pattern| pattern.value.0.as_str())),
        line(message.as_ref().map(|message| message.value.0.as_str())),
    ]
}

fn secret(secret: &Secret, plan: &Plan<'_>, script: &mut Script<'_>) {
    let (function, what) = match plan.secret(secret) {
        Some(SecretPlace::Variable(variable)) => ("a_secret", variable),
        Some(SecretPlace::File(path)) => ("a_secret_file", path),
        Some(SecretPlace::Elsewhere) | None => return,
    };
    let [need, least, message] = secret_rules(secret);
    script.call(function, &[Arg::Written(what), need, least, message]);
}

/// The rules of a secret: need, fewest characters and message.
pub(super) fn secret_rules(secret: &Secret) -> [Arg<'_>; 3] {
    let may_be_empty = secret.optional.is_some_and(|optional| optional.value.0);
    let message = secret.message.as_ref();
    [
        need(may_be_empty),
        Arg::number(secret.min_length.map(|least| least.value.0)),
        line(message.map(|message| message.value.0.as_str())),
    ]
}

fn need(may_be_empty: bool) -> Arg<'static> {
    Arg::Text(if may_be_empty { "optional" } else { "required" })
}

fn line(text: Option<&str>) -> Arg<'_> {
    text.filter(|text| !text.is_empty())
        .map_or(Arg::Empty, Arg::Text)
}
