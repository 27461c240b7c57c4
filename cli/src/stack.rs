//! The stack that a command is about: its text read, and everything that it needs compiled.

use std::{
    io,
    path::{Path, PathBuf},
};

use stackc_compiler::{
    compile::{Compilation, compile},
    diag::Diagnostic,
    resolve::{Request, STANDARD_LIBRARY},
    source::Span,
};

use crate::{
    args::Source,
    ask::suggestion,
    disk::{DiskLibrary, TEXT_LIMIT, read_up_to, utf8},
    exit::Failure,
    reading::Reading,
    session::Session,
    world::Registry,
};

/// The name of a stack that comes from standard input.
const STANDARD_INPUT: &str = "<stdin>";

/// Where a stack is and how its files are shown.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The file's name; includes and artifacts are named relative to its folder.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// The folder as it was named on the command line; empty for the current one.
    pub prefix: String,
    /// The path as it was named; none for standard input.
    pub path: Option<PathBuf>,
    /// The git revision that it is read from; none for what lies on disk.
    pub revision: Option<String>,
}

/// A stack, compiled.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub place: Place,
    pub compilation: Compilation,
}

impl Place {
    pub(crate) fn of(session: &Session<'_, '_>, path: &Path) -> Result<Self, Failure> {
        Self::from(&session.folder, path)
    }

    /// The place of a path that starts from a folder.
    pub(crate) fn from(folder: &Path, path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self {
                name: STANDARD_INPUT.to_owned(),
                folder: folder.to_owned(),
                prefix: String::new(),
                path: None,
                revision: None,
            });
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name else {
            return Err(Failure::Usage(format!(
                "`{}` does not name a file",
                path.display()
            )));
        };
        if name.contains(char::is_control) {
            return Err(Failure::Usage(format!(
                "`{}` holds a control character: give the file another name",
                path.display()
            )));
        }
        let parent = path.parent().unwrap_or(Path::new(""));
        Ok(Self {
            name: name.to_owned(),
            folder: folder.join(parent),
            prefix: slashes(parent),
            path: Some(folder.join(path)),
            revision: None,
        })
    }

    pub(crate) fn is_standard_input(&self) -> bool {
        self.path.is_none()
    }

    /// The path of a file of this stack, as it is shown.
    pub(crate) fn shown(&self, path: &str) -> String {
        if path.starts_with(STANDARD_LIBRARY) || Path::new(path).is_absolute() {
            return path.to_owned();
        }
        let prefix = self.prefix.trim_end_matches('/');
        let shown = match self.prefix.as_str() {
            "" | "." => path.to_owned(),
            _ => stackc_compiler::resolve::join("", &format!("{prefix}/{path}")),
        };
        match &self.revision {
            Some(revision) => format!("{revision}:{shown}"),
            None => shown,
        }
    }

    /// The stack's text, or the code and the reason why there is none.
    pub(crate) fn text(
        &self,
        session: &mut Session<'_, '_>,
    ) -> Result<String, (&'static str, String)> {
        let bytes = match &self.path {
            Some(path) => read_up_to(path, TEXT_LIMIT),
            None => session.read_input(TEXT_LIMIT + 1),
        };
        self.text_of(bytes)
    }

    /// The text of what was read.
    fn text_of(&self, bytes: io::Result<Vec<u8>>) -> Result<String, (&'static str, String)> {
        let shown = self.shown(&self.name);
        let bytes = bytes.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ("missing-file", format!("there is no file `{shown}`")),
            _ => (
                "unreadable-file",
                format!("`{shown}` can't be read: {error}"),
            ),
        })?;
        if bytes.len() as u64 > TEXT_LIMIT {
            // That it is too large is the compiler's to say.
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        utf8(bytes).map_err(|why| ("unreadable-file", format!("`{shown}` can't be read: {why}")))
    }
}

/// A path with `/` between its parts.
pub(crate) fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

/// Reads a stack and compiles it in every environment.
pub(crate) fn read(session: &mut Session<'_, '_>, source: &Source) -> Result<Compiled, Failure> {
    check_targets(session, &source.targets)?;
    let place = Place::of(session, &source.path)?;
    let text = place.text(session);
    let request = text.map(|text| request(&place, text, source));
    Ok(compiled(place, request, session.targets))
}

/// The same for a stack that lies in a file, and that is compared with the one that is meant.
pub(crate) fn read_baseline(reading: &Reading, source: &Source) -> Result<Compiled, Failure> {
    let place = Place::from(&reading.folder, &source.path)?;
    let path = place.path.clone().unwrap_or_default();
    let text = place.text_of(read_up_to(&path, TEXT_LIMIT));
    let request = |text| Request {
        set_elsewhere: true,
        ..request(&place, text, source)
    };
    Ok(compiled(place.clone(), text.map(request), reading.targets))
}

fn request(place: &Place, text: String, source: &Source) -> Request {
    Request {
        path: place.name.clone(),
        text,
        set: source.set.clone(),
        set_elsewhere: false,
        targets: source.targets.clone(),
    }
}

fn compiled(
    place: Place,
    request: Result<Request, (&'static str, String)>,
    targets: Registry,
) -> Compiled {
    let compilation = match request {
        Ok(request) => {
            let library = DiskLibrary::new(&place.folder);
            compile(&request, &library, targets)
        }
        Err((code, why)) => unread(&place, code, &why),
    };
    Compiled { place, compilation }
}

/// A compilation that got nowhere because there is no text.
pub(crate) fn unread(place: &Place, code: &'static str, why: &str) -> Compilation {
    let mut compilation = Compilation::default();
    let file = compilation.sources.add(place.name.clone(), "");
    let span = Span {
        file,
        start: 0,
        end: 0,
    };
    let mut found = Diagnostic::error(code, span, why);
    if code == "missing-file" {
        found = found.help("stackc init writes a first stack");
    }
    compilation.diagnostics.push(found);
    compilation
}

fn check_targets(session: &Session<'_, '_>, asked: &[String]) -> Result<(), Failure> {
    let known: Vec<&str> = session.targets.iter().map(|target| target.id()).collect();
    match asked.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Failure::Usage(format!(
            "there is no target `{name}`; {}\ntargets: {}",
            suggestion(name, &known),
            known.join(", ")
        ))),
    }
}
