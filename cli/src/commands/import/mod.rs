//! `stackc import`: Compose files → a stack on standard output or in a file, what was not carried over on standard error.

mod found;
mod summary;

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use serde::Serialize;
use stackc_compiler::{
    diag::{Diagnostic, Severity},
    source::Span,
};
use stackc_import::{Import, Request};

use found::{Project, project};

use crate::{
    args,
    disk::{Anywhere, DiskLibrary, Staged, is_stream},
    exit::{Exit, Failure},
    report::{self, Findings, findings},
    session::Session,
};

#[derive(Serialize)]
struct Report<'i> {
    #[serde(flatten)]
    findings: Findings<'i>,
    exact: bool,
    nodes: usize,
    raw_nodes: usize,
    stack: Option<&'i str>,
}

pub(super) fn run(args: &args::Import, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if let Some(path) = &args.output
        && !args.force
        && fs::symlink_metadata(session.folder.join(path)).is_ok()
        && !is_stream(&session.folder.join(path))
    {
        return Err(Failure::Run(format!(
            "`{}` is there already; --force overwrites it",
            path.display()
        )));
    }
    if let Some(folder) = args.output.as_deref().and_then(Path::parent)
        && !session.folder.join(folder).is_dir()
    {
        return Err(Failure::Run(format!(
            "there is no folder `{}` to write to",
            folder.display()
        )));
    }
    let (exit, made) = make(args, session)?;
    if exit == Exit::Done
        && let Some(text) = &made.import.text
    {
        deliver(args, text, session)?;
    }
    Ok(exit)
}

/// An import that was told about, but not written yet.
pub(super) struct Made {
    /// What came of it.
    pub import: Import,
    /// The Compose files that were named or found, if they lie where the stack will.
    pub files: Vec<String>,
}

/// Imports what the arguments name, and tells about it.
pub(super) fn make(
    args: &args::Import,
    session: &mut Session<'_, '_>,
) -> Result<(Exit, Made), Failure> {
    let project = project(&args.paths, session)?;
    refuse_input(args, &project, session)?;
    let way = way(args.output.as_deref(), &project, session);
    let import = imported(args, &project, &way, session);
    let exit = exit(args, &import, session);
    tell(session, &import, &project)?;
    if import.text.is_some() {
        mention_folders(args, &project, &way, session);
    }
    let mut files: Vec<String> = project.files.into_iter().map(|file| file.path).collect();
    if !way.is_empty() {
        files.clear();
    }
    Ok((exit, Made { import, files }))
}

/// The stack never takes the place of a file that it is made of.
fn refuse_input(
    args: &args::Import,
    project: &Project,
    session: &Session<'_, '_>,
) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        return Ok(());
    };
    let Ok(output) = fs::canonicalize(session.folder.join(path)) else {
        return Ok(());
    };
    let inputs = project
        .files
        .iter()
        .map(|file| project.folder.join(&file.path));
    if inputs
        .filter_map(|input| fs::canonicalize(input).ok())
        .any(|input| input == output)
    {
        return Err(Failure::Usage(format!(
            "`{}` is what is imported; name another file",
            path.display()
        )));
    }
    Ok(())
}

/// What the reader must know where the stack does not lie beside the Compose files.
fn mention_folders(
    args: &args::Import,
    project: &Project,
    way: &str,
    session: &mut Session<'_, '_>,
) {
    if !way.is_empty() && project.environment_file.is_some() {
        session.mention(&format!(
            "docker compose reads .env beside the file that is built: copy {way}/.env there, or name it with --env-file"
        ));
    }
    let here = fs::canonicalize(&session.folder);
    let elsewhere = here.ok() != fs::canonicalize(&project.folder).ok();
    if args.output.is_none() && elsewhere && !session.is_json() {
        session.mention(&format!(
            "paths in the stack are as seen from {}: it belongs there, or -o FILE says where it will be",
            project.folder.display()
        ));
    }
}

