//! The files of a Compose project: those that are named, or those that docker compose would find.

use std::{
    io,
    path::{Path, PathBuf},
};

use stackc_import::Given;

use crate::{
    disk::{TEXT_LIMIT, read_up_to, utf8},
    exit::Failure,
    session::Session,
    stack::{Place, slashes},
};

/// What docker compose looks for in a folder, in its order.
const NAMES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// What it lays over that.
const OVERRIDES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// A file that can't be read: its path, a code, and why.
pub(super) type Unread = (String, &'static str, String);

/// A file beside the Compose files that can't be read.
#[derive(Debug)]
pub(super) struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why it can't be read.
    pub message: String,
    /// What the stack lacks without it.
    pub without: &'static str,
}

/// A project.
#[derive(Debug)]
pub(super) struct Project {
    /// Its Compose files.
    pub files: Vec<Given>,
    /// Those that can't be read.
    pub unread: Vec<Unread>,
    /// Those beside them that can't be.
    pub left_out: Vec<LeftOut>,
    /// Its `.env`.
    pub environment_file: Option<Given>,
    /// Dokploy's template beside them.
    pub template: Option<Given>,
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// How its files are shown.
    pub place: Place,
}

/// The project that paths on the command line name.
pub(super) fn project(
    paths: &[PathBuf],
    session: &mut Session<'_, '_>,
) -> Result<Project, Failure> {
    let paths = expanded(paths, session)?;
    let Some(first) = paths.first() else {
        return Err(Failure::Usage("name a Compose file".to_owned()));
    };
    let place = Place::of(session, first)?;
    let folder = place.folder.clone();
    let mut project = Project {
        files: Vec::new(),
        unread: Vec::new(),
        left_out: Vec::new(),
        environment_file: None,
        template: None,
        name: name_of(&folder),
        folder,
        place,
    };
    let start = first.parent().unwrap_or(Path::new(""));
    for path in &paths {
        project.read(path, start, session);
    }
    // docker compose takes no notice of a folder that is called `.env`.
    if !project.folder.join(".env").is_dir() {
        project.environment_file = project.beside(
            ".env",
            "it may give the project its name; save it as UTF-8, of at most 1 MiB",
        );
    }
    project.template = project.beside(
        "template.toml",
        "the stack is made of the Compose file alone",
    );
    Ok(project)
}

impl Project {
    /// A file that is read where it is there; one that can't be read is left out.
    fn beside(&mut self, name: &str, without: &'static str) -> Option<Given> {
        let path = name.to_owned();
        match text(&self.folder.join(name)) {
            Ok(text) => return Some(Given { path, text }),
            Err(("missing-file", _)) => {}
            Err((_, why)) => self.left_out.push(LeftOut {
                message: format!("`{path}` is left out, for it can't be read: {why}"),
                path,
                without,
            }),
        }
        None
    }

    /// Reads one file; its path is as seen from the project's folder.
    fn read(&mut self, path: &Path, start: &Path, session: &mut Session<'_, '_>) {
        if path == Path::new("-") {
            let bytes = session.read_input(TEXT_LIMIT + 1);
            let text = bytes.map_err(|error| error.to_string()).and_then(utf8);
            match text {
                Ok(text) => self.files.push(Given {
                    path: self.place.name.clone(),
                    text,
                }),
                Err(why) => self.unread.push((
                    self.place.name.clone(),
                    "unreadable-file",
                    format!("standard input can't be read: {why}"),
                )),
            }
            return;
        }
        let seen = match path.strip_prefix(start) {
            Ok(inside) => slashes(inside),
            Err(_) if path.is_absolute() => slashes(path),
            Err(_) => stackc_compiler::resolve::relative(&slashes(start), &slashes(path))
                .trim_start_matches("./")
                .to_owned(),
        };
        match text(&session.folder.join(path)) {
            Ok(text) => self.files.push(Given { path: seen, text }),
            Err((code, why)) => {
                let shown = path.display().to_string();
                let shown = shown.trim_start_matches("./");
                let message = match code {
                    "missing-file" => format!("there is no file `{shown}`"),
                    _ => format!("`{shown}` can't be read: {why}"),
                };
                self.unread.push((seen, code, message));
            }
        }
    }
}

fn text(path: &Path) -> Result<String, (&'static str, String)> {
    let bytes = read_up_to(path, TEXT_LIMIT).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ("missing-file", String::new()),
        _ => ("unreadable-file", error.to_string()),
    })?;
    utf8(bytes).map_err(|why| ("unreadable-file", why))
}

/// The paths with each folder replaced by what docker compose finds in it.
fn expanded(paths: &[PathBuf], session: &Session<'_, '_>) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let full = session.folder.join(path);
        if !full.is_dir() {
            all.push(path.clone());
            continue;
        }
        let named = named_in_environment(&full);
        if !named.is_empty() {
            all.extend(named.iter().map(|name| path.join(name)));
            continue;
        }
        let there = |name: &&&str| full.join(name).is_file();
        let Some(base) = NAMES.iter().find(there) else {
            return Err(Failure::Usage(format!(
                "`{}` holds no Compose file; docker compose looks for {}",
                path.display(),
                NAMES.join(", ")
            )));
        };
        all.push(path.join(base));
        all.extend(OVERRIDES.iter().find(there).map(|name| path.join(name)));
    }
    Ok(all)
}

/// The files that `COMPOSE_FILE` names in a folder's `.env`, split as docker compose splits them.
fn named_in_environment(folder: &Path) -> Vec<String> {
    let Ok(text) = text(&folder.join(".env")) else {
        return Vec::new();
    };
    let pairs = stackc_import::pairs(&text);
    let value = |wanted: &str| {
        let pair = pairs.iter().rev().find(|(name, _)| name == wanted);
        pair.map(|(_, value)| value.as_str())
    };
    let separator = value("COMPOSE_PATH_SEPARATOR").unwrap_or(":");
    let files = value("COMPOSE_FILE").unwrap_or("").split(separator);
    files
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn name_of(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
