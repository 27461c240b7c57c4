//! Whether the files of a repository are such that reading them ends: regular ones, of a bounded size. What is read by the library afterwards waits for no pipe and
//! fills no memory. What the library can't read is said to be what it is.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::disk::read_up_to;

/// The largest file that names something: a reference, the folder of another repository.
const NAME_LIMIT: u64 = 1 << 16;

/// The largest configuration, and the largest list of other repositories' objects.
const TEXT_LIMIT: u64 = 1 << 20;

/// The largest list of references, and of commits whose parents are missing.
const LIST_LIMIT: u64 = 64 << 20;

/// The most entries of a repository's folders that are looked at.
const MOST_ENTRIES: usize = 1 << 20;

/// How deep references lie at most.
const DEEPEST: usize = 64;

/// How many folders of objects are looked into: a repository's own, and those that it borrows from.
const MOST_STORES: usize = 64;

/// The repository around a folder, if its files are sound; nothing is said where there is none.
pub(super) fn look(folder: &Path) -> Result<(), String> {
    for around in folder.ancestors() {
        let git = around.join(".git");
        if let Some(found) = git_folder(&git)? {
            return repository(&found);
        }
        if is_repository(around) {
            return repository(around);
        }
    }
    Ok(())
}

/// The folder that is meant by what is named `.git`.
fn git_folder(path: &Path) -> Result<Option<PathBuf>, String> {
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(None);
    };
    if metadata.is_dir() {
        return Ok(is_repository(path).then(|| path.to_owned()));
    }
    let text = text(path, NAME_LIMIT)?.unwrap_or_default();
    let named = text.strip_prefix("gitdir:").map(str::trim);
    let beside = path.parent().unwrap_or(Path::new(""));
    Ok(named.map(|named| beside.join(named)))
}

/// Whether a folder looks like a repository's own, and not like another folder with one of these names in it.
fn is_repository(folder: &Path) -> bool {
    let is_there = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
    is_there("HEAD")
        && ["objects", "commondir"].iter().any(|name| is_there(name))
        && ["refs", "commondir"].iter().any(|name| is_there(name))
}

fn repository(git: &Path) -> Result<(), String> {
    let common = match text(&git.join("commondir"), NAME_LIMIT)? {
        Some(path) => git.join(path.trim_end_matches(['\n', '\r'])),
        None => git.to_owned(),
    };
    let config = text(&common.join("config"), TEXT_LIMIT)?.unwrap_or_default();
    format(&config)?;
    head(git)?;
    let mut left = MOST_ENTRIES;
    for folder in [git, common.as_path()] {
        text(&folder.join("gitdir"), NAME_LIMIT)?;
        text(&folder.join("config.worktree"), TEXT_LIMIT)?;
        bounded(&folder.join("packed-refs"), LIST_LIMIT)?;
        bounded(&folder.join("shallow"), LIST_LIMIT)?;
        top(folder, &mut left)?;
        references(&folder.join("refs"), DEEPEST, &mut left)?;
    }
    stores(&common.join("objects"), &mut left)
}

