//! `stackc why`, with the real binary over the golden cases and over stacks of its own.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use support::{Folder, Ran, ran};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../golden-tests/build")
        .join(name)
}

/// Asks in the folder of a golden case, whose expectation lies in `expected`.
fn ask(name: &str, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackc"));
    command.current_dir(case(name)).env_clear();
    command.args(["why", "--out", "expected"]).args(arguments);
    ran(command.output().unwrap())
}

/// The number of the only line with this text in an artifact of a case.
#[track_caller]
fn line(name: &str, path: &str, text: &str) -> usize {
    let content = std::fs::read_to_string(case(name).join("expected").join(path)).unwrap();
    let mut lines = content.lines().enumerate();
    lines.find(|(_, line)| line.contains(text)).unwrap().0 + 1
}

/// How the line with this text is answered, and the steps: role, file and line of each.
#[track_caller]
fn steps(name: &str, path: &str, text: &str) -> (String, Vec<String>) {
    let at = format!("expected/{path}:{}", line(name, path, text));
    let json = ask(name, &[&at, "--format", "json"]).ends(0).json();
    let steps = json["steps"].as_array().unwrap().iter().map(|step| {
        format!(
            "{} {}:{}",
            step["role"].as_str().unwrap(),
            step["file"].as_str().unwrap(),
            step["start"]["line"]
        )
    });
    (json["how"].as_str().unwrap().to_owned(), steps.collect())
}

#[track_caller]
fn is_made(name: &str, path: &str, text: &str, wanted: &[&str]) {
    let (how, steps) = steps(name, path, text);
    assert_eq!(how, "made", "{steps:?}");
    assert_eq!(steps, wanted);
}

const DEV: &str = "dev/compose/docker-compose.yml";

#[test]
fn a_line_of_the_base() {
    is_made(
        "environments",
        "production/compose/docker-compose.yml",
        "restart: unless-stopped",
        &["base stack.kdl:19"],
    );
    is_made(
        "environments",
        DEV,
        "image: postgres",
        &["base stack.kdl:37"],
    );
}

#[test]
fn a_line_that_an_environment_changed() {
    is_made(
        "environments",
        DEV,
        "DEBUG_TOOLBAR",
        &["base stack.kdl:15", "environment stack.kdl:60"],
    );
    is_made(
        "environments",
        "staging/compose/docker-compose.yml",
        "com.example.tier: staging",
        &["base stack.kdl:20", "environment stack.kdl:49"],
    );
    // A param's declaration, and the value that the environment gives it.
    is_made(
        "environments",
        DEV,
        "LOG_LEVEL",
        &[
            "base stack.kdl:13",
            "param stack.kdl:5",
            "param stack.kdl:55",
        ],
    );
}

