//! Whole documents: how they look, and that readers read back what was written.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::{Map, Number, Yaml, print};

fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Map {
    entries.into_iter().collect()
}

fn spaced<const N: usize>(entries: [(&str, Yaml); N]) -> Map {
    let mut map = Map::spaced();
    for (key, value) in entries {
        map.set(key, value);
    }
    map
}

fn number(text: &str) -> Yaml {
    Number::parse(text).unwrap().into()
}

#[test]
fn a_compose_file() {
    let mut web = map([
        ("image", "ghcr.io/acme/web:1.0".into()),
        ("command", Yaml::words(["serve", "--port", "3000"])),
    ]);
    web.set_with_comment(
        "ports",
        vec![
            Yaml::text("127.0.0.1:3000:3000"),
            Yaml::text("80:80").with_comment("public"),
        ],
        "Behind nginx.",
    );
    web.set(
        "environment",
        map([
            ("NODE_ENV", Yaml::quoted("production")),
            ("WORKERS", Yaml::quoted("4")),
            ("GREETING", Yaml::quoted("two\nlines")),
        ]),
    );
    web.set(
        "depends_on",
        map([("db", map([("condition", "service_healthy".into())]).into())]),
    );
    let db = map([
        ("image", "postgres:16.4-alpine".into()),
        ("restart", "unless-stopped".into()),
        ("volumes", vec!["db:/var/lib/postgresql/data".into()].into()),
        (
            "healthcheck",
            map([
                (
                    "test",
                    Yaml::words(["CMD-SHELL", "pg_isready -U \"$$USER\""]),
                ),
                ("interval", "10s".into()),
                ("retries", number("5")),
            ])
            .into(),
        ),
        ("init", true.into()),
    ]);
    let document = spaced([
        ("name", "acme".into()),
        (
            "services",
            spaced([("web", web.into()), ("db", db.into())]).into(),
        ),
        ("volumes", map([("db", Map::new().into())]).into()),
    ]);
    let header = ["Made by stackc from stack.kdl.\nDo not edit.".to_owned()];
    assert_eq!(
        print(&document, &header),
        r##"# Made by stackc from stack.kdl.
# Do not edit.

name: acme

services:
  web:
    image: ghcr.io/acme/web:1.0
    command: ["serve", "--port", "3000"]
    # Behind nginx.
    ports:
      - "127.0.0.1:3000:3000"
      - "80:80" # public
    environment:
      NODE_ENV: "production"
      WORKERS: "4"
      GREETING: "two\nlines"
    depends_on:
      db:
        condition: service_healthy

  db:
    image: postgres:16.4-alpine
    restart: unless-stopped
    volumes:
      - db:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U \"$$USER\""]
      interval: 10s
      retries: 5
    init: true

volumes:
  db: {}
"##
    );
}

#[test]
fn nothing() {
    assert_eq!(print(&Map::new(), &[]), "{}\n");
    assert_eq!(print(&Map::new(), &[String::new()]), "#\n\n{}\n");
}

#[test]
fn small_values() {
    let document = map([
        ("a", Yaml::Null),
        ("b", false.into()),
        ("c", number("-0.50")),
        ("d", Yaml::List(vec![])),
        ("e", Yaml::Words(vec![])),
        ("on", "on".into()),
        ("80:80", "".into()),
        ("<<", "=".into()),
        ("two words", "a".into()),
    ]);
    assert_eq!(
        print(&document, &[]),
        r#"a: null
b: false
c: -0.50
d: []
e: []
"on": "on"
"80:80": ""
"<<": "="
two words: a
"#
    );
}

#[test]
fn nested_lists() {
    let mut commented = Map::new();
    commented.set_with_comment("a", "1", "why\nso");
    commented.set("b", vec!["x".into()]);
    let document = map([(
        "list",
        vec![
            map([
                ("a", "b".into()),
                ("c", vec!["d".into(), Map::new().into()].into()),
            ])
            .into(),
            commented.into(),
            vec!["x".into(), vec!["w".into()].into()].into(),
            Yaml::from(vec!["z".into()]).with_comment("inner"),
            Yaml::from(map([("k", "v".into())])).with_comment("a map"),
        ]
        .into(),
    )]);
    assert_eq!(
        print(&document, &[]),
        r#"list:
  - a: b
    c:
      - d
      - {}
  - # why
    # so
    a: "1"
    b:
      - x
  - - x
    - - w
  - # inner
    - z
  - # a map
    k: v
"#
    );
}

