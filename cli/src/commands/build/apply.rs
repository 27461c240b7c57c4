//! Writing: every file beside its place first, then all of them at once, then the lock.

use std::{fs, io};

use super::{
    plan::{Plan, Planned, State},
    root::Root,
    show::{self, File},
};
use crate::{
    disk::{Staged, remove_empty_folders},
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
    remove(root, plan)?;
    lock(root, plan)?;
    show::summary(session, compiled, root, plan);
    show::json(session, compiled, show::written(compiled, root, plan))?;
    Ok(Exit::Done)
}

fn refusal(file: &Planned, force: bool) -> Option<String> {
    match &file.state {
        State::Barred(why) => Some(why.clone()),
        State::Held(why) if !force => Some((*why).to_owned()),
        State::New | State::Changed | State::Unchanged | State::Held(_) => None,
    }
}

fn write(root: &Root, plan: &Plan) -> Result<(), Failure> {
    let differing = plan
        .files
        .iter()
        .filter(|file| file.state != State::Unchanged);
    let mut staged = Vec::new();
    for file in differing {
        let artifact = &file.item.artifact;
        let one = Staged::new(&file.place, &artifact.bytes, artifact.executable)
            .map_err(|error| failed(&file.item.path, &error))?;
        staged.push((one, &file.item.path));
    }
    for (one, path) in staged {
        one.commit().map_err(|error| failed(path, &error))?;
    }
    fs::create_dir_all(root.inside.root()).map_err(|error| failed("", &error))
}

fn remove(root: &Root, plan: &Plan) -> Result<(), Failure> {
    for stale in &plan.stale {
        if let Some(place) = &stale.place {
            fs::remove_file(place).map_err(|error| failed(&stale.path, &error))?;
            remove_empty_folders(place, root.inside.root());
        }
    }
    Ok(())
}

/// Writes the lock, unless it is there as it is.
fn lock(root: &Root, plan: &Plan) -> Result<(), Failure> {
    let text = plan
        .lock
        .render()
        .map_err(|error| Failure::Fault(format!("lock: {error}")))?;
    let path = root.lock_path();
    if fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    Staged::new(&path, text.as_bytes(), false)
        .and_then(Staged::commit)
        .map_err(|error| failed(&root.lock, &error))
}

fn failed(path: &str, error: &io::Error) -> Failure {
    Failure::Run(format!("`{path}` can't be written: {error}"))
}
