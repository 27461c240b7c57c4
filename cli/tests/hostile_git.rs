//! Repositories that were made to be read without an end: `stackc plan` says what is wrong with them, at once.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    fs,
    io::Write as _,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use support::{Folder, Ran, ran};

const STACK: &str = "stack shop edition=1\nservice web {\n    image \"example/web:1.0\"\n}\n";

fn git(folder: &Path, arguments: &[&str], input: Stdio) -> String {
    let done = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
        .args(["-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(input)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

fn repository() -> Folder {
    let folder = Folder::new(STACK);
    let run = |arguments: &[&str]| git(folder.path(), arguments, Stdio::null());
    run(&["init", "--quiet"]);
    run(&["add", "."]);
    run(&["commit", "--quiet", "-m", "one"]);
    folder
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// What a plan says, with no more than 512 MiB of memory and within a time that no reading of a pipe would keep.
fn plan(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -v 1048576; exec timeout 60 \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_stackc"))
        .arg("plan")
        .args(arguments)
        .current_dir(folder.path());
    let start = Instant::now();
    let done = ran(command.output().unwrap());
    assert!(start.elapsed() < Duration::from_secs(50), "{}", done.err);
    done
}

#[test]
fn a_pipe_or_a_device_is_no_file_of_a_repository() {
    for name in [
        "HEAD",
        "config",
        "packed-refs",
        "shallow",
        "commondir",
        "refs/heads/main",
        "refs/heads/other",
        "objects/info/alternates",
        "objects/ab/cdef",
        "ORIG_HEAD",
    ] {
        let folder = repository();
        let path = folder.path().join(".git").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        pipe(&path);
        let piped = plan(&folder, &[]).ends(1);
        assert!(piped.err.contains(name), "{name}: {}", piped.err);
        assert!(piped.err.contains("a pipe or a device"), "{}", piped.err);
        fs::remove_file(&path).unwrap();
        symlink("/dev/zero", &path).unwrap();
        let linked = plan(&folder, &[]).ends(1);
        assert!(linked.err.contains("a pipe or a device"), "{}", linked.err);
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    for (name, size) in [
        ("HEAD", 1_u64 << 20),
        ("config", 1 << 30),
        ("packed-refs", 1 << 40),
        ("refs/heads/main", 1 << 40),
        ("objects/info/alternates", 1 << 40),
    ] {
        let folder = repository();
        let path = folder.path().join(".git").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = fs::File::create(&path).unwrap();
        file.set_len(size).unwrap();
        let planned = plan(&folder, &[]).ends(1);
        assert!(planned.err.contains("is larger than"), "{}", planned.err);
    }
}

#[test]
fn a_huge_commit_is_not_taken_into_memory() {
    let folder = repository();
    let tree = git(folder.path(), &["rev-parse", "HEAD^{tree}"], Stdio::null());
    let mut child = Command::new("git")
        .args(["-c", "core.looseCompression=1", "hash-object"])
        .args(["-t", "commit", "-w", "--stdin", "--literally"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let head = format!("tree {tree}\nauthor a <a@b> 0 +0000\ncommitter a <a@b> 0 +0000\n\n");
    input.write_all(head.as_bytes()).unwrap();
    let block = vec![b'a'; 1 << 20];
    for _ in 0..100 {
        input.write_all(&block).unwrap();
    }
    drop(input);
    let commit = child.wait_with_output().unwrap().stdout;
    fs::write(folder.path().join(".git/refs/heads/main"), &commit).unwrap();
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    for name in ["HEAD", "main~1", commit.as_str()] {
        let planned = plan(&folder, &["--against", name]).ends(1);
        assert!(
            planned.err.contains("larger than"),
            "{name}: {}",
            planned.err
        );
    }
}

#[test]
fn repositories_that_borrow_from_each_other_end() {
    let folder = repository();
    let other = repository();
    for (one, another) in [(&folder, &other), (&other, &folder)] {
        let list = one.path().join(".git/objects/info/alternates");
        let objects = another.path().join(".git/objects");
        fs::write(list, format!("{}\n", objects.display())).unwrap();
    }
    let planned = plan(&folder, &[]).ends(1);
    assert!(planned.err.contains("form a cycle"), "{}", planned.err);
}

#[test]
fn what_is_not_read_is_said_to_be_what_it_is() {
    let folder = repository();
    fs::write(folder.path().join(".git/HEAD"), "nothing\n").unwrap();
    let planned = plan(&folder, &[]).ends(1);
    assert!(
        planned.err.contains("HEAD holds neither"),
        "{}",
        planned.err
    );
    fs::write(folder.path().join(".git/HEAD"), b"\xff\xfe\0").unwrap();
    let planned = plan(&folder, &[]).ends(1);
    assert!(
        planned.err.contains("HEAD holds neither"),
        "{}",
        planned.err
    );
    // As `git init --ref-format=reftable` leaves it.
    fs::write(
        folder.path().join(".git/HEAD"),
        "ref: refs/heads/.invalid\n",
    )
    .unwrap();
    fs::write(
        folder.path().join(".git/config"),
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefstorage = reftable\n",
    )
    .unwrap();
    let planned = plan(&folder, &[]).ends(1);
    assert!(planned.err.contains("reftables"), "{}", planned.err);
    assert!(planned.err.contains("git refs migrate"), "{}", planned.err);
}

#[test]
fn a_large_folder_is_read_once() {
    let folder = Folder::new("");
    let mut stack = "stack shop edition=1\n".to_owned();
    for number in 0..400 {
        stack.push_str(&format!(
            "file f{number} {{ source \"conf/f{number}\" }}\nservice s{number} {{\n    image \"example/web:1.0\"\n    file f{number} to=\"/f\"\n}}\n"
        ));
        folder.write(&format!("conf/f{number}"), number.to_string());
    }
    for number in 0..8000 {
        folder.write(&format!("conf/other{number}"), "");
    }
    folder.write("stack.kdl", stack);
    let run = |arguments: &[&str]| git(folder.path(), arguments, Stdio::null());
    run(&["init", "--quiet"]);
    run(&["add", "."]);
    run(&["commit", "--quiet", "-m", "one"]);
    let planned = plan(&folder, &[]).ends(0);
    assert!(planned.out.contains("nothing changes"), "{}", planned.out);
}
