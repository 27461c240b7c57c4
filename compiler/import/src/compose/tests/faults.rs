//! What is said about files that can't be merged, and what isn't carried over.

use super::loaded;

/// What is marked, and with which code.
fn marked(files: &[(&str, &str)], mains: usize) -> Vec<(&'static str, String)> {
    let found = loaded(files, mains).found;
    found.into_iter().map(|item| (item.0, item.1)).collect()
}

fn pair(code: &'static str, text: &str) -> (&'static str, String) {
    (code, text.to_owned())
}

#[test]
fn faults_of_all_files_are_found_at_once() {
    let files = [
        (
            "compose.yml",
            "servces: {}\nservices: {a: {extends: q}, b: {extends: {file: n.yml, service: c}}}\n",
        ),
        ("b.yml", "[1]"),
        ("c.yml", "services: 3\ninclude: [m.yml, [x]]\n"),
    ];
    assert_eq!(
        marked(&files, 3),
        [
            pair("unknown-key", "servces"),
            pair("import-extends", "q"),
            pair("missing-file", "n.yml"),
            pair("not-compose", "[1]"),
            pair("wrong-type", "3"),
            pair("missing-file", "m.yml"),
            pair("import-include", "[x]"),
        ]
    );
    let loaded = loaded(&files, 3);
    let help = loaded.diagnostics.items()[0].help.as_deref();
    assert_eq!(help, Some("did you mean `services`?"));
    assert_eq!(loaded.codes().len(), 7);
}

#[test]
fn a_circle_is_drawn_once() {
    let files = [
        (
            "compose.yml",
            "services:\n  a: {extends: b}\n  b: {extends: {file: d/o.yml, service: c}}\n",
        ),
        (
            "d/o.yml",
            "services: {c: {extends: {file: ../compose.yml, service: a}}}",
        ),
    ];
    let loaded = loaded(&files, 1);
    let found = loaded.diagnostics.items();
    assert_eq!(found.len(), 1, "{found:#?}");
    let texts: Vec<&str> = found[0]
        .others
        .iter()
        .map(|label| label.text.as_str())
        .collect();
    assert_eq!(found[0].message, "the service `a` extends itself");
    assert_eq!(found[0].primary.text, "`c` extends `a`");
    assert_eq!(texts, ["`a` extends `b`", "`b` extends `c`"]);
}

#[test]
fn includes_in_a_circle() {
    let files = [
        ("compose.yml", "include: [i.yml]\nservices: {a: {image: x}}"),
        ("i.yml", "include: [j.yml]"),
        ("j.yml", "include: [./i.yml]"),
    ];
    let loaded = loaded(&files, 1);
    let found = loaded.diagnostics.items();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "the file `i.yml` includes itself");
    assert_eq!(found[0].primary.text, "`j.yml` includes `i.yml`");
    assert_eq!(found[0].others[0].text, "`i.yml` includes `j.yml`");
}

#[test]
fn no_services() {
    assert_eq!(marked(&[("compose.yml", "")], 1), [pair("not-compose", "")]);
    assert_eq!(
        marked(&[("compose.yml", "x-a: 1")], 1),
        [pair("not-compose", "")]
    );
    assert_eq!(
        marked(&[("compose.yml", "volumes: {v: }\nservices: {}")], 1),
        [pair("not-compose", "{}")]
    );
    assert_eq!(
        marked(&[("compose.yml", "services: {a: }")], 1),
        [pair("wrong-type", "a")]
    );
}

#[test]
fn variables_of_an_include_are_not_carried_over() {
    let files = [
        (
            "compose.yml",
            "include: [{path: d/i.yml, env_file: e.env}, f/j.yml, g/k.yml]\nservices: {a: {image: x}}",
        ),
        ("d/i.yml", "services: {b: {image: \"${Q:-n}\"}}"),
        ("e.env", "Q=1"),
        (
            "f/j.yml",
            "services: {c: {image: \"${Q:-n}\", command: \"${R:-n}\"}}",
        ),
        ("f/.env", "# of f\nexport Q=2\nR=3\nS=4\n"),
        (
            "g/k.yml",
            "services: {d: {image: \"${S:-n}\", command: \"${R:-n}\"}}",
        ),
        ("g/.env", "R=3\nQ=4\n"),
        (".env", "R=1\n"),
    ];
    let loaded = loaded(&files, 1);
    assert!(loaded.project.is_some(), "{:?}", loaded.found);
    let messages: Vec<&str> = loaded.found.iter().map(|found| found.2.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the values from `e.env` are used only in what is included here, and are not taken over",
            "`f/.env` says `Q`, which holds only in what is included here, and is not taken over",
        ]
    );
    let missing = [
        ("compose.yml", "include: [{path: i.yml, env_file: e.env}]"),
        ("i.yml", "services: {b: {image: x}}"),
    ];
    assert_eq!(marked(&missing, 1), [pair("missing-file", "e.env")]);
}

#[test]
fn relative_paths_in_variables_are_reported() {
    let files = [
        ("compose.yml", "include: [d/i.yml]"),
        (
            "d/i.yml",
            "services: {b: {image: x, volumes: [\"${A}:/a\", \"${B:-./b}:/b\", \"${C:-./c}:/c\", \"${D}:/d\"]}}",
        ),
        (".env", "C=./z\nD=/abs"),
    ];
    let loaded = loaded(&files, 1);
    assert_eq!(loaded.codes(), ["not-imported", "not-imported"]);
    let shown = loaded.shown();
    assert!(shown.contains("${B:-./d/b}:/b"), "{shown}");
    assert!(shown.contains("\"${A}:/a\""), "{shown}");
}

#[test]
fn what_nothing_overrides_is_as_it_was_written_but_said_once() {
    let text = "services: {a: {ports: [\"80:80\", \"80:80\"], image: x, depends_on: [b], build: .}, b: {image: y}}";
    let shown = loaded(
        &[
            ("compose.yml", text),
            ("b.yml", "services: {b: {image: z}}"),
        ],
        2,
    )
    .shown();
    assert_eq!(
        shown,
        r#"{"services": {"a": {"ports": ["80:80"], "image": "x", "depends_on": ["b"], "build": "."}, "b": {"image": "z"}}}"#
    );
}

#[test]
fn bombs_are_errors() {
    let wide = "a, ".repeat(3000);
    let mut extends = format!("services:\n  s: {{image: x, x-a: [{wide}]}}\n");
    for number in 0..3000 {
        extends.push_str(&format!("  s{number}: {{extends: s}}\n"));
    }
    let codes = loaded(&[("compose.yml", &extends)], 1).codes();
    assert!(
        codes.contains(&"import-extends") || codes.contains(&"yaml-too-large"),
        "{codes:?}"
    );

    let names: Vec<String> = (0..30).map(|number| format!("{number}.yml")).collect();
    let texts: Vec<String> = (0..30)
        .map(|number| format!("include: [{0}.yml, ./{0}.yml]", number + 1))
        .collect();
    let mut files: Vec<(&str, &str)> = names
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str))
        .collect();
    files.push(("30.yml", "services: {a: {image: x}}"));
    let codes = loaded(&files, 1).codes();
    assert!(codes.contains(&"import-include"), "{codes:?}");

    let mut chain = String::from("services:\n  s0: {image: x}\n");
    for number in 1..200 {
        chain.push_str(&format!("  s{number}: {{extends: s{}}}\n", number - 1));
    }
    let codes = loaded(&[("compose.yml", &chain)], 1).codes();
    assert!(codes.contains(&"import-extends"), "{codes:?}");
}
