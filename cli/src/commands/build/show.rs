//! What a build did, as text and as JSON.

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, Serializer};

use super::{
    plan::{Fate, Plan, State},
    root::Root,
};
use crate::{
    exit::Failure,
    printable::printable,
    report::{Findings, Range, findings},
    session::Session,
    stack::Compiled,
};

/// A file and what became of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct File {
    path: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Why it is not what it should be, in a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    changed: Option<Changed>,
}

/// What is on disk beside what the stack makes.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Changed {
    /// The lines of a unified diff, from what is on disk to what the stack makes.
    pub diff: Vec<String>,
    /// How many more there are.
    #[serde(rename = "diff_left_out")]
    pub more: usize,
    /// The lines that differ, and the places of the stack that make them.
    #[serde(serialize_with = "places")]
    pub places: Vec<(usize, Range)>,
}

fn places<S: Serializer>(places: &[(usize, Range)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Made<'r> {
        line: usize,
        place: &'r Range,
    }
    serializer.collect_seq(
        places
            .iter()
            .map(|(line, place)| Made { line: *line, place }),
    )
}

impl File {
    pub(super) fn new(path: String, state: &'static str) -> Self {
        Self {
            path,
            state,
            reason: None,
            cause: None,
            help: None,
            changed: None,
        }
    }

    pub(super) fn cause(self, cause: &'static str, help: &'static str) -> Self {
        Self {
            cause: Some(cause),
            help: Some(help),
            ..self
        }
    }

    pub(super) fn compared(self, changed: Option<Changed>) -> Self {
        Self { changed, ..self }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn help(&self) -> Option<&'static str> {
        self.help
    }

    /// Whether somebody changed it by hand.
    pub(super) fn is_edited(&self) -> bool {
        self.cause == Some("edited")
    }

    pub(super) fn because(self, reason: String) -> Self {
        Self {
            reason: Some(reason),
            ..self
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.state, printable(&self.path))?;
        match &self.reason {
            Some(reason) => write!(f, " ({})", printable(reason)),
            None => Ok(()),
        }
    }
}

#[derive(Serialize)]
struct Built<'d> {
    #[serde(flatten)]
    findings: Findings<'d>,
    files: Vec<File>,
}

/// The findings and the files, if programs read the output.
pub(super) fn json(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    files: Vec<File>,
) -> Result<(), Failure> {
    if !session.is_json() {
        return Ok(());
    }
    let compilation = &compiled.compilation;
    let findings = findings(
        &compilation.sources,
        &compilation.diagnostics,
        &compiled.place,
    );
    session.print_json(&Built { findings, files })
}

/// What was done to each file.
pub(super) fn written(compiled: &Compiled, root: &Root, plan: &Plan) -> Vec<File> {
    let place = &compiled.place;
    let made = plan.files.iter().map(|file| {
        let state = match file.state {
            State::Unchanged => "unchanged",
            _ => "written",
        };
        File::new(root.show(place, &file.item.path), state)
    });
    let gone = plan.stale.iter().map(|stale| {
        let path = root.show(place, &stale.path);
        match &stale.fate {
            Fate::Goes(_) => File::new(path, "removed"),
            Fate::Stays(why) => {
                File::new(path, "kept").because(format!("it is no longer made, but {why}"))
            }
        }
    });
    made.chain(gone).collect()
}

/// Which files stand in the way.
pub(super) fn refused(session: &mut Session<'_, '_>, plan: &Plan, files: &[File]) {
    for file in files {
        session.say(&format!("error: {file}"));
    }
    let held = plan.files.iter().any(|file| file.state.held().is_some());
    let hint = if held {
        "nothing was written; --force overwrites files that were edited or are not ours"
    } else {
        "nothing was written"
    };
    session.say(hint);
}

/// A line for each folder, and one for each file that went or stayed against expectation.
pub(super) fn summary(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    root: &Root,
    plan: &Plan,
) {
    let files = written(compiled, root, plan);
    for file in &files {
        match file.state {
            "kept" => session.say(&format!("warning: {file}")),
            "removed" => session.mention(&file.to_string()),
            _ if session.options.verbose => session.say(&file.to_string()),
            _ => {}
        }
    }
    let mut folders: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in &plan.files {
        let (written, unchanged) = folders.entry(&file.item.folder).or_default();
        match file.state {
            State::Unchanged => *unchanged += 1,
            _ => *written += 1,
        }
    }
    for (folder, (written, unchanged)) in folders {
        let folder = match root.show(&compiled.place, folder) {
            folder if folder.is_empty() => ".".to_owned(),
            folder => folder,
        };
        session.mention(&printable(&format!(
            "{folder}: {}",
            counts(written, unchanged)
        )));
    }
}

fn counts(written: usize, unchanged: usize) -> String {
    match (written, unchanged) {
        (0, unchanged) => format!("{unchanged} unchanged"),
        (written, 0) => format!("{written} written"),
        (written, unchanged) => format!("{written} written, {unchanged} unchanged"),
    }
}
