//! `stackc why PATH[:LINE]`: which line of the stack made a line of an artifact. It reads the stack alone: what lies on disk may be edited.

use std::fmt::Write as _;

use serde::Serialize;
use stackc_compiler::{
    artifact::Artifacts,
    resolve::{Stack, join},
    source::Span,
    target::{Target, select},
    why::{Line, Origin, origin},
};

use super::{FORMAT, build::layout};
use crate::{
    args,
    ask::suggestion,
    exit::{Exit, Failure},
    printable::printable,
    report,
    session::Session,
    stack::{self, Compiled},
};

/// The answer for one line, or for the whole file.
#[derive(Debug, Serialize)]
struct Answer {
    format_version: u32,
    path: String,
    target: &'static str,
    environment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<OriginOut>,
}

#[derive(Debug, Serialize)]
struct OriginOut {
    path: String,
    file: String,
    line: usize,
    column: usize,
    /// The environment whose overlay says it, or the module that does.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// One file of one target in one environment.
pub(in crate::commands) struct Place<'c> {
    pub stack: &'c Stack,
    pub target: &'static dyn Target,
    /// Its path in the target's folder.
    pub path: String,
    pub files: Artifacts,
}

pub(super) fn run(args: &args::Why, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let source = args::Source {
        path: args.stack.clone(),
        set: args.set.clone(),
        targets: Vec::new(),
    };
    let compiled = stack::read(session, &source)?;
    let compilation = &compiled.compilation;
    if compilation.diagnostics.has_errors() {
        report::show_text(
            session,
            &compilation.sources,
            &compilation.diagnostics,
            &compiled.place,
        );
        return Ok(Exit::Errors);
    }
    let (path, number) = asked(&args.artifact)?;
    let place = find(session, &compiled, &source, &path)?;
    let artifact = place.files.get(&place.path);
    let bytes = artifact
        .map(|artifact| artifact.bytes.as_slice())
        .unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().count();
    if let Some(number) = number.filter(|number| *number == 0 || *number > lines) {
        return Err(Failure::Run(format!(
            "`{path}` has {lines} lines, and no line {number}"
        )));
    }
    let line = number.map(|number| Line {
        path: &place.path,
        text: &text,
        number,
    });
    let found = match line {
        Some(line) => of_line(place.stack, place.target, line),
        None => None,
    };
    let found = found.or_else(|| {
        let span = artifact?.origin?;
        Some(Origin {
            path: String::new(),
            span,
        })
    });
    let own = line.map(|line| line.own().trim().to_owned());
    let answer = Answer {
        format_version: FORMAT,
        path,
        target: place.target.id(),
        environment: place.stack.environment.clone(),
        line: number,
        text: own.map(|own| hidden(&compiled, &own)),
        origin: found.map(|origin| shown(&compiled, origin)),
    };
    if session.is_json() {
        session.print_json(&answer)?;
    } else {
        session.print(printable(&text_of(&answer, &compiled)).as_bytes())?;
    }
    Ok(Exit::Done)
}

/// What made a line, by the rule of its target.
pub(in crate::commands) fn of_line(
    stack: &Stack,
    target: &'static dyn Target,
    line: Line<'_>,
) -> Option<Origin> {
    let own = line.own();
    if own.trim().is_empty() {
        return None;
    }
    origin(stack, &target.owner(stack, line), own)
}

/// `PATH` or `PATH:LINE`.
fn asked(text: &str) -> Result<(String, Option<usize>), Failure> {
    let split = text.rsplit_once(':');
    let number = split.and_then(|(path, number)| Some((path, number.parse::<usize>().ok()?)));
    let (path, number) = number.map_or((text, None), |(path, number)| (path, Some(number)));
    if path.is_empty() {
        return Err(Failure::Usage(
            "name an artifact: stackc why out/compose/docker-compose.yml:12".to_owned(),
        ));
    }
    Ok((join("", path), number))
}

