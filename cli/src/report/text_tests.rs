use std::path::PathBuf;

use super::*;

fn place() -> Place {
    Place {
        name: "stack.kdl".to_owned(),
        folder: PathBuf::new(),
        prefix: String::new(),
        path: None,
        revision: None,
    }
}

fn look(unicode: bool) -> Look {
    Look {
        color: false,
        unicode,
        terminal: false,
        width: None,
    }
}

fn at(file: FileId, text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span {
        file,
        start: u32::try_from(start).unwrap(),
        end: u32::try_from(start + part.len()).unwrap(),
    }
}

fn shown(sources: &Sources, item: Diagnostic, unicode: bool) -> String {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(item);
    render(sources, &diagnostics, &place(), look(unicode), true)
}

#[test]
fn a_finding_has_a_header_an_excerpt_and_help() {
    let mut sources = Sources::default();
    let text = "stack x edition=1\nservice web {\n    imgae \"nginx\"\n}\n";
    let file = sources.add("stack.kdl", text);
    let item = Diagnostic::error(
        "unknown-node",
        at(file, text, "imgae"),
        "there is no `imgae`",
    )
    .label("not known here")
    .other(at(file, text, "web"), "in this service")
    .help("did you mean `image`?");
    assert_eq!(
        shown(&sources, item.clone(), true),
        r#"error[unknown-node]: there is no `imgae`
   ╭─[stack.kdl:3:5]
 1 │ stack x edition=1
 2 │ service web {
   ·         ─┬─
   ·          ╰── in this service
 3 │     imgae "nginx"
   ·     ──┬──
   ·       ╰── not known here
 4 │ }
   ╰────
  help: did you mean `image`?

"#
    );
    assert!(shown(&sources, item, false).is_ascii());
}

#[test]
fn other_files_and_far_lines_come_after_the_primary_place() {
    let mut sources = Sources::default();
    let text = format!("first\n{}second\n", "\n".repeat(30));
    let file = sources.add("stack.kdl", text.clone());
    let other = sources.add("more.kdl", "third\n");
    let item = Diagnostic::error("twice", at(file, &text, "second"), "declared twice")
        .other(at(file, &text, "first"), "here")
        .other(at(other, "third\n", "third"), "and there")
        .help("rename one");
    let shown = shown(&sources, item, true);
    let place = |text: &str| {
        shown
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {shown}"))
    };
    assert!(place("[stack.kdl:32:1]") < place("[stack.kdl:1:1]"));
    assert!(place("[stack.kdl:1:1]") < place("[more.kdl:1:1]"));
    assert!(place("[more.kdl:1:1]") < place("help: rename one"));
}

#[test]
fn a_secret_is_in_no_excerpt() {
    let mut sources = Sources::default();
    let text = "env {\n    PASSWORD \"hunter2\"\n    X imgae\n}\n";
    let file = sources.add("stack.kdl", text);
    let mut diagnostics = Diagnostics::default();
    let secret = at(file, text, "\"hunter2\"");
    diagnostics.push(Diagnostic::error("plain-secret", secret, "a literal secret").redact(secret));
    diagnostics.push(Diagnostic::warning("x", at(file, text, "imgae"), "odd"));
    let shown = render(&sources, &diagnostics, &place(), look(true), false);
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(shown.matches("PASSWORD \"…\"").count(), 2, "{shown}");
    assert!(shown.contains("[stack.kdl:2:14]"), "{shown}");
}

#[test]
fn tabs_and_wide_characters_line_up() {
    let mut sources = Sources::default();
    let text = "\tlabel \"日本\" x\r\n";
    let file = sources.add("stack.kdl", text);
    let shown = shown(
        &sources,
        Diagnostic::error("c", at(file, text, "x"), "m"),
        true,
    );
    assert!(
        shown.contains("1 │     label \"日本\" x\n   ·                  ─\n"),
        "{shown}"
    );
    assert!(shown.contains("[stack.kdl:1:13]"), "{shown}");
}

#[test]
fn a_message_can_not_steer_the_terminal() {
    let mut sources = Sources::default();
    let file = sources.add("stack.kdl", "x\u{1b}[31m\n");
    let item = Diagnostic::error("c", at(file, "x", "x"), "no `\u{1b}[31m`").help("\u{7}");
    assert!(!shown(&sources, item, true).contains(['\u{1b}', '\u{7}']));
}

#[test]
fn a_file_without_text_has_no_excerpt() {
    let mut sources = Sources::default();
    let file = sources.add("stack.kdl", "");
    let span = Span {
        file,
        start: 0,
        end: 0,
    };
    let shown = shown(
        &sources,
        Diagnostic::error("missing-file", span, "none"),
        true,
    );
    assert_eq!(shown, "error[missing-file]: none\n\n");
}

#[test]
fn no_place_is_too_odd_to_be_shown() {
    let texts = [
        "",
        "x",
        "\n",
        "a\r\n\tb \u{1b}\r\n",
        "日本\n\nö",
        "\u{feff}a\rb\u{2028}c",
    ];
    for text in texts {
        let mut sources = Sources::default();
        let file = sources.add("stack.kdl", text);
        let length = u32::try_from(text.len()).unwrap() + 2;
        let spans = (0..=length)
            .flat_map(|start| (start..=length).map(move |end| Span { file, start, end }));
        let spans: Vec<Span> = spans.collect();
        for span in &spans {
            for other in spans.iter().step_by(3) {
                let item = Diagnostic::error("c", *span, "m").label("l");
                shown(&sources, item.clone().other(*other, "o"), true);
                shown(&sources, item.redact(*other), true);
            }
        }
    }
}

#[test]
fn a_very_long_line_is_cut_around_its_places() {
    let mut sources = Sources::default();
    let text = format!(
        "{}needle \"hunter2\"{}\nnext\n",
        "a b ".repeat(50_000),
        " c".repeat(50_000)
    );
    let file = sources.add("stack.kdl", text.clone());
    let secret = at(file, &text, "\"hunter2\"");
    let item = Diagnostic::error("c", at(file, &text, "needle"), "m").redact(secret);
    let shown = shown(&sources, item, true);
    assert!(
        shown.contains("…a b a") && shown.contains("needle \"…\""),
        "{shown}"
    );
    assert!(shown.contains("[stack.kdl:1:200001]"), "{shown}");
    assert!(!shown.contains("hunter2") && shown.len() < 2_000, "{shown}");
}

#[test]
fn nobody_reads_thousands_of_findings() {
    let mut sources = Sources::default();
    let text = "x\n".repeat(1_000);
    let file = sources.add("stack.kdl", text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend((0..1_000).map(|line| {
        let span = Span {
            file,
            start: line * 2,
            end: line * 2 + 1,
        };
        Diagnostic::error("c", span, "m")
    }));
    let shown = render(&sources, &diagnostics, &place(), look(true), false);
    assert_eq!(shown.matches("error[c]").count(), MOST);
    assert!(shown.ends_with("and 800 more; --format json has them all\n"));
}
