//! `stackc build`: where files land, which ones are written, removed, refused.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{fs, time::Duration};

use support::{ENVIRONMENTS, Folder, STACK};

fn with_environments(more: &str) -> String {
    format!("{STACK}{ENVIRONMENTS}{more}")
}

#[test]
fn a_stack_without_environments_lands_in_out() {
    let folder = Folder::new(STACK);
    let ran = folder.run(&["build"]).ends(0);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err, "out/plain: 4 written\n");
    assert_eq!(
        folder.files(),
        [
            "out/plain/.gitignore",
            "out/plain/bin/run.sh",
            "out/plain/plain.txt",
            "out/plain/services/web",
            "stack.kdl",
            "stack.lock"
        ]
    );
    assert_eq!(
        folder.read("out/plain/plain.txt"),
        "app ../.. stackc build\n"
    );
    for rule in [".env", "secrets/", "tls/"] {
        assert!(
            folder
                .read("out/plain/.gitignore")
                .lines()
                .any(|line| line == rule)
        );
    }
}

#[test]
fn the_default_environment_is_built_or_the_one_that_is_named_or_all() {
    let stack = with_environments("");
    let folder = Folder::new(&stack);
    folder.run(&["build"]).ends(0);
    assert!(folder.has("out/production/plain/plain.txt"));
    assert!(!folder.has("out/dev"));
    let folder = Folder::new(&stack);
    folder.run(&["build", "--env", "dev"]).ends(0);
    assert_eq!(
        folder.read("out/dev/plain/plain.txt"),
        "app-dev ../../.. stackc build --env dev\n"
    );
    assert!(!folder.has("out/production"));
    let folder = Folder::new(&stack);
    folder.run(&["build", "--env", "all"]).ends(0);
    assert!(folder.has("out/dev/plain") && folder.has("out/production/plain"));
}

#[test]
fn an_unknown_environment_is_an_error_with_a_suggestion() {
    let folder = Folder::new(&with_environments(""));
    let ran = folder.run(&["build", "--env", "prodction"]).ends(1);
    assert!(
        ran.err.contains("did you mean `production`?"),
        "{}",
        ran.err
    );
    assert!(!folder.has("out"));
}

#[test]
fn targets_are_named_on_the_command_line_or_in_the_stack() {
    let folder = Folder::new(STACK);
    folder.run(&["build", "--target", "other"]).ends(0);
    assert!(folder.has("out/other/other.txt") && !folder.has("out/plain"));
    let ran = folder.run(&["build", "--target", "othr"]).ends(64);
    assert!(
        ran.err.contains("`other`") && ran.err.contains("plain, other"),
        "{}",
        ran.err
    );
}

#[test]
fn out_of_a_target_replaces_the_path() {
    let target = "target plain {\n    out \"deploy/${environment.name}\"\n}\n";
    let folder = Folder::new(&with_environments(target));
    folder.run(&["build", "--env", "all"]).ends(0);
    assert!(folder.has("deploy/dev/plain.txt") && folder.has("deploy/production/plain.txt"));
    assert!(!folder.has("out"));
    let elsewhere = Folder::empty();
    let out = elsewhere.at("x");
    folder
        .run(&["build", "--out", out.to_str().unwrap()])
        .ends(0);
    assert!(elsewhere.has("x/production/plain/plain.txt") && elsewhere.has("x/stack.lock"));
}

#[test]
fn environments_do_not_share_a_file() {
    let target = "target plain {\n    out \"deploy\"\n}\n";
    let folder = Folder::new(&with_environments(target));
    for arguments in [&["build"][..], &["build", "--env", "dev"], &["check"]] {
        let ran = folder.run(arguments).ends(1);
        assert!(ran.err.contains("output-clash"), "{}", ran.err);
        assert!(
            ran.err.contains("out \"deploy/${environment.name}\""),
            "{}",
            ran.err
        );
    }
    assert!(!folder.has("deploy") && !folder.has("stack.lock"));
}

#[test]
fn outputs_stay_in_the_stacks_folder() {
    for out in ["../up", "/tmp/x", ".git/hooks"] {
        let folder = Folder::new(&format!("{STACK}target plain {{\n    out \"{out}\"\n}}\n"));
        let ran = folder.run(&["build"]).ends(1);
        assert!(ran.err.contains("output-outside"), "{}", ran.err);
    }
}

