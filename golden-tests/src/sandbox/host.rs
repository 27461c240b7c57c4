//! A whole machine with systemd and podman, in namespaces of its own, without an engine and without a registry.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use crate::tools;

const SCRIPT: &str = include_str!("boot.sh");

/// The last line of a command that came to its end.
const COMPLETE: &str = "complete";

/// The tree of the machine, if `golden-tests/tools/install --live` made it and this process is root, else why not.
///
/// # Errors
/// What is missing.
pub fn tree() -> Result<PathBuf, String> {
    let tree = tools::folder().join("debian-13-host");
    if !tree.join("usr/bin/podman").exists() {
        return Err("there is no machine: run golden-tests/tools/install --live".to_owned());
    }
    if !super::is_root() {
        return Err("only root can boot a machine".to_owned());
    }
    control_groups()
        .map(|_| tree)
        .ok_or_else(|| "this machine has no control groups of version 2".to_owned())
}

/// Where control groups of version 2 are mounted.
fn control_groups() -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let mut lines = mounts.lines().map(|line| line.split(' '));
    lines.find_map(|mut words| {
        let place = words.nth(1)?;
        (words.next()? == "cgroup2").then(|| PathBuf::from(place))
    })
}

/// The machine while it runs; it ends, with all its processes, when this is dropped.
struct Machine {
    group: PathBuf,
    child: Child,
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::write(self.group.join("cgroup.kill"), "1");
        let _ = self.child.kill();
        let _ = self.child.wait();
        let end = Instant::now() + Duration::from_secs(5);
        while !removed(&self.group) && Instant::now() < end {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Removes a control group with those in it.
fn removed(group: &Path) -> bool {
    for entry in fs::read_dir(group).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            removed(&entry.path());
        }
    }
    fs::remove_dir(group).is_ok()
}

/// One machine at a time: they would share a control group.
static TURN: Mutex<()> = Mutex::new(());

/// Boots the machine with these files over its own, and runs a command in it; what the command prints.
///
/// # Panics
/// When it can't be booted, or the command is not done before the deadline.
pub fn run(tree: &Path, files: &Path, command: &str, deadline: Duration) -> String {
    // A machine that failed is gone when the next one comes.
    let _turn = TURN
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let groups = control_groups().expect("control groups were found before");
    let group = groups.join(format!("stackc-live-{}", std::process::id()));
    fs::create_dir(&group).expect("a control group can be made");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let output = folder.path().join("output");
    let console = fs::File::create(folder.path().join("console")).expect("a file can be made");
    let child = Command::new("/bin/sh")
        .args(["-c", "echo $$ >\"$0/cgroup.procs\" && exec \"$@\""])
        .arg(&group)
        .arg(tools::path("unshare"))
        .args(["--net", "--mount", "--pid", "--ipc", "--uts", "--cgroup"])
        .args(["--fork", "--kill-child", "/bin/sh", "-c", SCRIPT, "boot"])
        .args([tree, files, &output])
        .arg(command)
        .stdin(Stdio::null())
        .stdout(console.try_clone().expect("a file can be shared"))
        .stderr(console)
        .spawn()
        .expect("a shell can be started");
    let mut machine = Machine { group, child };
    let end = Instant::now() + deadline;
    loop {
        let said = fs::read_to_string(&output).unwrap_or_default();
        if said.lines().last() == Some(COMPLETE) {
            return said;
        }
        let ended = machine.child.try_wait().is_ok_and(|done| done.is_some());
        if ended || Instant::now() >= end {
            let console = fs::read_to_string(folder.path().join("console")).unwrap_or_default();
            drop(machine);
            panic!("the machine did not do its work:\n{said}\n{console}");
        }
        thread::sleep(Duration::from_millis(100));
    }
}
