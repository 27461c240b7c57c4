//! A compiled Compose project beside an engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
    process::Command,
    thread,
};

use serde_json::Value;

use super::{
    application::Application,
    builds,
    daemon::{DEADLINE, Engine},
    secrets::{self, Secrets},
    stand_ins::Family,
};
use crate::process::{self, Finished};

/// Which compiled project is brought to an engine, and what its reader has to decide.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The folder's name beside the engine.
    pub name: &'a str,
    /// The folder that is copied there.
    pub tree: &'a Path,
    /// The Compose project in it.
    pub place: &'a str,
    /// The Compose files, if docker compose does not find them by itself.
    pub files: &'a [&'a str],
    /// Values of variables.
    pub inputs: &'a [(&'a str, &'a str)],
    /// A `docker-compose.override.yml` that leads to this machine what is elsewhere.
    pub over: Option<&'a str>,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        Self {
            name: "project",
            tree: Path::new("."),
            place: "",
            files: &[],
            inputs: &[],
            over: None,
        }
    }
}

/// A folder of compiled files, ready to be started.
#[derive(Debug)]
pub struct Project<'engine> {
    engine: &'engine Engine,
    folder: String,
    files: Vec<String>,
    secrets: Secrets,
    config: Value,
}

impl<'engine> Project<'engine> {
    /// Copies the folder beside the engine. Secrets and inputs are filled in, certificates that are made on the host are made, every image that the project
    /// names has a stand-in, and what it builds is built.
    ///
    /// # Panics
    /// When something of that fails.
    pub fn new(engine: &'engine Engine, setup: Setup<'_>) -> Self {
        let root = format!("/srv/live/{}", setup.name);
        let mut copy = Command::new("cp");
        copy.arg("-R").arg(setup.tree).arg(engine.path(&root));
        let done = process::run(&mut copy, DEADLINE);
        assert!(done.succeeded(), "{}", done.output());
        let folder = format!("{root}/{}", setup.place);
        let folder = folder.trim_end_matches('/').to_owned();
        if let Some(over) = setup.over {
            let path = engine.path(&format!("{folder}/docker-compose.override.yml"));
            fs::write(path, over).expect("a file can be written");
        }
        let secrets = secrets::fill_in(engine, &folder, setup.inputs);
        let files = setup.files.iter().flat_map(|file| ["--file", file]);
        let mut project = Self {
            engine,
            folder,
            files: files.map(str::to_owned).collect(),
            secrets,
            config: Value::Null,
        };
        let made = project.sh("if [ -e make-certificates.sh ]; then sh make-certificates.sh; fi");
        assert!(made.succeeded(), "{}", made.output());
        let config = project.compose(&["--profile", "*", "config", "--format", "json"]);
        assert!(config.succeeded(), "{}", config.output());
        project.config = serde_json::from_str(&config.stdout).expect("docker compose writes JSON");
        project.stand_in();
        project
    }

    /// The engine.
    pub fn engine(&self) -> &'engine Engine {
        self.engine
    }

    /// The project's folder beside the engine.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The name and the value of each secret: variables by the variable, files by the file.
    pub fn secrets(&self) -> &BTreeMap<String, String> {
        &self.secrets
    }

    /// The project as docker compose understands it, with every profile.
    pub fn config(&self) -> &Value {
        &self.config
    }

    /// Runs `docker compose` in the project's folder.
    pub fn compose(&self, words: &[&str]) -> Finished {
        let files = self.files.iter().map(String::as_str);
        let compose = ["docker", "compose"].into_iter().chain(files);
        let words: Vec<&str> = compose.chain(words.iter().copied()).collect();
        self.engine.run(&self.folder, &[], &words)
    }

    /// Runs a script of sh, with `-eu`, in the project's folder.
    pub fn sh(&self, script: &str) -> Finished {
        self.engine.sh(&self.folder, script)
    }

    /// Starts everything, and waits until all of it is healthy.
    ///
    /// # Errors
    /// What docker compose says, and what the services wrote last.
    pub fn up(&self) -> Result<(), String> {
        let up = self.compose(&["up", "--detach", "--wait", "--pull", "never"]);
        if up.succeeded() {
            return Ok(());
        }
        Err(up.output())
    }

    /// The states of the containers, and what they wrote last.
    fn condition(&self) -> String {
        let states = self.compose(&["ps", "--all"]);
        let logs = self.compose(&["logs", "--tail", "15"]);
        format!("{}\n{}", states.output(), logs.output())
    }

    /// The containers of a service.
    pub fn containers(&self, service: &str) -> Vec<String> {
        let done = self.compose(&["ps", "--all", "--quiet", "--no-trunc", service]);
        done.stdout.lines().map(str::to_owned).collect()
    }

    /// What `docker inspect` says of every container of the project.
    ///
    /// # Panics
    /// When it says nothing.
    pub fn inspect(&self) -> Vec<Value> {
        let ids = self.compose(&["ps", "--all", "--quiet", "--no-trunc"]);
        let words: Vec<&str> = ["inspect"].into_iter().chain(ids.stdout.lines()).collect();
        let done = self.engine.docker(&words);
        assert!(done.succeeded(), "{}", done.output());
        serde_json::from_str(&done.stdout).expect("docker writes JSON")
    }

    /// Gives every image that the project names, or that it builds on, a stand-in.
    fn stand_in(&self) {
        let mut applications: BTreeMap<String, Application> = BTreeMap::new();
        let built: BTreeSet<&str> = self
            .services()
            .filter(|(_, service)| service["build"].is_object())
            .filter_map(|(_, service)| service["image"].as_str())
            .collect();
        for (_, service) in self.services() {
            let image = service["image"].as_str();
            let own = image.filter(|image| !built.contains(image));
            let images = match &service["build"] {
                Value::Object(_) => builds::bases(self.engine, &service["build"]),
                _ => own.map(str::to_owned).into_iter().collect(),
            };
            for image in images {
                match Family::of(&image) {
                    Family::Application => applications.entry(image).or_default().add(service),
                    family => {
                        let done = self.engine.docker(&["tag", &family.image(), &image]);
                        assert!(done.succeeded(), "{image}: {}", done.output());
                    }
                }
            }
        }
        for (image, application) in &applications {
            application.build(self.engine, image);
        }
        if self
            .services()
            .any(|(_, service)| service["build"].is_object())
        {
            let done = self.compose(&["build"]);
            assert!(done.succeeded(), "{}", done.output());
        }
    }

    /// Every service with its name.
    pub fn services(&self) -> impl Iterator<Item = (&str, &Value)> {
        let services = self.config["services"].as_object();
        services
            .into_iter()
            .flatten()
            .map(|(name, service)| (name.as_str(), service))
    }
}

/// A test that fails says what became of its project.
impl Drop for Project<'_> {
    fn drop(&mut self) {
        if thread::panicking() && self.config != Value::Null {
            let _ = writeln!(std::io::stderr(), "{}", self.condition());
        }
    }
}
