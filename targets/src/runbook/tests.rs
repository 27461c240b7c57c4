//! Whatever a stack's texts hold, a page and a script of them keep their structure.

#![allow(
    clippy::disallowed_methods,
    reason = "a shell says whether it reads a script"
)]

use proptest::prelude::*;
use stackc_compiler::{
    operations::{Command, Containers, kept},
    runbook::{Back, Baseline, Kind, Runbook, Site, Step},
};

use super::{markdown, script};
use crate::text::visible::is_hidden;

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[`~*_|<>&#@$!\\\\\\[\\]()'\". \n\r\t-]{1,4}",
        "[a-z]{1,3}",
        Just("\n```\n# a heading\n".to_owned()),
        Just("</details>".to_owned()),
        Just("\nEND\n".to_owned()),
        Just("\u{1b}[31m\u{202e}".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    // A text of ours is never empty.
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat() + "x")
}

/// A runbook that says each of these texts in one of its places.
fn runbook(texts: &[String]) -> Runbook {
    let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
    let command = |at: usize| {
        Command::new(["put", &text(at)])
            .arg(kept(&text(at + 1)))
            .within(format!("a{}", text(at + 2)))
            .reads(format!("a{}", text(at + 1)))
    };
    let step = |kind: Kind, at: usize| Step {
        title: text(at),
        kind,
        why: text(at + 1),
        commands: if kind == Kind::ByHand {
            Vec::new()
        } else {
            vec![command(at + 2), Command::new(["has_before", &text(at)])]
        },
        if_it_fails: "Repeat it.",
    };
    Runbook {
        environment: Some(text(0)),
        project: "shop".to_owned(),
        target: "compose",
        baseline: Baseline::Folder(text(1)),
        containers: Containers::Project,
        is_users: false,
        needs: vec![text(2)],
        site: Some(Site {
            origin: text(3),
            path: text(4),
            tells_health: true,
            is_trusted: true,
        }),
        steps: vec![
            step(Kind::Apply, 5),
            step(Kind::ByHand, 6),
            step(Kind::Verify, 7),
        ],
        back: vec![Back {
            since: 1,
            title: text(8),
            commands: vec![command(9)],
        }],
        later: vec![text(10)],
    }
}

/// What kind of line each line of a page is.
fn structure(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for line in page.lines() {
        let body = line.trim_start();
        let run = body.len() - body.trim_start_matches('`').len();
        let kind = match open {
            Some(fence) if run >= fence && body.len() == run => {
                open = None;
                "fence ends"
            }
            Some(_) => continue,
            None if run >= 3 => {
                open = Some(run);
                "fence begins"
            }
            None if body.starts_with("<details>") => "details",
            None if body.starts_with("</details>") => "details end",
            None if body.starts_with('#') => "heading",
            None if body.starts_with("- ") => "item",
            None if body.is_empty() => "blank",
            None => "text",
        };
        found.push(kind.to_owned());
    }
    assert!(open.is_none(), "a fence is not closed");
    found
}

proptest! {
    #[test]
    fn no_text_is_more_than_text(texts in prop::collection::vec(hostile(), 13)) {
        let harmless = runbook(&vec!["a".to_owned(); 13]);
        let hostile = runbook(&texts);
        let page = markdown(&hostile);
        let steers = |c: char| is_hidden(c) || c == '\t';
        prop_assert!(!page.contains(steers), "{}", page);
        prop_assert_eq!(structure(&page), structure(&markdown(&harmless)), "{}", page);
        let written = script(&hostile);
        prop_assert!(!written.contains(steers), "{}", written);
        // The functions of the steps, and the ends of all functions, stand alone on their lines.
        let own = |text: &str| text.lines().filter(|line| line.starts_with("step_") || *line == "END").count();
        prop_assert_eq!(own(&written), own(&script(&harmless)), "{}", written);
    }

    #[test]
    fn a_script_is_one(texts in prop::collection::vec(hostile(), 13)) {
        let written = script(&runbook(&texts));
        let mut shell = std::process::Command::new("sh");
        let shell = shell.args(["-n"]).stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn();
        let mut shell = shell.map_err(|error| TestCaseError::fail(error.to_string()))?;
        if let Some(mut input) = shell.stdin.take() {
            let _ = std::io::Write::write_all(&mut input, written.as_bytes());
        }
        let done = shell.wait_with_output().map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(done.status.success(), "{}\n{}", String::from_utf8_lossy(&done.stderr), written);
    }
}