#[test]
fn what_is_as_it_was_is_not_touched() {
    let folder = Folder::new(STACK);
    folder.run(&["build"]).ends(0);
    let times = |path: &str| fs::metadata(folder.at(path)).unwrap().modified().unwrap();
    let before = (times("out/plain/plain.txt"), times("stack.lock"));
    std::thread::sleep(Duration::from_millis(20));
    let ran = folder.run(&["build"]).ends(0);
    assert_eq!(ran.err, "out/plain: 4 unchanged\n");
    assert_eq!(before, (times("out/plain/plain.txt"), times("stack.lock")));
    assert_eq!(folder.run(&["build", "-q"]).ends(0).err, "");
}

#[test]
fn a_file_that_was_edited_is_kept_unless_forced() {
    let folder = Folder::new(STACK);
    folder.run(&["build"]).ends(0);
    folder.write("out/plain/plain.txt", "mine");
    folder.write("stack.kdl", STACK.replace("web", "api"));
    let ran = folder.run(&["build"]).ends(1);
    assert!(ran.err.contains("out/plain/plain.txt"), "{}", ran.err);
    assert!(
        ran.err.contains("edited") && ran.err.contains("--force"),
        "{}",
        ran.err
    );
    assert!(folder.has("out/plain/services/web"), "all or nothing");
    assert!(!folder.has("out/plain/services/api"), "all or nothing");
    folder.run(&["build", "--force"]).ends(0);
    assert!(folder.read("out/plain/plain.txt").starts_with("app"));
    assert!(folder.has("out/plain/services/api") && !folder.has("out/plain/services/web"));
}

#[test]
fn a_file_that_is_not_ours_is_kept_unless_forced() {
    let folder = Folder::new(STACK);
    folder.write("out/plain/plain.txt", "mine");
    let ran = folder.run(&["build"]).ends(1);
    assert!(ran.err.contains("stackc did not make it"), "{}", ran.err);
    assert_eq!(folder.files(), ["out/plain/plain.txt", "stack.kdl"]);
    folder.run(&["build", "--force"]).ends(0);
}

#[test]
fn rules_for_git_that_are_there_already_are_enough() {
    let folder = Folder::new(&format!("{STACK}target plain {{\n    out \".\"\n}}\n"));
    folder.write(".gitignore", "/target\n.env\nsecrets/\ntls/\n");
    folder.run(&["build"]).ends(0);
    folder.run(&["build", "--check"]).ends(0);
    assert!(folder.read(".gitignore").starts_with("/target"));
    for rules in ["/target\n", "*.pem\nsecrets/\n"] {
        folder.write(".gitignore", rules);
        for arguments in [&["build"][..], &["build", "--force"]] {
            let ran = folder.run(arguments).ends(1);
            assert!(ran.err.contains("add a line for each"), "{}", ran.err);
            assert_eq!(folder.read(".gitignore"), rules);
        }
    }
}

#[test]
fn the_stack_itself_is_never_overwritten() {
    let stack = STACK.replace("service web", "service stack");
    let stack =
        format!("{stack}include \"./services/stack\"\ntarget plain {{\n    out \".\"\n}}\n");
    let folder = Folder::new(&stack);
    folder.write("services/stack", "// a source\n");
    let ran = folder.run(&["build", "--force"]).ends(1);
    assert!(
        ran.err.contains("the stack itself is read from it"),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("services/stack"), "// a source\n");
}

#[test]
fn a_build_of_the_default_says_that_there_are_others() {
    let folder = Folder::new(&with_environments(""));
    let ran = folder.run(&["build"]).ends(0);
    let said = "this is production, one of 2 environments; --env all builds each";
    assert!(ran.err.contains(said), "{}", ran.err);
    for all in [
        &["build", "--env", "all"][..],
        &["build", "--env", "dev"],
        &["build", "-q"],
    ] {
        let ran = folder.run(all).ends(0);
        assert!(!ran.err.contains("--env all"), "{}", ran.err);
    }
}

#[test]
fn files_that_are_no_longer_made_go() {
    let folder = Folder::new(&STACK.replace("web", "old"));
    folder.run(&["build"]).ends(0);
    folder.write("stack.kdl", STACK);
    let ran = folder.run(&["build"]).ends(0);
    assert!(
        ran.err.contains("removed out/plain/services/old"),
        "{}",
        ran.err
    );
    assert!(!folder.has("out/plain/services/old"));
    assert!(!folder.read("stack.lock").contains("services/old"));
}

