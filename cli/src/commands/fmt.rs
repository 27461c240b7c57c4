//! `stackc fmt`: stack files in the one layout.

use std::{fs, path::Path};

use stackc_compiler::{compile::Compilation, syntax};

use crate::{
    args::Fmt,
    disk::{Staged, is_executable},
    exit::{Exit, Failure},
    report,
    session::Session,
    stack::{Place, unread},
};

/// What became of one file.
enum Outcome {
    Fine,
    Differs,
    Faulty,
}

pub(super) fn run(args: &Fmt, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for path in &args.paths {
        match one(path, args.check, session)? {
            Outcome::Fine => {}
            Outcome::Differs if exit == Exit::Done => exit = Exit::Gate,
            Outcome::Differs => {}
            Outcome::Faulty => exit = Exit::Errors,
        }
    }
    Ok(exit)
}

fn one(path: &Path, check: bool, session: &mut Session<'_, '_>) -> Result<Outcome, Failure> {
    let place = Place::of(session, path)?;
    let text = match place.text(session) {
        Ok(text) => text,
        Err((code, why)) => return Ok(refuse(session, &place, &unread(&place, code, &why))),
    };
    let formatted = match format(&text, &place) {
        Ok(formatted) => formatted,
        Err(compilation) => return Ok(refuse(session, &place, &compilation)),
    };
    let shown = place.shown(&place.name);
    if check {
        if formatted == text {
            return Ok(Outcome::Fine);
        }
        session.print(format!("{shown}\n").as_bytes())?;
        return Ok(Outcome::Differs);
    }
    match &place.path {
        None => session.print(formatted.as_bytes())?,
        Some(path) if formatted != text => {
            write(path, &formatted)
                .map_err(|error| Failure::Run(format!("`{shown}` can't be written: {error}")))?;
            session.mention(&format!("formatted {shown}"));
        }
        Some(_) => {}
    }
    Ok(Outcome::Fine)
}

/// Writes over the file itself, also where a link names it.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let path = path.canonicalize()?;
    let executable = is_executable(&fs::metadata(&path)?, false);
    Staged::new(&path, text.as_bytes(), executable)?.commit()
}

/// The text in the one layout, or what is wrong with it.
fn format(text: &str, place: &Place) -> Result<String, Box<Compilation>> {
    let mut compilation = Compilation::default();
    let file = compilation.sources.add(place.name.clone(), text);
    syntax::format(file, text).map_err(|diagnostics| {
        compilation.diagnostics = diagnostics;
        Box::new(compilation)
    })
}

fn refuse(session: &mut Session<'_, '_>, place: &Place, found: &Compilation) -> Outcome {
    report::show(session, &found.sources, &found.diagnostics, place);
    Outcome::Faulty
}
