//! Files that are made to hurt: a mebibyte of the same fault.

use std::time::{Duration, Instant};

use super::support::read;

/// The time that any file may take, in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

#[expect(
    clippy::disallowed_methods,
    reason = "the test measures time, the compiler does not"
)]
fn endure(line: &str) {
    let text = line.repeat((1 << 20) / line.len());
    let start = Instant::now();
    let (_, items) = read(&text);
    assert!(items.len() <= 101, "{line:?}");
    assert!(
        items.iter().all(|item| item.code != "parser-failed"),
        "{line:?}"
    );
    let taken = start.elapsed();
    assert!(taken < LIMIT, "{line:?} took {taken:?}");
}

#[test]
fn a_mebibyte_of_braces_and_marks() {
    for line in [
        "}\n", "{\n", "(\n", ")\n", "=\n", ";", "/-\n", "/-", "a {\n", "a /-{\n", "/-a{", "${",
        "a{b}",
    ] {
        endure(line);
    }
}

#[test]
fn a_mebibyte_of_strings() {
    for line in [
        "\"\n",
        "#\"",
        "\"\"\"",
        "\"\"\"\n",
        "a \"\n",
        "a \"\\q\"\n",
        "a #\"\"\"\n",
        "'",
        "'a ",
        "a\"b\"",
        "\"\\u{110000}\" ",
        "a \"\"\" b\n",
    ] {
        endure(line);
    }
}

#[test]
fn a_mebibyte_of_comments() {
    for line in [
        "/*", "a/*", "/**/", "*/", "\\\n", "\\", "\\ /*", "#\n", "a/**/=", "/**/a",
    ] {
        endure(line);
    }
}

#[test]
fn a_mebibyte_of_values() {
    for line in [
        "a b=\n", "a=b\n", "a:\n", "a 10s\n", "[a", "a(", "true\n", "10s ", "a , ", "\u{feff}",
        "x ${a\n",
    ] {
        endure(line);
    }
}

#[test]
fn a_comment_of_stars_is_a_comment() {
    let text = format!("a /*{}*/ b\n", "* / ".repeat(200_000));
    assert!(read(&text).1.is_empty());
}
