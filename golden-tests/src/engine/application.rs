//! The image of an application: our own server, made to look like what a project expects.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::Value;

use super::{
    daemon::{DEADLINE, Engine},
    stand_ins::Family,
    store,
};
use crate::process;

/// What the services of an image ask of it: the ports that it serves, the programs that it has, and those that check its health.
#[derive(Debug, Default)]
pub(super) struct Application {
    ports: BTreeSet<u64>,
    programs: BTreeSet<String>,
    checks: BTreeSet<String>,
}

impl Application {
    /// What this service asks of it.
    pub(super) fn add(&mut self, service: &Value) {
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
            self.checks.extend(program.map(str::to_owned));
        }
    }

    /// Makes the image from the stand-in; what it does not have is the stand-in under another name.
    pub(super) fn build(&self, engine: &Engine, image: &str) {
        let ports: Vec<String> = self.ports.iter().map(u64::to_string).collect();
        let mut file = format!("FROM {}\n", Family::Application.image());
        if !ports.is_empty() {
            writeln!(file, "ENV STAND_IN_PORTS={}", ports.join(",")).expect("a string takes all");
        }
        let checks = self.checks.difference(&self.programs);
        for (program, kind) in self
            .programs
            .iter()
            .map(|program| (program, "application"))
            .chain(checks.map(|program| (program, "healthcheck")))
            .filter(|(program, _)| is_missing(program))
        {
            let path = match program.as_str() {
                absolute if absolute.starts_with('/') => absolute.to_owned(),
                relative if relative.contains('/') => format!("/app/{relative}"),
                name => format!("/usr/local/bin/{name}"),
            };
            writeln!(
                file,
                "RUN mkdir -p $(dirname {path}) && {{ [ -e {path} ] || ln -s /usr/local/bin/{kind} {path}; }}"
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

/// Whether no stand-in has this program.
fn is_missing(program: &str) -> bool {
    let programs = store::programs();
    let places = ["", "usr/bin", "usr/sbin"];
    !places.iter().any(|place| {
        programs
            .join(place)
            .join(program.trim_start_matches('/'))
            .exists()
    })
}
