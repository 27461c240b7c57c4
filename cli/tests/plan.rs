//! `stackc plan` and `stackc why`: baselines in git, gates, and what neither of them does.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use support::{Folder, Ran, ran};

const STACK: &str = "stack shop edition=1\ninclude \"parts/db.kdl\"\nservice web {\n    image \"example/web:1.0\"\n}\nfile conf { source \"conf/app.conf\" }\nservice app {\n    image \"example/app:1.0\"\n    file conf to=\"/etc/app.conf\"\n}\n";

/// Runs git in a folder, with nothing of this machine's settings.
fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "protocol.file.allow=always",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A repository with one commit of the stack.
fn repository() -> Folder {
    let folder = Folder::new(STACK);
    let path = folder.path().to_owned();
    fs::create_dir_all(path.join("parts")).unwrap();
    fs::create_dir_all(path.join("conf")).unwrap();
    fs::write(
        path.join("parts/db.kdl"),
        "service db { image \"postgres:16.4\" }\n",
    )
    .unwrap();
    fs::write(path.join("conf/app.conf"), "level=info\n").unwrap();
    git(&path, &["init", "--quiet"]);
    git(&path, &["add", "."]);
    git(&path, &["commit", "--quiet", "-m", "one"]);
    folder
}

fn change(folder: &Path) {
    fs::write(
        folder.join("parts/db.kdl"),
        "service db { image \"postgres:17.2\" }\n",
    )
    .unwrap();
    fs::write(folder.join("conf/app.conf"), "level=debug\n").unwrap();
}

fn plan(folder: &Folder, arguments: &[&str]) -> Ran {
    let all: Vec<&str> = ["plan"].iter().chain(arguments).copied().collect();
    ran(folder.binary(&all).output().unwrap())
}

fn plan_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackc"));
    command
        .arg("plan")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null());
    ran(command.output().unwrap())
}

#[test]
fn head_is_the_baseline() {
    let folder = repository();
    assert_eq!(plan(&folder, &[]).ends(0).out, "plan: nothing changes\n");
    change(folder.path());
    let out = plan(&folder, &[]).ends(0).out;
    assert!(out.contains("16 → 17"), "{out}");
    assert!(out.contains("~ file/conf"), "{out}");
    assert!(out.contains("parts/db.kdl:1"), "{out}");
    // What is committed is no change.
    git(folder.path(), &["commit", "--quiet", "-am", "two"]);
    assert_eq!(plan(&folder, &[]).ends(0).out, "plan: nothing changes\n");
    let out = plan(&folder, &["--against", "HEAD~1"]).ends(0).out;
    assert!(out.contains("16 → 17"), "{out}");
}

#[test]
fn files_that_the_stack_only_names_are_compared() {
    let folder = repository();
    let path = folder.path();
    let stack = "stack shop edition=1\nservice web {\n    image \"example/web:1.0\"\n    env-file \"web.env\"\n    bind \"data\" to=\"/data\"\n}\n";
    fs::write(path.join("stack.kdl"), stack).unwrap();
    fs::write(path.join("web.env"), "KEY=correct-horse\n").unwrap();
    fs::create_dir_all(path.join("data")).unwrap();
    fs::write(path.join("data/seed"), "one\n").unwrap();
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "-m", "two"]);
    assert_eq!(plan(&folder, &[]).ends(0).out, "plan: nothing changes\n");
    // What a program writes beside the files of the revision is no change.
    fs::write(path.join("data/cache"), "written\n").unwrap();
    assert_eq!(plan(&folder, &[]).ends(0).out, "plan: nothing changes\n");
    fs::write(path.join("web.env"), "KEY=battery-staple\n").unwrap();
    fs::remove_file(path.join("data/seed")).unwrap();
    let out = plan(&folder, &["--artifacts"]).ends(0).out;
    assert!(out.contains("compose: web.env: "), "{out}");
    assert!(out.contains("bind data → another value"), "{out}");
    for word in ["correct-horse", "battery-staple"] {
        assert!(!out.contains(word), "{out}");
    }
}

#[test]
fn what_is_new_in_a_folder_counts_where_no_service_writes() {
    let folder = Folder::new(
        "stack shop edition=1\nservice web {\n    image \"example/web:1.0\"\n    bind \"./conf.d\" to=\"/etc/app\" read-only=#true\n    bind \"./data\" to=\"/data\"\n}\n",
    );
    let path = folder.path();
    folder.write("conf.d/a.conf", "a");
    folder.write("data/a", "a");
    git(path, &["init", "--quiet"]);
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "-m", "one"]);
    folder.write("data/b", "written by the service");
    assert_eq!(plan(&folder, &[]).ends(0).out, "plan: nothing changes\n");
    folder.write("conf.d/b.conf", "b");
    let out = plan(&folder, &[]).ends(0).out;
    assert!(out.contains("conf.d/b.conf"), "{out}");
    assert!(!out.contains("data/b"), "{out}");
}

