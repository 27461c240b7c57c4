//! A default that its own input would not accept.

use super::Rule;
use crate::{
    atoms::words::ParamType,
    diag::{Diagnostic, Diagnostics},
    model::Input,
    resolve::{Stack, type_fault},
    secret_like::is_secret_name,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for input in &stack.inputs {
        let Some(default) = &input.default else {
            continue;
        };
        let Some(reason) = default.get().and_then(|text| fault(input, &text.0)) else {
            continue;
        };
        let mut found = Diagnostic::error(
            RULE.code,
            default.span,
            format!(
                "input `{}` would not take its own default",
                input.name.value.0
            ),
        )
        .label(reason);
        if is_secret_name(&input.name.value.0) {
            found = found.redact(default.span);
        }
        if default.get().is_some_and(|text| text.0.is_empty()) {
            found = found.help("an input that may be empty has no default: optional=#true");
        }
        diagnostics.push(found);
    }
}

fn fault(input: &Input, text: &str) -> Option<String> {
    let kind = input.kind.map_or(ParamType::Text, |kind| kind.value);
    type_fault(kind, text)
        .or_else(|| out_of_range(input, kind, text))
        .or_else(|| {
            let words = &input.one_of.as_ref()?.value.0;
            (!words.split_whitespace().any(|word| word == text)).then(|| {
                format!(
                    "it is one of {}",
                    words.split_whitespace().collect::<Vec<_>>().join(", ")
                )
            })
        })
}

/// Numbers are held against `min` and `max` by their value, all else by its length.
fn out_of_range(input: &Input, kind: ParamType, text: &str) -> Option<String> {
    let (size, unit) = match kind {
        ParamType::Int | ParamType::Port => (text.parse().ok()?, ""),
        ParamType::Bool | ParamType::Duration | ParamType::Size | ParamType::Rate => return None,
        _ => (i64::try_from(text.chars().count()).ok()?, " characters"),
    };
    let min = input.min.map(|min| min.value.0).filter(|min| size < *min);
    let max = input.max.map(|max| max.value.0).filter(|max| size > *max);
    min.map(|min| format!("it is at least {min}{unit}"))
        .or_else(|| max.map(|max| format!("it is at most {max}{unit}")))
}
