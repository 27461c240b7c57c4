use stackc_compiler::{diag::Diagnostics, source::Sources};

use super::*;

fn show(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => match scalar.kind {
            Kind::Text => format!("{:?}", scalar.text),
            _ => scalar.composed(),
        },
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
        Value::Map(entries) => {
            let entry = |entry: &Entry| format!("{}:{}", entry.key.value, show(&entry.value));
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

fn read_one(text: &str) -> Result<String, Vec<(String, String)>> {
    let mut sources = Sources::default();
    let file = sources.add("compose.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let read = read(file, text, &mut diagnostics);
    if diagnostics.has_errors() {
        let found = |item: &stackc_compiler::diag::Diagnostic| {
            (
                item.code.to_owned(),
                sources.slice(item.primary.span).to_owned(),
            )
        };
        return Err(diagnostics.items().iter().map(found).collect());
    }
    Ok(read
        .documents
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join("\n"))
}

#[test]
fn scalars_are_what_yaml_v3_takes_them_for() {
    let text = "[a, 'b', yes, no, on, ~, null, true, FALSE, 0755, 0o17, 0x1F, 08, 1_000, 1.10, 1e3, .5, 22:22, 2024-01-01, 1e21, 0.00001, -0, +5, 1.2.3, '1', 2001-12-14t21:59:43.10-05:00]";
    assert_eq!(
        read_one(text).unwrap(),
        r#"["a" "b" "yes" "no" "on"   true false 493 15 31 8 1000 1.1 1000 0.5 "22:22" 2024-01-01 00:00:00 +0000 UTC 1e+21 1e-05 0 5 "1.2.3" "1" 2001-12-14 21:59:43.1 -0500 -0500]"#
    );
}

#[test]
fn anchors_and_merge_keys() {
    let text = "a: &x {k: 1, l: 2}\nb:\n  m: 3\n  <<: *x\n  l: 4\nc:\n  <<: [*x, {k: 9, z: 8}]\n";
    assert_eq!(
        read_one(text).unwrap(),
        "{a:{k:1 l:2} b:{m:3 k:1 l:4} c:{k:1 l:2 z:8}}"
    );
}

#[test]
fn what_is_refused() {
    let cases = [
        ("a: 1\na: 2", "yaml-duplicate-key", "a"),
        ("1: x", "yaml-key", "1"),
        ("a: &x [*x]", "yaml-alias", "*x"),
        ("a: *y", "yaml-alias", "*y"),
        ("a: {<<: 3}", "yaml-alias", "3"),
        ("a: [1", "yaml-syntax", "["),
    ];
    for (text, code, place) in cases {
        let found = read_one(text).unwrap_err();
        assert_eq!(
            found.first(),
            Some(&(code.to_owned(), place.to_owned())),
            "{text}"
        );
    }
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert_eq!(
        read_one(&text).unwrap_err().first().unwrap().0,
        "yaml-too-large"
    );
}

#[test]
fn spans_and_comments() {
    let text = "# top\na:\n  b: 1 # behind\n  # above c\n  c:\n  - x\n  - y\nd: |\n  z\n";
    let mut sources = Sources::default();
    let file = sources.add("compose.yaml", text);
    let read = read(file, text, &mut Diagnostics::default());
    let root = read.documents.first().unwrap();
    let a = root.entries().unwrap().first().unwrap();
    assert_eq!(
        sources.slice(a.span()),
        "a:\n  b: 1 # behind\n  # above c\n  c:\n  - x\n  - y"
    );
    let comments: Vec<_> = read
        .comments
        .iter()
        .map(|c| (c.text.as_str(), c.behind))
        .collect();
    assert_eq!(
        comments,
        [(" top", false), (" behind", true), (" above c", false)]
    );
    let d = root.get("d").unwrap();
    assert_eq!(d.scalar().unwrap().text, "z\n");
}

#[test]
fn binary_values_are_the_text_that_they_stand_for() {
    assert_eq!(read_one("a: !!binary aGVsbG8=").unwrap(), r#"{a:"hello"}"#);
    assert_eq!(
        read_one("a: !!binary |\n  aGVs\n  bG8=\n").unwrap(),
        r#"{a:"hello"}"#
    );
    for wrong in ["a: !!binary ///", "a: !!binary /w=="] {
        assert_eq!(read_one(wrong).unwrap_err()[0].0, "yaml-syntax", "{wrong}");
    }
}

#[test]
fn a_next_line_character_ends_a_line() {
    assert_eq!(
        read_one("{a: x\u{85}y, b: \"x\u{85}y\", c: \"x\\Ny\"}").unwrap(),
        r#"{a:"x y" b:"x y" c:"x\u{85}y"}"#
    );
    assert_eq!(read_one("a: |\n  x\u{85}  y\n").unwrap(), r#"{a:"x\ny\n"}"#);
    assert_eq!(
        read_one("a: ü\u{85}b: 1\u{85}b: 2\u{85}").unwrap_err(),
        [("yaml-duplicate-key".to_owned(), "b".to_owned())]
    );
}
