//! The one layout.

use super::support::file_of;
use crate::syntax::format;

fn laid_out(text: &str) -> String {
    let (_, file) = file_of(text);
    let once = format(file, text).expect("valid");
    let twice = format(file, &once).expect("valid");
    assert_eq!(once, twice, "not stable");
    once
}

#[test]
fn lines_blanks_and_indentation() {
    for (text, expected) in [
        ("", ""),
        ("\n\n", ""),
        ("\u{feff}a", "a\n"),
        ("a;b ; c", "a\nb\nc\n"),
        ("\n\na\n\n\n\nb\nc\n\n", "a\n\nb\nc\n"),
        ("a  b\tc=  d", "a b c=d\n"),
        ("a{\n\n\tb\r\n\n\n  c;\n\n}", "a {\n    b\n\n    c\n}\n"),
        ("a {b;c}", "a { b; c }\n"),
        ("a { b; c; }", "a { b; c }\n"),
        ("a {\n}", "a {}\n"),
        ("a {b\n c}", "a {\n    b\n    c\n}\n"),
        ("( x ) a ( y ) b", "(x)a (y)b\n"),
        ("a b \\\n\n c", "a b\nc\n"),
        ("a b \\\n c", "a b \\\n    c\n"),
        ("a \\\n { b }", "a { b }\n"),
    ] {
        assert_eq!(laid_out(text), expected, "{text:?}");
    }
}

#[test]
fn a_long_line_gives_each_node_its_own() {
    let inner = "x".repeat(50);
    let text = format!("a {{ {inner}; {inner} }}");
    assert_eq!(
        laid_out(&text),
        format!("a {{\n    {inner}\n    {inner}\n}}\n")
    );
}

#[test]
fn nested_lines_are_laid_out_in_time() {
    let text = format!("{}a{}", "abc { ".repeat(60), "}".repeat(60));
    assert!(laid_out(&text).lines().count() > 60);
}

#[test]
fn comments_stay() {
    for (text, expected) in [
        ("// a  \nb   // c", "// a\nb // c\n"),
        ("a { // b\n c }", "a { // b\n    c\n}\n"),
        ("a {\n b // c\n // d\n}", "a {\n    b // c\n    // d\n}\n"),
        ("a /* b */   c", "a /* b */ c\n"),
        ("a { /* b */ c }", "a { /* b */ c }\n"),
        ("/- a { b }", "/-a { b }\n"),
        ("a /-  b /- c = 1 /- { d }", "a /-b /-c=1 /-{ d }\n"),
        ("/- // x\n a", "// x\n/-a\n"),
        ("a \\ // b\n c", "a \\ // b\n    c\n"),
        ("a \\ // b\n", "a // b\n"),
        ("a \\ // b\n // c\n", "a // b\n// c\n"),
        ("/*\n x\n*/ a", "/*\n x\n*/ a\n"),
    ] {
        assert_eq!(laid_out(text), expected, "{text:?}");
    }
}

#[test]
fn values_are_quoted_unless_they_are_plain_words() {
    for (text, expected) in [
        ("image postgres:16", "image \"postgres:16\"\n"),
        ("image \"postgres\"", "image \"postgres\"\n"),
        ("restart unless-stopped", "restart unless-stopped\n"),
        ("input S3_BUCKET", "input S3_BUCKET\n"),
        ("a snake_case", "a \"snake_case\"\n"),
        ("\"NODE_ENV\" x \"k\"=y", "NODE_ENV x k=y\n"),
        ("\"a b\" \"c d\"=y", "\"a b\" \"c d\"=y\n"),
        ("\"true\" \"10s\"", "\"true\" \"10s\"\n"),
        ("a (\"secret\")b", "a (secret)b\n"),
        ("a 16.10 0x1F #true", "a 16.10 0x1F #true\n"),
        ("a #\"b\\c\"#", "a #\"b\\c\"#\n"),
    ] {
        assert_eq!(laid_out(text), expected, "{text:?}");
    }
}

#[test]
fn strings_of_several_lines_are_indented_anew() {
    assert_eq!(
        laid_out("a {\n b \"\"\"\n  x\n    y\n\n  \"\"\" c\n}"),
        "a {\n    b \"\"\"\n        x\n          y\n\n        \"\"\" c\n}\n"
    );
    assert_eq!(
        laid_out("a #\"\"\"\nx\n\"\"\"#"),
        "a #\"\"\"\n    x\n    \"\"\"#\n"
    );
    let carried = "a \"\"\"\n  x \\\n     y\n  \"\"\"\n";
    assert_eq!(laid_out(carried), carried);
}

#[test]
fn a_text_with_faults_is_left_alone() {
    let (_, file) = file_of("a {");
    let findings = format(file, "a {").expect_err("a fault");
    assert_eq!(findings.items().len(), 1);
}
