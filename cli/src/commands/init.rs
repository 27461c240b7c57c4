//! `stackc init`: a first stack that builds, and the ignore rules that it needs. What is there already stays as it is.

use std::{fs, io::Write as _, path::Path};

use crate::{
    args::Init,
    commands::build::IGNORED,
    disk::{TEXT_LIMIT, read_up_to},
    exit::{Exit, Failure},
    session::Session,
};

/// The file that is written.
const STACK: &str = "stack.kdl";

pub(super) fn run(args: &Init, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let Some(template) = stackc_stacks::template(&args.template) else {
        return Err(Failure::Usage(format!(
            "there is no template `{}`",
            args.template
        )));
    };
    let folder = session.folder.clone();
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    create(&folder.join(STACK), template.text)?;
    session.mention(&format!("wrote {STACK}"));
    ignore(session, &folder.join(".gitignore"))?;
    session.mention("next: stackc build");
    Ok(Exit::Done)
}

/// Makes a file that was not there, or nothing.
fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| failed(path, &error))
}

fn ignore(session: &mut Session<'_, '_>, path: &Path) -> Result<(), Failure> {
    let there = match read_up_to(path, TEXT_LIMIT) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            create(path, &format!("{}\n", IGNORED.join("\n")))?;
            session.mention("wrote .gitignore");
            return Ok(());
        }
        other => other.unwrap_or_default(),
    };
    let there = String::from_utf8_lossy(&there);
    let missing: Vec<&str> = IGNORED
        .into_iter()
        .filter(|rule| !there.lines().any(|line| line.trim() == *rule))
        .collect();
    if !missing.is_empty() {
        session.say(&format!(
            ".gitignore is there already; it lacks {}",
            missing.join(" ")
        ));
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy();
    Failure::Run(match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("`{name}` is there already; init never overwrites")
        }
        _ => format!("`{name}` can't be written: {error}"),
    })
}
