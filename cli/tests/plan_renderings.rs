//! Whatever the texts of a stack hold, each rendering of its plan keeps the structure that it has for harmless texts.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Folder, ran};

/// Texts that are more than text to Markdown, HTML, GitHub, a terminal or a shell. None is refused in a value.
const HOSTILE: [&str; 14] = [
    "```",
    "a\n```\n# b",
    "</details></summary>",
    "<img src=x onerror=y>",
    "`a` | b | c",
    "a\r\nb",
    "\u{1b}[2J\u{9b}31m",
    "\u{202e}x\u{200b}",
    "@everyone #1 https://a.example www.b.example",
    "<!-- a",
    "$(id) `id` '\"\\",
    "1. a",
    "- a",
    "[a](b) *c* __d__ ~~e~~ $f$",
];

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out + "\""
}

fn stack(text: &str, version: u8) -> String {
    let lead = format!("{text} v{version}");
    let said = quoted(&lead);
    let line = quoted(&lead.replace(char::is_control, " "));
    format!(
        "stack shop edition=1\ndescription {line}\ntarget compose\ntarget nginx {{ version \"1.28\" }}\nedge {{ http \"*:80\"; https \"*:443\" }}\nservice web {{\n    image \"example/web:{version}.0\"\n    port http 3000\n    command app {said}\n    env {{ TEXT {said} }}\n    label \"a.b\" {said}\n    volume data to=\"/data\"\n    file page to=\"/page\"\n}}\nvolume data name=\"shop-{version}\"\nfile page {{ content {said} }}\nsite \"shop.example.com\" {{\n    tls letsencrypt email=\"ops@example.com\"\n    route \"/\" to=\"web:http\"\n}}\n"
    )
}

/// What kind of line each line of a page is, without what stands in fences.
fn structure(page: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for line in page.lines() {
        let run = line.len() - line.trim_start_matches('`').len();
        let kind = match open {
            Some(fence) if run >= fence && line.len() == run => {
                open = None;
                "fence ends"
            }
            Some(_) => continue,
            None if run >= 3 && !line.trim_start_matches('`').contains('`') => {
                open = Some(run);
                "fence begins"
            }
            None if line.starts_with("<details>") => "details",
            None if line.starts_with("</details>") => "details end",
            None if line.starts_with("<!--") => "comment",
            None if line.starts_with('#') => "heading",
            None if line.starts_with("- ") => "item",
            None if line.is_empty() => "blank",
            None => "text",
        };
        found.push(kind);
    }
    assert!(open.is_none(), "a fence is not closed:\n{page}");
    found
}

/// The lines of a plan on a terminal by their indents; what is broken at the width is one.
fn indents(page: &str) -> Vec<usize> {
    let indents = page
        .lines()
        .map(|line| line.len() - line.trim_start().len());
    indents.collect()
}

fn plan(text: &str, arguments: &[&str]) -> String {
    let folder = Folder::new(&stack(text, 2));
    folder.write("before/stack.kdl", stack(text, 1));
    let mut all = vec!["plan", "--against", "./before"];
    all.extend(arguments);
    let mut command = folder.binary(&all);
    let done = ran(command.env("COLUMNS", "10000").output().unwrap());
    assert_eq!(done.code, 0, "{text:?}: {}", done.err);
    done.out
}

#[test]
fn no_text_gets_out_of_its_place() {
    for arguments in [
        &["--format", "markdown"][..],
        &["--format", "github"],
        &["--target", "compose", "--runbook"],
        &["--target", "compose", "--runbook=script"],
        &[],
    ] {
        let is_markdown = arguments.len() > 1 && !arguments.contains(&"--runbook=script");
        let harmless = plan("a", arguments);
        for text in HOSTILE {
            let page = plan(text, arguments);
            let steers = |c: char| {
                c.is_control() && c != '\n'
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}')
            };
            assert!(!page.contains(steers), "{arguments:?} {text:?}:\n{page}");
            if is_markdown {
                assert_eq!(structure(&page), structure(&harmless), "{text:?}:\n{page}");
            } else {
                assert_eq!(indents(&page), indents(&harmless), "{text:?}:\n{page}");
            }
        }
    }
}
