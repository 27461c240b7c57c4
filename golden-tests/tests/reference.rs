//! The language reference says what the compiler does: its pages are made from the vocabulary, and its examples are
//! compiled. `BLESS=1` writes the pages anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use stackc_compiler::{
    diag::{Diagnostics, Severity},
    model::Secret,
    resolve::Stack,
    source::Sources,
    syntax,
};
use stackc_golden_tests::{
    compose::{Answer, Compose},
    golden::{self, File, Tree},
    reference::{
        compose_words, coverage,
        examples::{self, Example, Output},
        pages, section,
        tree::concepts,
    },
    stackc,
};
use stackc_targets::REGISTRY;

/// Examples that docker compose 2.26.1 refuses: the file, what it says, and why the example stays.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "model.kdl",
        "services.chat Additional property models",
        "models are younger",
    ),
    (
        "service.model.kdl",
        "services.chat Additional property models",
        "models are younger",
    ),
    (
        "secret+driver.kdl",
        "must declare either `file` or `environment`",
        "a cluster's stack takes a driver, Compose does not",
    ),
    (
        "service+newer.kdl",
        "services.builder",
        "pull_policy refresh, pull_refresh_after and use_api_socket are younger",
    ),
    (
        "service.build+attestations.kdl",
        "services.web.build Additional property",
        "provenance and sbom are younger",
    ),
    (
        "service.env-file+raw.kdl",
        "unsupported env_file format \"raw\"",
        "the format raw is younger",
    ),
    (
        "service.mount+image.kdl",
        "services.reports.volumes.0 Additional property image",
        "mounts of images are younger",
    ),
    (
        "service.network+interface.kdl",
        "services.router.networks.lan Additional property interface_name",
        "interface_name is younger",
    ),
    (
        "service.provider.kdl",
        "services.database Additional property provider",
        "providers are younger",
    ),
    (
        "service.volume+label.kdl",
        "services.web.volumes.0.volume Additional property labels",
        "labels of an anonymous volume are younger",
    ),
    (
        "service.watch+patterns.kdl",
        "services.web.develop.watch.0 Additional property",
        "include and initial_sync are younger",
    ),
];

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language")
}

#[test]
fn pages_are_what_the_vocabulary_says() {
    let file = |text: String| File {
        bytes: text.into_bytes(),
        executable: false,
    };
    let pages: Tree = pages::all()
        .into_iter()
        .map(|(path, text)| (path, file(text)))
        .collect();
    if let Err(difference) = golden::judge_tree(&docs(), &pages) {
        panic!("write the pages anew with BLESS=1\n{difference}");
    }
}

#[test]
fn every_word_has_an_example() {
    let missing = coverage::missing(&examples::all());
    assert!(
        missing.is_empty(),
        "no example in golden-tests/reference uses:\n{}",
        missing.join("\n")
    );
}

#[test]
fn every_example_has_a_place() {
    let concepts = concepts();
    for example in examples::all() {
        let place = &example.place;
        let (parent, word) = place.rsplit_once('.').unwrap_or(("", place));
        let of_field = |name: &str| name == parent;
        let known = concepts.iter().any(|concept| {
            concept.name() == *place
                || of_field(&concept.name())
                    && concept.schema.fields.iter().any(|field| field.word == word)
        });
        assert!(known, "{} shows no node", example.file);
        assert!(
            !example.caption().is_empty(),
            "{} has no description",
            example.file
        );
        let shown = section::made(&example);
        assert!(
            place == "host" || !shown.is_empty() && shown.iter().all(|made| !made.text.is_empty()),
            "{} shows nothing",
            example.file
        );
    }
}

