//! What holds for any text.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::oracle::assert_read_alike;
use super::support::{at, file_of, read};
use crate::syntax::chars::{forbidden, is_forbidden, is_newline, line_len};
use crate::syntax::format;

const STACK: &str = include_str!("stack.kdl");

fn bare() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_.:-]{0,8}[a-z0-9]".prop_filter("a word", |word| {
        !matches!(word.as_str(), "true" | "false" | "null" | "inf" | "nan")
    })
}

/// Text with every escape.
fn escapes() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a", " ", "é", "'", "\\n", "\\r", "\\t", "\\s", "\\b", "\\f", "\\\\", "\\\"", "\\u{e9}",
        "\\u{0}",
    ];
    proptest::collection::vec(select(pieces), 0..8).prop_map(|pieces| pieces.concat())
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé ${}/*#=;,()'-]{0,12}".prop_map(|text| format!("\"{text}\"")),
        "([a-z \"]|\\\\\\\\|\\\\n|\\\\\"|\\\\u\\{e9\\})".prop_map(|text| {
            format!("\"{}\"", if text == "\"" { String::new() } else { text })
        }),
        escapes().prop_map(|text| format!("\"{text}\"")),
        "[a-z \\\\/]{0,12}".prop_map(|text| format!("#\"{text}\"#")),
        "[a-z \\\\/]{0,6}(\"[a-z]){0,2}".prop_map(|text| format!("##\"{text}\"##")),
        proptest::collection::vec(escapes(), 0..4).prop_map(|lines| {
            let body: String = lines.iter().map(|line| format!("\t {line}\n")).collect();
            format!("\"\"\"\n{body}\t \"\"\"")
        }),
        proptest::collection::vec("(\"?[a-z ${}]){0,4}[a-z]| {0,6}", 0..4).prop_map(|lines| {
            let body: String = lines.iter().map(|line| format!("  {line}\n")).collect();
            format!("\"\"\"\n{body}  \"\"\"")
        }),
        proptest::collection::vec("[a-z \\\\]{0,6}[a-z]", 0..3).prop_map(|lines| {
            let body: String = lines.iter().map(|line| format!("\t{line}\n")).collect();
            format!("#\"\"\"\n{body}\t\"\"\"#")
        }),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        bare(),
        string(),
        select(vec![
            "1", "-1.50", "0x1F", "1_000", "2e5", "#true", "#null", "#inf"
        ])
        .prop_map(str::to_owned),
    ];
    (proptest::option::of(bare()), plain).prop_map(|(annotation, value)| match annotation {
        Some(annotation) => format!("({annotation}){value}"),
        None => value,
    })
}

fn gap() -> impl Strategy<Value = String> {
    select(vec![
        " ",
        "  ",
        "\t",
        " /* c */ ",
        " \\\n  ",
        " \\ // d\n ",
        " /-x ",
        " /-y=1 ",
    ])
    .prop_map(str::to_owned)
}

fn entry() -> impl Strategy<Value = String> {
    let name = prop_oneof![bare(), Just("\"k l\"".to_owned())];
    (
        gap(),
        proptest::option::of(name),
        select(vec!["=", " = "]),
        value(),
    )
        .prop_map(|(gap, name, equals, value)| match name {
            Some(name) => format!("{gap}{name}{equals}{value}"),
            None => format!("{gap}{value}"),
        })
}

fn line() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        bare(),
        Just("\"a b\"".to_owned()),
        Just("#\"r\"#".to_owned())
    ];
    (name, proptest::collection::vec(entry(), 0..4))
        .prop_map(|(name, entries)| name + &entries.concat())
}

