//! Every line of every artifact of the golden cases and the examples has an answer.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use stackc_compiler::source::Sources;

use super::{super::build::layout, *};
use crate::{
    args::{Color, Format, Options},
    world::World,
};

/// The folders of all cases.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut cases = Vec::new();
    for folder in ["golden-tests/build", "examples"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        cases.extend(entries.map(|entry| entry.unwrap().path()));
    }
    cases.retain(|case| case.join("stack.kdl").is_file());
    cases.sort();
    assert!(cases.len() > 60, "{}", cases.len());
    cases
}

/// How many lines were answered how.
#[derive(Default)]
struct Count {
    made: usize,
    inside: usize,
    named: usize,
    own: usize,
}

fn is_in(span: Span, sources: &Sources) -> bool {
    sources.file(span.file).is_some_and(|file| {
        let (start, end) = (span.start as usize, span.end as usize);
        start <= end && file.text.get(start..end).is_some()
    })
}

/// A case compiled, and what its targets make.
fn built(case: &Path) -> (Compiled, Vec<layout::Output>) {
    let options = Options {
        folder: None,
        format: Format::Text,
        color: Color::Never,
        quiet: true,
        verbose: false,
        deny_warnings: false,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World {
        folder: case.to_owned(),
        input: &mut std::io::empty(),
        output: &mut out,
        errors: &mut err,
        terminal: false,
        width: None,
        variable: &|_| None,
    };
    let mut session = Session::new(&mut world, options, stackc_targets::REGISTRY);
    let source = Source {
        path: "stack.kdl".into(),
        set: Vec::new(),
        targets: Vec::new(),
    };
    let mut compiled = stack::read(&mut session, &source).unwrap();
    let outputs = build::outputs(&session, &mut compiled, &source, None).unwrap();
    let faulty = compiled.compilation.diagnostics.has_errors();
    assert!(!faulty, "{}", case.display());
    (compiled, outputs)
}

fn of_case(case: &Path, counts: &mut HashMap<String, Count>) {
    let (compiled, outputs) = built(case);
    let compilation = &compiled.compilation;
    for stack in &compilation.stacks {
        let mut known: HashMap<Vec<Span>, Vec<Step>> = HashMap::new();
        let own = outputs
            .iter()
            .filter(|output| output.environment == stack.environment);
        for output in own {
            for item in layout::items(std::slice::from_ref(output)) {
                let trace = Trace::new(stack, &item.path, &item.artifact, &output.banner);
                let name = item.path.rsplit('/').next().unwrap().to_owned();
                let count = counts.entry(name).or_default();
                let text = std::str::from_utf8(&item.artifact.bytes).unwrap_or_default();
                let mut number = 0;
                while let Some(range) = artifact::line(text, number + 1) {
                    number += 1;
                    let shown = text.get(range.clone()).unwrap();
                    let at = format!("{}/{}:{number}: {shown}", case.display(), item.path);
                    let answer = trace.bytes(range);
                    assert_eq!(answer.how == How::Own, answer.places.is_empty(), "{at}");
                    match answer.how {
                        How::Made => count.made += 1,
                        How::Inside | How::File => count.inside += 1,
                        How::Named => count.named += 1,
                        How::Own => count.own += usize::from(!shown.trim().is_empty()),
                    }
                    let steps = known
                        .entry(answer.places.clone())
                        .or_insert_with(|| steps(&compiled, stack, &answer));
                    assert_eq!(steps.is_empty(), answer.places.is_empty(), "{at}");
                    let spans = steps.iter().map(|step| step.span);
                    for span in spans.chain(answer.places) {
                        assert!(is_in(span, &compilation.sources), "{at}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_line_has_an_answer() {
    let mut counts = HashMap::new();
    for case in cases() {
        of_case(&case, &mut counts);
    }
    let mut names: Vec<&String> = counts.keys().collect();
    names.sort();
    for name in names {
        let Count {
            made,
            inside,
            named,
            own,
        } = counts[name];
        println!("{name}: {made} made, {inside} inside, {named} named, {own} own");
    }
    // What is printed from a tree knows most of its lines exactly; the rest are the keys of lists, and texts of the target's.
    let exact = |name: &str| {
        let Count {
            made, inside, own, ..
        } = counts[name];
        made * 100 / (made + inside + own)
    };
    let floors = [
        ("docker-compose.yml", 50),
        ("arion-compose.nix", 33),
        ("nginx.conf", 10),
        (".env.example", 75),
        ("env.example", 75),
        ("template.toml", 80),
        ("inventory.yml", 50),
    ];
    for (name, floor) in floors {
        assert!(exact(name) >= floor, "{name}: {}", exact(name));
    }
}

/// A line of an artifact, asked for by its text, is made of a place whose text is as expected.
#[test]
fn images_are_made_of_what_names_them() {
    let mut asked = 0;
    for case in ["environments", "modules", "extended", "nix-crm", "dokploy"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../golden-tests/build")
            .join(case);
        asked += images(&folder);
    }
    assert!(asked > 20, "{asked}");
}

fn images(case: &Path) -> usize {
    let (compiled, outputs) = built(case);
    let mut asked = 0;
    for output in &outputs {
        let mut stacks = compiled.compilation.stacks.iter();
        let stack = stacks
            .find(|stack| stack.environment == output.environment)
            .unwrap();
        for (path, artifact) in &output.files {
            let text = std::str::from_utf8(&artifact.bytes).unwrap_or_default();
            let trace = Trace::new(stack, path, artifact, &output.banner);
            for (index, line) in text.lines().enumerate() {
                let value = line.trim().strip_prefix("image: ");
                let value = value.or_else(|| line.trim().strip_prefix("image = \""));
                let Some(value) = value else { continue };
                let range = artifact::line(text, index + 1).unwrap();
                let answer = trace.bytes(range);
                let sources = &compiled.compilation.sources;
                if answer.how == How::Made {
                    let said = sources.slice(*answer.places.last().unwrap());
                    let name = value
                        .trim_matches('"')
                        .split([':', '"', '$'])
                        .next()
                        .unwrap();
                    assert!(said.contains(name), "{path}:{}: {line}: {said}", index + 1);
                    asked += 1;
                }
            }
        }
    }
    asked
}