#[test]
fn every_example_compiles_and_is_laid_out() {
    let mut wrong = Vec::new();
    for example in examples::all() {
        let compilation = example.compile();
        for item in compilation.diagnostics.items() {
            if item.severity != Severity::Note && item.allowed.is_none() {
                let slice = compilation.sources.slice(item.primary.span);
                wrong.push(format!(
                    "{}: {}: {} at {slice:?}",
                    example.file, item.code, item.message
                ));
            }
        }
        if example.formatted().as_deref() != Some(example.text.as_str()) {
            wrong.push(format!("{}: run stackc fmt", example.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What docker compose says of an output, in a folder as the stack's would be.
fn asked(example: &Example, output: &Output, stack: &Stack) -> Answer {
    let root = tempfile::tempdir().unwrap();
    let folder = match stack.environment_folder() {
        "" => root.path().join("out/compose"),
        environment => root.path().join("out").join(environment).join("compose"),
    };
    for (path, artifact) in output.artifacts.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &artifact.bytes).unwrap();
    }
    copy(&example.folder.join("files"), &root.path().join("files"));
    let inputs = stack.inputs.iter().map(|input| input.name.value.0.clone());
    let secrets = stack.secrets.iter().map(Secret::variable);
    let compose = Compose::new(&folder, "docker-compose.yml").all_profiles();
    inputs
        .chain(secrets)
        .fold(compose, |compose, name| compose.env(&name, "1"))
        .check()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(path, to).unwrap();
        }
    }
}

#[test]
fn compose_takes_every_example() {
    let mut wrong = Vec::new();
    for example in examples::all() {
        let refused = REFUSED.iter().find(|(file, ..)| *file == example.file);
        let compilation = example.compile();
        for output in example
            .outputs()
            .iter()
            .filter(|output| output.target == "compose")
        {
            let stack = compilation
                .stacks
                .iter()
                .find(|stack| stack.environment == output.environment)
                .unwrap();
            let answer = asked(&example, output, stack);
            let said = answer.stderr.trim();
            match refused {
                None if answer.accepted() && said.is_empty() => {}
                Some((_, words, _)) if !answer.accepted() && said.contains(words) => {}
                _ => wrong.push(format!("{}: {said}", example.file)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn compose_words_lead_to_words_of_the_stack() {
    let unknown = compose_words::unknown_places();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// The anchors of a page's headings, as they are made from their text.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix('#'));
    let anchor = |heading: &str| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>()
            .replace(' ', "-")
    };
    headings.map(anchor).collect()
}

/// The targets of the links of a page.
fn links(page: &str) -> Vec<&str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("http"))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let pages = pages::all();
    for (path, text) in &pages {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in links(text) {
            let (page, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match (page, folder) {
                ("", _) => path.clone(),
                (page, "") => page.to_owned(),
                (page, folder) => page
                    .strip_prefix("../")
                    .map_or_else(|| format!("{folder}/{page}"), str::to_owned),
            };
            let there = pages.get(&target);
            assert!(there.is_some(), "{path} leads to {link}");
            assert!(
                anchor.is_empty()
                    || there.is_some_and(|page| anchors(page).iter().any(|known| known == anchor)),
                "{path} leads to {link}"
            );
        }
    }
}

/// Each target has a page, whose links lead to files and whose stacks are in the language.
#[test]
fn every_target_has_a_page() {
    let folder = stackc::repository().join("docs/targets");
    for target in REGISTRY {
        let path = folder.join(format!("{}.md", target.id()));
        let page =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", target.id()));
        for link in links(&page) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(
                folder.join(file).exists(),
                "{} leads to {link}",
                target.id()
            );
        }
        for example in page.split("```kdl\n").skip(1) {
            let text = example.split("```").next().unwrap_or_default();
            let mut found = Diagnostics::default();
            syntax::parse(Sources::default().add("page.kdl", text), text, &mut found);
            assert_eq!(found.items(), [], "{}: {text}", target.id());
        }
    }
}

#[test]
fn the_table_of_targets_is_what_they_declare() {
    let path = stackc::repository().join("docs/targets/support.md");
    let done = Command::new(stackc::binary())
        .args(["targets", "--matrix"])
        .output()
        .unwrap();
    let table = String::from_utf8(done.stdout).unwrap();
    let page = format!(
        "<!-- Made from what the targets declare: BLESS=1 cargo test -p stackc-golden-tests --test reference -->\n\n\
         # What each target makes of every word\n\n\
         exact: as it is said; lowered: in another way that means the same; partial: what is lost is said as a warning, at the line;\n\
         refused: an error; –: none of the target's business. What depends on what is said follows, with where it holds.\n\
         The systemd column is that of the flavour `quadlet`.\n\n{table}"
    );
    if let Err(difference) = golden::judge_text(&path, &page) {
        panic!("{difference}");
    }
}
