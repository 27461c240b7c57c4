//! `stackc targets`: what a stack can be compiled to, and what becomes of each word there.

use serde::Serialize;
use stackc_compiler::target::{self, Row, Support, Table};

use crate::{
    args,
    commands::FORMAT,
    exit::{Exit, Failure},
    session::Session,
};

#[derive(Serialize)]
struct Targets {
    format_version: u32,
    targets: Vec<Target>,
}

#[derive(Serialize)]
struct Target {
    id: &'static str,
    summary: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<Word>>,
}

/// What a target makes of a word.
#[derive(Serialize)]
struct Word {
    /// The kinds of the nodes that it stands in: `service build`.
    kind: String,
    word: &'static str,
    support: &'static str,
    text: &'static str,
    /// Where it holds; it always does without one.
    #[serde(skip_serializing_if = "str::is_empty")]
    when: &'static str,
}

pub(super) fn run(args: &args::Targets, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let targets: Vec<Target> = session
        .targets
        .iter()
        .map(|target| Target {
            id: target.id(),
            summary: target.summary(),
            words: args.matrix.then(|| words(&target.table())),
        })
        .collect();
    let targets = Targets {
        format_version: FORMAT,
        targets,
    };
    if session.is_json() {
        session.print_json(&targets)?;
    } else if args.matrix {
        session.print(matrix(session.targets).as_bytes())?;
    } else {
        session.print(text(&targets.targets).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn words(table: &Table) -> Vec<Word> {
    let word = |row: &Row| Word {
        kind: row.path.clone(),
        word: row.word,
        support: row.support.name(),
        text: row.support.text(),
        when: row.when,
    };
    table.rows().iter().map(word).collect()
}

/// The table as Markdown: a row for each word that some target answers for.
fn matrix(targets: &[&'static dyn target::Target]) -> String {
    let tables: Vec<Table> = targets.iter().map(|target| target.table()).collect();
    let names: Vec<&str> = targets.iter().map(|target| target.id()).collect();
    let mut out = format!("| word | {} |\n", names.join(" | "));
    out.push_str(&format!("| --- |{}\n", " --- |".repeat(names.len())));
    for (path, word) in target::words() {
        let is_told = |table: &Table| {
            let mut rows = table.rows().iter();
            rows.any(|row| row.path == path && row.word == word)
        };
        if !tables.iter().any(is_told) {
            continue;
        }
        let cells: Vec<String> = tables
            .iter()
            .map(|table| cell(table, &path, word))
            .collect();
        out.push_str(&format!("| {path} `{word}` | {} |\n", cells.join(" | ")));
    }
    out
}

fn cell(table: &Table, path: &str, word: &str) -> String {
    let (always, at_times) = table.answers(path, word);
    let always = always.map_or_else(|| "–".to_owned(), |support| told(support, ""));
    let at_times = at_times.into_iter().map(|row| told(row.support, row.when));
    let all: Vec<String> = std::iter::once(always).chain(at_times).collect();
    all.join(" · ").replace('|', "\\|")
}

/// `refused with a wildcard: is no name …`.
fn told(support: Support, when: &str) -> String {
    let when = if when.is_empty() {
        String::new()
    } else {
        format!(" {when}")
    };
    match support.text() {
        "" => format!("{}{when}", support.name()),
        text => format!("{}{when}: {text}", support.name()),
    }
}

fn text(targets: &[Target]) -> String {
    let width = targets.iter().map(|target| target.id.len()).max();
    let width = width.unwrap_or(0);
    targets
        .iter()
        .map(|target| format!("{:width$}  {}\n", target.id, target.summary))
        .collect()
}
