//! Lets Docker Compose read a compose file: no engine and no network are needed for that.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(30);

/// A call of `docker-compose config` in a folder, with an environment that holds only what the
/// test put there.
#[derive(Debug, Clone)]
pub struct Compose {
    folder: PathBuf,
    files: Vec<PathBuf>,
    env_file: Option<PathBuf>,
    all_profiles: bool,
    environment: Vec<(String, String)>,
}

/// What Docker Compose said.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The exit code; 0 when the file is accepted.
    pub code: Option<i32>,
    /// The configuration as Docker Compose understood it, when it was asked for and accepted.
    pub config: Option<Value>,
    /// Warnings and errors.
    pub stderr: String,
}

impl Answer {
    /// Whether the file was accepted.
    pub fn accepted(&self) -> bool {
        self.code == Some(0)
    }
}

impl Compose {
    /// Reads `file`, a path in or relative to `folder`.
    pub fn new(folder: impl AsRef<Path>, file: impl AsRef<Path>) -> Self {
        Self::found(folder).over(file)
    }

    /// Reads what Docker Compose finds in `folder` by itself.
    pub fn found(folder: impl AsRef<Path>) -> Self {
        Self {
            folder: folder.as_ref().to_owned(),
            files: Vec::new(),
            env_file: None,
            all_profiles: false,
            environment: Vec::new(),
        }
    }

    /// Lays this file over those before it.
    #[must_use]
    pub fn over(mut self, file: impl AsRef<Path>) -> Self {
        self.files.push(file.as_ref().to_owned());
        self
    }

    /// Takes the variables from this file instead of the folder's `.env`.
    #[must_use]
    pub fn env_file(mut self, file: impl AsRef<Path>) -> Self {
        self.env_file = Some(file.as_ref().to_owned());
        self
    }

    /// Includes the services of every profile.
    #[must_use]
    pub fn all_profiles(mut self) -> Self {
        self.all_profiles = true;
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs `config --format json`: the whole configuration, resolved.
    ///
    /// # Panics
    /// When Docker Compose accepts the file but prints something that is not JSON.
    pub fn config(&self) -> Answer {
        let done = process::run(
            self.command().args(["config", "--format", "json"]),
            DEADLINE,
        );
        let config = done.succeeded().then(|| {
            serde_json::from_str(&done.stdout).unwrap_or_else(|error| {
                panic!("docker-compose printed no JSON: {error}\n{}", done.stdout)
            })
        });
        Answer {
            code: done.code,
            config,
            stderr: done.stderr,
        }
    }

    /// Runs `config -q`: only the verdict.
    pub fn check(&self) -> Answer {
        let done = process::run(self.command().args(["config", "-q"]), DEADLINE);
        Answer {
            code: done.code,
            config: None,
            stderr: done.stderr,
        }
    }

    fn command(&self) -> Command {
        let mut command = tools::command("docker-compose");
        command.current_dir(&self.folder).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        for file in &self.files {
            command.arg("-f").arg(file);
        }
        if let Some(file) = &self.env_file {
            command.arg("--env-file").arg(file);
        }
        if self.all_profiles {
            command.args(["--profile", "*"]);
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(compose_file: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("docker-compose.yml"), compose_file).unwrap();
        folder
    }

    #[test]
    fn an_accepted_file_comes_back_resolved() {
        let folder = folder_with("services: {web: {image: \"x:${TAG}\", profiles: [jobs]}}");
        let compose = Compose::new(folder.path(), "docker-compose.yml")
            .env("TAG", "7")
            .all_profiles();
        let config = compose.config().config.unwrap();
        assert_eq!(config["services"]["web"]["image"], "x:7");
        assert!(compose.check().accepted());
    }

    #[test]
    fn a_missing_variable_is_refused_with_its_message() {
        let folder = folder_with("services: {web: {image: \"${TAG:?give a tag}\"}}");
        let answer = Compose::new(folder.path(), "docker-compose.yml").config();
        assert!(!answer.accepted());
        assert!(answer.stderr.contains("give a tag"), "{}", answer.stderr);
    }
}