#[test]
fn literal_blocks() {
    let document = spaced([
        ("script", Yaml::text("#!/bin/sh\n\nexec a: b\n")),
        (
            "cut",
            Yaml::text("a\nb").with_comment("no line break at the end"),
        ),
        ("indented", Yaml::text("  a\nb\n")),
        (
            "list",
            vec![
                Yaml::text("a\nb\n"),
                vec![Yaml::text(" a\nb")].into(),
                map([("k", Yaml::text("\n a\n"))]).into(),
            ]
            .into(),
        ),
        ("trailing", Yaml::text("a\n\n")),
        ("a\nkey", Yaml::text("b")),
    ]);
    assert_eq!(
        print(&document, &[]),
        r#"script: |
  #!/bin/sh

  exec a: b

cut: |- # no line break at the end
  a
  b

indented: |2
    a
  b

list:
  - |
    a
    b
  - - |2-
       a
      b
  - k: |2

       a

trailing: "a\n\n"

"a\nkey": b
"#
    );
}

#[test]
fn words_too_long_for_a_line() {
    // `command: ["…"]` is 13 columns and the word.
    let word = |length| Yaml::words(["w".repeat(length)]);
    let (fits, long) = ("w".repeat(87), "w".repeat(88));
    assert_eq!(
        print(&map([("command", word(87))]), &[]),
        format!("command: [\"{fits}\"]\n")
    );
    assert_eq!(
        print(&map([("command", word(88))]), &[]),
        format!("command:\n  - \"{long}\"\n")
    );
    let script = Yaml::words(["sh", "-c", "set -e\nexec a\n"]).with_comment("a script");
    assert_eq!(
        print(&map([("command", script)]), &[]),
        "command: # a script\n  - \"sh\"\n  - \"-c\"\n  - |\n    set -e\n    exec a\n"
    );
}

#[test]
fn comments_hold_everything() {
    let mut document = Map::new();
    document.set_with_comment(
        "a",
        Yaml::text("b").with_comment("x\nevil: 1"),
        "y\r\u{2028}evil: 2\n\0",
    );
    document.set_with_comment("c", Yaml::text("d").with_comment(" \n"), " \n ");
    document.set("e", Yaml::text("f").with_comment("one").with_comment("two"));
    assert_eq!(
        print(&document, &["# h\u{85}evil: 3".to_owned()]),
        "# # h evil: 3\n\n# y  evil: 2\n# \\x00\na: b # x evil: 1\nc: d\ne: f # one; two\n"
    );
}

#[test]
fn a_key_too_long_for_a_colon() {
    let key = "k".repeat(2000);
    let document = map([(
        "a",
        vec![map([(&key, map([("b", "c".into())]).into()), ("d", "e".into())]).into()].into(),
    )]);
    assert_eq!(
        print(&document, &[]),
        format!("a:\n  - ? {key}\n    :\n      b: c\n    d: e\n")
    );
}

