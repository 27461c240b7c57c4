//! `build --check`: which files differ from what would be written.

use std::time::Duration;

use similar::TextDiff;
use stackc_compiler::secret_like::redactions;

use super::{
    plan::{Plan, Planned, State},
    root::Root,
    show::{self, File},
};
use crate::{
    disk::read_made,
    exit::{Exit, Failure},
    printable::printable,
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
        if session.options.verbose {
            for file in &plan.files {
                for line in difference(file, &root.show(place, &file.item.path)) {
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

/// The largest texts that are compared line by line.
const LARGEST: usize = 1 << 20;

/// The first lines of what differs, from what is there to what would be written; none unless both are small texts.
fn difference(file: &Planned, shown: &str) -> Vec<String> {
    if !matches!(file.state, State::Changed | State::Held(_)) {
        return Vec::new();
    }
    let there = read_made(&file.place).ok().flatten();
    let texts = there.as_deref().map(|there| {
        let text = |bytes| std::str::from_utf8(bytes).ok();
        (text(there), text(&file.item.artifact.bytes))
    });
    let Some((Some(there), Some(made))) = texts else {
        return Vec::new();
    };
    if there.len().max(made.len()) > LARGEST || there.contains('\0') {
        return Vec::new();
    }
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(there, made);
    let text = difference
        .unified_diff()
        .header(&format!("{shown} (on disk)"), &format!("{shown} (stack)"))
        .to_string();
    let text = without_secrets(&text);
    let line = |line: &str| printable(&line.chars().take(WIDEST).collect::<String>());
    let mut lines: Vec<String> = text.lines().take(MOST_LINES).map(line).collect();
    let more = text.lines().count().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.push(format!("... {more} more lines"));
    }
    lines
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
