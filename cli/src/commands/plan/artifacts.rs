//! How the files differ.

use stackc_compiler::{
    effect::Sign,
    plan::{FileChange, Plan},
};

use super::Planned;
use crate::{printable::one_line, report::unified};

/// How one file differs.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    /// Its path.
    pub path: String,
    /// The unified difference, or a line that says why there is none.
    pub text: String,
}

/// The differences of an environment's files; none if nobody asked for them.
pub(super) fn differences(plan: &Plan, planned: &Planned<'_>) -> Vec<Difference> {
    if !planned.args.artifacts {
        return Vec::new();
    }
    plan.files
        .iter()
        .map(|file| difference(plan, file, planned))
        .collect()
}

fn difference(plan: &Plan, file: &FileChange, planned: &Planned<'_>) -> Difference {
    let environment = plan.environment.as_deref();
    let bytes = |outputs: &[super::compare::Made]| -> Vec<u8> {
        let mut found = outputs.iter().filter(|made| {
            made.environment.as_deref() == environment && made.target.id() == file.target
        });
        found
            .find_map(|made| made.file(&file.path))
            .unwrap_or_default()
    };
    let (old, new) = (bytes(&planned.files_before), bytes(&planned.files_after));
    let path = one_line(&file.path);
    let (before, after) = match file.sign {
        Sign::Added => ("/dev/null".to_owned(), format!("b/{path}")),
        Sign::Removed => (format!("a/{path}"), "/dev/null".to_owned()),
        _ => (format!("a/{path}"), format!("b/{path}")),
    };
    // What is encoded can be decoded, by a reader who should not.
    let is_encoded = path.ends_with(".b64");
    let found = if is_encoded {
        None
    } else {
        unified(&old, &new, &plan.hidden)
    };
    let lines = match found {
        Some(found) => found.lines,
        None => vec!["(not shown: it is no text, encoded, or too large)".to_owned()],
    };
    let text = format!("--- {before}\n+++ {after}\n{}\n", lines.join("\n"));
    Difference { path, text }
}
