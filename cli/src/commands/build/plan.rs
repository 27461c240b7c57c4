//! What writing would do to the files that are there. Nothing is changed here.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use stackc_compiler::{
    artifact::sha256,
    resolve::{folder_of, join},
};

use super::{
    layout::{Item, lacking},
    root::Root,
    sources,
};
use crate::{
    args::Source,
    disk::{Entry, LOCK_LIMIT, Lock, is_executable, read_made, read_start, read_up_to},
    exit::Failure,
    stack::Compiled,
};

/// What there is to do.
#[derive(Debug)]
pub(super) struct Plan {
    pub files: Vec<Planned>,
    pub stale: Vec<Stale>,
    pub lock: Lock,
    /// Whether the lock that is there says something else.
    pub lock_differs: bool,
    /// The params that `--set` gave another value, or none, when that lock was written.
    pub other_set: Vec<String>,
    /// The files that the stack was made of otherwise when that lock was written; none if there is no lock.
    pub lock_says: Option<Vec<String>>,
}

/// A file that is made.
#[derive(Debug)]
pub(super) struct Planned {
    pub item: Item,
    pub place: PathBuf,
    pub state: State,
    /// Whether its bytes are what they will be, and only its mode is not.
    pub is_only_mode: bool,
}

/// Why a file is overwritten only if told: what it holds is somebody's own.
const FOREIGN: &str = "stackc did not make it";

/// What stands at a file's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    New,
    /// What stackc wrote before.
    Changed,
    /// The file as it will be.
    Unchanged,
    /// What stackc wrote before, changed by hand: overwritten only if told.
    Edited,
    /// Something else, overwritten only if told.
    Held(&'static str),
    /// Something that is never overwritten.
    Barred(String),
}

impl State {
    /// Why the file is overwritten only if told.
    pub(super) fn held(&self) -> Option<&'static str> {
        match self {
            Self::Edited => Some("it was edited since stackc wrote it"),
            Self::Held(why) => Some(why),
            Self::New | Self::Changed | Self::Unchanged | Self::Barred(_) => None,
        }
    }
}

/// A file of the lock that is no longer made.
#[derive(Debug)]
pub(super) struct Stale {
    pub path: String,
    pub fate: Fate,
}

/// What becomes of a file that is no longer made.
#[derive(Debug)]
pub(super) enum Fate {
    /// It is ours, as it was written, and lies here.
    Goes(PathBuf),
    /// It stays, and why.
    Stays(String),
}

/// What a build is about.
pub(super) struct Scope<'a> {
    /// The environments that are built.
    pub environments: &'a [Option<String>],
    /// All that the stack has.
    pub known: &'a [String],
    /// The targets that are asked for; none means all.
    pub targets: &'a [String],
    /// The folders of all outputs of the stack.
    pub folders: &'a BTreeSet<String>,
}

impl Scope<'_> {
    /// Whether this build says what becomes of a file of the lock.
    fn covers(&self, path: &str, entry: &Entry) -> bool {
        if path.rsplit('/').next() == Some(".gitignore") && self.folders.contains(folder_of(path)) {
            return false;
        }
        let is_known = match &entry.environment {
            Some(name) => self.known.contains(name),
            None => self.known.is_empty(),
        };
        let built = self.environments.contains(&entry.environment) || !is_known;
        let asked = self.targets.is_empty() || self.targets.contains(&entry.target);
        built && asked
    }
}

