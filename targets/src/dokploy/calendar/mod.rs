//! Backups and jobs as Dokploy's own: destinations, backups of databases and volumes, schedules.

mod backups;
mod check;
mod jobs;
mod keep;
mod store;

pub(super) use check::{at_times, check};

use serde_json::{Value, json};
use stackc_compiler::{
    model::{Schedule, When},
    resolve::Stack,
    template::{Expr, Part, Template, Value as Said},
};

use super::api::Step;

/// A time for what is only started by hand: it is switched off.
const BY_HAND: &str = "0 0 * * *";

/// The steps of all of them.
pub(super) fn steps(stack: &Stack) -> Vec<Step> {
    let mut steps = backups::steps(stack);
    steps.extend(jobs::steps(stack));
    steps
}

/// The secrets that they read, each with its variable.
pub(super) fn secrets(stack: &Stack) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for step in steps(stack) {
        for call in [&step.create, &step.update].into_iter().flatten() {
            named(&call.body, &mut names);
        }
    }
    names
}

fn named(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get("$secret")
                && !names.contains(name)
            {
                names.push(name.clone());
            }
            map.values().for_each(|value| named(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, names)),
        _ => {}
    }
}

/// The cron line of a schedule, and whether it is switched on.
fn cron(schedule: Option<&Schedule>) -> (String, bool) {
    match schedule.map(Schedule::when) {
        Some(Ok(When::Calendar(calendar))) => (calendar.cron(), true),
        _ => (BY_HAND.to_owned(), false),
    }
}

/// A text, or one input as the CI gives it; none for what is put together.
fn value<T>(said: &Said<T>, text: impl Fn(&T) -> &str, stack: &Stack) -> Option<Value> {
    match &said.expr {
        Expr::Known(known) => Some(json!(text(known))),
        Expr::Deferred(template) => input(template, stack),
    }
}

fn input(template: &Template, stack: &Stack) -> Option<Value> {
    let [Part::Input(used)] = template.parts.as_slice() else {
        return None;
    };
    let name = &used.name.value;
    let declared = stack
        .inputs
        .iter()
        .find(|input| input.name.value.0 == *name)?;
    if used.operator.is_some() {
        return None;
    }
    match declared.default.as_ref().map(|default| &default.expr) {
        None => Some(json!({ "$env": name })),
        Some(Expr::Known(text)) => Some(json!({ "$env": name, "default": text.0 })),
        Some(Expr::Deferred(_)) => None,
    }
}
