//! A folder's files as values.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it can be executed.
    pub executable: bool,
}

/// Files by path, with `/`.
pub type Tree = BTreeMap<String, File>;

/// Every file below a folder; none if there is no folder.
///
/// # Panics
/// When a file can't be read.
pub fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry.expect("a folder can be read");
            let path = entry.path();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if path.is_dir() {
                waiting.push((path, format!("{name}/")));
            } else {
                tree.insert(name, file(&path));
            }
        }
    }
    tree
}

/// Writes files below a folder.
///
/// # Panics
/// When a file can't be written.
pub fn write(folder: &Path, tree: &Tree) {
    for (name, file) in tree {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("a folder can be made");
        fs::write(&path, &file.bytes).expect("a file can be written");
        set_executable(&path, file.executable);
    }
}

fn file(path: &Path) -> File {
    File {
        bytes: fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        executable: is_executable(path),
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_path: &Path) -> bool {
    false
}

#[cfg(unix)]
fn set_executable(path: &Path, executable: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if executable { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode can be set");
}

#[cfg(not(unix))]
fn set_executable(_path: &Path, _executable: bool) {}
