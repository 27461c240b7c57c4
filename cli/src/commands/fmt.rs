//! `stackc fmt`: stack files in the one layout.

use std::{io, path::Path};

use serde::Serialize;
use stackc_compiler::{compile::Compilation, secret_like::hide, syntax};

use crate::{
    args::Fmt,
    disk::{Staged, link_that_leaves},
    exit::{Exit, Failure},
    printable::printable,
    report::{self, Findings, findings},
    session::Session,
    stack::{Place, unread},
};

/// What became of one file.
struct Outcome {
    place: Place,
    state: State,
}

enum State {
    Unchanged,
    Formatted,
    /// It would be changed.
    Differs,
    /// It can't be read; this is why.
    Faulty(Box<Compilation>),
}

#[derive(Serialize)]
struct Report<'o> {
    #[serde(flatten)]
    findings: Findings<'o>,
    files: Vec<File>,
}

#[derive(Serialize)]
struct File {
    path: String,
    state: &'static str,
}

pub(super) fn run(args: &Fmt, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let outcomes = args
        .paths
        .iter()
        .map(|path| one(path, args.check, session))
        .collect::<Result<Vec<Outcome>, Failure>>()?;
    let is_data = args.paths.iter().any(|path| path == Path::new("-")) && !args.check;
    if session.is_json() && !is_data {
        json(session, &outcomes)?;
    } else {
        text(session, &outcomes)?;
    }
    let any = |test: fn(&State) -> bool| outcomes.iter().any(|outcome| test(&outcome.state));
    Ok(if any(|state| matches!(state, State::Faulty(_))) {
        Exit::Errors
    } else if any(|state| matches!(state, State::Differs)) {
        Exit::Gate
    } else {
        Exit::Done
    })
}

fn one(path: &Path, check: bool, session: &mut Session<'_, '_>) -> Result<Outcome, Failure> {
    let place = Place::of(session, path)?;
    let state = match place.text(session) {
        Ok(text) => match format(&text, &place) {
            Ok(formatted) => change(&place, path, &text, &formatted, check, session)?,
            Err(found) => State::Faulty(found),
        },
        Err((code, why)) => State::Faulty(Box::new(unread(&place, code, &why))),
    };
    Ok(Outcome { place, state })
}

fn change(
    place: &Place,
    named: &Path,
    text: &str,
    formatted: &str,
    check: bool,
    session: &mut Session<'_, '_>,
) -> Result<State, Failure> {
    match &place.path {
        _ if check && formatted != text => Ok(State::Differs),
        None if !check => {
            session.print(formatted.as_bytes())?;
            Ok(State::Unchanged)
        }
        Some(path) if formatted != text => {
            let shown = place.shown(&place.name);
            write(path, named, session, formatted)
                .map_err(|error| Failure::Run(format!("`{shown}` can't be written: {error}")))?;
            Ok(State::Formatted)
        }
        _ => Ok(State::Unchanged),
    }
}

/// Writes over the file itself, also where a link of its work tree names it. It keeps its mode.
fn write(path: &Path, named: &Path, session: &Session<'_, '_>, text: &str) -> io::Result<()> {
    if let Some(link) = link_that_leaves(&session.folder, named)? {
        let name = link.file_name().unwrap_or_default().to_string_lossy();
        return Err(io::Error::other(format!(
            "`{name}` is a link that leaves its git work tree; name the file that it leads to"
        )));
    }
    Staged::over(&path.canonicalize()?, text.as_bytes())?.commit()
}

/// The text in the one layout, or what is wrong with it.
fn format(text: &str, place: &Place) -> Result<String, Box<Compilation>> {
    let mut compilation = Compilation::default();
    let file = compilation.sources.add(place.name.clone(), text);
    syntax::format(file, text).map_err(|mut diagnostics| {
        hide(&compilation.sources, &mut diagnostics);
        compilation.diagnostics = diagnostics;
        Box::new(compilation)
    })
}

fn text(session: &mut Session<'_, '_>, outcomes: &[Outcome]) -> Result<(), Failure> {
    for Outcome { place, state } in outcomes {
        let shown = printable(&place.shown(&place.name));
        match state {
            State::Unchanged => {}
            State::Formatted => session.mention(&format!("formatted {shown}")),
            State::Differs => session.print(format!("{shown}\n").as_bytes())?,
            State::Faulty(found) => {
                report::show_text(session, &found.sources, &found.diagnostics, place);
            }
        }
    }
    Ok(())
}

fn json(session: &mut Session<'_, '_>, outcomes: &[Outcome]) -> Result<(), Failure> {
    let faults = outcomes.iter().filter_map(|outcome| match &outcome.state {
        State::Faulty(found) => Some(findings(&found.sources, &found.diagnostics, &outcome.place)),
        _ => None,
    });
    let files = outcomes.iter().map(|outcome| File {
        path: outcome.place.shown(&outcome.place.name),
        state: match outcome.state {
            State::Unchanged => "unchanged",
            State::Formatted => "formatted",
            State::Differs => "differs",
            State::Faulty(_) => "faulty",
        },
    });
    session.print_json(&Report {
        findings: Findings::join(faults),
        files: files.collect(),
    })
}