fn imported(
    args: &args::Import,
    project: &Project,
    way: &str,
    session: &Session<'_, '_>,
) -> Import {
    let request = Request {
        files: project.files.clone(),
        environment_file: project.environment_file.clone(),
        template: project.template.clone(),
        folder: project.name.clone(),
        way: way.to_owned(),
        extract_secrets: args.extract_secrets,
        keep_extensions: args.keep_extensions,
    };
    let stack_folder = match &args.output {
        Some(path) => session.folder.join(path.parent().unwrap_or(Path::new(""))),
        None => project.folder.clone(),
    };
    let mut import = stackc_import::import(
        &request,
        &Anywhere::new(&project.folder),
        &DiskLibrary::new(&stack_folder),
        session.targets,
    );
    for (path, code, why) in &project.unread {
        let span = start_of(&mut import, path);
        import
            .diagnostics
            .push(Diagnostic::error(code, span, why.clone()));
        import.text = None;
    }
    for file in &project.left_out {
        let span = start_of(&mut import, &file.path);
        import.diagnostics.push(
            Diagnostic::warning("not-imported", span, file.message.clone()).help(file.without),
        );
    }
    import
}

/// The first byte of a file that is not read.
fn start_of(import: &mut Import, path: &str) -> Span {
    Span {
        file: import.sources.add(path.to_owned(), ""),
        start: 0,
        end: 0,
    }
}

fn exit(args: &args::Import, import: &Import, session: &Session<'_, '_>) -> Exit {
    let warned = import.diagnostics.count(Severity::Warning) > 0;
    match import.text {
        None => Exit::Errors,
        Some(_) if args.strict && !import.is_exact() => Exit::Gate,
        Some(_) if session.options.deny_warnings && warned => Exit::Gate,
        Some(_) => Exit::Done,
    }
}

fn tell(session: &mut Session<'_, '_>, import: &Import, project: &Project) -> Result<(), Failure> {
    report::show_all(
        session,
        &import.sources,
        &import.diagnostics,
        &project.place,
    );
    if session.is_json() {
        session.print_json(&Report {
            findings: findings(&import.sources, &import.diagnostics, &project.place),
            exact: import.is_exact(),
            nodes: import.nodes,
            raw_nodes: import.raw_nodes,
            stack: import.text.as_deref(),
        })?;
    } else if let Some(line) = summary::line(import) {
        session.mention(&line);
    }
    Ok(())
}

fn deliver(args: &args::Import, text: &str, session: &mut Session<'_, '_>) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        return if session.is_json() {
            Ok(())
        } else {
            session.print(text.as_bytes())
        };
    };
    write(&session.folder.join(path), text, args.force)
        .map_err(|error| Failure::Run(format!("`{}` can't be written: {error}", path.display())))?;
    session.mention(&format!("wrote {}", path.display()));
    Ok(())
}

/// Makes a file that was not there; with force it goes over the one that is, through a link and with its mode kept. What is no file,
/// such as `/dev/stdout`, takes the text as it is.
fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if is_stream(path) {
        let mut stream = fs::OpenOptions::new().write(true).open(path)?;
        return stream.write_all(text.as_bytes());
    }
    if force && path.exists() {
        return Staged::over(&path.canonicalize()?, text.as_bytes())?.commit();
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?;
    file.write_all(text.as_bytes())
}

/// The way from the stack's folder to the project's; empty if they are one.
fn way(output: Option<&Path>, project: &Project, session: &Session<'_, '_>) -> String {
    let Some(output) = output else {
        return String::new();
    };
    let folder = session
        .folder
        .join(output.parent().unwrap_or(Path::new("")));
    let absolute = |path: &Path| -> String {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        real.to_string_lossy().trim_start_matches('/').to_owned()
    };
    match stackc_compiler::resolve::relative(&absolute(&folder), &absolute(&project.folder))
        .as_str()
    {
        "." => String::new(),
        way => way.to_owned(),
    }
}
