//! `build --check`: which files differ from what would be written.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};
use stackc_compiler::{secret_like::redactions, why::Line};

use super::{
    plan::{Plan, Planned, State},
    root::Root,
    show::{self, File},
};
use crate::{
    commands::why,
    disk::read_made,
    exit::{Exit, Failure},
    printable::printable,
    report::unified,
    session::Session,
    stack::Compiled,
};

pub(super) fn report(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    root: &Root,
    plan: &Plan,
) -> Result<Exit, Failure> {
    let place = &compiled.place;
    let mut files: Vec<File> = plan
        .files
        .iter()
        .filter_map(|file| one(file, root.show(place, &file.item.path)))
        .collect();
    let surplus = plan.stale.iter();
    files.extend(surplus.map(|stale| File::new(root.show(place, &stale.path), "surplus")));
    if plan.lock_differs {
        files.push(File::new(root.show(place, &root.lock), "differs"));
    }
    if !session.is_json() {
        for file in &files {
            session.print(format!("{file}\n").as_bytes())?;
        }
        for file in &plan.files {
            // What someone edited by hand is shown always; what the stack changed is in its own difference.
            if session.options.verbose || matches!(file.state, State::Held(_)) {
                for line in difference(file, &root.show(place, &file.item.path)) {
                    session.say(&line);
                }
            }
            if matches!(file.state, State::Held(_)) {
                for line in origins(session, compiled, file) {
                    session.say(&line);
                }
            }
        }
    }
    let exit = if files.is_empty() {
        Exit::Done
    } else {
        Exit::Gate
    };
    show::json(session, compiled, files)?;
    if exit == Exit::Gate && !plan.other_set.is_empty() {
        session.mention(&printable(&format!(
            "the lock was made with other values of --set: {}",
            plan.other_set.join(", ")
        )));
    }
    if exit == Exit::Gate {
        session.mention("the files on disk are not those of the stack; stackc build writes them");
    }
    Ok(exit)
}

fn one(file: &Planned, path: String) -> Option<File> {
    match &file.state {
        State::Unchanged => None,
        State::New => Some(File::new(path, "missing")),
        State::Changed => Some(File::new(path, "differs")),
        State::Held(why) => Some(File::new(path, "differs").because((*why).to_owned())),
        State::Barred(why) => Some(File::new(path, "differs").because(why.clone())),
    }
}

/// How many lines of a difference are shown.
const MOST_LINES: usize = 20;

/// How many characters of a line are shown.
const WIDEST: usize = 200;

/// The first lines of what differs, from what is there to what would be written; none unless both are small texts.
fn difference(file: &Planned, shown: &str) -> Vec<String> {
    if !matches!(file.state, State::Changed | State::Held(_)) {
        return Vec::new();
    }
    let Some(there) = read_made(&file.place).ok().flatten() else {
        return Vec::new();
    };
    let (disk, stack) = (format!("{shown} (on disk)"), format!("{shown} (stack)"));
    let made = &file.item.artifact.bytes;
    let Some(text) = unified((&disk, &there), (&stack, made)) else {
        return Vec::new();
    };
    let text = without_secrets(&text);
    let line = |line: &str| printable(&line.chars().take(WIDEST).collect::<String>());
    let mut lines: Vec<String> = text.lines().take(MOST_LINES).map(line).collect();
    let more = text.lines().count().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.push(format!("... {more} more lines"));
    }
    lines
}

/// The most lines of the stack that are named for one file.
const MOST_ORIGINS: usize = 5;

/// The lines of the stack that made what was edited.
fn origins(session: &Session<'_, '_>, compiled: &Compiled, file: &Planned) -> Vec<String> {
    let Some(there) = read_made(&file.place).ok().flatten() else {
        return Vec::new();
    };
    let (Ok(there), Ok(made)) = (
        std::str::from_utf8(&there),
        std::str::from_utf8(&file.item.artifact.bytes),
    ) else {
        return Vec::new();
    };
    let mut targets = session.targets.iter().copied();
    let target = targets.find(|target| target.id() == file.item.target);
    let mut stacks = compiled.compilation.stacks.iter();
    let stack = stacks.find(|stack| stack.environment == file.item.environment);
    let (Some(target), Some(stack)) = (target, stack) else {
        return Vec::new();
    };
    let path = file
        .item
        .path
        .strip_prefix(&file.item.folder)
        .unwrap_or(&file.item.path);
    let mut named: Vec<String> = Vec::new();
    for number in edited_lines(there, made) {
        let line = Line {
            path: path.trim_start_matches('/'),
            text: made,
            number,
        };
        let Some(origin) = why::of_line(stack, target, line) else {
            continue;
        };
        let sources = &compiled.compilation.sources;
        let position = sources.position(origin.span.file, origin.span.start);
        let shown = compiled.place.shown(sources.path(origin.span.file));
        let text = printable(&format!(
            "  made by {shown}:{} ({})",
            position.line, origin.path
        ));
        if !named.contains(&text) {
            named.push(text);
        }
    }
    named.truncate(MOST_ORIGINS);
    named
}

/// The lines that the stack makes and the file on disk has not, from 1.
fn edited_lines(there: &str, made: &str) -> Vec<usize> {
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(there, made);
    let inserted = difference
        .iter_all_changes()
        .filter(|change| change.tag() == ChangeTag::Insert);
    inserted
        .filter_map(|change| change.new_index())
        .map(|at| at + 1)
        .collect()
}

/// A text with a mark in place of every value that may be a secret.
fn without_secrets(text: &str) -> String {
    let mut left = String::new();
    let mut from = 0;
    for (start, end) in redactions(text) {
        left.push_str(text.get(from..start).unwrap_or_default());
        left.push_str("[hidden]");
        from = end.max(from);
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}
