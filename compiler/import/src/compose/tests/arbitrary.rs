//! Files made at random: the same as Compose, and no panic.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngSeed, TestRunner},
};

use super::{loaded, plugin::Folder};

/// The services are the same in each run.
const SEED: u64 = 7;

/// Keys with values that fit, of which a service has some.
const VOCABULARY: [(&str, &[&str]); 24] = [
    ("command", &["a b", "[c]", "null"]),
    ("entrypoint", &["[e]", "null"]),
    (
        "environment",
        &["{A: 1, B: }", "[A=2, C]", "{B: x, D: true}", "[B, B=3]"],
    ),
    ("labels", &["{a: 1}", "[a=2, b]", "{b: x, c: 1.50}"]),
    (
        "ports",
        &[
            "['80:80']",
            "[80, '80:80/udp']",
            "[{target: 80, published: '80'}]",
            "['127.0.0.1:80:80', 81]",
            "['80-81:80-81']",
        ],
    ),
    (
        "volumes",
        &[
            "[./a:/a]",
            "[/a, nn:/b]",
            "[{type: bind, source: ./c, target: /a}]",
            "['nn:/b:ro', ./d:/d/]",
        ],
    ),
    ("dns", &["1.1.1.1", "[1.1.1.1, 2.2.2.2]", "[3.3.3.3]"]),
    ("tmpfs", &["/t", "[/t, /u]"]),
    ("expose", &["[80]", "['80', 81/udp]"]),
    ("cap_add", &["[A]", "[A, B]"]),
    ("security_opt", &["[a@]", "[b@, c@]"]),
    ("devices", &["[/a:/b]", "[/c:/b:r, /d]"]),
    (
        "extra_hosts",
        &["{h: 1.1.1.1}", "['h=1.1.1.1', 'g:2.2.2.2']", "{g: 2.2.2.2}"],
    ),
    (
        "depends_on",
        &[
            "[base]",
            "{base: {condition: service_healthy}}",
            "{base: {condition: service_started, restart: true}}",
        ],
    ),
    (
        "networks",
        &[
            "[n]",
            "{n: {aliases: [q]}}",
            "{n: , m: {aliases: [r]}}",
            "[m]",
        ],
    ),
    (
        "logging",
        &[
            "{driver: a, options: {x: 1}}",
            "{options: {y: 2}}",
            "{driver: b}",
        ],
    ),
    (
        "healthcheck",
        &[
            "{test: [CMD, a]}",
            "{test: b, interval: 1s}",
            "{disable: true}",
        ],
    ),
    ("ulimits", &["{a: 1}", "{a: {soft: 1, hard: 2}}", "{b: 3}"]),
    (
        "build",
        &[
            ".",
            "{context: c, args: {A: 1}}",
            "{args: [A=2], tags: [t]}",
            "{tags: [t, u], labels: [l]}",
        ],
    ),
    ("sysctls", &["{s: 1}", "[s=2, t=3]"]),
    (
        "deploy",
        &[
            "{replicas: 2}",
            "{labels: [a=1]}",
            "{labels: {a: 2}, mode: global}",
        ],
    ),
    ("restart", &["always", "'no'"]),
    (
        "secrets",
        &[
            "[s]",
            "[{source: s, target: t}]",
            "[{source: s, mode: 0400}]",
        ],
    ),
    ("x-any", &["{a: 1}", "[1]"]),
];

fn settings() -> impl Strategy<Value = String> {
    let all: Vec<_> = VOCABULARY
        .iter()
        .map(|(key, values)| {
            let tag = prop_oneof![12 => Just(""), 1 => Just("!override "), 1 => Just("!reset ")];
            let value = proptest::option::weighted(0.35, (tag, proptest::sample::select(*values)));
            value.prop_map(move |value| value.map(|(tag, value)| format!("{key}: {tag}{value}")))
        })
        .collect();
    all.prop_map(|keys| {
        let keys: Vec<String> = keys.into_iter().flatten().collect();
        keys.join(", ")
    })
}

const TOP: &str = "networks: {n: , m: }\nvolumes: {nn: }\nsecrets: {s: {file: f}}\n";

/// A file with many services, so that the plugin runs once for all of them.
fn services(runner: &mut TestRunner, start: &str, place: usize, extends: Option<&str>) -> String {
    let mut file = format!("{start}services:\n  base: {{image: x}}\n");
    for number in 0..80 {
        let tree = settings().new_tree(runner).expect("a value");
        // What must not be there twice differs from file to file.
        let settings = tree.current().replace('@', &place.to_string());
        let extends =
            extends.map(|file| format!("extends: {{file: {file}, service: s{number}}}, "));
        let extends = extends.unwrap_or_default();
        file.push_str(&format!("  s{number}: {{image: x, {extends}{settings}}}\n"));
    }
    file
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(SEED),
        ..Config::default()
    })
}

