//! A machine that is deployed to: the stacks, the stand-ins, and what every step said.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use stackc_golden_tests::{process, sandbox::Sandbox, stackc, tools};

const DOCKER: &str = include_str!("docker.sh");
const SYSTEMCTL: &str = include_str!("systemctl.sh");
const WORLD: &str = include_str!("world.sh");
/// A crontab that is a file.
const CRONTAB: &str = "#!/bin/sh\ncase $1 in\n    -l) cat \"$WORLD/crontab\" ;;\n    -) cat >\"$WORLD/new\" && mv \"$WORLD/new\" \"$WORLD/crontab\" ;;\nesac\n";
/// A machine that says which zone it is in.
const TIMEDATECTL: &str = "#!/bin/sh\ncat \"$WORLD/zone\"\n";
/// An nginx that takes what it is given, unless it is told not to.
const NGINX: &str = "#!/bin/sh\necho \"nginx $*\" >>\"$WORLD/calls\"\nif [ -e \"$WORLD/nginx-refuses\" ]; then echo 'nginx: refused' >&2; exit 1; fi\n";

/// A folder that becomes a machine.
pub(crate) struct World {
    folder: tempfile::TempDir,
}

/// What one step said.
pub(crate) struct Step {
    name: String,
    /// The exit code.
    pub(crate) code: i32,
    /// Everything that it printed.
    pub(crate) text: String,
    /// What Docker and systemd were asked.
    pub(crate) calls: Vec<String>,
}

/// What all steps said.
pub(crate) struct Told(Vec<Step>);

impl Told {
    pub(crate) fn step(&self, name: &str) -> &Step {
        let names: Vec<&str> = self.0.iter().map(|step| step.name.as_str()).collect();
        let found = self.0.iter().find(|step| step.name == name);
        found.unwrap_or_else(|| panic!("there is no step {name}, only {names:?}"))
    }
}

impl World {
    pub(crate) fn new(steps: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Self { folder };
        fs::create_dir(world.path("bin")).unwrap();
        let compose = format!(
            "#!/bin/sh\nCOMPOSE={}\nexport COMPOSE\n{}",
            tools::path("docker-compose").display(),
            DOCKER
        );
        for (name, text) in [
            ("docker", compose.as_str()),
            ("systemctl", SYSTEMCTL),
            ("crontab", CRONTAB),
            ("timedatectl", TIMEDATECTL),
            ("nginx", NGINX),
        ] {
            let path = world.path("bin").join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        for tool in ["ansible-playbook", "ansible-vault"] {
            let link = world.path("bin").join(tool);
            std::os::unix::fs::symlink(tools::path(tool), link).unwrap();
        }
        fs::write(world.path("world.sh"), WORLD).unwrap();
        fs::write(world.path("steps.sh"), steps).unwrap();
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds a stack in a folder of its own.
    pub(crate) fn stack(&self, name: &str, text: &str) {
        let folder = self.path(name);
        fs::create_dir_all(folder.join("banner")).unwrap();
        fs::write(folder.join("banner/{{ hello }}.txt"), "{{ hello }}\n").unwrap();
        fs::write(folder.join("banner/edited.txt"), "as it was\n").unwrap();
        fs::write(folder.join("stack.kdl"), text).unwrap();
        let built = stackc::run(&folder, &["build", "--quiet"]);
        assert!(built.succeeded(), "{}", built.output());
    }

    /// Changes a file that was built.
    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.path(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Runs all steps.
    pub(crate) fn run(&self, deadline: Duration) -> Told {
        let here: &Path = self.folder.path();
        let sandbox = Sandbox::new().keep(here);
        let mut command = sandbox.command();
        command.arg("sh").arg(here.join("world.sh")).arg(here);
        let done = process::run(&mut command, deadline);
        let steps = done.stdout.split("\n##### ").skip(1);
        let told = Told(steps.map(step).collect());
        assert!(
            done.succeeded(),
            "the steps ended:\n{}\n{}",
            done.stderr,
            done.stdout
        );
        told
    }
}

fn step(text: &str) -> Step {
    let (name, rest) = text.split_once('\n').unwrap();
    let (text, end) = rest.rsplit_once("\n#### ").unwrap_or((rest, "-1\n"));
    let mut lines = end.lines();
    let code = lines.next().and_then(|code| code.parse().ok());
    Step {
        name: name.to_owned(),
        code: code.unwrap_or(-1),
        text: text.to_owned(),
        calls: lines
            .map(str::to_owned)
            .filter(|line| !line.is_empty())
            .collect(),
    }
}