/// What the configuration says of a form that is not read here.
fn format(config: &str) -> Result<(), String> {
    let mut section = String::new();
    for line in config.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line.to_ascii_lowercase();
        }
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().trim_matches('"').to_ascii_lowercase();
        if !section.starts_with("[extensions]") {
            continue;
        }
        match (name.as_str(), value.as_str()) {
            ("refstorage", value) if value.starts_with("reftable") => {
                return Err("its repository keeps its references in reftables, which are not read here; `git refs migrate --ref-format=files` keeps them in files".to_owned());
            }
            ("objectformat", value) if value != "sha1" => {
                return Err(format!(
                    "its repository names its objects by {value}, and only those named by sha1 are read here"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// HEAD names a reference or a commit.
fn head(git: &Path) -> Result<(), String> {
    let path = git.join("HEAD");
    let Some(bytes) = bytes(&path, NAME_LIMIT)? else {
        return Ok(());
    };
    let head = String::from_utf8_lossy(&bytes);
    let head = head.trim_end();
    let is_hash = matches!(head.len(), 40 | 64) && head.bytes().all(|b| b.is_ascii_hexdigit());
    let named = head.strip_prefix("ref:").map(str::trim);
    let is_name = named.is_some_and(|name| {
        !name.is_empty() && !name.contains(|c: char| c.is_control() || c == ' ')
    });
    if is_hash || is_name {
        return Ok(());
    }
    Err(format!(
        "its repository is damaged: {} holds neither `ref: ` with the name of a branch nor the hash of a commit; `git symbolic-ref HEAD refs/heads/BRANCH` mends it",
        path.display()
    ))
}

/// What lies at the top: any of it may be taken for a reference. A socket can't be opened, so it keeps nobody waiting.
fn top(folder: &Path, left: &mut usize) -> Result<(), String> {
    for (path, kind) in entries(folder, left)? {
        if !kind.is_dir() && !is_socket(kind) {
            regular(&path)?;
        }
    }
    Ok(())
}

fn references(folder: &Path, depth: usize, left: &mut usize) -> Result<(), String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(format!("{} is nested too deeply", folder.display()));
    };
    for (path, kind) in entries(folder, left)? {
        if kind.is_dir() {
            references(&path, depth, left)?;
        } else {
            bounded(&path, NAME_LIMIT)?;
        }
    }
    Ok(())
}

/// The folders of objects: each once, those that are borrowed from among them.
fn stores(objects: &Path, left: &mut usize) -> Result<(), String> {
    let mut waiting = vec![objects.to_owned()];
    let mut known = BTreeSet::new();
    while let Some(store) = waiting.pop() {
        let Ok(path) = fs::canonicalize(&store) else {
            continue;
        };
        if !known.insert(path) {
            continue;
        }
        if known.len() > MOST_STORES {
            return Err(format!(
                "its repository borrows objects from more than {MOST_STORES} others"
            ));
        }
        for (path, kind) in entries(&store, left)? {
            if kind.is_dir() {
                for (path, kind) in entries(&path, left)? {
                    if !kind.is_dir() && !kind.is_file() {
                        regular(&path)?;
                    }
                }
            }
        }
        let list = store.join("info").join("alternates");
        let list = text(&list, TEXT_LIMIT)?.unwrap_or_default();
        let named = list.lines().filter(|line| !line.starts_with(['#', '"']));
        waiting.extend(named.map(|line| objects.join(line)));
    }
    Ok(())
}

/// What lies in a folder, as long as there are not too many entries; nothing if there is no folder.
fn entries(folder: &Path, left: &mut usize) -> Result<Vec<(PathBuf, fs::FileType)>, String> {
    let Ok(all) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in all {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        *left = left.checked_sub(1).ok_or_else(|| {
            format!("its repository has more than {MOST_ENTRIES} files; `git gc` packs them")
        })?;
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(folder, &error))?;
        found.push((entry.path(), kind));
    }
    Ok(found)
}

/// What a link leads to is a file or a folder; what leads nowhere is read by nobody.
fn regular(path: &Path) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => Err(damaged(path)),
        _ => Ok(()),
    }
}

fn bounded(path: &Path, limit: u64) -> Result<(), String> {
    regular(path)?;
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() > limit => Err(too_large(path, limit)),
        _ => Ok(()),
    }
}

/// A file's bytes; none if it is not there, or a folder.
fn bytes(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, String> {
    bounded(path, limit)?;
    match read_up_to(path, limit) {
        Ok(bytes) if bytes.len() as u64 > limit => Err(too_large(path, limit)),
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound || path.is_dir() => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn text(path: &Path, limit: u64) -> Result<Option<String>, String> {
    let bytes = bytes(path, limit)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn damaged(path: &Path) -> String {
    format!(
        "its repository is damaged: {} is a pipe or a device and no file",
        path.display()
    )
}

fn too_large(path: &Path, limit: u64) -> String {
    let size = match limit >> 20 {
        0 => format!("{} KiB", limit >> 10),
        size => format!("{size} MiB"),
    };
    format!(
        "its repository can't be read: {} is larger than {size}",
        path.display()
    )
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("its repository can't be read: {}: {error}", path.display())
}

#[cfg(unix)]
fn is_socket(kind: fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_socket(&kind)
}

#[cfg(not(unix))]
fn is_socket(_kind: fs::FileType) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_not_read() {
        let reftable =
            "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n";
        assert!(format(reftable).unwrap_err().contains("reftables"));
        let sha256 = "[extensions]\n\tobjectformat = sha256\n";
        assert!(format(sha256).unwrap_err().contains("sha256"));
        assert_eq!(
            format("[core]\n\tbare = false\n[extensions]\n\tworktreeConfig = true\n"),
            Ok(())
        );
        assert_eq!(format("[remote \"x\"]\n\trefstorage = reftable\n"), Ok(()));
    }
}
