//! Nix reads every text back that the writer writes.

use proptest::prelude::*;
use stackc_golden_tests::nix;
use stackc_targets::text::nix::{Attrs, File, Nix, Segment, print};

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
        let file = File { banner: Vec::new(), arguments: None, names: Attrs::new(), body: set.into() };
        prop_assert_eq!(nix::evaluate(&print(&file).text).unwrap(), serde_json::Value::Object(wanted));
    }
}

/// A folder that is reached by dots alone may be called as it likes.
#[test]
fn a_folder_without_a_name_is_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a $b \"c\"");
    std::fs::create_dir(&inner).unwrap();
    let mut set = Attrs::new();
    for (key, path) in [("here", "."), ("above", "..")] {
        set.put([key], Nix::stored(path));
    }
    let file = File {
        banner: Vec::new(),
        arguments: None,
        names: Attrs::new(),
        body: set.into(),
    };
    let place = inner.join("paths.nix");
    std::fs::write(&place, print(&file).text).unwrap();
    let expression = format!("import {}", serde_json::json!(place));
    let found = nix::evaluate(&expression).unwrap();
    for key in ["here", "above"] {
        assert!(found[key].as_str().unwrap().ends_with("-source"), "{found}");
    }
}

/// What the store has of a folder is named after it, whatever that is called.
#[test]
fn a_folder_of_any_name_is_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        ("plain", "plain"),
        ("a b", "a-b"),
        ("a$b ${c}", "a-b---c-"),
        ("é", "-"),
        (".hidden\"x", "hidden-x"),
        ("%h '' \\", "-h-----"),
    ];
    let mut set = Attrs::new();
    for (name, _) in names {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("Dockerfile"), name).unwrap();
        let stored = Nix::stored(format!("./{name}"));
        set.put([name], stored);
    }
    let file = File {
        banner: Vec::new(),
        arguments: None,
        names: Attrs::new(),
        body: set.into(),
    };
    let place = folder.path().join("paths.nix");
    std::fs::write(&place, print(&file).text).unwrap();
    let found = nix::evaluate(&format!("import {}", place.display())).unwrap();
    for (name, stored) in names {
        let path = found[name].as_str().unwrap();
        let (folder, kept) = path.split_at("/nix/store/".len() + 33);
        assert!(folder.starts_with("/nix/store/"), "{path}");
        assert_eq!(kept, stored, "{path}");
    }
}