/// Texts that some reader, of some version, takes for something else.
const TREACHEROUS: &[&str] = &[
    "",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "~",
    "null",
    "Null",
    "NULL",
    "nULL",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "Yes",
    "YES",
    "no",
    "No",
    "NO",
    "on",
    "On",
    "ON",
    "off",
    "Off",
    "OFF",
    "true",
    "True",
    "TRUE",
    "tRuE",
    "false",
    "False",
    "FALSE",
    ".inf",
    ".Inf",
    ".INF",
    "-.inf",
    "+.inf",
    ".nan",
    ".NaN",
    ".NAN",
    "inf",
    "nan",
    "Infinity",
    "0",
    "-0",
    "+0",
    "00",
    "007",
    "0o17",
    "0O17",
    "017",
    "08",
    "09",
    "0x1F",
    "0X1F",
    "0b101",
    "0B1",
    "1",
    "-1",
    "+1",
    "1.",
    ".5",
    "-.5",
    "1.5",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "1.5e3",
    "1_000",
    "_1",
    "1__0",
    "1,000",
    "0.",
    "._1",
    "22:22",
    "1:2:3",
    "-1:30",
    "190:20:30.15",
    "3000:3000",
    "127.0.0.1:80:80",
    "80:80/tcp",
    "[::1]:80:80",
    "10.0.0.1",
    "1.2.3.4",
    "2001-12-14",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43.10 -5",
    "2001-12-15 2:59:43.10",
    "2001-1-1",
    "<<",
    "=",
    "-",
    "--",
    "---",
    "--- a",
    "...",
    "..",
    ".",
    "... a",
    "?",
    "? a",
    ":",
    ": a",
    "a:",
    "a: b",
    "a :b",
    "a : b",
    "a #b",
    "a#b",
    "#a",
    " #a",
    "# a",
    "- a",
    "-a",
    "- - a",
    "!",
    "!a",
    "!!str a",
    "!!int 1",
    "&",
    "&a",
    "&a b",
    "*",
    "*a",
    "@",
    "@a",
    "`",
    "`a`",
    "%",
    "%YAML 1.2",
    "%TAG",
    "|",
    "|-",
    "|2",
    ">",
    ">-",
    "> a",
    "'",
    "''",
    "'a'",
    "'a",
    "\"",
    "\"\"",
    "\"a\"",
    "\"a",
    "a\"b",
    "\\",
    "\\n",
    "a\\",
    "\\x41",
    "[",
    "]",
    "[]",
    "[a]",
    "[a, b]",
    "a]",
    "{",
    "}",
    "{}",
    "{a: b}",
    "a}",
    ",",
    ",a",
    "a,",
    "a, b",
    "a,b",
    "a,[",
    "$A",
    "${A}",
    "$${A}",
    "$$",
    "{{.A}}",
    "a\nb",
    "a\nb\n",
    "a\n\nb\n",
    "a\n\n",
    "\na",
    "\na\n",
    "\n a\n",
    " a\nb",
    "  a\n b\n",
    "a\n  b\n",
    "a \nb",
    "a\nb ",
    "a\n \nb",
    "\ta\nb",
    "a\n\tb\n",
    "a\n \tb\n",
    "a\tb\nc\n",
    "a\rb",
    "a\r\nb",
    "a\r\nb\r\n",
    "\r",
    "a\r",
    "a: b\nc: d\n",
    "- a\n- b\n",
    "# a\nb\n",
    "a\n# b\n",
    "---\na\n",
    "a\n---\n",
    "a\n...\nb\n",
    "%a\nb",
    "|\n a\n",
    "a:\n  - b\n",
    " a",
    "a ",
    "\ta",
    "a\t",
    "a\tb",
    "a  b",
    "a b",
    "é",
    "Überblick",
    "日本語",
    "e\u{301}",
    "\u{301}",
    "😀",
    "a😀\nb\n",
    "\0",
    "a\0b",
    "\x01",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b[0m",
    "\x1f",
    "\x7f",
    "\u{80}",
    "\u{85}",
    "a\u{85}b",
    "\u{9f}",
    "\u{a0}",
    "a\u{a0}b",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{2028}",
    "a\u{2028}b\n",
    "\u{2029}",
    "a\nb\u{2029}",
    "\u{202e}a",
    "\u{2066}",
    "\u{feff}",
    "\u{feff}a",
    "a\n\u{feff}b",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{f8ff}",
    "\u{fdd0}",
    "\u{10000}",
    "\u{1ffff}",
    "\u{e0001}",
    "\u{10ffff}",
    "postgres:16.4-alpine",
    "/var/lib/x:/y:ro",
    "./a:/b",
    "../a",
    ".env",
    "_",
    "__a",
    "_a",
    "~/a",
    "~a",
    "10s",
    "1h30m",
    "512m",
    "7d",
    "1f",
    "0x1p4",
    "1L",
    "10.0.0.0/8",
    "1/2",
    "0777",
    "1@2",
    "1m:2",
    "e5",
    "1e",
    "0x",
    "0b",
    "0o",
    "deadbeef",
    "123abc",
    "123e4abc",
    "12e03",
    "1e1000",
    "99999999999999999999",
    "-9223372036854775809",
    "0.1e-400",
    "http://a/b?c=d#e",
    "http://a:80/",
    "a@b.c",
    "key=value",
    "a=b c",
    "a%20b",
    "%20",
    "(a)",
    "a (b)",
    "a;b",
    "a&b",
    "a*b",
    "a!b",
    "a|b",
    "a>b",
    "a?b",
    "a'b",
    "a`b",
    "a~b",
    "C:\\x",
    "a::b",
    "::",
    ":a",
    "a:b:c",
    "a:,",
    "a: ",
    "x:\ty",
    "a\t#b",
    "None",
    "none",
    "undefined",
    "nil",
    "void",
    "!!binary aGk=",
    "!!null",
    "0;1",
    "01:02",
    "1:60",
    "+1:30",
    "1_0:30",
    "0:0",
    "00:00:00",
    "1.e5",
    "+.5e-1",
    "1..2",
    "1-2",
    "12-12-12",
    "2024-W01",
    "T12:00",
    "Z",
];

/// Pieces of which hostile texts are put together.
const PIECES: &[&str] = &[
    "a", "b", "0", "1", "9", " ", "  ", "\n", "\n\n", "\t", "\r", ":", ": ", " #", "#", "-", "- ",
    "---", "...", "?", "!", "&", "*", "|", ">", "'", "\"", "\\", "%", "@", "`", "[", "]", "{", "}",
    ",", "=", "<<", "~", ".", "/", "_", "+", "e", "x", "\0", "\u{85}", "\u{2028}", "\u{feff}", "é",
    "😀", "null", "true", "no", "$",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(TREACHEROUS).prop_map(str::to_owned),
        4 => proptest::collection::vec(proptest::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat()),
        1 => proptest::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => "[ -~\n]{0,120}",
        1 => "[0-9a-fxotTZ_:+.eE -]{1,8}",
        1 => "( {0,3}[a-z#:|-]{0,3} ?\n){1,5}",
    ]
}