impl Plan {
    pub(super) fn new(
        root: &Root,
        items: Vec<Item>,
        scope: &Scope<'_>,
        compiled: &Compiled,
        source: &Source,
    ) -> Result<Self, Failure> {
        let old = read_lock(root)?;
        let locked = old.as_ref().map(|lock| &lock.artifacts);
        let entry = |path: &str| locked.and_then(|artifacts| artifacts.get(path));
        let sources = sources::hashes(&compiled.compilation, source);
        let protected = protected(root, compiled);
        let files: Vec<Planned> = items
            .into_iter()
            .map(|item| {
                let locked = entry(&item.path);
                planned(item, root, locked, &protected)
            })
            .filter(|file| !is_own_gitignore(file))
            .map(keep_foreign_rules)
            .collect();
        let mut artifacts: BTreeMap<String, Entry> = BTreeMap::new();
        let mut stale = Vec::new();
        let ours = LazyCell::new(|| Ours::new(root, locked, scope, &files));
        let made: BTreeSet<&str> = files.iter().map(|file| file.item.path.as_str()).collect();
        for (path, entry) in locked.into_iter().flatten() {
            if made.contains(path.as_str()) {
                continue;
            }
            if scope.covers(path, entry) {
                stale.extend(stale_file(root, path, entry, &protected, &ours));
            } else {
                artifacts.insert(path.clone(), entry.clone());
            }
        }
        artifacts.extend(files.iter().map(|file| lock_entry(&file.item)));
        let other_set = old
            .as_ref()
            .map(|old| sources::other_set(&old.sources, &sources))
            .unwrap_or_default();
        let lock_says = old
            .as_ref()
            .map(|old| sources::other_files(&old.sources, &sources));
        let lock = Lock::new(sources, artifacts);
        Ok(Self {
            lock_differs: !old.is_some_and(|old| old.says_what(&lock)),
            files,
            stale,
            lock,
            other_set,
            lock_says,
        })
    }
}

fn lock_entry(item: &Item) -> (String, Entry) {
    let entry = Entry {
        sha256: item.artifact.sha256(),
        mode: item.artifact.mode().to_owned(),
        environment: item.environment.clone(),
        target: item.target.to_owned(),
    };
    (item.path.clone(), entry)
}

fn read_lock(root: &Root) -> Result<Option<Lock>, Failure> {
    let path = root.lock_path();
    let refuse = |why: String| {
        let name = &root.lock;
        Failure::Run(format!(
            "`{name}` can't be read: {why}; take it away to start afresh"
        ))
    };
    match read_up_to(&path, LOCK_LIMIT) {
        Ok(bytes) => Lock::parse(&bytes).map(Some).map_err(refuse),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// Files that no output may lie on: what the stack is read from, and the lock.
fn protected(root: &Root, compiled: &Compiled) -> BTreeSet<PathBuf> {
    let folder = &compiled.place.folder;
    let compilation = &compiled.compilation;
    let stacks = compilation.sources.iter().map(|(_, file)| &file.path);
    stacks
        .chain(compilation.shipped.keys())
        .filter_map(|path| folder.join(path).canonicalize().ok())
        .chain([root.lock_path()])
        .collect()
}

fn planned(
    item: Item,
    root: &Root,
    locked: Option<&Entry>,
    protected: &BTreeSet<PathBuf>,
) -> Planned {
    let (place, state) = match root.inside.place(&item.path) {
        Err(why) => (PathBuf::new(), State::Barred(why)),
        Ok(place) if protected.contains(&place) => (
            place,
            State::Barred("the stack itself is read from it".to_owned()),
        ),
        Ok(place) => {
            let state = state(&place, &item, locked)
                .unwrap_or_else(|error| State::Barred(error.to_string()));
            (place, state)
        }
    };
    let is_only_mode = state == State::Changed
        && read_made(&place).is_ok_and(|there| there.as_ref() == Some(&item.artifact.bytes));
    Planned {
        item,
        place,
        state,
        is_only_mode,
    }
}

fn state(place: &Path, item: &Item, locked: Option<&Entry>) -> io::Result<State> {
    let metadata = match fs::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::New),
        other => other?,
    };
    if metadata.is_symlink() {
        return Ok(State::Held("it is a link"));
    }
    if !metadata.is_file() {
        return Ok(State::Barred("it is no file".to_owned()));
    }
    let Some(there) = read_made(place)? else {
        return Ok(State::Held("it is larger than anything that stackc makes"));
    };
    let executable = item.artifact.executable;
    Ok(if there == item.artifact.bytes {
        if is_executable(&metadata, executable) == executable {
            State::Unchanged
        } else {
            State::Changed
        }
    } else {
        match locked {
            Some(entry) if entry.sha256 == sha256(&there) => State::Changed,
            Some(_) => State::Edited,
            None => State::Held(FOREIGN),
        }
    })
}

