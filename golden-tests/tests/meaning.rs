//! Every string that a stack says reaches the container unchanged: docker compose reads the output back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::fs;

use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRng, TestRunner},
};
use serde_json::Value;
use stackc_compiler::{
    compile::compile, diag::Severity, reference, resolve::Request, source::EmptyLibrary,
    target::Place,
};
use stackc_golden_tests::compose::Compose;
use stackc_targets::REGISTRY;

/// A KDL string with this content, in which nothing is a reference.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in reference::escape(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control()
                || ('\u{200e}'..='\u{206f}').contains(&c)
                || c == '\u{feff}'
                || c == '\u{85}'
                || c == '\u{2028}'
                || c == '\u{2029}' =>
            {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The Compose file of a stack, which must have no errors.
fn compose_file(text: &str) -> String {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: text.to_owned(),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    let errors: Vec<String> = compilation
        .diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error)
        .map(|item| {
            format!(
                "{}: {} at {:?}",
                item.code,
                item.message,
                compilation.sources.slice(item.primary.span)
            )
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    let target = REGISTRY
        .iter()
        .find(|target| target.id() == "compose")
        .unwrap();
    let place = Place {
        back: "../..".to_owned(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    let artifacts = target
        .emit(compilation.default_stack().unwrap(), &place)
        .unwrap();
    String::from_utf8(artifacts.get("docker-compose.yml").unwrap().bytes.clone()).unwrap()
}

/// What docker compose understands, with `$` as the container sees it.
fn config(text: &str, env: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("docker-compose.yml"), compose_file(text)).unwrap();
    let compose = env.iter().fold(
        Compose::new(folder.path(), "docker-compose.yml"),
        |compose, (key, value)| compose.env(key, value),
    );
    let answer = compose.config();
    assert!(
        answer.accepted(),
        "{}\n{}",
        answer.stderr,
        compose_file(text)
    );
    assert_eq!(answer.stderr, "");
    answer.config.unwrap()
}

/// `config` prints `$` doubled, as a file that is read again would need it.
fn halve(value: &Value) -> String {
    value.as_str().unwrap().replace("$$", "$")
}

fn hostile_strings(count: usize) -> Vec<String> {
    let fixed = [
        "",
        " ",
        "yes",
        "no",
        "on",
        "null",
        "~",
        "0755",
        "1.10",
        "22:22",
        "1e3",
        "0x1F",
        "2024-01-01",
        "=",
        "<<",
        "- a",
        "a: b",
        "a #b",
        "#",
        "{",
        "}",
        "[",
        "]",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "$",
        "$$",
        "$$$",
        "$HOME",
        "${HOME}",
        "${HOME:-x}",
        "$${HOME}",
        "$(id)",
        "a\nb",
        "a\n",
        "\n",
        " a\nb",
        "\ta",
        "a\tb",
        "a\r\nb",
        "\"",
        "'",
        "\\",
        "\\n",
        "é",
        "日本",
        "😀",
        "\u{85}",
        "\u{2028}",
        "\u{1}",
        "a\u{7f}b",
        "x-y",
        "...",
        "---",
        "? a",
        ", a",
    ];
    let strategy = prop_oneof![
        "\\PC{0,24}",
        "[ -~\\n\\t]{0,40}",
        "[$ {}:#a\\-'\"\\\\]{0,16}"
    ];
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let random = (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    fixed
        .iter()
        .map(|text| (*text).to_owned())
        .chain(random)
        .collect()
}

#[test]
fn strings_survive_into_compose() {
    let strings = hostile_strings(600);
    let mut text =
        "stack meaning edition=1\nservice a {\n    image \"x:1\"\n    env {\n".to_owned();
    for (index, string) in strings.iter().enumerate() {
        text.push_str(&format!("        V{index} (plain){}\n", quoted(string)));
    }
    text.push_str("    }\n    command");
    for string in &strings {
        text.push_str(&format!(" {}", quoted(string)));
    }
    text.push('\n');
    for (index, string) in strings.iter().enumerate() {
        text.push_str(&format!("    label L{index} {}\n", quoted(string)));
    }
    text.push_str("}\n");
    let config = config(&text, &[]);
    let service = &config["services"]["a"];
    for (index, string) in strings.iter().enumerate() {
        assert_eq!(
            halve(&service["environment"][format!("V{index}")]),
            *string,
            "env {index}"
        );
        assert_eq!(
            halve(&service["labels"][format!("L{index}")]),
            *string,
            "label {index}"
        );
        assert_eq!(
            halve(&service["command"][index]),
            *string,
            "command {index}"
        );
    }
}

#[test]
fn inputs_and_secrets_are_filled_in_by_compose() {
    let text = r#"stack meaning edition=1
input A default="a$b"
input B optional=#true
input C
input PORT type=port default="8080"
secret db-password
service a {
    image "x:${input.C}"
    port http 80 publish="*:${input.PORT}"
    env {
        WHOLE (secret)db-password
        URL "postgres://u:${secret.db-password}@db/x"
        DEFAULT "${input.A}"
        OWN "${input.A:-other}"
        SET "${input.B:+set}"
        EMPTY "${input.B}"
        LITERAL "$${HOME} $HOME $$x"
        AFTER "$$${input.C}"
    }
}
"#;
    let config = config(text, &[("C", "7"), ("DB_PASSWORD", "p$w"), ("B", "")]);
    let service = &config["services"]["a"];
    let env = |key: &str| halve(&service["environment"][key]);
    assert_eq!(service["image"], "x:7");
    assert_eq!(service["ports"][0]["published"], "8080");
    assert_eq!(env("WHOLE"), "p$w");
    assert_eq!(env("URL"), "postgres://u:p$w@db/x");
    assert_eq!(env("DEFAULT"), "a$b");
    assert_eq!(env("OWN"), "other");
    assert_eq!(env("SET"), "");
    assert_eq!(env("EMPTY"), "");
    assert_eq!(env("LITERAL"), "${HOME} $HOME $$x");
    assert_eq!(env("AFTER"), "$7");
}

#[test]
fn what_is_required_is_asked_for_by_name() {
    let text = "stack meaning edition=1\nsecret db-password\nservice a { image \"x:1\"; env { P (secret)db-password } }\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("docker-compose.yml"), compose_file(text)).unwrap();
    let answer = Compose::new(folder.path(), "docker-compose.yml").config();
    assert!(!answer.accepted());
    assert!(
        answer.stderr.contains("set DB_PASSWORD in .env"),
        "{}",
        answer.stderr
    );
}
