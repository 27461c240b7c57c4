//! Bytes that nobody would call a Compose file: the import says so, and never panics or runs away.
//!
//! `STACKC_FUZZ_SECONDS=600` makes the run longer, `STACKC_FUZZ_SEED` another one.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    env,
    time::{Duration, Instant},
};

use stackc_compiler::source::EmptyLibrary;
use stackc_golden_tests::random::Random;
use stackc_import::{Given, Request, import};

/// Compose files that hold every construct, to be broken.
const SEEDS: [&str; 4] = [
    include_str!("fuzz_import/services.yaml"),
    include_str!("fuzz_import/forms.yaml"),
    include_str!("fuzz_import/yaml.yaml"),
    include_str!("fuzz_import/overlay.yaml"),
];

/// What is put in somewhere.
const PIECES: [&str; 36] = [
    "${",
    "}",
    "$",
    "$$",
    "${A:-",
    "${A?",
    "${A:+${B}}",
    ":",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\t",
    "&a ",
    "*a",
    "<<: *a",
    "!reset null",
    "!override ",
    "'",
    "\"",
    "|\n",
    ">-\n",
    "{",
    "[",
    "]",
    "#",
    "---\n",
    "null",
    "~",
    "0x1F",
    "1e999",
    "2024-01-01",
    "é",
    "\u{202e}",
    "\u{0}",
    "services:\n",
];

/// Longer than this no file of such a size may take.
const SLOWEST: Duration = Duration::from_secs(5);

/// A place between two characters.
fn boundary(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutate(text: &mut String, random: &mut Random) {
    let at = boundary(text, random);
    match random.below(6) {
        0 => text.insert_str(at, PIECES[random.below(PIECES.len())]),
        1 => {
            let end = boundary(text, random).max(at);
            let end = end.min(at + 40);
            let end = (at..=end)
                .rev()
                .find(|end| text.is_char_boundary(*end))
                .unwrap_or(at);
            text.replace_range(at..end, "");
        }
        2 => {
            let lines: Vec<&str> = text.lines().collect();
            if !lines.is_empty() {
                let line = format!("{}\n", lines[random.below(lines.len())]);
                text.insert_str(at, &line);
            }
        }
        3 => {
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.len() > 1 {
                let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(a, b);
                *text = lines.join("\n");
            }
        }
        4 => {
            let piece = PIECES[random.below(PIECES.len())].repeat(random.below(200));
            text.insert_str(at, &piece);
        }
        _ => text.insert(
            at,
            char::from_u32(u32::try_from(random.below(0x3000)).unwrap()).unwrap_or('x'),
        ),
    }
}

fn run(files: Vec<Given>, random: &mut Random) -> Duration {
    let request = Request {
        files,
        folder: "fuzz".to_owned(),
        extract_secrets: random.below(2) == 0,
        keep_extensions: random.below(2) == 0,
        ..Request::default()
    };
    let start = Instant::now();
    let import = import(
        &request,
        &EmptyLibrary,
        &EmptyLibrary,
        stackc_targets::REGISTRY,
    );
    assert_eq!(import.text.is_none(), import.diagnostics.has_errors());
    start.elapsed()
}

#[test]
fn broken_files_are_refused_and_never_more() {
    let number =
        |name: &str, usual: u64| env::var(name).map_or(usual, |text| text.parse().unwrap());
    let seconds = number("STACKC_FUZZ_SECONDS", 10);
    let mut random = Random::new(number("STACKC_FUZZ_SEED", 0x9e37_79b9_7f4a_7c15));
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut runs = 0u64;
    let mut slowest = Duration::ZERO;
    while Instant::now() < end {
        let mut files = Vec::new();
        for name in ["compose.yaml", "compose.override.yaml"] {
            let mut text = SEEDS[random.below(SEEDS.len())].to_owned();
            for _ in 0..random.below(8) {
                mutate(&mut text, &mut random);
            }
            files.push(Given {
                path: name.to_owned(),
                text,
            });
            if random.below(2) == 0 {
                break;
            }
        }
        let texts: Vec<String> = files.iter().map(|file| file.text.clone()).collect();
        let time = run(files, &mut random);
        assert!(time < SLOWEST, "{time:?} for\n{}", texts.join("\n=====\n"));
        slowest = slowest.max(time);
        runs += 1;
    }
    println!("{runs} runs, the slowest took {slowest:?}");
    assert!(runs > 10, "{runs}");
}
