//! `build --check`: which files differ from what would be written.

use super::{
    plan::{Plan, Planned, State},
    root::Root,
    show::{self, File},
};
use crate::{
    exit::{Exit, Failure},
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
    }
    let exit = if files.is_empty() {
        Exit::Done
    } else {
        Exit::Gate
    };
    show::json(session, compiled, files)?;
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