#[test]
fn what_is_too_much_is_said_not_to_be_compared() {
    let folder = Folder::new(
        "stack shop edition=1\nservice web {\n    image \"example/web:1.0\"\n    bind \"./data\" to=\"/data\"\n    bind \"./many\" to=\"/many\"\n}\n",
    );
    folder.write("before/stack.kdl", folder.read("stack.kdl"));
    for place in ["", "before/"] {
        for number in 0..1001 {
            folder.write(&format!("{place}many/{number}"), "");
        }
        folder.write(&format!("{place}data/a"), vec![b'a'; 10 << 20]);
        folder.write(&format!("{place}data/b"), vec![b'b'; 10 << 20]);
    }
    let out = plan(&folder, &["--against", "./before"]).ends(0).out;
    let why = "it has more than 1000 files or 16 MiB";
    assert_eq!(
        out,
        format!("plan: nothing changes\nnot compared: data: {why}\nnot compared: many: {why}\n")
    );
    let json = plan(&folder, &["--against", "./before", "--format", "json"]).json();
    let said = &json["environments"][0]["not_compared"][0];
    assert_eq!(said["path"], "data");
    let page = plan(&folder, &["--against", "./before", "--format", "markdown"]);
    assert!(page.out.contains("not compared: many: "), "{}", page.out);
}

#[test]
fn packed_objects_and_refs_are_read() {
    let folder = repository();
    change(folder.path());
    git(folder.path(), &["commit", "--quiet", "-am", "two"]);
    git(folder.path(), &["tag", "-a", "v1", "-m", "v1", "HEAD~1"]);
    git(
        folder.path(),
        &["gc", "--quiet", "--aggressive", "--prune=now"],
    );
    git(folder.path(), &["pack-refs", "--all"]);
    for against in ["HEAD~1", "v1", "main~1"] {
        let out = plan(&folder, &["--against", against]).ends(0).out;
        assert!(out.contains("16 → 17"), "{against}: {out}");
    }
}

#[test]
fn a_work_tree_beside_the_first_has_the_same_history() {
    let folder = repository();
    let beside = tempfile::tempdir().unwrap();
    let tree = beside.path().join("tree");
    git(
        folder.path(),
        &[
            "worktree",
            "add",
            "--quiet",
            tree.to_str().unwrap(),
            "-b",
            "other",
        ],
    );
    change(&tree);
    let out = plan_in(&tree, &[]).ends(0).out;
    assert!(out.contains("16 → 17"), "{out}");
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let folder = repository();
    change(folder.path());
    git(folder.path(), &["commit", "--quiet", "-am", "two"]);
    let beside = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(
        beside.path(),
        &["clone", "--quiet", "--depth", "1", &url, "clone"],
    );
    let clone = beside.path().join("clone");
    assert_eq!(plan_in(&clone, &[]).ends(0).out, "plan: nothing changes\n");
    let err = plan_in(&clone, &["--against", "HEAD~1"]).ends(1).err;
    assert!(
        err.contains("shallow") && err.contains("git fetch --unshallow"),
        "{err}"
    );
    assert!(err.contains("fetch-depth: 0"), "{err}");
}

#[test]
fn a_param_that_the_baseline_lacks_is_set_in_the_new_stack_alone() {
    let folder = repository();
    let with = STACK.replace("example/web:1.0", "example/web:${param.tag}");
    let with = format!("{with}param tag default=\"1.0\"\n");
    fs::write(folder.path().join("stack.kdl"), &with).unwrap();
    let out = plan(&folder, &["--set", "tag=1.3"]).ends(0).out;
    assert!(
        out.contains("example/web:1.0\" → image \"example/web:1.3"),
        "{out}"
    );
    let before = tempfile::tempdir().unwrap();
    let clone = format!("file://{}", folder.path().display());
    git(before.path(), &["clone", "--quiet", &clone, "before"]);
    let against = before.path().join("before").display().to_string();
    let beside = plan(&folder, &["--set", "tag=1.3", "--against", &against]);
    assert_eq!(beside.ends(0).out, out);
    let err = plan(&folder, &["--set", "tga=1.3"]).ends(1).err;
    assert!(err.contains("did you mean --set tag=…?"), "{err}");
}

