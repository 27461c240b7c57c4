//! The real binary: `import`, and `init --from`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use support::{Folder, Ran, ran};

const COMPOSE: &str =
    "services:\n  web:\n    image: nginx:${TAG:-1.27}\n    volumes:\n      - ./html:/html:ro\n";

const GAP: &str = "x-owner: Ada\nservices:\n  web:\n    image: nginx:1.27\n";

const FAULTY: &str = "services:\n  web:\n    imgae: nginx:1.27\n";

const CREDENTIAL: &str = "services:\n  db:\n    image: postgres:16.4\n    environment:\n      POSTGRES_PASSWORD: correct-horse-7\n";

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    ran(folder.binary(arguments).output().unwrap())
}

fn feed(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(input.as_bytes()).unwrap();
    drop(pipe);
    ran(child.wait_with_output().unwrap())
}

fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    for (name, text) in files {
        folder.write(name, text);
    }
    folder
}

#[test]
fn the_stack_is_data_and_the_summary_is_not() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let ran = run(&folder, &["import", "compose.yaml"]).ends(0);
    assert!(ran.out.starts_with("stack "), "{}", ran.out);
    assert!(ran.out.contains("image \"nginx:${input.TAG}\""));
    assert_eq!(
        ran.err,
        "imported 1 service, 1 input; everything was carried over exactly\n"
    );
    let quiet = run(&folder, &["import", "compose.yaml", "--quiet"]).ends(0);
    assert_eq!((quiet.out, quiet.err), (ran.out, String::new()));
    assert_eq!(folder.files(), ["compose.yaml"]);
}

#[test]
fn what_is_written_builds() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    run(&folder, &["import", "compose.yaml", "-o", "stack.kdl"]).ends(0);
    run(&folder, &["fmt", "--check"]).ends(0);
    run(&folder, &["check", "--deny-warnings"]).ends(0);
    run(&folder, &["build"]).ends(0);
    assert!(folder.has("docker-compose.yml"));
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let folder = folder(&[("compose.yaml", COMPOSE), ("stack.kdl", "mine")]);
    let words = ["import", "compose.yaml", "-o", "stack.kdl"];
    let ran = run(&folder, &words).ends(1);
    assert!(ran.err.contains("--force overwrites it"), "{}", ran.err);
    assert_eq!(folder.read("stack.kdl"), "mine");
    let ran = run(&folder, &[&words[..], &["--force"]].concat()).ends(0);
    assert!(ran.out.is_empty() && ran.err.contains("wrote stack.kdl"));
    assert!(folder.read("stack.kdl").starts_with("stack "));
}

#[cfg(unix)]
#[test]
fn a_pipe_takes_the_stack_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let pipe = folder.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for force in [&["--force"][..], &[]] {
        let reader = Command::new("timeout")
            .args(["30", "cat"])
            .arg(&pipe)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let words = [&["import", "compose.yaml", "-o", "pipe"], force].concat();
        let written = run(&folder, &words);
        assert_eq!(written.code, 0, "{}", written.err);
        let read = reader.wait_with_output().unwrap();
        let text = String::from_utf8(read.stdout).unwrap();
        assert!(text.contains("service web"), "{text}");
        let there = std::fs::symlink_metadata(&pipe).unwrap();
        assert!(there.file_type().is_fifo());
    }
}

#[test]
fn standard_input_is_a_file_of_this_folder() {
    let folder = Folder::empty();
    let ran = feed(&mut folder.binary(&["import", "-"]), COMPOSE).ends(0);
    assert!(ran.out.contains("bind \"./html\""), "{}", ran.out);
    let ran = feed(&mut folder.binary(&["import", "-"]), FAULTY).ends(1);
    assert!(ran.err.contains("<stdin>:3:5"), "{}", ran.err);
}