/// Compares what the plugin makes of files with what it makes of them merged here.
fn compare(files: &[(&str, &str)], mains: usize) {
    let folder = Folder::with(files.iter().copied());
    let names: Vec<&str> = files[..mains].iter().map(|file| file.0).collect();
    let wanted = folder.config(&names).expect("a sound project");
    folder.write("merged.yml", &loaded(files, mains).shown());
    let got = folder.config(&["merged.yml"]).expect("a sound project");
    let (wanted, got): (Vec<_>, Vec<_>) = (wanted.lines().collect(), got.lines().collect());
    let differs = wanted.iter().zip(&got).position(|(a, b)| a != b);
    if let Some(line) = differs {
        let shown = |lines: &[&str]| lines[line.saturating_sub(60)..=line].join("\n");
        panic!("{}\n=========\n{}", shown(&wanted), shown(&got));
    }
    assert_eq!(wanted.len(), got.len());
}

#[test]
fn services_at_random_are_merged_as_compose_merges_them() {
    let mut runner = runner();
    let names = ["compose.yml", "b.yml", "c.yml"];
    let texts = [TOP, "", ""].into_iter().enumerate();
    let texts: Vec<String> = texts
        .map(|(place, start)| services(&mut runner, start, place, None))
        .collect();
    let files: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    compare(&files, 3);
}

#[test]
fn services_at_random_extend_one_another() {
    let mut runner = runner();
    let first = services(&mut runner, TOP, 0, Some("d/o.yml"));
    let over = services(&mut runner, "", 1, None);
    let second = services(&mut runner, "", 2, Some("e/p.yml"));
    let third = services(&mut runner, "", 3, None);
    let files = [
        ("compose.yml", first.as_str()),
        ("b.yml", over.as_str()),
        ("d/o.yml", second.as_str()),
        ("d/e/p.yml", third.as_str()),
    ];
    compare(&files, 2);
}

#[test]
fn services_at_random_are_included() {
    let mut runner = runner();
    let first =
        format!("include: [{{path: [d/i.yml, e/j.yml]}}]\n{TOP}services: {{z: {{image: x}}}}\n");
    let second = services(&mut runner, "", 0, None);
    let third = services(&mut runner, "", 1, Some("p.yml"));
    let fourth = services(&mut runner, "", 2, None);
    let files = [
        ("compose.yml", first.as_str()),
        ("d/i.yml", second.as_str()),
        ("e/j.yml", third.as_str()),
        ("d/p.yml", fourth.as_str()),
    ];
    compare(&files, 1);
}

/// Any YAML below any key.
fn anything() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("~".to_owned()),
        Just("1".to_owned()),
        Just("!reset x".to_owned()),
        Just("'${A:-./b}:/c'".to_owned()),
        Just("'${A'".to_owned()),
        Just("./a:/b".to_owned()),
        Just("b".to_owned()),
    ];
    let keys = [
        "services",
        "a",
        "b",
        "extends",
        "service",
        "file",
        "include",
        "path",
        "env_file",
        "build",
        "context",
        "ssh",
        "volumes",
        "ports",
        "environment",
        "networks",
        "ipam",
        "config",
        "logging",
        "depends_on",
        "x-a",
        "external",
        "name",
        "gpus",
        "ulimits",
        "additional_contexts",
    ];
    leaf.prop_recursive(5, 60, 5, move |inner| {
        let tag = proptest::sample::select(vec!["", "", "", "!override ", "!reset "]);
        let key = proptest::sample::select(keys.to_vec());
        let map = proptest::collection::btree_map(key, inner.clone(), 0..5);
        let list = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            3 => (tag.clone(), map).prop_map(|(tag, map)| {
                let entries: Vec<_> = map.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{tag}{{{}}}", entries.join(", "))
            }),
            1 => (tag, list).prop_map(|(tag, list)| format!("{tag}[{}]", list.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(Config { cases: 150, ..Config::default() })]

    #[test]
    fn no_file_makes_it_panic(
        a in anything(),
        b in anything(),
        service in anything(),
        other in anything(),
    ) {
        let first = format!("services: {{a: {service}, b: {other}}}\nnetworks: {{a: {a}}}\n");
        let second = format!("services: {{a: {other}, b: {b}}}\nnetworks: {{a: {b}}}\n---\n{a}\n");
        let third = format!("include: [{{path: b, project_directory: c}}]\nservices: {a}\n");
        let files = [
            ("compose.yml", first.as_str()),
            ("c.yml", second.as_str()),
            ("d.yml", third.as_str()),
            ("b", second.as_str()),
        ];
        let one = loaded(&files, 3);
        prop_assert_eq!(one.project.is_none(), one.diagnostics.has_errors());
    }
}
