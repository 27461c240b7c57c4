//! Tokens that are known by their form become secrets whatever they stand under.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use stackc_compiler::source::EmptyLibrary;
use stackc_import::{Given, Import, Request, import};

fn imported(extract_secrets: bool) -> Import {
    // No whole token stands in this file: those who look for some would find it.
    let token = format!("ghp_{}", "a1B2c3D4e5".repeat(4));
    let text = format!(
        "services:\n  shop:\n    image: shop:1\n    environment:\n      SOURCE: {token}\n      PIN_PASSWORD: 1234567\n"
    );
    let request = Request {
        files: vec![Given {
            path: "compose.yaml".to_owned(),
            text,
        }],
        folder: "tokens".to_owned(),
        extract_secrets,
        ..Request::default()
    };
    import(
        &request,
        &EmptyLibrary,
        &EmptyLibrary,
        stackc_targets::REGISTRY,
    )
}

#[test]
fn tokens_and_numbers_are_reported() {
    let import = imported(false);
    let items = import.diagnostics.items().iter();
    let codes: Vec<&str> = items.map(|item| item.code).collect();
    assert_eq!(codes, ["credential-kept", "credential-kept"]);
    let text = import.text.unwrap();
    assert!(text.contains("SOURCE (plain)\"ghp_"), "{text}");
}

#[test]
fn tokens_and_numbers_become_secrets() {
    let text = imported(true).text.unwrap();
    assert!(text.contains("SOURCE (secret)source"), "{text}");
    assert!(text.contains("PIN_PASSWORD (secret)pin-password"), "{text}");
}