#[test]
fn folders_that_are_left_empty_go_too() {
    let folder = Folder::new(&with_environments(""));
    folder.run(&["build", "--env", "all"]).ends(0);
    folder.write(
        "stack.kdl",
        with_environments("").replace("environment dev", "environment staging"),
    );
    folder.run(&["build"]).ends(0);
    assert!(
        !folder.has("out/dev"),
        "an environment that is gone takes its files along"
    );
    assert!(folder.has("out/production/plain/plain.txt"));
}

#[test]
fn a_file_that_is_no_longer_made_but_was_edited_stays() {
    let folder = Folder::new(&STACK.replace("web", "old"));
    folder.run(&["build"]).ends(0);
    folder.write("stack.kdl", STACK);
    folder.write("out/plain/services/old", "mine");
    let ran = folder.run(&["build"]).ends(0);
    assert!(
        ran.err.contains("kept out/plain/services/old"),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("out/plain/services/old"), "mine");
}

#[test]
fn a_build_of_one_environment_keeps_the_others() {
    let folder = Folder::new(&with_environments(""));
    folder.run(&["build", "--env", "dev"]).ends(0);
    folder
        .run(&["build", "--env", "production", "--target", "other"])
        .ends(0);
    folder.run(&["build", "--env", "production"]).ends(0);
    let lock = folder.read("stack.lock");
    for path in ["out/dev/plain/plain.txt", "out/production/plain/plain.txt"] {
        assert!(lock.contains(path) && folder.has(path), "{path}");
    }
    assert!(
        !folder.has("out/production/other"),
        "the stack is not built for that target"
    );
    folder.run(&["build", "--env", "all", "--check"]).ends(0);
}

#[test]
fn a_lock_that_leads_outside_deletes_nothing() {
    let outer = Folder::new("");
    outer.write("victim", "web");
    outer.write("in/stack.kdl", STACK);
    outer.run(&["-C", "in", "build"]).ends(0);
    let lock = outer.read("in/stack.lock");
    outer.write(
        "in/stack.lock",
        lock.replace("\"out/plain/services/web\"", "\"../victim\""),
    );
    outer.run(&["-C", "in", "build"]).ends(0);
    assert_eq!(outer.read("victim"), "web");
}

#[test]
fn the_lock_says_what_was_read_and_made() {
    let folder = Folder::new(&format!(
        "{STACK}param x default=a\nfile conf {{\n    source \"./conf\"\n}}\ninclude \"more.kdl\"\nservice b {{\n    image \"x:${{param.x}}\"\n    file conf to=\"/conf\"\n}}\n"
    ));
    folder.write(
        "more.kdl",
        "volume data\nservice c {\n    image \"x:1\"\n    volume data to=\"/d\"\n}\n",
    );
    folder.write("conf/a", "a");
    folder.run(&["build", "--set", "x=2"]).ends(0);
    let lock: serde_json::Value = serde_json::from_str(&folder.read("stack.lock")).unwrap();
    assert_eq!(lock["format_version"], 1);
    assert_eq!(lock["stackc"], env!("CARGO_PKG_VERSION"));
    let sources: Vec<&String> = lock["sources"].as_object().unwrap().keys().collect();
    assert_eq!(sources, ["--set x", "conf/a", "more.kdl", "stack.kdl"]);
    assert_eq!(
        lock["sources"]["conf/a"],
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    );
    let script = &lock["artifacts"]["out/plain/bin/run.sh"];
    assert_eq!(script["mode"], "0755");
    assert_eq!(script["target"], "plain");
    assert_eq!(lock["artifacts"]["out/plain/plain.txt"]["mode"], "0644");
}

#[test]
fn check_writes_nothing_and_names_what_differs() {
    let folder = Folder::new(STACK);
    let ran = folder.run(&["build", "--check"]).ends(3);
    assert!(
        ran.out.contains("missing out/plain/plain.txt\n"),
        "{}",
        ran.out
    );
    assert_eq!(folder.files(), ["stack.kdl"]);
    folder.run(&["build"]).ends(0);
    assert_eq!(folder.run(&["build", "--check"]).ends(0).out, "");
    folder.write("stack.kdl", STACK.replace("web", "api"));
    folder.write("out/plain/plain.txt", "mine");
    let ran = folder.run(&["build", "--check"]).ends(3);
    assert_eq!(
        ran.out,
        "differs out/plain/plain.txt (it was edited since stackc wrote it)\nmissing out/plain/services/api\nsurplus out/plain/services/web (the lock names it, and the stack no longer makes it)\ndiffers stack.lock (it was made of another stack.kdl)\n"
    );
    let json = folder
        .run(&["build", "--check", "--format", "json"])
        .ends(3)
        .json();
    assert_eq!(json["files"][1]["state"], "missing");
    assert_eq!(folder.read("out/plain/plain.txt"), "mine");
}

