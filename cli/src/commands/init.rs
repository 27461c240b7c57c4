//! `stackc init`: a first stack that builds, and the ignore rules that it needs. What is there already stays as it is.
//!
//! The stack is a template, or what an import makes of Compose files.

use std::{collections::BTreeSet, fs, io::Write as _, path::Path};

use crate::{
    args::{self, Init},
    commands::{build, import},
    disk::{TEXT_LIMIT, read_up_to},
    exit::{Exit, Failure},
    session::Session,
};

/// The file that is written.
const STACK: &str = "stack.kdl";

/// The Compose file that a build writes.
const OUTPUT: &str = "docker-compose.yml";

pub(super) fn run(args: &Init, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if !args.from.is_empty() {
        return from_compose(args, session);
    }
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

fn from_compose(args: &Init, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let stack = session.folder.join(STACK);
    if fs::symlink_metadata(&stack).is_ok() {
        return Err(failed(&stack, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let asked = args::Import {
        paths: args.from.clone(),
        output: Some(STACK.into()),
        strict: false,
        extract_secrets: args.extract_secrets,
        keep_extensions: args.keep_extensions,
        force: false,
    };
    let (exit, made) = import::make(&asked, session)?;
    let (Exit::Done, Some(text)) = (exit, made.import.text) else {
        return Ok(exit);
    };
    fs::create_dir_all(&session.folder).map_err(|error| failed(&session.folder, &error))?;
    create(&stack, &text)?;
    session.mention(&format!("wrote {STACK}"));
    ignore(session, &session.folder.join(".gitignore"))?;
    session.mention("next: stackc check");
    for line in after(&made.files) {
        session.mention(&line);
    }
    for line in in_the_way(&session.folder) {
        session.mention(line);
    }
    Ok(Exit::Done)
}

/// What is left to do, by the Compose files that there were: a build writes over one of them, and the others are of no use any more.
fn after(files: &[String]) -> Vec<String> {
    let build = if files.iter().any(|file| file == OUTPUT) {
        format!("then: stackc build --force, which writes over {OUTPUT}")
    } else {
        "then: stackc build".to_owned()
    };
    let others: BTreeSet<&str> = files
        .iter()
        .map(String::as_str)
        .filter(|file| *file != OUTPUT && !file.starts_with('<'))
        .collect();
    if others.is_empty() {
        return vec![build];
    }
    let others: Vec<&str> = others.into_iter().collect();
    let remove = format!(
        "then: git rm {}, which the stack replaces",
        others.join(" ")
    );
    vec![build, remove]
}

/// What in the project's folder would be in the way of a build, or of its output.
fn in_the_way(folder: &Path) -> Vec<&'static str> {
    let mut lines = Vec::new();
    if fs::symlink_metadata(folder.join(".env.example")).is_ok() {
        lines
            .push("a build makes .env.example too: put yours elsewhere, or --force writes over it");
    }
    let variables = read_up_to(&folder.join(".env"), TEXT_LIMIT).unwrap_or_default();
    let names_files = |line: &[u8]| line.trim_ascii_start().starts_with(b"COMPOSE_FILE=");
    if variables.split(|byte| *byte == b'\n').any(names_files) {
        lines.push("take COMPOSE_FILE out of .env: docker compose would go on reading the files that it names");
    }
    lines
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
            create(path, &format!("{}\n", build::rules(true).join("\n")))?;
            session.mention("wrote .gitignore");
            return Ok(());
        }
        other => other.unwrap_or_default(),
    };
    let there = String::from_utf8_lossy(&there);
    let missing = build::lacking(&there);
    if !missing.is_empty() {
        session.say(&format!(
            ".gitignore is there already: add {} to it, for a build is refused without",
            missing.join(" and ")
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
