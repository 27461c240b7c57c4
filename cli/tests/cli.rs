//! The real binary, over whatever targets it has: exit codes, streams, colours, odd input.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    io::{Read as _, Write as _},
    process::{Command, Stdio},
};

use support::{Folder, Ran, STACK, ran};

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    ran(folder.binary(arguments).output().unwrap())
}

fn feed(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    ran(child.wait_with_output().unwrap())
}

const FAULTY: &str = "stack app edition=1\nservice web {\n    imgae \"nginx:1.28.0\"\n}\n";

#[test]
fn help_and_version_are_data() {
    let folder = Folder::empty();
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["build", "--help"],
        &["-V"],
    ] {
        let ran = run(&folder, arguments).ends(0);
        assert!(!ran.out.is_empty() && ran.err.is_empty());
    }
}

#[test]
fn wrong_usage_is_64() {
    let folder = Folder::new(STACK);
    for arguments in [
        &[][..],
        &["bulid"],
        &["build", "--nonsense"],
        &["build", "--set", "novalue"],
        &["build", "--format", "xml"],
        &["build", "--stdout", "--check"],
        &["build", "--target", "nothing"],
        &["check", "-q", "-v"],
        &["init", "--template", "nothing"],
        &[
            "init",
            "--from",
            "docker-compose.yml",
            "--template",
            "minimal",
        ],
        &["init", "--from"],
        &["import"],
        &["import", "compose.yaml", "--force"],
        &["explain"],
        &["explain", "no-such-code-at-all"],
        &["completions", "nothing"],
        &["man", "nothing"],
        &["build", "-"],
    ] {
        let ran = run(&folder, arguments).ends(64);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(folder.files(), ["stack.kdl"]);
}

#[test]
fn an_unknown_target_lists_what_there_is() {
    let folder = Folder::new(STACK);
    let listed = run(&folder, &["targets"]).ends(0).out;
    let ran = run(&folder, &["build", "--target", "nothing"]).ends(64);
    for line in listed.lines() {
        let id = line.split_whitespace().next().unwrap();
        assert!(ran.err.contains(id), "{}", ran.err);
    }
}

#[test]
fn errors_are_1_and_write_nothing() {
    let folder = Folder::new(FAULTY);
    for command in ["check", "build"] {
        let ran = run(&folder, &[command]).ends(1);
        assert!(ran.out.is_empty());
        assert!(ran.err.contains("stack.kdl:3:5"), "{}", ran.err);
        assert!(
            ran.err.trim_end().ends_with("error") || ran.err.contains("errors"),
            "{}",
            ran.err
        );
    }
    assert_eq!(folder.files(), ["stack.kdl"]);
}

#[test]
fn a_missing_stack_points_to_init() {
    let folder = Folder::empty();
    for command in ["check", "build", "fmt"] {
        let ran = run(&folder, &[command]).ends(1);
        assert!(
            ran.err.contains("there is no file `stack.kdl`"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("stackc init"), "{}", ran.err);
    }
    let json = run(&folder, &["check", "--format", "json"]).ends(1).json();
    assert_eq!(json["diagnostics"][0]["code"], "missing-file");
}

#[test]
fn text_that_is_no_text_is_an_error() {
    let folder = Folder::empty();
    for (bytes, said) in [
        (&b"stack app edition=1\n\xff\n"[..], "line 2"),
        (&b"\xff\xfes\0"[..], "UTF-16"),
        (&vec![b' '; (1 << 20) + 1], "1 MiB"),
    ] {
        folder.write("stack.kdl", bytes);
        for command in ["check", "fmt"] {
            let ran = run(&folder, &[command]).ends(1);
            assert!(ran.err.contains(said), "{}", ran.err);
        }
        let ran = feed(&mut folder.binary(&["check", "-"]), bytes).ends(1);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    folder.write("folder.kdl/x", "");
    let ran = run(&folder, &["check", "folder.kdl"]).ends(1);
    assert!(ran.err.contains("it is a folder"), "{}", ran.err);
}

#[test]
fn json_has_places_in_bytes_lines_and_characters() {
    let folder =
        Folder::new("stack app edition=1\r\nservice web {\r\n\t/* größe */ imgae \"x\"\r\n}\r\n");
    let json = run(&folder, &["check", "--format", "json"]).ends(1).json();
    assert_eq!(json["format_version"], 1);
    let found = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["message"].as_str().unwrap().contains("imgae"))
        .unwrap_or_else(|| panic!("{json}"));
    assert_eq!(found["severity"], "error");
    assert_eq!(found["file"], "stack.kdl");
    assert_eq!(found["start"]["line"], 3);
    assert_eq!(found["start"]["column"], 14);
    assert_eq!(found["start"]["byte"], 51);
    assert_eq!(found["end"]["column"], 19);
    for field in ["code", "labels", "help", "fix", "allowed"] {
        assert!(found.get(field).is_some(), "{field}");
    }
}

#[test]
fn a_literal_that_may_be_a_secret_is_never_shown() {
    let env = "    env {\n        DB_PASSWORD \"hunter2-very-plain\"\n        NO imgae=1\n    }\n";
    let folder = Folder::new(&STACK.replace("}\n", &format!("{env}}}\n")));
    for format in ["text", "json"] {
        let ran = run(&folder, &["check", "-v", "--format", format]).ends(1);
        assert!(ran.err.contains("DB_PASSWORD") || ran.out.contains("DB_PASSWORD"));
        assert!(
            !ran.err.contains("hunter2") && !ran.out.contains("hunter2"),
            "{ran:?}"
        );
    }
}

#[test]
fn files_are_shown_as_they_were_named() {
    let folder = Folder::empty();
    folder.write("deep/er/stack.kdl", FAULTY);
    let ran = run(&folder, &["check", "deep/er/stack.kdl"]).ends(1);
    assert!(ran.err.contains("deep/er/stack.kdl:3:5"), "{}", ran.err);
    let ran = run(&folder, &["-C", "deep", "check", "./er/stack.kdl"]).ends(1);
    assert!(ran.err.contains("[er/stack.kdl:3:5"), "{}", ran.err);
}

#[test]
fn colours_follow_the_switches() {
    let folder = Folder::new(FAULTY);
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.binary(arguments);
        command.envs(variables.iter().copied());
        ran(command.output().unwrap())
            .ends(1)
            .err
            .contains('\u{1b}')
    };
    assert!(!colored(&["check"], &[]), "it is no terminal");
    assert!(colored(
        &["check", "--color", "always"],
        &[("NO_COLOR", "1")]
    ));
    assert!(colored(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["check"], &[("CLICOLOR_FORCE", "0")]));
    assert!(!colored(
        &["check"],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!colored(
        &["check", "--color=never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn lines_are_drawn_as_the_terminal_can() {
    let folder = Folder::new(FAULTY);
    let drawn = |variables: &[(&str, &str)]| {
        let mut command = folder.binary(&["check"]);
        command.envs(variables.iter().copied());
        ran(command.output().unwrap()).ends(1).err.contains('╭')
    };
    assert!(drawn(&[("LANG", "en_GB.UTF-8")]));
    assert!(!drawn(&[("LANG", "C")]));
    assert!(!drawn(&[("LANG", "en_GB.UTF-8"), ("TERM", "dumb")]));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = Folder::new(FAULTY);
    for (arguments, code) in [
        (&["completions", "bash"][..], 0),
        (&["check", "--format", "json"], 1),
        (&["--help"], 0),
    ] {
        let mut child = folder
            .binary(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{err}");
        assert_eq!(err, "");
    }
}

#[test]
fn init_writes_a_stack_that_is_sound() {
    for template in ["web", "minimal"] {
        let folder = Folder::empty();
        run(&folder, &["init", "--template", template]).ends(0);
        assert_eq!(folder.files(), [".gitignore", "stack.kdl"]);
        run(&folder, &["fmt", "--check"]).ends(0);
        let ran = run(&folder, &["check", "-v", "--deny-warnings"]).ends(0);
        assert_eq!(ran.out, "");
        if !run(&folder, &["targets"]).out.is_empty() {
            run(&folder, &["build", "--env", "all"]).ends(0);
            run(&folder, &["build", "--env", "all", "--check"]).ends(0);
        }
    }
}

#[test]
fn init_overwrites_nothing() {
    let folder = Folder::new("mine");
    let ran = run(&folder, &["init"]).ends(1);
    assert!(ran.err.contains("never overwrites"), "{}", ran.err);
    assert_eq!(
        (folder.files().len(), folder.read("stack.kdl")),
        (1, "mine".to_owned())
    );
    let folder = Folder::empty();
    folder.write(".gitignore", "secrets/\n");
    let ran = run(&folder, &["init"]).ends(0);
    assert!(ran.err.contains("add .env and tls/ to it"), "{}", ran.err);
    assert_eq!(folder.read(".gitignore"), "secrets/\n");
}

#[test]
fn fmt_puts_files_into_the_one_layout() {
    let messy = "stack   app edition=1\nservice web { image nginx; }\n";
    let folder = Folder::new(messy);
    let ran = run(&folder, &["fmt", "--check"]).ends(3);
    assert_eq!(ran.out, "stack.kdl\n");
    assert_eq!(folder.read("stack.kdl"), messy);
    run(&folder, &["fmt"]).ends(0);
    let tidy = folder.read("stack.kdl");
    assert_ne!(tidy, messy);
    run(&folder, &["fmt", "--check"]).ends(0);
    let ran = feed(&mut folder.binary(&["fmt", "-"]), messy.as_bytes()).ends(0);
    assert_eq!(ran.out, tidy);
    folder.write("stack.kdl", "stack {{{ \"\n");
    let ran = run(&folder, &["fmt"]).ends(1);
    assert!(ran.err.contains("stack.kdl:1:"), "{}", ran.err);
    let json = run(&folder, &["fmt", "--format", "json"]).ends(1).json();
    assert_eq!(json["files"][0]["state"], "faulty");
    assert_eq!(json["diagnostics"][0]["file"], "stack.kdl");
}

#[test]
fn every_code_is_explained() {
    let folder = Folder::empty();
    let rules = run(&folder, &["rules", "--format", "json"]).ends(0).json();
    assert_eq!(rules["format_version"], 1);
    for rule in rules["rules"].as_array().unwrap() {
        let code = rule["code"].as_str().unwrap();
        let ran = run(&folder, &["explain", code]).ends(0);
        assert!(ran.out.contains(&format!("[{code}]")), "{}", ran.out);
        let json = run(&folder, &["explain", code, "--format", "json"])
            .ends(0)
            .json();
        assert_eq!(json["code"], code);
    }
}

#[test]
fn shells_and_manual_pages_are_served() {
    let folder = Folder::empty();
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            run(&folder, &["completions", shell])
                .ends(0)
                .out
                .contains("stackc")
        );
    }
    assert!(run(&folder, &["man"]).ends(0).out.contains(".TH stackc"));
    assert!(run(&folder, &["man", "build"]).ends(0).out.contains("deny"));
    let targets = run(&folder, &["targets", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(targets["format_version"], 1);
}

#[test]
fn the_standard_library_is_listed_and_told_about() {
    let folder = Folder::new(STACK);
    let listed = run(&folder, &["modules"]).ends(0).out;
    let names = ["postgres ", "redis "];
    assert!(names.iter().all(|name| listed.contains(name)), "{listed}");
    let told = run(&folder, &["modules", "redis"]).ends(0).out;
    for part in [
        "version (tag, required)",
        "auth (choice=password)",
        "secrets",
        "exports",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let json = run(&folder, &["modules", "redis", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["modules"][0]["params"][0]["name"], "version");
    assert_eq!(json["modules"][0]["params"][0]["required"], true);
    let wrong = run(&folder, &["modules", "redi"]).ends(64).err;
    assert!(wrong.contains("did you mean `redis`?"), "{wrong}");
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = Folder::new(STACK);
    for command in ["check", "build", "fmt"] {
        let ran = run(&folder, &["-C", "no\u{1b}where", command]).ends(1);
        assert_eq!(
            ran.err, "error: -C: there is no folder `no\u{fffd}where`\n",
            "{command}"
        );
    }
}

#[test]
fn names_of_files_steer_no_terminal() {
    let folder = Folder::new(STACK);
    for arguments in [
        &["check", "a\u{1b}[31m.kdl"][..],
        &["check", "d\u{1b}[31m/stack.kdl"],
        &["--color", "always", "a\u{1b}]0;x\u{7}"],
        &["check", "--format", "a\u{1b}[31m"],
        &["import", "a\u{1b}[31m.yml"],
    ] {
        let ran = ran(folder.binary(arguments).output().unwrap());
        assert!(!ran.err.contains('\u{1b}'), "{arguments:?}: {:?}", ran.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_is_an_error() {
    let folder = Folder::new(STACK);
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["rules"],
        &["man"],
        &["completions", "bash"],
        &["build", "--stdout"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = folder.binary(arguments).stdout(full).output().unwrap();
        let ran = ran(output).ends(1);
        assert!(
            ran.err.contains("standard output can't be written"),
            "{arguments:?}: {}",
            ran.err
        );
    }
}
