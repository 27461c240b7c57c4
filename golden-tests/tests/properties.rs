//! Whatever the input, the compiler answers: no panic, the same bytes for the same input, order alone for permuted declarations.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use stackc_compiler::{
    compile::{Compilation, compile},
    difference::differences,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, select},
};
use stackc_targets::REGISTRY;

const STACK: &str = include_str!("../../examples/crm-production/stack.kdl");

fn compiled(text: &str) -> Compilation {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: text.to_owned(),
        ..Request::default()
    };
    compile(&request, &EmptyLibrary, REGISTRY)
}

/// Every artifact of every environment, if the stack has no errors; emitting is never a fault of our own.
fn artifacts(compilation: &Compilation) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    if compilation.diagnostics.has_errors() {
        return all;
    }
    for stack in &compilation.stacks {
        for target in select(REGISTRY, stack, &[]) {
            let folder = format!("out/{}/{}", stack.environment_folder(), target.id());
            let place = Place {
                back: "../../..".to_owned(),
                project: "../compose".to_owned(),
                command: "stackc build".to_owned(),
                ..Place::default()
            };
            let artifacts = target
                .emit(stack, &place)
                .unwrap_or_else(|bug| panic!("{bug}"));
            for (path, artifact) in artifacts.iter() {
                all.insert(format!("{folder}/{path}"), artifact.bytes.clone());
            }
        }
    }
    all
}

/// Pieces that stacks are made of, and some that break them.
fn piece() -> impl Strategy<Value = String> {
    let words = vec![
        "service a { image \"x:1\" }",
        "port http 80 publish=80",
        "unset port",
        "unset env A",
        "env { A b }",
        "extends=a",
        "depends-on a condition=healthy",
        "network default",
        "volume v to=\"/v\"",
        "environment e {",
        "}",
        "{",
        "\"",
        "\"\"\"",
        "#\"",
        "/-",
        "/*",
        "*/",
        "//",
        ";",
        "\n",
        "=",
        "(secret)x",
        "(plain)\"y\"",
        "#null",
        "#true",
        "${param.domain}",
        "\"${service.db.host}\"",
        "\"${input.X:-${input.X}}\"",
        "\"$${x}\"",
        "route \"/\" to=\"a:http\"",
        "site \"localhost\" { tls none }",
        "edge { http 80 }",
        "param a default=\"${param.a}\"",
        "include \"stack.kdl\"",
        "1e999",
        "-",
        "\u{0}",
        "\u{feff}",
        "é",
        "harden",
        "healthcheck http=\"/\" port=http",
        "compose { a { b 1; - 2 } }",
        "allow port-public reason=\"x\"",
        "resources memory=\"1GiB\"",
        "file f { content \"${secret.db-password}\" }",
        "tls letsencrypt email=\"a@b.example\"",
    ];
    prop_oneof![4 => prop::sample::select(words).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

/// The example with pieces put in and stretches taken out.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        0usize..40,
        prop::option::of(piece()),
    );
    prop::collection::vec(edit, 1..8).prop_map(|edits| {
        let mut chars: Vec<char> = STACK.chars().collect();
        for (place, length, insert) in edits {
            let start = place.index(chars.len());
            let length = if insert.is_some() { length / 8 } else { length };
            let end = (start + length).min(chars.len());
            chars.splice(start..end, insert.unwrap_or_default().chars());
        }
        chars.into_iter().collect()
    })
}

/// Whole lines of the example taken out, doubled or moved: more often a stack that still reads.
fn shuffled_lines() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0u8..3,
    );
    prop::collection::vec(edit, 1..5).prop_map(|edits| {
        let mut lines: Vec<&str> = STACK.lines().collect();
        for (from, to, what) in edits {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            match what {
                0 => drop(lines.remove(from)),
                1 => lines.insert(to, lines.get(from).copied().unwrap_or_default()),
                _ => lines.swap(from, to),
            }
        }
        lines.join("\n")
    })
}

fn answers(text: &str) {
    let first = compiled(text);
    let second = compiled(text);
    assert_eq!(first.diagnostics.items(), second.diagnostics.items());
    assert_eq!(artifacts(&first), artifacts(&second));
    for (one, same) in first.stacks.iter().zip(&second.stacks) {
        assert_eq!(differences(one, same), Vec::new());
    }
    for item in first.diagnostics.items() {
        let file = first.sources.file(item.primary.span.file).unwrap();
        let span = item.primary.span;
        assert!(
            file.text
                .get(span.start as usize..span.end as usize)
                .is_some(),
            "{item:?} has a span outside of its file"
        );
        assert!(
            !item.message.is_empty() && !item.message.ends_with('.'),
            "{item:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,200}") {
        answers(&text);
    }

    #[test]
    fn pieces_get_an_answer(pieces in prop::collection::vec(piece(), 0..40)) {
        answers(&format!("stack x edition=1\n{}", pieces.join(" ")));
    }

    #[test]
    fn a_mutated_stack_gets_an_answer(text in mutated()) {
        answers(&text);
    }

    #[test]
    fn shuffled_lines_get_an_answer(text in shuffled_lines()) {
        answers(&text);
    }

    #[test]
    fn what_changes_an_artifact_is_a_difference(text in shuffled_lines()) {
        let (before, after) = (compiled(STACK), compiled(&text));
        let same = before.stacks.len() == after.stacks.len()
            && before.stacks.iter().zip(&after.stacks).all(|(one, other)| {
                one.environment == other.environment && differences(one, other).is_empty()
            });
        if same && !after.diagnostics.has_errors() {
            prop_assert_eq!(without_order(artifacts(&before)), without_order(artifacts(&after)));
        }
    }
}

/// The top-level nodes of the example, each with its text.
fn top_level() -> (String, Vec<String>) {
    let mut nodes: Vec<String> = Vec::new();
    let mut depth = 0usize;
    for line in STACK.lines().filter(|line| !line.trim().is_empty()) {
        if depth == 0 {
            nodes.push(String::new());
        }
        let node = nodes.last_mut().unwrap();
        node.push_str(line);
        node.push('\n');
        depth = depth + line.matches('{').count() - line.matches('}').count();
    }
    let header = nodes.remove(0);
    (header, nodes)
}

/// The lines of every artifact of the Compose target, sorted: what is left when order does not count. Other targets put lists into one
/// line, or a comma behind all but the last item.
fn without_order(artifacts: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<String>> {
    let sorted = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let mut lines: Vec<String> = text
            .lines()
            .filter(|line| !line.contains("stackc.files") && !line.trim().is_empty())
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    artifacts
        .into_iter()
        .filter(|(path, _)| path.contains("/compose/"))
        .map(|(path, bytes)| (path, sorted(bytes)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_declarations_is_the_order_of_the_output_and_nothing_else(order in Just(top_level().1).prop_shuffle()) {
        let header = top_level().0;
        let plain = artifacts(&compiled(STACK));
        prop_assert!(!plain.is_empty());
        let permuted = compiled(&format!("{header}{}", order.concat()));
        prop_assert!(!permuted.diagnostics.has_errors());
        prop_assert_eq!(without_order(artifacts(&permuted)), without_order(plain));
    }
}