#[test]
fn a_folder_stands_for_what_docker_compose_finds_in_it() {
    let folder = folder(&[
        ("app/compose.yaml", COMPOSE),
        ("app/docker-compose.yml", FAULTY),
        (
            "app/compose.override.yaml",
            "services: {web: {tty: true}}\n",
        ),
        ("empty/readme", ""),
    ]);
    let ran = run(&folder, &["import", "app"]).ends(0);
    assert!(ran.out.starts_with("stack app "), "{}", ran.out);
    assert!(ran.out.contains("    tty\n"), "{}", ran.out);
    let ran = run(&folder, &["import", "empty"]).ends(64);
    assert!(ran.err.contains("compose.yaml"), "{}", ran.err);
    let ran = run(&folder, &["import", "nowhere.yaml"]).ends(1);
    assert!(ran.err.contains("error[missing-file]"), "{}", ran.err);
}

#[test]
fn a_stack_elsewhere_names_the_files_from_there() {
    let folder = folder(&[("app/compose.yaml", COMPOSE), ("deploy/readme", "")]);
    run(
        &folder,
        &["import", "app/compose.yaml", "-o", "deploy/stack.kdl"],
    )
    .ends(0);
    let stack = folder.read("deploy/stack.kdl");
    assert!(stack.contains("bind \"../app/html\""), "{stack}");
}

#[test]
fn strict_is_a_gate() {
    let folder = folder(&[("compose.yaml", GAP)]);
    let words = ["import", "compose.yaml", "-o", "stack.kdl"];
    for more in ["--strict", "--deny-warnings"] {
        let ran = run(&folder, &[&words[..], &[more]].concat()).ends(3);
        assert!(ran.err.contains("warning[not-imported]"), "{}", ran.err);
        assert!(!folder.has("stack.kdl"));
    }
    let ran = run(&folder, &words).ends(0);
    assert!(
        ran.err
            .contains("imported 1 service; 1 thing was not carried over exactly\n"),
        "{}",
        ran.err
    );
    let exact = ["import", "-", "--strict"];
    feed(&mut folder.binary(&exact), COMPOSE).ends(0);
}

#[test]
fn errors_are_1_and_write_nothing() {
    let folder = folder(&[("compose.yaml", FAULTY)]);
    let ran = run(&folder, &["import", "compose.yaml", "-o", "stack.kdl"]).ends(1);
    assert!(ran.err.contains("did you mean `image`?"), "{}", ran.err);
    assert!(!ran.err.contains("imported"), "{}", ran.err);
    assert!(ran.out.is_empty() && !folder.has("stack.kdl"));
}

#[test]
fn json_holds_it_all() {
    let folder = folder(&[("compose.yaml", GAP)]);
    let words = ["import", "compose.yaml", "--format", "json"];
    let ran = run(&folder, &words).ends(0);
    let json = ran.json();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "format_version",
            "diagnostics",
            "exact",
            "nodes",
            "raw_nodes",
            "stack"
        ]
    );
    assert_eq!(
        (ran.err.as_str(), json["exact"].as_bool()),
        ("", Some(false))
    );
    assert_eq!(json["diagnostics"][0]["code"], "not-imported");
    assert_eq!(json["raw_nodes"], 0);
    assert!(json["nodes"].as_u64() > Some(3), "{}", ran.out);
    assert!(json["stack"].as_str().unwrap().starts_with("stack "));
    let json = run(&folder, &[&words[..], &["--keep-extensions"]].concat())
        .ends(0)
        .json();
    assert_eq!(
        (&json["exact"], &json["raw_nodes"]),
        (&true.into(), &1.into())
    );
    folder.write("compose.yaml", FAULTY);
    let json = run(&folder, &words).ends(1).json();
    assert!(json["stack"].is_null() && json["exact"] == false);
    assert_eq!(json["diagnostics"][0]["file"], "compose.yaml");
}

