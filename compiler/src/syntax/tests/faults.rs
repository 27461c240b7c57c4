//! What is refused, where, and what to do about it.

use super::support::{at, fault, faults, fixed, read};

#[test]
fn values_that_need_quotes_get_them() {
    for (text, mended) in [
        ("timeout 10s", "timeout \"10s\""),
        ("dir ./dir", "dir \"./dir\""),
        ("dir /path", "dir \"/path\""),
        ("port 80:80", "port \"80:80\""),
        ("w .5", "w \".5\""),
        ("w 1.2.3", "w \"1.2.3\""),
        ("a to=/data { b }", "a to=\"/data\" { b }"),
        ("a b=c=d", "a b=\"c=d\""),
        ("url http://x.org/a;", "url \"http://x.org/a\";"),
        ("url https://${param.a}/b", "url \"https://${param.a}/b\""),
        ("x ${param.a}", "x \"${param.a}\""),
        ("x a=nginx:${param.a}-b", "x a=\"nginx:${param.a}-b\""),
        ("glob src/*", "glob \"src/*\""),
        ("dir C:\\x", "dir \"C:\\\\x\""),
        ("color #fff", "color \"#fff\""),
        ("10s x", "\"10s\" x"),
        ("true x", "\"true\" x"),
    ] {
        assert_eq!(fixed(text), mended);
        assert_eq!(faults(mended), [""; 0], "{mended}");
    }
}

#[test]
fn habits_of_other_formats_are_named() {
    for (text, mended) in [
        ("# comment", "// comment"),
        ("a b # comment", "a b // comment"),
        ("#!/usr/bin/env x", "//!/usr/bin/env x"),
        ("DEBUG true", "DEBUG #true"),
        ("a b=null", "a b=#null"),
        ("a #True", "a #true"),
        ("name: value", "name value"),
        ("name = value", "name   value"),
        ("name=value", "name value"),
        ("image 'nginx'", "image \"nginx\""),
        ("a 'b c' d", "a \"b c\" d"),
        ("a \u{201c}b\u{201d}", "a \"b\""),
        ("a \"b\", \"c\"", "a \"b\" \"c\""),
        ("a b, c", "a b c"),
        ("a;; b", "a; b"),
    ] {
        assert_eq!(fixed(text), mended);
        assert_eq!(faults(mended), [""; 0], "{mended}");
    }
}

