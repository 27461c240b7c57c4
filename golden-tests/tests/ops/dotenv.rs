//! `.env`, as the scripts read it and as docker compose does.

use std::{collections::BTreeMap, fs, path::Path, process::Command, time::Duration};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;
use stackc_golden_tests::{process, stackc, tools};

const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
/// Lines that people write, and lines that nobody should.
const ODD: [&str; 50] = [
    "A=1",
    "A=1 # a comment",
    "A=1# no comment",
    "A=a#b",
    "# A=1\nB=2",
    "  A = spaced  \n\tB\t=\ttabs\t",
    "A=",
    "A=\nB=",
    "A=''\nB=\"\"",
    "A=''a",
    "A=''a\n",
    "A=1\nB",
    "A=1\nOUTER\nB=$OUTER\n",
    "A=''B=2",
    "A=1\nB:",
    "A='single $B # \\n'",
    "A='it\\'s'",
    "A=\"double \\\"quoted\\\" \\t tab \\n line \\\\ back\"",
    "A=\"multi\nline # not a comment\n\"\nB=after",
    "A='multi\nline'\nB=after",
    "A=\"x\" # comment\nB=2",
    "export A=1\nexport\tB=2",
    "A: yaml\nB:no blank",
    "A=first\nA=second",
    "A=x\nB=$A\nC=${A}\nD=\"$A-${A}\"\nE='$A'",
    "A=${UNKNOWN}\nB=${UNKNOWN:-word}\nC=${UNKNOWN-word}\nD=${UNKNOWN:+word}",
    "A=\nB=${A:-empty}\nC=${A-unset}\nD=${A:+full}\nE=${A+set}",
    "A=x\nB=${A:+full}\nC=${NO:-${A}y}\nD=${NO:-$A}",
    "A=$OUTER\nB=${OUTER:-x}",
    "A=cost: 5$$\nB=\"5$$\"\nC=\"5\\$\"",
    "A=$5",
    "A=${",
    "A=${A",
    "A=\"never closed",
    "A='never closed\nB=2",
    "A B=1",
    "A=1\nB C",
    "1A=x",
    "A-B=1\nA.B=2\nC=3",
    "A=\"\\a\\b\\f\\r\\v\\c\\q\"",
    "A=\"\\041 \\0041 \\0101 \\08 \\0\"",
    "A=back\\slash\\n\nB='back\\slash\\n'",
    "A=tail   \t",
    "A=\"x\"y\nB=1",
    "A=http://u:p@h/?a=b&c=d#e",
    "A=üñí\nB=\"日本\"",
    "\u{feff}A=bom",
    "A=1\r\nB=\"two\r\nlines\"\r\n",
    "OUTER=inner\nA=$OUTER",
    "A=x\n\n\n   \n#\n  # c\nB=y",
];

/// The values, or nothing where the file can't be read.
type Read = Option<BTreeMap<String, String>>;

fn clean(command: &mut Command) -> &mut Command {
    command
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .env("HOME", "/nonexistent")
        .env("OUTER", "from outside")
}

/// What docker compose reads.
fn by_compose(folder: &Path) -> Read {
    let names: Vec<String> = NAMES
        .iter()
        .map(|name| format!("{name}: \"${{{name}}}\""))
        .collect();
    let text = format!(
        "name: x\nservices: {{s: {{image: x, environment: {{{}}}}}}}\n",
        names.join(", ")
    );
    fs::write(folder.join("compose.yml"), text).unwrap();
    let mut command = tools::command("docker-compose");
    let done = process::run(
        clean(&mut command).current_dir(folder).args([
            "-f",
            "compose.yml",
            "config",
            "--format",
            "json",
        ]),
        Duration::from_secs(20),
    );
    if !done.succeeded() {
        return None;
    }
    let config: Value = serde_json::from_str(&done.stdout).unwrap();
    let environment = config["services"]["s"]["environment"]
        .as_object()
        .unwrap()
        .clone();
    let values = environment.into_iter().map(|(name, value)| {
        // What is shown is a Compose file again.
        (name, value.as_str().unwrap().replace("$$", "$"))
    });
    Some(values.collect())
}

/// What the scripts read.
fn by_scripts(folder: &Path) -> Read {
    let library = stackc::repository().join("targets/src/ops/sh/dotenv.sh");
    let values = folder.join("values");
    if values.exists() {
        fs::remove_dir_all(&values).unwrap();
    }
    let mut command = Command::new("sh");
    let done = process::run(
        clean(&mut command)
            .current_dir(folder)
            .arg("-c")
            .arg(". \"$1\"; read_dotenv .env values")
            .arg("sh")
            .arg(library),
        Duration::from_secs(20),
    );
    assert!(done.stdout.is_empty(), "{}", done.stdout);
    if !done.succeeded() {
        assert!(done.stderr.starts_with("line "), "{}", done.stderr);
        return None;
    }
    assert!(done.stderr.is_empty(), "{}", done.stderr);
    let value = |name: &str| {
        let path = values.join(format!("v.{name}"));
        fs::read(path).map_or_else(
            |_| String::new(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    };
    Some(
        NAMES
            .iter()
            .map(|name| ((*name).to_owned(), value(name)))
            .collect(),
    )
}

fn both(text: &str) -> (Read, Read) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env"), text).unwrap();
    (by_compose(folder.path()), by_scripts(folder.path()))
}

#[test]
fn what_people_write_is_read_as_compose_reads_it() {
    let wrong: Vec<String> = ODD
        .iter()
        .filter_map(|text| {
            let (compose, scripts) = both(text);
            (compose != scripts)
                .then(|| format!("{text:?}\n  compose {compose:?}\n  scripts {scripts:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_nobody_writes_is_read_as_compose_reads_it() {
    let line = "(export )?[A-D] ?[=:]?(\"[a\\\\n$'# \\n]{0,8}\"|'[a\\\\n$\"# ]{0,8}'|[a\\\\$\"'#{}: -]{0,8})( #x)?";
    let text = proptest::collection::vec(proptest::string::string_regex(line).unwrap(), 1..4);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(400)
    };
    TestRunner::new(config)
        .run(&text, |lines| {
            let text = lines.join("\n");
            let (compose, scripts) = both(&text);
            prop_assert_eq!(compose, scripts, "{:?}", text);
            Ok(())
        })
        .unwrap();
}