#[test]
fn no_report_shows_a_credential() {
    let folder = folder(&[("compose.yaml", CREDENTIAL)]);
    let words = ["import", "compose.yaml"];
    let ran = run(&folder, &words).ends(0);
    assert!(ran.out.contains("(plain)correct-horse-7"), "{}", ran.out);
    assert!(!ran.err.contains("correct-horse"), "{}", ran.err);
    for format in ["text", "json"] {
        let more = ["--extract-secrets", "--format", format];
        let ran = run(&folder, &[&words[..], &more].concat()).ends(0);
        assert!(ran.out.contains("(secret)postgres-password"), "{}", ran.out);
        assert!(!format!("{}{}", ran.out, ran.err).contains("correct-horse"));
    }
}

#[test]
fn init_makes_a_stack_of_what_is_there() {
    let folder = folder(&[
        ("docker-compose.yml", COMPOSE),
        ("docker-compose.prod.yml", "services: {web: {tty: true}}\n"),
    ]);
    let words = [
        "init",
        "--from",
        "docker-compose.yml",
        "docker-compose.prod.yml",
    ];
    let ran = run(&folder, &words).ends(0);
    assert!(ran.out.is_empty(), "{}", ran.out);
    assert_eq!(
        ran.err.lines().collect::<Vec<_>>(),
        [
            "imported 1 service, 1 input; everything was carried over exactly",
            "wrote stack.kdl",
            "wrote .gitignore",
            "next: stackc check",
            "then: stackc build --force, which writes over docker-compose.yml",
            "then: git rm docker-compose.prod.yml, which the stack replaces",
        ]
    );
    assert!(folder.read("stack.kdl").contains("    tty\n"));
    assert_eq!(
        folder.read(".gitignore"),
        ".env\nsecrets/*\n!secrets/*.age\ntls/\n"
    );
    run(&folder, &["check", "--deny-warnings"]).ends(0);
    run(&folder, &["build", "--force"]).ends(0);
    run(&folder, &["build", "--check"]).ends(0);
    let again = run(&folder, &words).ends(1);
    assert!(again.err.contains("never overwrites"), "{}", again.err);
}

#[test]
fn init_says_what_is_in_the_way() {
    let folder = folder(&[
        ("compose.yaml", COMPOSE),
        (".gitignore", "/.env*\n"),
        (".env.example", "TAG=\n"),
        (".env", "TAG=1\nCOMPOSE_FILE=compose.yaml\n"),
    ]);
    let made = run(&folder, &["init", "--from", "compose.yaml"]);
    assert_eq!(made.code, 0, "{}", made.err);
    for line in [
        "add secrets/ and tls/ to it",
        "a build makes .env.example too",
        "take COMPOSE_FILE out of .env",
    ] {
        assert!(made.err.contains(line), "{line}: {}", made.err);
    }
}

#[test]
fn init_from_a_faulty_file_writes_nothing() {
    let folder = folder(&[("compose.yaml", FAULTY)]);
    let ran = run(&folder, &["init", "--from", "."]).ends(1);
    assert!(ran.err.contains("error[unknown-key]"), "{}", ran.err);
    assert_eq!(folder.files(), ["compose.yaml"]);
    folder.write("compose.yaml", COMPOSE);
    let ran = run(&folder, &["init", "--from", ".", "--from", "compose.yaml"]).ends(0);
    assert!(ran.err.contains("then: stackc build\n"), "{}", ran.err);
    assert!(ran.err.contains("git rm compose.yaml,"), "{}", ran.err);
}

#[test]
fn an_absolute_file_is_named_by_its_own_path() {
    let (first, other) = (
        folder(&[("a/compose.yaml", COMPOSE)]),
        folder(&[("b.yaml", FAULTY)]),
    );
    let path = other.path().join("b.yaml");
    let path = path.to_str().unwrap();
    let ran = run(&first, &["import", "a/compose.yaml", path]).ends(1);
    assert!(ran.err.contains(&format!("[{path}:3:5]")), "{}", ran.err);
}