#[test]
fn messages_and_places() {
    for (text, expected) in [
        (
            "DEBUG true",
            "syntax: `true` is neither a word nor a keyword «true»",
        ),
        (
            "name = value",
            "syntax: a node's value follows its name without `=` «=»",
        ),
        (
            "list [a, \"b\"]",
            "syntax: there are no lists in brackets «[a, \"b\"]»",
        ),
        (
            "a \"b\"c",
            "syntax: a blank is missing behind the value «c»",
        ),
        ("a b=", "syntax: a value is missing behind `=` «=»"),
        ("a (secret)", "syntax: a value is missing behind `)` «)»"),
        (
            "a { b } c d",
            "syntax: nothing of a node can follow its block «c d»",
        ),
        (
            "{ a }",
            "syntax: a block needs the name of its node before it «{»",
        ),
        (
            "a (b c) d",
            "syntax: an annotation is one word in parentheses «(b c)»",
        ),
        ("}", "stray-brace: this `}` closes nothing «}»"),
        (
            "a /-",
            "syntax: `/-` takes out what follows it, and nothing does «/-»",
        ),
        (
            "/- /- a",
            "syntax: one `/-` is enough to take something out «/-»",
        ),
        (
            "a \"C:\\dir\"",
            "bad-escape: `\\d` means nothing in a string «\\d»",
        ),
        ("a \"b", "unclosed-string: the string is not closed «\"b»"),
        (
            "a #\"b\"",
            "unclosed-string: the string is not closed «#\"b\"»",
        ),
        (
            "a \"\"\"\nb",
            "unclosed-string: the string is not closed «\"\"\"»",
        ),
        (
            "a \"b\n  c\n  d\"\n",
            "unclosed-string: a string in `\"` ends on its own line «\"b\n  c\n  d\"»",
        ),
        (
            "a \"\"\"b\"\"\"",
            "multi-line-string: text can't stand on the line of the quotes that open a multi-line string «\"\"\"»",
        ),
        (
            "a \"\"\"\n  b\n c\n  \"\"\"",
            "multi-line-string: the line is indented less than the closing quotes of its string « c»",
        ),
        (
            "a \"\"\"\n  b\"\"\"",
            "multi-line-string: the quotes that close a multi-line string need a line of their own «\"\"\"»",
        ),
        ("a /* b", "unclosed-comment: the comment is not closed «/*»"),
        (
            "a b\u{202e}c",
            "forbidden-character: the character U+202E may not stand in a file «\u{202e}»",
        ),
        (
            "// \u{202e}",
            "forbidden-character: the character U+202E may not stand in a file «\u{202e}»",
        ),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
}

#[test]
fn one_run_tells_all_faults_and_reads_the_rest() {
    let text = "a 1\nb = 2\nc \"x\nd {\n    e 10s\n    f \"y\"z\n    g\n}\nh true\n";
    let (document, items) = read(text);
    let places: Vec<&str> = items
        .iter()
        .map(|item| at(text, item.primary.span))
        .collect();
    assert_eq!(places, ["=", "\"x", "10s", "z", "true"]);
    assert!(!document.complete);
    let kinds: Vec<&str> = document
        .nodes
        .iter()
        .map(|node| node.kind.value.as_str())
        .collect();
    assert_eq!(kinds, ["a", "b", "d", "h"]);
    let inner: Vec<&str> = document.nodes[2]
        .nodes()
        .iter()
        .map(|node| node.kind.value.as_str())
        .collect();
    assert_eq!(inner, ["e", "g"]);
    assert_eq!(document.nodes[2].nodes()[0].first(), Some("10s"));
}

#[test]
fn an_unclosed_block_is_the_one_that_the_indentation_tells() {
    let text = "service a {\n    env {\n        A b\n    port 80\n}\nservice b {\n}\n";
    let fault = fault(text);
    assert_eq!(fault.code, "unclosed-block");
    assert_eq!(fault.message, "the block of `env` is not closed");
    assert_eq!(
        fault.primary.span.start as usize,
        text.find("{\n        A").unwrap()
    );
    assert_eq!(at(text, fault.others[0].span), "port");
    let (document, _) = read(text);
    assert_eq!(document.nodes.len(), 2);
    assert_eq!(document.nodes[0].nodes()[1].kind.value, "port");
}

#[test]
fn an_unclosed_block_at_the_top_ends_before_the_next_node() {
    let text = "service a {\n    image x\n\nservice b {\n    image y\n}\n";
    let fault = fault(text);
    assert_eq!(fault.message, "the block of `service a` is not closed");
    assert_eq!(at(text, fault.others[0].span), "service");
    assert_eq!(read(text).0.nodes.len(), 2);
}

#[test]
fn an_unclosed_block_that_nothing_follows_points_to_the_end() {
    let text = "a {\n    b\n";
    let fault = fault(text);
    assert_eq!(fault.primary.span.start, 2);
    assert_eq!(fault.others[0].span.start as usize, text.len());
}

#[test]
fn a_brace_too_many_is_the_one_that_the_indentation_tells() {
    let text = "a {\n    b {\n    }\n    }\n    c\n}\nd\n";
    let fault = fault(text);
    assert_eq!(fault.code, "stray-brace");
    assert_eq!(fault.primary.span.start, 22);
    assert_eq!(read(text).0.nodes.len(), 2);
}

#[test]
fn a_string_that_is_not_closed_before_a_block_leaves_the_block() {
    let text = "service \"a {\n    image x\n}\nb\n";
    let fault = fault(text);
    assert_eq!(at(text, fault.primary.span), "\"a");
}

#[test]
fn a_literal_that_may_be_a_secret_is_not_repeated() {
    for text in [
        "DB_PASSWORD abc/def",
        "env DB_PASSWORD abc/def",
        "a password=abc/def",
    ] {
        let fault = fault(text);
        assert_eq!(fault.redact, [fault.primary.span]);
        assert!(!format!("{} {:?} {:?}", fault.message, fault.help, fault.fix).contains("abc"));
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}a{}", "a {".repeat(65), "}".repeat(65));
    assert_eq!(fault(&deep).code, "nesting-too-deep");
    let allowed = format!("{}a{}", "a {".repeat(64), "}".repeat(64));
    assert_eq!(faults(&allowed), [""; 0]);
    assert_eq!(
        fault("/-a {\n/-b {\n/-c {\n/-d\n}\n}\n}\n").code,
        "nesting-too-deep"
    );
    assert_eq!(faults("/-a {\n/-b {\n/-c\n}\n}\n"), [""; 0]);
}

#[test]
fn a_file_is_at_most_a_mebibyte() {
    let text = "a ".repeat(1 << 19) + "b";
    assert_eq!(fault(&text).code, "file-too-large");
}

#[test]
fn many_faults_are_cut() {
    let (_, items) = read(&"a 10s\n".repeat(150));
    assert_eq!(items.len(), 101);
    assert_eq!(items[100].code, "too-many-errors");
    assert_eq!(
        items[100].message,
        "50 more syntax errors in this file are not shown"
    );
}

#[test]
fn a_list_is_shown_as_the_node_that_is_meant() {
    let help = |text: &str| fault(text).help.unwrap_or_default();
    assert_eq!(help("command [caddy, \"run\"]"), "command caddy run");
    assert_eq!(help("a { b 1; command [caddy, 5] }"), "command caddy 5");
    assert_eq!(help("a b [caddy]"), "caddy");
    assert_eq!(help("a hunter22 [caddy]"), "caddy");
}
