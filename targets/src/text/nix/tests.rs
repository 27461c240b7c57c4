use std::process::Command;

use proptest::prelude::*;

use super::{Attrs, File, Nix, Segment, print};

fn file(body: impl Into<Nix>) -> File {
    File {
        banner: vec!["a\nb".to_owned()],
        arguments: None,
        names: Attrs::new(),
        body: body.into(),
    }
}

fn printed(body: impl Into<Nix>) -> String {
    let text = print(&file(body));
    text.strip_prefix("# a b\n").unwrap().to_owned()
}

/// What Nix makes of a file.
fn evaluated(text: &str) -> serde_json::Value {
    let state = std::env::temp_dir().join("stackc-nix-state");
    let done = Command::new("nix-instantiate")
        .args(["--eval", "--strict", "--json", "-E", text])
        .env("NIX_STATE_DIR", &state)
        .env("NIX_STORE_DIR", state.join("store"))
        .output()
        .expect("nix-instantiate is missing: run golden-tests/tools/install");
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{error}\n{text}");
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn the_layout() {
    let mut inner = Attrs::new();
    inner.set("image", "a:${b}");
    inner.set("1a", vec![Nix::from("x")]);
    inner.put(["a", "b.c"], vec![Nix::from(1), Nix::from(-1)]);
    inner.comment(["why"]);
    inner.section(["if"], Attrs::new());
    inner.set("lines", "a ''b''\n  ${c}\n\n$d\n");
    inner.set("path", Nix::stored("files/x y"));
    inner.set("up", Nix::Path("../..".to_owned()));
    inner.set(
        "call",
        Nix::call(
            ["lib", "mkDefault"],
            vec![Nix::call(["f"], Nix::call(["g"], 1))],
        ),
    );
    inner.set("here", Nix::Path(".".to_owned()));
    inner.set("ref", Nix::reference(["config", "age", "a-b", "1"]));
    assert_eq!(
        printed(inner),
        r#"{
  image = "a:\${b}";
  "1a" = [ "x" ];
  # why
  a."b.c" = [
    1
    (-1)
  ];

  "if" = { };
  lines = ''
    a '''b'''
      ''${c}

    $d
  '';
  path = "${(./. + "/./files/x y")}";
  up = ../..;
  call = lib.mkDefault [
    (f (g 1))
  ];
  here = ./.;
  ref = config.age.a-b."1";
}
"#
    );
}

#[test]
fn a_function_and_names() {
    let file = File {
        banner: Vec::new(),
        arguments: Some(vec!["config"]),
        names: [("a", 1_i64)].into_iter().collect(),
        body: Nix::reference(["a"]),
    };
    assert_eq!(print(&file), "{ config, ... }:\nlet\n  a = 1;\nin\na\n");
}

/// Texts with everything that Nix reads as more than text.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("${".to_owned()),
        Just("$".to_owned()),
        Just("''".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\n".to_owned()),
        Just(" ".to_owned()),
        Just("\t".to_owned()),
        Just("\r\n".to_owned()),
        Just("x}".to_owned()),
        "[a-z ]{0,6}",
        "[^\0]{0,4}",
    ];
    let ended = prop_oneof![Just(""), Just("\n")];
    (prop::collection::vec(piece, 0..8), ended).prop_map(|(parts, end)| parts.concat() + end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Forty texts to one call of Nix: the call is what takes time.
    #[test]
    fn every_text_is_read_back(
        texts in prop::collection::vec(hostile(), 40),
        numbers in prop::collection::vec(any::<i64>(), 4),
    ) {
        let mut set = Attrs::new();
        let mut wanted = serde_json::Map::new();
        for (place, text) in texts.iter().enumerate() {
            set.put([format!("{place}").as_str(), text.as_str()], text.as_str());
            wanted.insert(place.to_string(), serde_json::json!({ text.as_str(): text }));
        }
        set.set("listed", texts.iter().map(|text| Nix::from(text.as_str())).collect::<Nix>());
        wanted.insert("listed".to_owned(), serde_json::json!(texts));
        set.set("filled", texts.iter().map(|text| Nix::Text(vec![
            Segment::Literal(text.clone()),
            Segment::Value(Nix::from(text.as_str())),
            Segment::Literal(text.clone()),
        ])).collect::<Nix>());
        let twice: Vec<String> = texts.iter().map(|text| format!("{text}{text}{text}")).collect();
        wanted.insert("filled".to_owned(), serde_json::json!(twice));
        let ints: Vec<i64> = numbers.iter().copied().chain([i64::MIN, i64::MAX]).collect();
        set.set("ints", ints.iter().map(|int| Nix::from(*int)).collect::<Nix>());
        wanted.insert("ints".to_owned(), serde_json::json!(ints));
        prop_assert_eq!(evaluated(&print(&file(set))), serde_json::Value::Object(wanted));
    }
}