#[test]
fn another_version_of_the_compiler_is_no_difference() {
    let folder = Folder::new(STACK);
    folder.run(&["build"]).ends(0);
    let version = format!("\"stackc\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let lock = folder
        .read("stack.lock")
        .replace(&version, "\"stackc\": \"0.0.1\"");
    folder.write("stack.lock", &lock);
    folder.run(&["build", "--check"]).ends(0);
    assert_eq!(folder.read("stack.lock"), lock);
    folder.write("stack.kdl", format!("{STACK}// a word\n"));
    let ran = folder.run(&["build", "--check"]).ends(3);
    assert_eq!(
        ran.out,
        "differs stack.lock (it was made of another stack.kdl)\n"
    );
}

#[test]
fn a_lock_that_is_none_is_not_overwritten() {
    let folder = Folder::new(STACK);
    folder.write("stack.lock", "# mine\n");
    for arguments in [&["build"][..], &["build", "--force"], &["build", "--check"]] {
        let ran = folder.run(arguments).ends(1);
        assert!(ran.err.contains("stack.lock"), "{}", ran.err);
    }
    assert_eq!(folder.files(), ["stack.kdl", "stack.lock"]);
}

#[test]
fn two_stacks_of_one_folder_have_a_lock_each() {
    let folder = Folder::new(STACK);
    folder.write(
        "other.kdl",
        STACK.replace("app", "two").replace("web", "w") + "target plain {\n    out \"two\"\n}\n",
    );
    folder.run(&["build"]).ends(0);
    folder.run(&["build", "other.kdl"]).ends(0);
    assert!(folder.has("stack.lock") && folder.has("other.lock"));
    assert!(folder.has("out/plain/plain.txt"));
    assert_eq!(
        folder.read("two/plain.txt"),
        "two .. stackc build other.kdl\n"
    );
}

#[test]
fn a_quiet_run_says_what_differs_and_no_warning() {
    let folder = Folder::new(&format!("{STACK}description warn\n"));
    folder.run(&["build"]).ends(0);
    folder.write("out/plain/plain.txt", "mine\n");
    let ran = folder.run(&["build", "--check", "--quiet"]).ends(3);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("differs out/plain/plain.txt"), "{said}");
}

#[test]
fn warnings_are_built_unless_denied() {
    let folder = Folder::new(&format!("{STACK}description warn\n"));
    let ran = folder.run(&["build", "--deny-warnings"]).ends(3);
    assert!(
        ran.err.contains("warning[test-warning]: odd"),
        "{}",
        ran.err
    );
    assert!(ran.err.ends_with("1 warning\n"), "{}", ran.err);
    assert_eq!(folder.files(), ["stack.kdl"]);
    let quiet = folder.run(&["build", "--deny-warnings", "--quiet"]).ends(3);
    assert!(quiet.err.contains("warning[test-warning]"), "{}", quiet.err);
    folder.run(&["check", "--deny-warnings"]).ends(3);
    folder.run(&["check"]).ends(0);
    folder.run(&["build"]).ends(0);
    assert!(folder.has("out/plain/plain.txt"));
}

#[test]
fn notes_are_counted_or_shown() {
    let folder = Folder::new(&format!("{STACK}description note\n"));
    assert_eq!(folder.run(&["check"]).ends(0).err, "1 note (-v shows it)\n");
    let ran = folder.run(&["check", "-v"]).ends(0);
    assert!(
        ran.err.contains("note[test-note]: well known"),
        "{}",
        ran.err
    );
    assert!(ran.err.ends_with("1 note\n"), "{}", ran.err);
}

