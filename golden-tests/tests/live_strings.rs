//! Every string that a site says reaches the visitor unchanged: a real nginx serves them.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::fs;

use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use stackc_compiler::{
    compile::compile, reference, resolve::Request as Compile, source::EmptyLibrary, target::Place,
};
use stackc_golden_tests::{
    live::{Request, Scenario, isolated},
    nginx::Version,
};
use stackc_targets::REGISTRY;

/// A KDL string with this content, in which nothing is a reference.
fn quoted(text: &str) -> String {
    let escaped: String = reference::escape(text)
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_ascii_graphic() || c == ' ' => c.to_string(),
            c => format!("\\u{{{:x}}}", u32::from(c)),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn strings(pattern: &str, count: usize) -> Vec<String> {
    let strategy = proptest::string::string_regex(pattern).unwrap();
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// Bodies of responses: anything that a text can hold but a carriage return and a NUL.
fn bodies() -> Vec<String> {
    let fixed = [
        "$",
        "$$",
        "${dollar}",
        "$host",
        "\"",
        "'",
        "\\",
        "\\n",
        "\\\\",
        ";",
        "{}",
        "#",
        "a\nb",
        "\t",
        "é😀",
        "$1 \"x\" \\",
    ];
    let fixed = fixed.into_iter().map(str::to_owned);
    fixed
        .chain(strings("[ -~\\n\\tà-ÿ]{1,40}", 150))
        .chain(strings("[$\"'\\\\{};# n]{1,12}", 150))
        .collect()
}

/// Values of headers: one line of printable text that neither starts nor ends with a blank.
fn values() -> Vec<String> {
    strings("[!-~]([ -~]{0,30}[!-~])?", 100)
}

fn conf(bodies: &[String], values: &[String], version: &str) -> String {
    let mut text = "stack strings edition=1\nedge { http \"*:80\"; https \"*:443\" }\nsite localhost {\n    tls self-signed\n".to_owned();
    for (index, body) in bodies.iter().enumerate() {
        text.push_str(&format!(
            "    route \"/body/{index}\" respond=200 body={}\n",
            quoted(body)
        ));
    }
    for (index, value) in values.iter().enumerate() {
        text.push_str(&format!(
            "    route \"/header/{index}\" respond=200 body=x {{ header X-Value {} }}\n",
            quoted(value)
        ));
    }
    text.push_str(&format!("}}\ntarget nginx {{ version \"{version}\" }}\n"));
    let request = Compile {
        path: "stack.kdl".to_owned(),
        text,
        ..Compile::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    assert!(
        !compilation.diagnostics.has_errors(),
        "{:#?}",
        compilation.diagnostics.items()
    );
    let target = REGISTRY
        .iter()
        .find(|target| target.id() == "nginx")
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
    String::from_utf8(artifacts.get("nginx.conf").unwrap().bytes.clone()).unwrap()
}

fn survive(version: Version, number: &str) {
    let (bodies, values) = (bodies(), values());
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("nginx.conf"),
        conf(&bodies, &values, number),
    )
    .unwrap();
    let world = Scenario::new(version, folder.path())
        .host("localhost")
        .start()
        .unwrap();
    world.configuration_is_clean().unwrap();
    for (index, body) in bodies.iter().enumerate() {
        let response = Request::get(&format!("/body/{index}")).ask(&world).unwrap();
        assert_eq!(response.text(), *body, "body {index}");
    }
    for (index, value) in values.iter().enumerate() {
        let response = Request::get(&format!("/header/{index}"))
            .ask(&world)
            .unwrap();
        assert_eq!(
            response.headers.all("X-Value"),
            [value.as_str()],
            "header {index}"
        );
    }
}

#[test]
fn strings_survive_into_nginx_1_22() {
    isolated("strings_survive_into_nginx_1_22", || {
        survive(Version::V1_22, "1.22");
    });
}

#[test]
fn strings_survive_into_nginx_1_28() {
    isolated("strings_survive_into_nginx_1_28", || {
        survive(Version::V1_28, "1.28");
    });
}