/// The artifact at a path: as `build` writes it, or its end if that is the only one.
fn find<'c>(
    session: &Session<'_, '_>,
    compiled: &'c Compiled,
    source: &args::Source,
    path: &str,
) -> Result<Place<'c>, Failure> {
    let asked = layout::Asked {
        place: &compiled.place,
        source,
        registry: session.targets,
        out: None,
    };
    let mut all: Vec<(String, Place<'c>)> = Vec::new();
    for stack in &compiled.compilation.stacks {
        for target in select(session.targets, stack, &source.targets) {
            let folder = layout::folder(stack, target.id(), false)
                .map_err(|fault| Failure::Run(fault.message))?;
            let leads = layout::leads(&compiled.compilation.stacks, stack, target.id());
            let (_, files) = layout::emit(stack, target, (&folder, leads), &asked)?;
            for (name, _) in files.iter() {
                let place = Place {
                    stack,
                    target,
                    path: name.to_owned(),
                    files: files.clone(),
                };
                all.push((compiled.place.shown(&join(&folder, name)), place));
            }
        }
    }
    let ends = |full: &str| {
        full.strip_suffix(path)
            .is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let exact = all.iter().position(|(full, _)| full == path);
    let mut found: Vec<usize> = match exact {
        Some(at) => vec![at],
        None => (0..all.len())
            .filter(|at| all.get(*at).is_some_and(|(full, _)| ends(full)))
            .collect(),
    };
    match (found.pop(), found.is_empty()) {
        (Some(at), true) => Ok(all.swap_remove(at).1),
        (Some(_), false) => {
            let names = all
                .iter()
                .filter(|(full, _)| ends(full))
                .map(|(full, _)| full.as_str());
            Err(Failure::Usage(format!(
                "`{path}` may be any of\n{}",
                names.collect::<Vec<_>>().join("\n")
            )))
        }
        (None, _) => {
            let names: Vec<&str> = all.iter().map(|(full, _)| full.as_str()).collect();
            Err(Failure::Usage(format!(
                "this stack makes no `{path}`; {}",
                suggestion(path, &names)
            )))
        }
    }
}

fn hidden(compiled: &Compiled, text: &str) -> String {
    let sources = [&compiled.compilation.sources];
    stackc_compiler::secret_like::Hidden::of(&sources, []).shown(text)
}

fn shown(compiled: &Compiled, origin: Origin) -> OriginOut {
    let sources = &compiled.compilation.sources;
    let position = sources.position(origin.span.file, origin.span.start);
    OriginOut {
        path: origin.path,
        file: compiled.place.shown(sources.path(origin.span.file)),
        line: position.line,
        column: position.column,
        by: by(compiled, origin.span),
    }
}

/// The environment whose overlay a place lies in, or the module.
fn by(compiled: &Compiled, span: Span) -> Option<String> {
    let sources = &compiled.compilation.sources;
    let file = sources.file(span.file)?;
    if file.path != compiled.place.name {
        return Some(format!("from {}", file.path));
    }
    let overlay = compiled
        .compilation
        .overlays
        .iter()
        .find(|(_, body)| body.contains(span));
    overlay.map(|(name, _)| format!("in environment {name}"))
}

fn text_of(answer: &Answer, compiled: &Compiled) -> String {
    let mut text = match (answer.line, &answer.text) {
        (Some(line), Some(own)) => format!("{}:{line}: {own}\n", answer.path),
        _ => format!("{}\n", answer.path),
    };
    let environment = match &answer.environment {
        Some(name) => format!(", in environment {name}"),
        None => String::new(),
    };
    match &answer.origin {
        Some(origin) => {
            let by = origin
                .by
                .as_ref()
                .map(|by| format!(" ({by})"))
                .unwrap_or_default();
            let _ = writeln!(
                text,
                "  {}:{}:{}{by}",
                origin.file, origin.line, origin.column
            );
            if !origin.path.is_empty() {
                let _ = writeln!(text, "  {}", origin.path);
            }
        }
        None => {
            let _ = writeln!(
                text,
                "  the target {} writes it for every stack{environment}; no line of {} says it",
                answer.target, compiled.place.name
            );
        }
    }
    text
}
