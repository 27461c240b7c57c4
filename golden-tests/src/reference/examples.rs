//! The examples of the reference, and what becomes of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use stackc_compiler::{
    artifact::Artifacts,
    compile::{Compilation, compile},
    resolve::{Request, Stack},
    source::{FileId, Found, Library, LibraryError, Sources},
    syntax::{self, Node},
    target::{Place, Target},
};
use stackc_targets::REGISTRY;

/// The targets that say every word, and whose files the reference shows. What another can't say is in its table.
const SHOWN: [&str; 2] = ["compose", "nginx"];

fn shown() -> impl Iterator<Item = &'static dyn Target> {
    let all = REGISTRY.iter().copied();
    all.filter(|target| SHOWN.contains(&target.id()))
}

/// A stack that shows a node: `service.port.kdl`, or `service+memory.kdl` for one aspect of a large one.
#[derive(Clone, Debug)]
pub struct Example {
    /// The name of its file.
    pub file: String,
    /// The place of the node that it shows.
    pub place: String,
    /// What of the node it shows, if it is not all.
    pub aspect: Option<String>,
    /// Its text.
    pub text: String,
    /// The folder that it lies in.
    pub folder: PathBuf,
}

/// What one target made of an example in one environment.
#[derive(Clone, Debug)]
pub struct Output {
    /// The environment, if the stack has environments.
    pub environment: Option<String>,
    /// Whether it is built when no environment is named.
    pub is_default: bool,
    /// The target.
    pub target: &'static str,
    /// The files.
    pub artifacts: Artifacts,
}

impl Output {
    /// The text of a file, if it was made.
    pub fn text(&self, path: &str) -> Option<String> {
        let artifact = self.artifacts.get(path)?;
        String::from_utf8(artifact.bytes.clone()).ok()
    }
}

/// The folder of the examples.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reference")
}

/// Every example, sorted by place; the one that shows all of a node before those of its aspects.
///
/// # Panics
/// When the folder can't be read.
pub fn all() -> Vec<Example> {
    let entries = fs::read_dir(folder()).expect("the folder of the examples can be read");
    let files = entries.map(|entry| entry.expect("an entry can be read").path());
    let stacks = files.filter(|path| path.extension().is_some_and(|extension| extension == "kdl"));
    let mut examples: Vec<Example> = stacks.map(|path| read(&path)).collect();
    examples.sort_by(|a, b| (&a.place, &a.aspect).cmp(&(&b.place, &b.aspect)));
    examples
}

fn read(path: &Path) -> Example {
    let file = path
        .file_name()
        .expect("a file has a name")
        .to_string_lossy()
        .into_owned();
    let stem = file.trim_end_matches(".kdl");
    let (place, aspect) = match stem.split_once('+') {
        Some((place, aspect)) => (place, Some(aspect.to_owned())),
        None => (stem, None),
    };
    Example {
        place: place.to_owned(),
        aspect,
        text: fs::read_to_string(path).expect("an example can be read"),
        folder: path.parent().expect("a file lies in a folder").to_owned(),
        file,
    }
}

impl Example {
    /// Its nodes.
    pub fn nodes(&self) -> Vec<Node> {
        syntax::parse(
            self.id(),
            &self.text,
            &mut stackc_compiler::diag::Diagnostics::default(),
        )
        .nodes
    }

    /// The text as `fmt` lays it out, or nothing if it can't be read.
    pub fn formatted(&self) -> Option<String> {
        syntax::format(self.id(), &self.text).ok()
    }

    fn id(&self) -> FileId {
        Sources::default().add(self.file.clone(), self.text.clone())
    }

    /// The line that says what it shows: its `description`.
    pub fn caption(&self) -> String {
        let nodes = self.nodes();
        let description = nodes.iter().find(|node| node.kind.value == "description");
        description.and_then(Node::first).unwrap_or("").to_owned()
    }

    /// The example, compiled for every target that is shown in every environment.
    pub fn compile(&self) -> Compilation {
        let request = Request {
            path: "stack.kdl".to_owned(),
            text: self.text.clone(),
            targets: shown().map(|target| target.id().to_owned()).collect(),
            ..Request::default()
        };
        compile(
            &request,
            &Disk {
                folder: self.folder.clone(),
            },
            REGISTRY,
        )
    }

    /// What every target that is shown makes of it in every environment.
    ///
    /// # Panics
    /// When a target has a fault.
    pub fn outputs(&self) -> Vec<Output> {
        let compilation = self.compile();
        let pairs = compilation
            .stacks
            .iter()
            .flat_map(|stack| shown().map(move |target| (stack, target)));
        pairs.map(|(stack, target)| output(stack, target)).collect()
    }
}

fn output(stack: &Stack, target: &dyn Target) -> Output {
    let back = match stack.environment_folder() {
        "" => "../..",
        _ => "../../..",
    };
    let place = Place {
        back: back.to_owned(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    Output {
        environment: stack.environment.clone(),
        is_default: stack.is_default,
        target: target.id(),
        artifacts: target
            .emit(stack, &place)
            .expect("a checked stack can be written"),
    }
}

/// The files beside the examples.
struct Disk {
    folder: PathBuf,
}

impl Library for Disk {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        fs::read_to_string(self.folder.join(path)).map_err(|_| LibraryError::NotFound)
    }

    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError> {
        let full = self.folder.join(path);
        if full.is_file() {
            return Ok(vec![found("", &full)?]);
        }
        let entries = fs::read_dir(&full).map_err(|_| LibraryError::NotFound)?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .collect();
        names.sort();
        names
            .iter()
            .map(|name| found(name, &full.join(name)))
            .collect()
    }

    fn module(&self, name: &str) -> Option<&str> {
        stackc_stacks::module(name).map(|module| module.text)
    }

    fn modules(&self) -> Vec<&str> {
        let modules = stackc_stacks::MODULES.iter();
        modules.map(|module| module.name).collect()
    }
}

fn found(path: &str, full: &Path) -> Result<Found, LibraryError> {
    let bytes = fs::read(full).map_err(|_| LibraryError::NotFound)?;
    Ok(Found {
        path: path.to_owned(),
        bytes,
    })
}
