//! A stack in a folder of its own, the command line run over it, and a target that is made for tests.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use stackc_cli::{Registry, World, run};
use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    source::Span,
    target::{Place, Target},
};
use tempfile::TempDir;

/// A target with a text, a script and a file for each service. What the stack's description says makes it misbehave.
pub struct Plain;

/// The same under another name.
pub struct Other;

pub static TARGETS: Registry = &[&Plain, &Other];

impl Target for Plain {
    fn id(&self) -> &'static str {
        "plain"
    }

    fn summary(&self) -> &'static str {
        "plain text"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        true
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        let Some(service) = stack.services.first() else {
            return;
        };
        let span: Span = service.name.span;
        match stack.description.as_deref() {
            Some("warn") => diagnostics.push(Diagnostic::warning("test-warning", span, "odd")),
            Some("note") => diagnostics.push(Diagnostic::note("test-note", span, "well known")),
            _ => {}
        }
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        match stack.description.as_deref() {
            Some("bug") => return Err(Bug("a test's bug".to_owned())),
            Some("panic") => panic!("a secret text"),
            _ => {}
        }
        let mut artifacts = Artifacts::default();
        let text = format!("{} {} {}\n", stack.project, place.back, place.command);
        artifacts.add("plain.txt", Artifact::text(text))?;
        artifacts.add("bin/run.sh", Artifact::script("#!/bin/sh\n"))?;
        for service in &stack.services {
            let name = &service.name.value.0;
            artifacts.add(format!("services/{name}"), Artifact::text(name.as_str()))?;
        }
        Ok(artifacts)
    }
}

impl Target for Other {
    fn id(&self) -> &'static str {
        "other"
    }

    fn summary(&self) -> &'static str {
        "one line"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        false
    }

    fn check(&self, _stack: &Stack, _diagnostics: &mut Diagnostics) {}

    fn emit(&self, stack: &Stack, _place: &Place) -> Result<Artifacts, Bug> {
        let mut artifacts = Artifacts::default();
        artifacts.add("other.txt", Artifact::text(format!("{}\n", stack.project)))?;
        Ok(artifacts)
    }
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn ends(self, code: u8) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A folder with a stack in it.
pub struct Folder(TempDir);

pub const STACK: &str = "stack app edition=1\n\nservice web {\n    image \"nginx:1.28.0\"\n}\n";

pub const ENVIRONMENTS: &str = "\nenvironment dev {\n    service web {\n        restart always\n    }\n}\nenvironment production default=#true\n";

impl Folder {
    pub fn new(stack: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("stack.kdl", stack);
        folder
    }

    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.at(path)).is_ok()
    }

    /// Every file below the folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![self.path().to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let below = path.strip_prefix(self.path()).unwrap();
                    found.push(below.to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// Runs a command line in this process, with the targets of the tests.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"", &[])
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8], variables: &[(&str, &str)]) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut input = input;
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let mut world = World {
            folder: self.path().to_owned(),
            input: &mut input,
            output: &mut out,
            errors: &mut err,
            terminal: false,
            width: None,
            variable: &variable,
        };
        let words = std::iter::once("stackc").chain(arguments.iter().copied());
        let code = run(words.map(OsString::from), &mut world, TARGETS);
        Ran {
            code,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// The real binary, with its own targets and nothing of this process's environment.
    pub fn binary(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackc"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .stdin(Stdio::null());
        command
    }
}

/// What the real binary left behind.
pub fn ran(output: Output) -> Ran {
    Ran {
        code: u8::try_from(output.status.code().unwrap()).unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