#[test]
fn standard_output_takes_one_artifact_or_json() {
    let folder = Folder::new(STACK);
    let ran = folder
        .run(&["build", "--stdout", "--target", "other"])
        .ends(0);
    assert_eq!(ran.out, "app\n");
    let ran = folder.run(&["build", "--stdout"]).ends(64);
    assert!(ran.err.contains("--format json"), "{}", ran.err);
    let json = folder
        .run(&["build", "--stdout", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["artifacts"]["out/plain/bin/run.sh"], "#!/bin/sh\n");
    assert_eq!(folder.files(), ["stack.kdl"]);
}

#[test]
fn a_stack_comes_from_standard_input() {
    let folder = Folder::empty();
    folder
        .run_with(&["build", "-"], STACK.as_bytes(), &[])
        .ends(64);
    let ran = folder.run_with(
        &["build", "-", "--stdout", "--target", "other"],
        STACK.as_bytes(),
        &[],
    );
    assert_eq!(ran.ends(0).out, "app\n");
    folder
        .run_with(&["build", "-", "--out", "dist"], STACK.as_bytes(), &[])
        .ends(0);
    assert_eq!(
        folder.files(),
        [
            "dist/plain/.gitignore",
            "dist/plain/bin/run.sh",
            "dist/plain/plain.txt",
            "dist/plain/services/web",
            "dist/stack.lock"
        ]
    );
}

#[test]
fn the_files_do_not_depend_on_where_the_command_is_run() {
    let outer = Folder::empty();
    outer.write("a/stack.kdl", STACK);
    let ran = outer.run(&["build", "a/stack.kdl"]).ends(0);
    assert_eq!(ran.err, "a/out/plain: 4 written\n");
    outer.run(&["-C", "a", "build", "--check"]).ends(0);
    assert!(outer.read("a/stack.lock").contains("\"stack.kdl\""));
}

#[test]
fn a_fault_of_our_own_says_how_to_report_it() {
    for fault in ["bug", "panic"] {
        let folder = Folder::new(&format!("{STACK}description {fault}\n"));
        let ran = folder.run(&["build"]).ends(70);
        assert!(ran.err.contains("please report it"), "{}", ran.err);
        assert!(!ran.err.contains("a secret text"), "{}", ran.err);
        assert_eq!(folder.files(), ["stack.kdl"]);
    }
}

#[test]
fn json_tells_what_became_of_each_file() {
    let folder = Folder::new(STACK);
    let json = folder.run(&["build", "--format", "json"]).ends(0).json();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 0);
    assert_eq!(json["files"][0]["path"], "out/plain/.gitignore");
    assert_eq!(json["files"][0]["state"], "written");
    folder.write("out/plain/plain.txt", "mine");
    let json = folder.run(&["build", "--format", "json"]).ends(1).json();
    assert_eq!(json["files"][0]["state"], "refused");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(folder: &Folder, path: &str) -> u32 {
        fs::metadata(folder.at(path)).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn modes_are_set_and_mended() {
        let folder = Folder::new(STACK);
        folder.run(&["build"]).ends(0);
        assert_eq!(mode(&folder, "out/plain/bin/run.sh"), 0o755);
        assert_eq!(mode(&folder, "out/plain/plain.txt"), 0o644);
        let plain = fs::Permissions::from_mode(0o664);
        fs::set_permissions(folder.at("out/plain/plain.txt"), plain.clone()).unwrap();
        folder.run(&["build", "--check"]).ends(0);
        fs::set_permissions(folder.at("out/plain/bin/run.sh"), plain).unwrap();
        let ran = folder.run(&["build", "--check"]).ends(3);
        assert_eq!(
            ran.out,
            "differs out/plain/bin/run.sh (its mode is another)\n"
        );
        folder.run(&["build"]).ends(0);
        assert_eq!(mode(&folder, "out/plain/bin/run.sh"), 0o755);
    }

    #[test]
    fn links_that_leave_the_folder_are_refused() {
        let folder = Folder::new(STACK);
        let outside = Folder::empty();
        symlink(outside.path(), folder.at("out")).unwrap();
        for arguments in [&["build"][..], &["build", "--force"]] {
            let ran = folder.run(arguments).ends(1);
            assert!(ran.err.contains("is a link that leaves"), "{}", ran.err);
        }
        assert_eq!(outside.files(), [""; 0]);
    }

    #[test]
    fn a_link_in_place_of_a_file_is_replaced_and_not_followed() {
        let folder = Folder::new(STACK);
        let outside = Folder::empty();
        outside.write("precious", "x");
        fs::create_dir_all(folder.at("out/plain")).unwrap();
        symlink(outside.at("precious"), folder.at("out/plain/plain.txt")).unwrap();
        let ran = folder.run(&["build"]).ends(1);
        assert!(ran.err.contains("it is a link"), "{}", ran.err);
        folder.run(&["build", "--force"]).ends(0);
        assert_eq!(outside.read("precious"), "x");
        assert!(folder.read("out/plain/plain.txt").starts_with("app"));
    }

    #[test]
    fn a_folder_that_can_not_be_written_is_an_error() {
        let folder = Folder::new(STACK);
        folder.write("out/plain", "a file where a folder is needed");
        let ran = folder.run(&["build"]).ends(1);
        assert!(ran.err.contains("is not a folder"), "{}", ran.err);
    }
}