#[test]
fn the_stack_may_lie_below_the_top_of_the_repository() {
    let inner = repository();
    let folder = Folder::empty();
    let deep = folder.path().join("deploy/app");
    fs::create_dir_all(deep.join("parts")).unwrap();
    fs::create_dir_all(deep.join("conf")).unwrap();
    for file in ["stack.kdl", "parts/db.kdl", "conf/app.conf"] {
        fs::copy(inner.path().join(file), deep.join(file)).unwrap();
    }
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "one"]);
    change(&deep);
    let there = plan_in(&deep, &["--summary"]).ends(0).out;
    assert!(there.contains("2 recreated"), "{there}");
    let top = plan(&folder, &["deploy/app/stack.kdl", "--summary"]);
    assert_eq!(top.ends(0).out, there);
}

#[test]
fn a_work_tree_of_a_bare_repository_has_its_history() {
    let folder = repository();
    let beside = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(
        beside.path(),
        &["clone", "--quiet", "--bare", &url, "bare.git"],
    );
    let bare = beside.path().join("bare.git");
    git(&bare, &["worktree", "add", "--quiet", "../tree", "main"]);
    let tree = beside.path().join("tree");
    assert_eq!(plan_in(&tree, &[]).ends(0).out, "plan: nothing changes\n");
    change(&tree);
    let out = plan_in(&tree, &[]).ends(0).out;
    assert!(out.contains("postgres:17.2"), "{out}");
}

#[test]
fn a_stack_in_a_submodule_is_planned_from_within_it() {
    let inner = repository();
    let folder = repository();
    let url = format!("file://{}", inner.path().display());
    git(
        folder.path(),
        &["submodule", "--quiet", "add", &url, "shared"],
    );
    git(folder.path(), &["commit", "--quiet", "-am", "submodule"]);
    let shared = folder.path().join("shared");
    change(&shared);
    let out = plan_in(&shared, &[]).ends(0).out;
    assert!(out.contains("postgres:17.2"), "{out}");
    let out = plan(&folder, &["shared/stack.kdl"]).ends(0).out;
    assert!(out.contains("shared/parts/db.kdl:1"), "{out}");
}

#[test]
fn a_version_of_which_nothing_is_known_is_said_to_be_one() {
    let folder = repository();
    let with = format!("{STACK}target compose {{ version \"2.30\" }}\n");
    fs::write(folder.path().join("stack.kdl"), with).unwrap();
    change(folder.path());
    let out = plan(&folder, &[]).ends(0).out;
    assert!(
        out.contains("predicted for docker compose 2.30 as for 2.26"),
        "{out}"
    );
    let json = plan(&folder, &["--format", "json"]).ends(0).out;
    assert!(json.contains("\"known_of\": \"2.26\""), "{json}");
}

#[test]
fn a_baseline_that_is_not_there_is_said_to_be() {
    let folder = repository();
    let err = plan(&folder, &["--against", "mian"]).ends(1).err;
    assert!(
        err.contains("there is no revision `mian`; did you mean `main`?"),
        "{err}"
    );
    let err = plan(&folder, &["--against", "./nowhere"]).ends(1).err;
    assert!(err.contains("there is no folder `./nowhere`"), "{err}");
    let outside = Folder::new("stack shop edition=1\nservice web { image \"a:1\" }\n");
    let err = plan(&outside, &[]).ends(1).err;
    assert!(err.contains("it lies in no git repository"), "{err}");
    git(outside.path(), &["init", "--quiet"]);
    let err = plan(&outside, &[]).ends(1).err;
    assert!(err.contains("this repository has no commit yet"), "{err}");
}

#[test]
fn a_stack_that_was_not_there_is_all_new() {
    let folder = repository();
    fs::create_dir(folder.path().join("new")).unwrap();
    fs::write(
        folder.path().join("new/stack.kdl"),
        "stack other edition=1\nservice web { image \"a:1\" }\n",
    )
    .unwrap();
    let out = plan(&folder, &["new/stack.kdl"]).ends(0).out;
    assert!(
        out.contains("the stack is not in the revision `HEAD`: everything is new"),
        "{out}"
    );
    assert!(out.contains("+ service/web"), "{out}");
}

#[test]
fn a_baseline_with_errors_is_no_baseline() {
    let folder = repository();
    fs::write(
        folder.path().join("parts/db.kdl"),
        "service db { imag \"postgres:16.4\" }\n",
    )
    .unwrap();
    git(folder.path(), &["commit", "--quiet", "-am", "broken"]);
    fs::write(
        folder.path().join("parts/db.kdl"),
        "service db { image \"postgres:16.4\" }\n",
    )
    .unwrap();
    let err = plan(&folder, &[]).ends(1).err;
    assert!(err.contains("HEAD:parts/db.kdl"), "{err}");
    assert!(
        err.contains("has errors with this version of stackc"),
        "{err}"
    );
    assert!(
        err.contains("or a folder in which they are mended"),
        "{err}"
    );
}