/// A file of rules for git that is there already and has the rules that are needed stays as it is, and is no artifact.
fn is_own_gitignore(file: &Planned) -> bool {
    file.item.is_rules && file.state.held().is_some() && missing_rules(&file.place).is_empty()
}

/// Rules for git that stackc did not make hold more than its own: they are never overwritten, for what they hide would be seen.
fn keep_foreign_rules(mut file: Planned) -> Planned {
    if file.item.is_rules && file.state == State::Held(FOREIGN) {
        let rules = missing_rules(&file.place).join(" and ");
        file.state = State::Barred(format!(
            "it is yours, and lacks {rules}: add a line for each"
        ));
    }
    file
}

/// The rules that a file of rules for git lacks.
fn missing_rules(place: &Path) -> Vec<&'static str> {
    let there = read_made(place).ok().flatten().unwrap_or_default();
    let there = String::from_utf8_lossy(&there);
    lacking(&there)
}

fn stale_file<F: FnOnce() -> Ours>(
    root: &Root,
    path: &str,
    entry: &Entry,
    protected: &BTreeSet<PathBuf>,
    ours: &LazyCell<Ours, F>,
) -> Option<Stale> {
    let path = join("", path);
    let fate = match root.inside.place(&path) {
        Err(why) => Fate::Stays(why),
        Ok(place) => {
            fs::symlink_metadata(&place).ok()?;
            let bytes = read_made(&place).ok().flatten();
            if bytes.is_none_or(|bytes| sha256(&bytes) != entry.sha256) {
                Fate::Stays("was edited since stackc wrote it".to_owned())
            } else if protected.contains(&place) {
                Fate::Stays("the stack itself is read from it".to_owned())
            } else if ours.hold(root, &path, &place) {
                Fate::Goes(place)
            } else {
                Fate::Stays("nothing but the lock says that stackc wrote it".to_owned())
            }
        }
    };
    Some(Stale { path, fate })
}

/// How our files begin, after the mark of a comment.
const MARK: &str = "Generated by stackc";

/// Folders whose files are ours if the lock says so. The lock alone is no proof: it comes with the stack and may list any file.
struct Ours(BTreeSet<PathBuf>);

impl Ours {
    /// Folders of outputs, and those with a file of the lock that carries our mark; never the root itself.
    fn new(
        root: &Root,
        locked: Option<&BTreeMap<String, Entry>>,
        scope: &Scope<'_>,
        files: &[Planned],
    ) -> Self {
        let top = root.inside.root();
        let made = files.iter().map(|file| &file.item.folder);
        let outputs = scope.folders.iter().chain(made).map(|path| top.join(path));
        let marked = locked.into_iter().flatten().filter_map(|(path, _)| {
            let place = root.inside.place(path).ok()?;
            let folder = place.parent()?.to_owned();
            (place == top.join(join("", path)) && is_marked(&place)).then_some(folder)
        });
        let folders = outputs.chain(marked);
        Self(folders.filter(|folder| folder != top).collect())
    }

    /// Whether a file lies in one of them, with no link on the way, or carries our mark.
    fn hold(&self, root: &Root, path: &str, place: &Path) -> bool {
        let straight = place == root.inside.root().join(path);
        let mut around = place.ancestors().skip(1);
        (straight && around.any(|folder| self.0.contains(folder))) || is_marked(place)
    }
}

/// Whether a file says in its first lines that it is ours.
fn is_marked(place: &Path) -> bool {
    let start = read_start(place, 4096).ok().flatten().unwrap_or_default();
    String::from_utf8_lossy(&start)
        .lines()
        .take(4)
        .any(|line| line.contains(MARK))
}
