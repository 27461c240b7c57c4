//! Cases built for a target, in folders where paths that lead out of the stack are told apart.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Case, cases, copy};
use crate::stackc;

/// The folders above a stack's own, so that `..` and `../..` lead to places of their own.
const ABOVE: [&str; 3] = ["above", "over", "here"];

/// Folders that cases build images from and do not have.
const BUILT_FROM: [&str; 7] = ["assets", "app", "server", "web", "local", "../app", "conf"];

/// Files that cases name and do not have.
const NAMED: [&str; 8] = [
    "web.env",
    "app.env",
    ".env",
    "labels.env",
    "token.txt",
    "motd.txt",
    "../web.env",
    "../secrets/token",
];

/// A case built for the Compose target and another one.
#[derive(Debug)]
pub struct Built {
    /// What is cleaned up in the end.
    root: tempfile::TempDir,
    /// The folders of the other target's files; those of the Compose target's are beside them.
    pub outputs: Vec<PathBuf>,
}

/// Every golden case, every example, and every folder with a stack in the folder that `STACKC_STACKS` names.
pub fn stacks() -> Vec<Case> {
    let root = stackc::repository();
    let mut all = cases(&root.join("golden-tests/build"));
    all.extend(cases(&root.join("examples")));
    if let Some(more) = std::env::var_os("STACKC_STACKS") {
        all.extend(cases(Path::new(&more)));
    }
    all
}

impl Built {
    /// Builds a case for a target, with more said at its end. The report is the error where stackc refuses it.
    ///
    /// # Errors
    /// What stackc reports.
    ///
    /// # Panics
    /// When files can't be written.
    pub fn new(case: &Case, target: &str, more: &str) -> Result<Self, String> {
        let root = tempfile::tempdir().expect("a folder can be made");
        let built = Self {
            root,
            outputs: Vec::new(),
        };
        let folder = built.folder();
        copy(&case.folder, &folder);
        for name in BUILT_FROM {
            fs::create_dir_all(folder.join(name)).expect("a folder can be made");
        }
        for name in NAMED {
            let path = folder.join(name);
            if !path.exists() {
                let parent = path.parent().expect("a file lies in a folder");
                fs::create_dir_all(parent).expect("a folder can be made");
                fs::write(&path, "").expect("a file can be written");
            }
        }
        let stack = folder.join("stack.kdl");
        let text = fs::read_to_string(&stack).expect("a stack can be read");
        if !text.contains(&format!("target {target}")) {
            fs::write(&stack, text + more).expect("a stack can be written");
        }
        let arguments = [
            "build", "--env", "all", "--out", "made", "--color", "never", "--target", "compose",
            "--target", target,
        ];
        let ran = stackc::run(&folder, &arguments);
        if ran.code != Some(0) {
            return Err(ran.output());
        }
        let mut outputs = Vec::new();
        find(&folder.join("made"), target, &mut outputs);
        if outputs.is_empty() {
            return Err("nothing is made".to_owned());
        }
        Ok(Self { outputs, ..built })
    }

    /// The stack's folder.
    pub fn folder(&self) -> PathBuf {
        let root = fs::canonicalize(self.root.path()).expect("the folder is there");
        ABOVE.iter().fold(root, |path, name| path.join(name))
    }

    /// The stack's folder and those above it, the stack's first.
    pub fn folders(&self) -> Vec<PathBuf> {
        let folder = self.folder();
        folder
            .ancestors()
            .take(ABOVE.len())
            .map(Path::to_owned)
            .collect()
    }
}

fn find(folder: &Path, target: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() && path.ends_with(target) {
            found.push(path);
        } else if path.is_dir() {
            find(&path, target, found);
        }
    }
}