fn any_number() -> impl Strategy<Value = Yaml> {
    prop_oneof![
        any::<i64>().prop_map(|value| Number::from(value).into()),
        "-?(0|[1-9][0-9]{0,7})\\.[0-9]{0,6}[1-9]".prop_map(|text| number(&text)),
    ]
}

/// A comment of at most two lines: the reader of the test takes no long runs of comments.
fn comment() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.split('\n').take(2).collect::<Vec<_>>().join("\n"))
}

fn any_map(value: impl Strategy<Value = Yaml>) -> impl Strategy<Value = Map> {
    let key =
        prop_oneof![20 => text(), 1 => text().prop_map(|text| text + &"long \u{1}".repeat(300))];
    let entries = proptest::collection::vec((key, value, proptest::option::of(comment())), 0..5);
    (any::<bool>(), entries).prop_map(|(is_spaced, entries)| {
        let mut map = if is_spaced { Map::spaced() } else { Map::new() };
        for (key, value, comment) in entries {
            match comment {
                Some(comment) => map.set_with_comment(key, value, comment),
                None => map.set(key, value),
            }
        }
        map
    })
}

fn value() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        1 => Just(Yaml::Null),
        1 => any::<bool>().prop_map(Yaml::Bool),
        1 => any_number(),
        8 => text().prop_map(Yaml::Text),
        2 => text().prop_map(Yaml::Quoted),
        2 => proptest::collection::vec(text(), 0..4).prop_map(Yaml::Words),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Yaml::List),
            any_map(inner.clone()).prop_map(Yaml::Map),
            (inner, comment()).prop_map(|(value, comment)| value.with_comment(comment)),
        ]
    })
}

fn document() -> impl Strategy<Value = Map> {
    any_map(value())
}

fn treacherous_document() -> Map {
    let texts = || TREACHEROUS.iter().map(|text| Yaml::text(*text));
    map([
        (
            "keys",
            TREACHEROUS
                .iter()
                .map(|key| (*key, *key))
                .collect::<Map>()
                .into(),
        ),
        ("list", texts().collect()),
        ("nested", texts().map(|text| vec![text].into()).collect()),
        (
            "words",
            TREACHEROUS
                .iter()
                .map(|text| Yaml::words([*text, *text]))
                .collect(),
        ),
        (
            "quoted",
            TREACHEROUS.iter().map(|text| Yaml::quoted(*text)).collect(),
        ),
        (
            "commented",
            texts()
                .zip(TREACHEROUS)
                .map(|(text, comment)| text.with_comment(*comment))
                .collect(),
        ),
    ])
}

fn deep_document() -> Map {
    let nest = |inner: Yaml, level: usize| match level % 2 {
        0 => vec![inner].into(),
        _ => map([("k", inner)]).into(),
    };
    map([("deep", (0..60).fold(Yaml::text(" a\nb"), nest))])
}

