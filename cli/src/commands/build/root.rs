//! The folder that everything is written below: the stack's own, or that of `--out`.

use std::path::{Path, PathBuf};

use crate::{
    disk::{Inside, canonical, holds_git},
    exit::Failure,
    session::Session,
    stack::{Place, slashes},
};

/// The folder and what is known of it.
#[derive(Debug)]
pub(in crate::commands) struct Root {
    pub inside: Inside,
    /// The stack's folder, as this one sees it; empty for that one itself.
    pub to_stack: String,
    /// How paths below it are shown.
    shown: Option<String>,
    /// The name of the lock in it.
    pub lock: String,
}

impl Root {
    pub(in crate::commands) fn of(
        session: &Session<'_, '_>,
        place: &Place,
        out: Option<&Path>,
    ) -> Result<Self, Failure> {
        let real = |path: &Path| {
            canonical(path).map_err(|error| Failure::Run(format!("`{}`: {error}", path.display())))
        };
        let real = |path: &Path| {
            let real = real(path)?;
            if holds_git(&real) {
                return Err(Failure::Run(format!(
                    "`{}` lies in a .git folder, where nothing is written",
                    path.display()
                )));
            }
            Ok(real)
        };
        let stack = real(&place.folder)?;
        let lock = lock_name(place);
        let Some(out) = out else {
            return Ok(Self {
                inside: Inside::new(stack),
                to_stack: String::new(),
                shown: None,
                lock,
            });
        };
        let folder = real(&session.folder.join(out))?;
        Ok(Self {
            to_stack: between(&folder, &stack),
            inside: Inside::new(folder),
            shown: Some(slashes(out)),
            lock,
        })
    }

    /// A path below the folder, as it is shown.
    pub(in crate::commands) fn show(&self, place: &Place, path: &str) -> String {
        match &self.shown {
            None => place.shown(path),
            Some(folder) => stackc_compiler::resolve::join(folder, path),
        }
    }

    pub(super) fn lock_path(&self) -> PathBuf {
        self.inside.root().join(&self.lock)
    }
}

/// `stack.lock` for `stack.kdl`, so that two stacks in one folder have a lock each.
pub(super) fn lock_name(place: &Place) -> String {
    let stem = place.name.strip_suffix(".kdl").unwrap_or(&place.name);
    if place.is_standard_input() {
        "stack.lock".to_owned()
    } else {
        format!("{stem}.lock")
    }
}

/// The way from one folder to another, both without links.
fn between(from: &Path, to: &Path) -> String {
    let common = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    let ups = from.components().skip(common).map(|_| "..".to_owned());
    let downs = to
        .components()
        .skip(common)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    ups.chain(downs).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_see_one_another() {
        let way = |from: &str, to: &str| between(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/a/b/c"), "c");
        assert_eq!(way("/a/b", "/a/c/d"), "../c/d");
    }
}
