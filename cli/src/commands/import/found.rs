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

/// A project.
#[derive(Debug)]
pub(super) struct Project {
    /// Its Compose files.
    pub files: Vec<Given>,
    /// Those that can't be read.
    pub unread: Vec<Unread>,
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
    let beside = |name: &str| {
        let text = text(&project.folder.join(name)).ok()?;
        let path = name.to_owned();
        Some(Given { path, text })
    };
    project.environment_file = beside(".env");
    project.template = beside("template.toml");
    Ok(project)
}

impl Project {
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

fn name_of(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
