//! `stackc targets`: what a stack can be compiled to, and what becomes of each word there.

use serde::Serialize;
use stackc_compiler::target::{Row, Table};

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
    kind: &'static str,
    word: &'static str,
    support: &'static str,
    text: &'static str,
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
    let (Table::Rows(rows) | Table::Whole(rows)) = table;
    let word = |row: &Row| Word {
        kind: row.kind,
        word: row.word,
        support: row.support.name(),
        text: row.support.text(),
    };
    rows.iter().map(word).collect()
}

/// The table as Markdown: a row for each word that some target answers for.
fn matrix(targets: &[&'static dyn stackc_compiler::target::Target]) -> String {
    let tables: Vec<(&str, Table)> = targets
        .iter()
        .map(|target| (target.id(), target.table()))
        .collect();
    let mut known: Vec<(&str, &str)> = Vec::new();
    for (_, table) in &tables {
        if let Table::Rows(rows) = table {
            for row in rows {
                if !known.contains(&(row.kind, row.word)) {
                    known.push((row.kind, row.word));
                }
            }
        }
    }
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    let mut out = format!("| word | {} |\n", names.join(" | "));
    out.push_str(&format!("| --- |{}\n", " --- |".repeat(names.len())));
    for (kind, word) in known {
        let cells: Vec<String> = tables
            .iter()
            .map(|(_, table)| cell(table, kind, word))
            .collect();
        let name = if kind == word {
            format!("`{kind}`")
        } else {
            format!("`{kind}` `{word}`")
        };
        out.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
    out
}

fn cell(table: &Table, kind: &str, word: &str) -> String {
    let (rows, otherwise) = match table {
        Table::Rows(rows) => (rows, "–"),
        Table::Whole(rows) => (rows, "exact"),
    };
    let row = rows.iter().find(|row| row.kind == kind && row.word == word);
    match row {
        None => otherwise.to_owned(),
        Some(row) if row.support.text().is_empty() => row.support.name().to_owned(),
        Some(row) => format!("{}: {}", row.support.name(), row.support.text()).replace('|', "\\|"),
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