#[test]
fn submodules_are_not_looked_into() {
    let inner = repository();
    let folder = repository();
    git(
        folder.path(),
        &[
            "submodule",
            "--quiet",
            "add",
            &format!("file://{}", inner.path().display()),
            "shared",
        ],
    );
    let with = STACK.replace("parts/db.kdl", "shared/parts/db.kdl");
    fs::write(folder.path().join("stack.kdl"), with).unwrap();
    git(folder.path(), &["commit", "--quiet", "-am", "submodule"]);
    let ran = plan(&folder, &[]).ends(1);
    assert!(ran.err.contains("it lies in a submodule"), "{}", ran.err);
}

#[test]
fn gates_and_exit_codes() {
    let folder = repository();
    plan(&folder, &["--detailed-exitcode"]).ends(0);
    plan(&folder, &["--fail-on", "data=orphaned"]).ends(0);
    change(folder.path());
    plan(&folder, &["--detailed-exitcode"]).ends(2);
    plan(
        &folder,
        &["--detailed-exitcode", "--fail-on", "data=at-risk"],
    )
    .ends(3);
    plan(&folder, &["--fail-on", "exposure=wider"]).ends(0);
    plan(
        &folder,
        &[
            "--fail-on",
            "exposure=wider",
            "--fail-on",
            "disruption=recreate",
        ],
    )
    .ends(3);
    let err = plan(&folder, &["--fail-on", "dta=lost"]).ends(64).err;
    assert!(err.contains("did you mean `data`?"), "{err}");
    let err = plan(&folder, &["--fail-on", "data=lots"]).ends(64).err;
    assert!(err.contains("did you mean `lost`?"), "{err}");
}

#[test]
fn a_summary_is_one_line() {
    let folder = repository();
    change(folder.path());
    let out = plan(&folder, &["--summary"]).ends(0).out;
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("data lost: 1"), "{out}");
}

#[test]
fn text_is_broken_at_the_width() {
    let folder = repository();
    change(folder.path());
    let mut command = folder.binary(&["plan"]);
    let out = ran(command.env("COLUMNS", "60").output().unwrap())
        .ends(0)
        .out;
    let long: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with("      ") && line.chars().count() > 60)
        .collect();
    assert!(long.is_empty(), "{long:?}");
    let colored = plan(&folder, &["--color", "always"]).ends(0).out;
    assert!(colored.contains("\u{1b}[31m"), "{colored}");
}

#[test]
fn an_empty_name_is_no_baseline() {
    let folder = repository();
    change(folder.path());
    for empty in ["", " "] {
        let ran = plan(&folder, &["--against", empty, "--summary"]).ends(64);
        assert!(ran.err.contains("--against is empty"), "{}", ran.err);
    }
}

#[test]
fn a_runbook_says_what_none_of_its_steps_does() {
    let stack = |http: &str| {
        format!(
            "stack shop edition=1\nservice web {{\n    image \"example/web:1.4.2\"\n    port http 3000 publish=3000\n}}\nedge {{ place host; http \"{http}\"; https \"*:443\" }}\nsite \"shop.example.com\" {{\n    tls files cert=\"/etc/ssl/a.crt\" key=\"/etc/ssl/a.key\"\n    route \"/\" to=\"web:http\"\n}}\ntarget nginx {{ version \"1.26\" }}\ntarget compose\n"
        )
    };
    let folder = Folder::new(&stack("127.0.0.1:80"));
    let before = Folder::new(&stack("*:80"));
    let against = before.path().display().to_string();
    let page = plan(&folder, &["--against", &against, "--runbook"]).ends(0);
    assert!(
        page.out.contains("# Runbook: shop on nginx\n"),
        "{}",
        page.out
    );
    assert!(
        page.out.contains("\nsystemctl restart nginx\n"),
        "{}",
        page.out
    );
    assert!(!page.out.contains("# Not in these steps"), "{}", page.out);
    let script = plan(&folder, &["--against", &against, "--runbook=script"]).ends(0);
    assert!(
        script.err.contains("not in the script: nginx: "),
        "{}",
        script.err
    );
    let nginx = ["--target", "nginx", "--runbook=script"];
    let script = plan(&folder, &[&["--against", &against], &nginx[..]].concat()).ends(0);
    assert!(script.out.contains("put_nginx out/nginx"), "{}", script.out);
    assert!(!script.out.contains("docker ps"), "{}", script.out);
}