fn document() -> impl Strategy<Value = String> {
    let leaf = line();
    let ends = vec!["\n", "\n\n\n", " // e\n", "\n// f\n", "\r\n", " /* g */\n"];
    let node = leaf.prop_recursive(3, 24, 4, move |inner| {
        let ends = vec!["\n", "\n\n", " // e\n", ";", "; "];
        (
            line(),
            select(vec![
                "{",
                " {",
                " {\n",
                " { // h\n",
                " {\n\n",
                " /-{ i } { ",
            ]),
            proptest::collection::vec((inner, select(ends)), 0..4),
        )
            .prop_map(|(line, open, nodes)| {
                let body: String = nodes
                    .iter()
                    .map(|(node, end)| format!("{node}{end}"))
                    .collect();
                format!("{line}{open}{body}}}")
            })
    });
    let dashed = select(vec!["", "", "", "/-", "/- "]);
    proptest::collection::vec((dashed, node, select(ends)), 0..5).prop_map(|nodes| {
        nodes
            .iter()
            .map(|(dash, node, end)| format!("{dash}{node}{end}"))
            .collect()
    })
}

const BITS: [&str; 32] = [
    "\"", "\"\"\"", "#", "#\"", "\"#", "\n", " ", "\\", "\\\n", "{", "}", "(", ")", "=", ";", "//",
    "/*", "*/", "/-", "a", "1", "true", "#true", ".", ",", "'", "${", ":", "\u{a0}", "\r\n",
    "\u{feff}", "é",
];

fn mutated() -> impl Strategy<Value = String> {
    proptest::collection::vec((any::<Index>(), 0usize..4, select(BITS.to_vec())), 1..6).prop_map(
        |changes| {
            let mut text: Vec<char> = STACK.chars().collect();
            for (place, cut, bit) in changes {
                let start = place.index(text.len());
                let end = (start + cut).min(text.len());
                text.splice(start..end, bit.chars());
            }
            text.into_iter().collect()
        },
    )
}

/// Reads and lays out; every place lies within the text.
fn endure(text: &str) {
    let (document, items) = read(text);
    for item in &items {
        let _ = at(text, item.primary.span);
        for other in &item.others {
            let _ = at(text, other.span);
        }
        assert_ne!(item.primary.text, "not KDL", "{text:?}");
        assert!(
            !matches!(item.code, "parser-failed" | "format-failed"),
            "{text:?}"
        );
    }
    assert_eq!(document.complete, items.is_empty(), "{text:?}");
    let (_, file) = file_of(text);
    match format(file, text) {
        Err(findings) => assert_eq!(findings.items().len(), items.len(), "{text:?}"),
        Ok(once) => assert_eq!(format(file, &once).ok().as_ref(), Some(&once), "{text:?}"),
    }
}

/// The comments of a text that has none in its strings.
fn comments(text: &str) -> usize {
    text.matches("//").count() + text.matches("/*").count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_endured(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}|[a\"#/*{}()=;\\\\ \n-]{0,60}") {
        endure(&text);
    }

    #[test]
    fn pieces_are_endured(bits in proptest::collection::vec(select(BITS.to_vec()), 0..30)) {
        endure(&bits.concat());
    }

    #[test]
    fn a_damaged_stack_is_endured(text in mutated()) {
        endure(&text);
    }

    #[test]
    fn a_valid_text_is_read_as_the_kdl_crate_reads_it(text in document()) {
        assert_read_alike(&text);
    }

    #[test]
    fn the_layout_changes_nothing_and_is_stable(text in document()) {
        let (_, file) = file_of(&text);
        let once = format(file, &text).expect("valid");
        prop_assert_eq!(format(file, &once).ok(), Some(once.clone()));
        let strings = text.contains('"');
        prop_assert!(strings || comments(&once) == comments(&text), "{}\n{}", text, once);
    }
}

#[test]
fn a_whole_stack_keeps_its_layout() {
    let (_, file) = file_of(STACK);
    assert_eq!(format(file, STACK).expect("valid"), STACK);
    assert_read_alike(STACK);
}

/// The searches look at bytes; every character there is has to be found by them as by a look at the character.
#[test]
fn searches_of_bytes_find_each_character() {
    for c in '\0'..=char::MAX {
        let text = format!("é{c}b");
        assert_eq!(
            forbidden(&text),
            is_forbidden(c).then_some(('é'.len_utf8(), c)),
            "{c:?}"
        );
        let line = if is_newline(c) {
            'é'.len_utf8()
        } else {
            text.len()
        };
        assert_eq!(line_len(&text), line, "{c:?}");
    }
}