/// What a reader is to find in a document.
fn meaning(map: &Map) -> Value {
    fn of(value: &Yaml) -> Value {
        match value {
            Yaml::Null => Value::Null,
            Yaml::Bool(value) => Value::Bool(*value),
            Yaml::Number(number) => serde_json::from_str(number.as_str()).unwrap(),
            Yaml::Text(text) | Yaml::Quoted(text) => Value::String(text.clone()),
            Yaml::List(items) => items.iter().map(of).collect(),
            Yaml::Words(words) => words.iter().cloned().map(Value::String).collect(),
            Yaml::Map(map) => meaning(map),
            Yaml::Commented(value, _) => of(value),
        }
    }
    let entries = map.entries().iter();
    Value::Object(
        entries
            .map(|entry| (entry.key.clone(), of(&entry.value)))
            .collect(),
    )
}

/// Checks that `read` is `document` with its keys in order.
fn check(document: &Map, read: &Value, printed: &str) {
    let expected = serde_json::to_string_pretty(&meaning(document)).unwrap();
    let read = serde_json::to_string_pretty(read).unwrap();
    assert_eq!(expected, read, "in\n{printed}");
}

/// Checks what holds for every printed file.
fn check_form(printed: &str) {
    assert!(
        printed.ends_with('\n') && !printed.ends_with("\n\n"),
        "{printed:?}"
    );
    for line in printed.split('\n') {
        assert!(!line.ends_with([' ', '\t']), "{line:?} in\n{printed}");
        assert!(
            !line.trim_start_matches(' ').starts_with('\t'),
            "{line:?} in\n{printed}"
        );
        assert!(
            line.chars().all(|c| c == '\t' || !c.is_control()),
            "{line:?}"
        );
    }
}

fn check_with_saphyr(document: &Map, header: &[String]) {
    let printed = print(document, header);
    check_form(&printed);
    match serde_saphyr::from_str::<Value>(&printed) {
        Ok(read) => check(document, &read, &printed),
        Err(error) => panic!("{error}\nin\n{printed}"),
    }
}

fn config() -> Config {
    Config {
        cases: 1000,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_1_2_reader_reads_back_what_was_written(
        document in document(),
        header in proptest::collection::vec(comment(), 0..3),
    ) {
        check_with_saphyr(&document, &header);
    }
}

#[test]
fn a_1_2_reader_reads_back_treacherous_texts() {
    check_with_saphyr(&treacherous_document(), &[]);
    check_with_saphyr(&deep_document(), &[]);
}

/// Reads a JSON list of YAML files on the input; writes the JSON list of what
/// they hold, by PyYAML's own reader and by libyaml where it is built in.
const PYTHON_READER: &str = r"
import json, sys, yaml
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
def read(text, loader):
    try:
        return yaml.load(text, Loader=loader)
    except Exception as error:
        return 'UNREADABLE: %s' % error
texts = json.load(sys.stdin.buffer)
json.dump([[read(text, loader) for loader in loaders] for text in texts], sys.stdout, default=repr)
";

#[expect(
    clippy::disallowed_methods,
    reason = "the test asks a reader that is not written in Rust"
)]
fn python(script: &str, input: &str) -> Result<Vec<u8>, String> {
    let mut child = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().unwrap();
    // Python reads all before it writes; if it ends early, its errors say why.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn a_1_1_reader_reads_back_what_was_written() {
    if let Err(error) = python("import yaml", "") {
        panic!("python3 cannot import yaml; run golden-tests/tools/install\n{error}");
    }
    let mut runner = TestRunner::new(config());
    let mut documents = vec![treacherous_document(), deep_document()];
    documents.extend((0..600).map(|_| document().new_tree(&mut runner).unwrap().current()));
    let printed: Vec<_> = documents
        .iter()
        .map(|document| print(document, &[]))
        .collect();

    let output = python(PYTHON_READER, &serde_json::to_string(&printed).unwrap()).unwrap();
    let read: Vec<Vec<Value>> = serde_json::from_slice(&output).unwrap();
    assert_eq!(read.len(), documents.len());
    for ((document, printed), readings) in documents.iter().zip(&printed).zip(&read) {
        assert!(!readings.is_empty());
        for reading in readings {
            check(document, reading, printed);
        }
    }
}
