//! Files that are small enough to be read are read in a time that grows with their size, and make a stack that is small enough or none.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use stackc_compiler::source::EmptyLibrary;
use stackc_import::{Given, Import, Request, import};

/// Longer than this none of them takes, also where other tests run at the same time.
const SLOWEST: Duration = Duration::from_secs(25);

fn given(path: &str, text: String) -> Given {
    Given {
        path: path.to_owned(),
        text,
    }
}

fn imported(compose: String, template: Option<String>) -> Import {
    let request = Request {
        files: vec![given("compose.yaml", compose)],
        template: template.map(|text| given("template.toml", text)),
        folder: "sizes".to_owned(),
        ..Request::default()
    };
    import(
        &request,
        &EmptyLibrary,
        &EmptyLibrary,
        stackc_targets::REGISTRY,
    )
}

/// The same, within the time.
fn soon_imported(compose: String, template: Option<String>) -> Import {
    let start = Instant::now();
    let import = imported(compose, template);
    let took = start.elapsed();
    assert!(took < SLOWEST, "{took:?}");
    import
}

fn service(rest: &str) -> String {
    format!("services:\n  shop:\n    image: shop:1\n{rest}\n")
}

fn listed(number: usize, item: impl Fn(usize) -> String) -> String {
    (0..number).map(item).collect::<Vec<_>>().join(", ")
}

#[test]
fn many_ports() {
    let same = listed(4000, |n| format!("\"{}:80\"", n + 1));
    let others = listed(4000, |n| (n + 1).to_string());
    let import = soon_imported(
        service(&format!("    ports: [{same}]\n    expose: [{others}]")),
        None,
    );
    let text = import.text.unwrap();
    assert!(text.contains("port http-4000 80 "), "{:?}", text.len());
}

#[test]
fn many_networks() {
    let names = listed(40_000, |n| format!("n{n}"));
    let import = soon_imported(service(&format!("    networks: [{names}]")), None);
    assert!(import.diagnostics.has_errors());
}

#[test]
fn many_values_of_a_template() {
    let mut environment = String::from("    environment:\n");
    let mut template = String::from("[variables]\n[config]\n[config.env]\n");
    for number in 0..8000 {
        let _ = writeln!(environment, "      V{number}: ${{V{number}}}");
        let _ = writeln!(template, "V{number} = \"x{number}\"");
    }
    let import = soon_imported(service(&environment), Some(template));
    assert!(import.text.unwrap().contains("environment dokploy"));
}

#[test]
fn a_stack_that_would_be_too_large() {
    let mut text = String::from("# the project\nservices:\n");
    let ports = listed(12, |n| (n + 1).to_string());
    for number in 0..9000 {
        let _ = writeln!(
            text,
            "  a{number}:\n    image: shop:1\n    ports: [{ports}]"
        );
    }
    assert!(text.len() < 1 << 20);
    let import = imported(text, None);
    assert_eq!(import.diagnostics.items().len(), 1);
    let found = import.diagnostics.items().first().unwrap();
    assert_eq!(found.code, "file-too-large");
    assert!(found.message.starts_with("the stack would be larger"));
    assert!(!found.help.clone().unwrap().contains("include"));
}
