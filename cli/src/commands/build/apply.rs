//! Writing: every file beside its place first, then all of them at once, then the lock.

use std::{fs, io};

use super::{
    plan::{Fate, Plan, Planned, State},
    root::Root,
    show::{self, File},
};
use crate::{
    disk::{Folders, LOCK_LIMIT, Staged, read_up_to, remove_empty_folders},
    exit::{Exit, Failure},
    session::Session,
    stack::Compiled,
};

pub(super) fn run(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    root: &Root,
    plan: &Plan,
    force: bool,
) -> Result<Exit, Failure> {
    let place = &compiled.place;
    let refused: Vec<File> = plan
        .files
        .iter()
        .filter_map(|file| {
            let why = refusal(file, force)?;
            let path = root.show(place, &file.item.path);
            Some(File::new(path, "refused").because(why))
        })
        .collect();
    if !refused.is_empty() {
        show::refused(session, plan, &refused);
        show::json(session, compiled, refused)?;
        return Ok(Exit::Errors);
    }
    write(root, plan)?;
    show::summary(session, compiled, root, plan);
    show::json(session, compiled, show::written(compiled, root, plan))?;
    Ok(Exit::Done)
}

fn refusal(file: &Planned, force: bool) -> Option<String> {
    match &file.state {
        State::Barred(why) => Some(why.clone()),
        held if !force => held.held().map(str::to_owned),
        _ => None,
    }
}

/// Everything is beside its place, the lock too, before anything gets there; until then a failure leaves nothing behind.
fn write(root: &Root, plan: &Plan) -> Result<(), Failure> {
    let differing = plan
        .files
        .iter()
        .filter(|file| file.state != State::Unchanged);
    let mut folders = Folders::default();
    let mut staged = Vec::new();
    folders
        .make(root.inside.root())
        .map_err(|error| failed(&root.inside.root().to_string_lossy(), &error))?;
    for file in differing {
        let artifact = &file.item.artifact;
        let one = file
            .place
            .parent()
            .map_or(Ok(()), |folder| folders.make(folder))
            .and_then(|()| Staged::new(&file.place, &artifact.bytes, artifact.executable))
            .map_err(|error| failed(&file.item.path, &error))?;
        staged.push((one, &file.item.path));
    }
    let lock = lock(root, plan)?;
    for (one, path) in staged {
        one.commit().map_err(|error| failed(path, &error))?;
    }
    folders.keep();
    remove(root, plan)?;
    match lock {
        Some(lock) => lock.commit().map_err(|error| failed(&root.lock, &error)),
        None => Ok(()),
    }
}

fn remove(root: &Root, plan: &Plan) -> Result<(), Failure> {
    for stale in &plan.stale {
        if let Fate::Goes(place) = &stale.fate {
            fs::remove_file(place).map_err(|error| failed(&stale.path, &error))?;
            remove_empty_folders(place, root.inside.root());
        }
    }
    Ok(())
}

/// The lock, beside its place; none if it is there as it is.
fn lock(root: &Root, plan: &Plan) -> Result<Option<Staged>, Failure> {
    let text = plan
        .lock
        .render()
        .map_err(|error| Failure::Fault(format!("lock: {error}")))?;
    let path = root.lock_path();
    if read_up_to(&path, LOCK_LIMIT).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(None);
    }
    Staged::new(&path, text.as_bytes(), false)
        .map(Some)
        .map_err(|error| failed(&root.lock, &error))
}

fn failed(path: &str, error: &io::Error) -> Failure {
    Failure::Run(format!("`{path}` can't be written: {error}"))
}
