//! The engine's life, and commands that run beside it.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::store;
use crate::{
    process::{self, Finished},
    sandbox, tools,
};

const SCRIPT: &str = include_str!("enter.sh");

/// How long a command beside an engine may take.
pub(super) const DEADLINE: Duration = Duration::from_mins(8);
/// How long an engine has to end by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the variable is set, as in CI, a test that can't run is a test that fails.
const REQUIRED: &str = "STACKC_LIVE";

/// A running Docker engine; it ends when it is dropped.
#[derive(Debug)]
pub struct Engine {
    child: Child,
    input: Option<ChildStdin>,
    process: String,
    /// What the engine writes to; it goes with the engine.
    data: Option<TempDir>,
}

impl Engine {
    /// Whether this machine can have an engine.
    ///
    /// # Errors
    /// Why not.
    ///
    /// # Panics
    /// When it can't, though `STACKC_LIVE` says that it must.
    pub fn possible() -> Result<(), String> {
        let answer = possible();
        if let Err(why) = &answer {
            assert!(
                env::var_os(REQUIRED).is_none(),
                "no Docker engine can be started: {why}"
            );
        }
        answer
    }

    /// An engine with the stand-in images.
    ///
    /// # Panics
    /// When it can't be started.
    #[expect(clippy::new_without_default, reason = "a machine is no value")]
    pub fn new() -> Self {
        let data = store::copy();
        let mut engine = Self::start(data.path());
        engine.data = Some(data);
        engine
    }

    /// An engine with its images and volumes in a folder.
    pub(super) fn start(data: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let group = format!("stackc-live-{}-{count}", std::process::id());
        let mut child = Command::new(tools::path("unshare"))
            .args(["--net", "--mount", "--pid", "--ipc", "--uts"])
            .args(["--fork", "--kill-child", "/bin/sh", "-c", SCRIPT, "enter"])
            .args([&host_tree(), data])
            .arg(group)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell can be started");
        let output = child.stdout.take().expect("stdout is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let process = lines.next().unwrap_or_default();
        let rest: Vec<String> = lines.take_while(|line| line != "ready").collect();
        let input = child.stdin.take();
        let engine = Self {
            child,
            input,
            process,
            data: None,
        };
        let up = engine.docker(&["version"]);
        assert!(
            up.succeeded(),
            "the Docker engine does not start: {}\n{}",
            rest.join("\n"),
            up.output()
        );
        engine
    }

    /// How a shell beside the engine is had.
    pub fn door(&self) -> String {
        let nsenter = tools::path("nsenter");
        let process = &self.process;
        format!(
            "{} --target {process} --mount --net --pid --ipc --uts -- env PATH=/usr/sbin:/usr/bin bash",
            nsenter.display()
        )
    }

    /// A path beside the engine, as this process sees it.
    pub fn path(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{path}", self.process))
    }

    /// Runs a program in a folder beside the engine, with an environment that holds only what is given.
    ///
    /// # Panics
    /// When it is not done in time.
    pub fn run(&self, folder: &str, environment: &[(&str, &str)], words: &[&str]) -> Finished {
        process::run(&mut self.command(folder, environment, words), DEADLINE)
    }

    /// Runs a script of sh, with `-eu`, in a folder beside the engine.
    ///
    /// # Panics
    /// Like [`Engine::run`].
    pub fn sh(&self, folder: &str, script: &str) -> Finished {
        self.run(folder, &[], &["/bin/sh", "-euc", script])
    }

    /// Runs `docker`.
    ///
    /// # Panics
    /// Like [`Engine::run`].
    pub fn docker(&self, words: &[&str]) -> Finished {
        let words: Vec<&str> = ["docker"].iter().chain(words).copied().collect();
        self.run("/", &[], &words)
    }

    /// A command beside the engine.
    pub fn command(&self, folder: &str, environment: &[(&str, &str)], words: &[&str]) -> Command {
        let mut command = Command::new(tools::path("nsenter"));
        command
            .arg(format!("--target={}", self.process))
            .args(["--mount", "--net", "--pid", "--ipc", "--uts", "--"])
            .args(["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder])
            .args(words)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", "/root")
            .env("LC_ALL", "C.UTF-8")
            .env("COMPOSE_ANSI", "never")
            // The images are built without a plugin for it.
            .env("DOCKER_BUILDKIT", "0")
            .envs(environment.iter().copied());
        command
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.input = None;
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The file system that an engine lives in.
fn host_tree() -> PathBuf {
    tools::folder().join("debian-13-host")
}

/// Why there can't be an engine.
fn possible() -> Result<(), String> {
    for tree in [host_tree(), store::programs()] {
        if !tree.join("made-of").exists() {
            return Err(format!(
                "{} is missing: run golden-tests/tools/install --live",
                tree.display()
            ));
        }
    }
    if !sandbox::is_root() {
        return Err("only root can start one".to_owned());
    }
    let groups = fs::read_to_string("/proc/cgroups").unwrap_or_default();
    if groups.is_empty() {
        return Err("the kernel has no control groups".to_owned());
    }
    Ok(())
}
