//! `stackc diff`: how two environments of one stack differ, and what each of them needs that the other doesn't.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;
use stackc_compiler::{
    compile::Compilation,
    diag::Severity,
    difference::{Difference, Said, Step, differences},
    resolve::Stack,
    source::Sources,
};

use super::FORMAT;
use crate::{
    args,
    ask::suggestion,
    exit::{Exit, Failure},
    printable::printable,
    report,
    session::Session,
    stack::{self, Place},
};

#[derive(Serialize)]
struct Report {
    format_version: u32,
    environments: [String; 2],
    differences: Vec<DifferenceOut>,
    /// Inputs and secrets that only one of the two uses.
    needs: Vec<Need>,
}

#[derive(Serialize)]
struct DifferenceOut {
    path: Vec<StepOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<SaidOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<SaidOut>,
    /// The lines in a node that only one of the two has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inside: Vec<String>,
}

#[derive(Serialize)]
struct StepOut {
    word: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

#[derive(Serialize)]
struct SaidOut {
    text: String,
    file: String,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Need {
    kind: &'static str,
    name: String,
    environment: String,
}

pub(super) fn run(args: &args::Diff, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let compiled = stack::read(session, &args.source)?;
    let compilation = &compiled.compilation;
    if compilation.diagnostics.has_errors() {
        report::show_text(
            session,
            &compilation.sources,
            &compilation.diagnostics,
            &compiled.place,
        );
        return Ok(Exit::Errors);
    }
    let (before, after) = pair(compilation, &args.environments)?;
    let found = differences(before, after);
    let needs = needs(before, after);
    if session.is_json() {
        session.print_json(&Report {
            format_version: FORMAT,
            environments: [name(before).to_owned(), name(after).to_owned()],
            differences: found
                .into_iter()
                .map(|one| out(one, &compilation.sources, &compiled.place))
                .collect(),
            needs,
        })?;
        return Ok(Exit::Done);
    }
    if found.is_empty() && needs.is_empty() {
        session.mention(&format!(
            "{} and {} are the same",
            name(before),
            name(after)
        ));
        return Ok(Exit::Done);
    }
    let text = format!(
        "--- {}\n+++ {}\n{}",
        name(before),
        name(after),
        text(&found, &needs)
    );
    session.print(printable(&text).as_bytes())?;
    let warnings = compilation.diagnostics.count(Severity::Warning);
    let denied = session.options.deny_warnings && warnings > 0;
    Ok(if denied { Exit::Gate } else { Exit::Done })
}

/// The two environments that are compared.
fn pair<'c>(
    compilation: &'c Compilation,
    asked: &[String],
) -> Result<(&'c Stack, &'c Stack), Failure> {
    let named = |wanted: &String| {
        let mut stacks = compilation.stacks.iter();
        stacks.find(|stack| name(stack) == wanted).ok_or_else(|| {
            let known = compilation.environments.iter().map(String::as_str);
            let known: Vec<&str> = known.collect();
            Failure::Run(format!(
                "there is no environment `{wanted}`; {}",
                suggestion(wanted, &known)
            ))
        })
    };
    match asked {
        [one] => {
            let default = compilation.default_stack();
            let default =
                default.ok_or_else(|| Failure::Usage("--env is needed twice".to_owned()))?;
            Ok((default, named(one)?))
        }
        [first, second] => Ok((named(first)?, named(second)?)),
        _ => Err(Failure::Usage(
            "two environments are compared: --env A --env B".to_owned(),
        )),
    }
}

fn name(stack: &Stack) -> &str {
    stack.environment.as_deref().unwrap_or_default()
}

/// Inputs and secrets that one of the two uses and the other doesn't.
fn needs(before: &Stack, after: &Stack) -> Vec<Need> {
    let only = |of: &Stack, other: &Stack| -> Vec<Need> {
        let mine = of.used.names.difference(&other.used.names);
        mine.filter(|(kind, _)| matches!(*kind, "input" | "secret"))
            .map(|(kind, used)| Need {
                kind,
                name: used.clone(),
                environment: name(of).to_owned(),
            })
            .collect()
    };
    let mut all = only(before, after);
    all.extend(only(after, before));
    all
}

/// The differences under the node of the stack that they are in, then what only one of the two needs.
fn text(found: &[Difference], needs: &[Need]) -> String {
    let mut text = String::new();
    let mut last: Option<&Step> = None;
    for one in found {
        let Some((first, rest)) = one.path.split_first() else {
            continue;
        };
        if rest.is_empty() {
            last = None;
            lines(&mut text, "", one);
            continue;
        }
        if last != Some(first) {
            let _ = writeln!(text, "{}", shown(first));
            last = Some(first);
        }
        let inner = rest.split_last().map_or(&[][..], |(_, inner)| inner);
        let way: String = inner
            .iter()
            .map(|step| format!("{} › ", shown(step)))
            .collect();
        lines(&mut text, &format!("  {way}"), one);
    }
    let mut by_environment: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for need in needs {
        let list = by_environment.entry(&need.environment).or_default();
        list.push(format!("{} {}", need.kind, need.name));
    }
    for (environment, names) in by_environment {
        let _ = writeln!(text, "only {environment} needs: {}", names.join(", "));
    }
    text
}

/// One difference: what is new, what is gone, or both beside one another.
fn lines(text: &mut String, before: &str, one: &Difference) {
    let _ = match (&one.before, &one.after) {
        (Some(old), Some(new)) => writeln!(text, "{before}{} → {}", old.text, new.text),
        (None, Some(new)) => return whole(text, before, '+', new, &one.inside),
        (Some(old), None) => return whole(text, before, '-', old, &one.inside),
        (None, None) => Ok(()),
    };
}

/// A node that only one of the two has, with what is in it.
fn whole(text: &mut String, before: &str, sign: char, said: &Said, inside: &[String]) {
    let head = said.text.strip_suffix(" { … }").unwrap_or(&said.text);
    if inside.is_empty() {
        let _ = writeln!(text, "{before}{sign} {}", said.text);
        return;
    }
    let indent = if before.is_empty() { "" } else { "  " };
    let _ = writeln!(text, "{before}{sign} {head} {{");
    for line in inside {
        let _ = writeln!(text, "{indent}{sign}     {line}");
    }
    let _ = writeln!(text, "{indent}{sign} }}");
}

fn shown(step: &Step) -> String {
    match &step.key {
        Some(key) => format!("{} {key}", step.word),
        None => step.word.clone(),
    }
}

fn out(one: Difference, sources: &Sources, place: &Place) -> DifferenceOut {
    let said = |said: Said| {
        let position = sources.position(said.span.file, said.span.start);
        SaidOut {
            text: said.text,
            file: place.shown(sources.path(said.span.file)),
            line: position.line,
            column: position.column,
        }
    };
    DifferenceOut {
        path: one
            .path
            .into_iter()
            .map(|Step { word, key }| StepOut { word, key })
            .collect(),
        before: one.before.map(said),
        after: one.after.map(said),
        inside: one.inside,
    }
}