#[test]
fn a_line_that_a_service_takes_over() {
    let content = std::fs::read_to_string(case("environments").join("expected").join(DEV)).unwrap();
    let last = content
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("com.example.tier"))
        .last();
    let at = format!("expected/{DEV}:{}", last.unwrap().0 + 1);
    let json = ask("environments", &[&at, "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(json["steps"][0]["start"]["line"], 20);
    assert_eq!(json["steps"][1]["role"], "extends");
    assert_eq!(json["steps"][1]["start"]["line"], 27);
}

#[test]
fn a_line_of_a_choice() {
    is_made(
        "choices",
        "production/compose/docker-compose.yml",
        "S3_KEY:",
        &["choice stack.kdl:19"],
    );
    is_made(
        "choices",
        DEV,
        "CACHE_PREFIX",
        &["choice stack.kdl:34", "environment stack.kdl:52"],
    );
}

#[test]
fn a_line_of_a_module() {
    is_made(
        "modules",
        DEV,
        "image: docker.io/library/postgres",
        &[
            "module <stackc>/postgres.kdl:38",
            "param <stackc>/postgres.kdl:5",
            "param modules/app.kdl:41",
            "module-used modules/app.kdl:40",
            "module-used stack.kdl:10",
        ],
    );
    is_made(
        "modules",
        DEV,
        "127.0.0.1:8080:3000",
        &[
            "module modules/app.kdl:49",
            "use stack.kdl:15",
            "module-used stack.kdl:10",
        ],
    );
}

#[test]
fn lines_of_nginx() {
    let conf = "compose/nginx/nginx.conf";
    is_made(
        "edge-routes",
        conf,
        "location = /docs",
        &["base stack.kdl:25"],
    );
    is_made(
        "edge-routes",
        conf,
        "proxy_pass http://app_3000",
        &["base stack.kdl:27"],
    );
    is_made(
        "edge-routes",
        conf,
        "Cache-Control no-store",
        &["base stack.kdl:28"],
    );
    is_made(
        "edge-routes",
        conf,
        "client_header_buffer_size",
        &["base stack.kdl:24"],
    );
    let (how, steps) = steps("edge-routes", conf, "add_header X-Content-Type-Options");
    assert_eq!(
        (how.as_str(), steps),
        ("inside", vec!["base stack.kdl:19".to_owned()])
    );
    let (how, steps) = self::steps("edge-routes", conf, "keepalive_timeout");
    assert_eq!(how, "file", "{steps:?}");
}

#[test]
fn lines_of_other_targets() {
    let unit = "systemd/quadlet/shop-db.container";
    let (how, steps) = steps("systemd-quadlet", unit, "Image=");
    assert_eq!(how, "made", "{steps:?}");
    assert_eq!(steps.len(), 1);
    let (how, _) = self::steps("systemd-quadlet", unit, "Volume=shop-data");
    assert_eq!(how, "made");
    let (how, _) = self::steps("systemd-quadlet", unit, "PartOf=");
    assert_eq!(how, "file");
}

#[test]
fn the_whole_file_and_a_line_of_the_target_s_own() {
    let at = format!("expected/{DEV}");
    let whole = ask("environments", &[&at]).ends(0);
    assert!(
        whole.out.starts_with(&format!(
            "{at}: target compose, environment dev, 54 lines\n"
        )),
        "{}",
        whole.out
    );
    assert!(
        whole.out.contains("of stack.kdl:36  service db\n"),
        "{}",
        whole.out
    );
    assert_eq!(whole.err, "");
    let banner = ask("environments", &[&format!("{at}:1")]).ends(0);
    assert!(banner.out.contains("the target's own"), "{}", banner.out);
}

#[test]
fn what_can_t_be_answered() {
    let far = ask("environments", &[&format!("expected/{DEV}:999")]).ends(1);
    assert!(
        far.err.contains("has 54 lines, so there is no line 999"),
        "{}",
        far.err
    );
    ask("environments", &[&format!("expected/{DEV}:0")]).ends(1);
    for at in [
        format!("expected/{DEV}:abc"),
        "staging/compose/docker-compose.yml:abc".to_owned(),
    ] {
        let word = ask("environments", &[&at]).ends(1);
        assert!(
            word.err.contains("`abc` is no line number; `")
                && !word.err.contains("no target makes"),
            "{}",
            word.err
        );
    }
    let typo = ask(
        "environments",
        &["expected/dev/compose/docker-compose.yaml:3"],
    )
    .ends(1);
    assert!(
        typo.err
            .contains("did you mean `expected/dev/compose/docker-compose.yml`?"),
        "{}",
        typo.err
    );
    let several = ask("environments", &["docker-compose.yml:3"]).ends(1);
    assert!(several.err.contains("may be any of"), "{}", several.err);
    let other = ask(
        "environments",
        &[&format!("expected/{DEV}"), "--env", "staging"],
    )
    .ends(1);
    assert!(
        other
            .err
            .contains("is an artifact of environment `dev`, not of `staging`"),
        "{}",
        other.err
    );
    let unknown = ask(
        "environments",
        &[&format!("expected/{DEV}"), "--env", "stagign"],
    )
    .ends(1);
    assert!(
        unknown.err.contains("did you mean `staging`?"),
        "{}",
        unknown.err
    );
    ask("environments", &[]).ends(64);
}

const STACK: &str = "stack shop edition=1\n\nservice web {\n    image \"nginx:1.28.0\"\n    env {\n        API_TOKEN (plain)\"hunter2hunter2\"\n        MODE fast\n    }\n}\n";

fn asked(folder: &Folder, arguments: &[&str]) -> Ran {
    ran(folder.binary(arguments).output().unwrap())
}

#[test]
fn the_answer_is_about_what_the_stack_makes() {
    let folder = Folder::new(STACK);
    let at = "out/compose/docker-compose.yml:8";
    let missing = asked(&folder, &["why", at]).ends(0);
    assert!(missing.err.contains("not on disk"), "{}", missing.err);
    asked(&folder, &["build"]).ends(0);
    assert_eq!(asked(&folder, &["why", at]).ends(0).err, "");
    folder.write("out/compose/docker-compose.yml", "mine\n");
    let other = asked(&folder, &["why", at]).ends(0);
    assert!(
        other.err.contains("not what the stack makes now"),
        "{}",
        other.err
    );
    assert_eq!(folder.read("out/compose/docker-compose.yml"), "mine\n");
    // From elsewhere, and by the end of the path alone.
    let from = ["-C", "..", "why"];
    let name = folder
        .path()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let (path, stack) = (format!("{name}/{at}"), format!("{name}/stack.kdl"));
    asked(&folder, &[from[0], from[1], from[2], &path, &stack]).ends(0);
    asked(&folder, &["why", "docker-compose.yml:8"]).ends(0);
}

#[test]
fn no_secret_is_shown() {
    let folder = Folder::new(STACK);
    asked(&folder, &["build"]).ends(0);
    let text = folder.read("out/compose/docker-compose.yml");
    let number = text
        .lines()
        .position(|line| line.contains("hunter2"))
        .unwrap()
        + 1;
    let at = format!("out/compose/docker-compose.yml:{number}");
    for format in ["text", "json"] {
        let answer = asked(&folder, &["why", &at, "--format", format]).ends(0);
        assert!(answer.out.contains("API_TOKEN"), "{}", answer.out);
        assert!(!answer.out.contains("hunter2"), "{}", answer.out);
    }
    let edited = text
        .replace("MODE: fast", "MODE: slow")
        .replace("hunter2hunter2", "hunter3hunter3");
    folder.write("out/compose/docker-compose.yml", edited);
    for format in ["text", "json"] {
        let check = asked(&folder, &["build", "--check", "-v", "--format", format]).ends(3);
        let all = check.out + &check.err;
        assert!(all.contains("MODE: slow"), "{all}");
        assert!(!all.contains("hunter"), "{all}");
    }
}

#[test]
fn check_says_what_differs_and_what_to_do() {
    let folder = Folder::new(STACK);
    asked(&folder, &["build"]).ends(0);
    let path = "out/compose/docker-compose.yml";
    folder.write(path, folder.read(path).replace("MODE: fast", "MODE: slow"));
    let edited = asked(&folder, &["build", "--check"]).ends(3);
    assert_eq!(
        edited.out,
        format!("differs {path} (it was edited since stackc wrote it)\n")
    );
    for wanted in [
        "-      MODE: slow\n+      MODE: fast\n",
        "[stack.kdl:7:9]",
        "say it in the stack and run stackc build --force",
    ] {
        assert!(edited.err.contains(wanted), "{wanted}: {}", edited.err);
    }
    let json = asked(&folder, &["build", "--check", "--format", "json"])
        .ends(3)
        .json();
    let file = &json["files"][0];
    assert_eq!(file["cause"], "edited");
    assert_eq!(file["places"][0]["place"]["start"]["line"], 7);
    asked(&folder, &["build", "--force"]).ends(0);

    folder.write("stack.kdl", STACK.replace("fast", "slow"));
    let stale = asked(&folder, &["build", "--check"]).ends(3);
    assert!(
        stale
            .out
            .contains("(stale: the stack says something else than when it was built)"),
        "{}",
        stale.out
    );
    assert!(
        stale.err.contains("stackc build writes them"),
        "{}",
        stale.err
    );
    assert!(!stale.err.contains("MODE"), "{}", stale.err);
    let verbose = asked(&folder, &["build", "--check", "-v"]).ends(3);
    assert!(verbose.err.contains("+      MODE: slow"), "{}", verbose.err);
    asked(&folder, &["build"]).ends(0);

    std::fs::remove_file(folder.at(path)).unwrap();
    let missing = asked(&folder, &["build", "--check"]).ends(3);
    assert_eq!(missing.out, format!("missing {path}\n"));
    asked(&folder, &["build"]).ends(0);

    let lock = folder.read("stack.lock");
    let hash = lock
        .lines()
        .find(|line| line.contains("docker-compose.yml"))
        .unwrap();
    folder.write(
        "stack.lock",
        lock.replace(hash, &hash.replace("0644", "0755")),
    );
    let torn = asked(&folder, &["build", "--check"]).ends(3);
    assert!(
        torn.out.contains("it was edited, or merged"),
        "{}",
        torn.out
    );
    std::fs::remove_file(folder.at("stack.lock")).unwrap();
    let without = asked(&folder, &["build", "--check"]).ends(3);
    assert!(
        without.out.contains("stack.lock (there is none)"),
        "{}",
        without.out
    );
}
