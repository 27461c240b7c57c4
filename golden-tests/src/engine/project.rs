//! A compiled Compose project beside an engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::Command,
    thread,
};

use serde_json::Value;

use super::{
    daemon::{DEADLINE, Engine},
    secrets::{self, Secrets},
    stand_ins::Family,
    store,
};
use crate::process::{self, Finished};

/// A folder of compiled files, ready to be started.
#[derive(Debug)]
pub struct Project<'engine> {
    engine: &'engine Engine,
    folder: String,
    secrets: Secrets,
    config: Value,
}

impl<'engine> Project<'engine> {
    /// Copies `tree` beside the engine; the Compose project is the folder `place` in it. Secrets and inputs are filled in, certificates that are made on the
    /// host are made, and every image that the project names has a stand-in.
    ///
    /// # Panics
    /// When something of that fails.
    pub fn new(
        engine: &'engine Engine,
        name: &str,
        tree: &Path,
        place: &str,
        inputs: &[(&str, &str)],
    ) -> Self {
        let root = format!("/srv/live/{name}");
        let mut copy = Command::new("cp");
        copy.arg("-R").arg(tree).arg(engine.path(&root));
        let done = process::run(&mut copy, DEADLINE);
        assert!(done.succeeded(), "{}", done.output());
        let folder = format!("{root}/{place}").trim_end_matches('/').to_owned();
        let secrets = secrets::fill_in(engine, &folder, inputs);
        let mut project = Self {
            engine,
            folder,
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
        let words: Vec<&str> = ["docker", "compose"].iter().chain(words).copied().collect();
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

    /// Gives every image that the project names, and that is not built, a stand-in.
    fn stand_in(&self) {
        let mut applications: BTreeMap<&str, Application> = BTreeMap::new();
        for (_, service) in self.services() {
            let Some(image) = service["image"].as_str() else {
                continue;
            };
            match Family::of(image) {
                Family::Application => applications.entry(image).or_default().add(service),
                family => {
                    let done = self.engine.docker(&["tag", &family.image(), image]);
                    assert!(done.succeeded(), "{image}: {}", done.output());
                }
            }
        }
        for (image, application) in applications {
            application.build(self.engine, image);
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

/// What the services of an image ask of it: the ports that it serves, and the programs that it has.
#[derive(Debug, Default)]
struct Application {
    ports: BTreeSet<u64>,
    programs: BTreeSet<String>,
}

impl Application {
    fn add(&mut self, service: &Value) {
        let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let exposed = service["expose"].as_array().into_iter().flatten();
        self.ports.extend(exposed.filter_map(number));
        let published = service["ports"].as_array().into_iter().flatten();
        self.ports
            .extend(published.filter_map(|port| number(&port["target"])));
        for words in [&service["entrypoint"], &service["command"]] {
            self.programs.extend(words[0].as_str().map(str::to_owned));
        }
        if service["healthcheck"]["test"][0] == "CMD" {
            let program = service["healthcheck"]["test"][1].as_str();
            self.programs.extend(program.map(str::to_owned));
        }
    }

    /// Makes the image from the stand-in; what it does not have is the stand-in under another name.
    fn build(&self, engine: &Engine, image: &str) {
        let ports: Vec<String> = self.ports.iter().map(u64::to_string).collect();
        let mut file = format!("FROM {}\n", Family::Application.image());
        if !ports.is_empty() {
            writeln!(file, "ENV STAND_IN_PORTS={}", ports.join(",")).expect("a string takes all");
        }
        let missing = |program: &&String| {
            let programs = store::programs();
            let places = ["", "usr/bin", "usr/sbin"];
            !places.iter().any(|place| {
                programs
                    .join(place)
                    .join(program.trim_start_matches('/'))
                    .exists()
            })
        };
        let links: Vec<&str> = self
            .programs
            .iter()
            .filter(missing)
            .map(String::as_str)
            .collect();
        if !links.is_empty() {
            writeln!(
                file,
                "RUN for name in {}; do case $name in /*) ;; */*) name=/app/$name ;; *) name=/usr/local/bin/$name ;; esac; \
                 mkdir -p \"${{name%/*}}\"; [ -e \"$name\" ] || ln -s /usr/local/bin/application \"$name\"; done",
                links.join(" ")
            )
            .expect("a string takes all");
        }
        let done = process::run_with_input(
            &mut engine.command(
                "/",
                &[],
                &["docker", "build", "--quiet", "--tag", image, "-"],
            ),
            file.as_bytes(),
            DEADLINE,
        );
        assert!(done.succeeded(), "{image}: {}", done.output());
    }
}
