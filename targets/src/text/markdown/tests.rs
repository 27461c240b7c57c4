//! Whatever a text holds, it stays in its place.

#![allow(clippy::string_slice, reason = "a panic is how a test reports trouble")]

use proptest::prelude::*;

use super::{block, code, escaped, html, one_line, prose};

/// Texts that are more than text to Markdown, a terminal or GitHub.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[`~*_|<>&#@$!\\\\\\[\\]().:/ \n\r\t+=-]{1,4}",
        "[a-z0-9]{1,3}",
        Just("```".to_owned()),
        Just("https://a.example".to_owned()),
        Just("www.a".to_owned()),
        Just("</details>".to_owned()),
        Just("<!--".to_owned()),
        Just("&lt;".to_owned()),
        Just("\u{1b}[31m".to_owned()),
        Just("\u{9b}2J".to_owned()),
        Just("\u{202e}\u{2028}".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// What a text of Markdown without spans of code reads as, or the character in it that is no text.
fn read(text: &str) -> Result<String, char> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let entity = rest
            .strip_prefix('&')
            .and_then(|rest| rest.split_once(';'))
            .and_then(|(name, rest)| {
                let c = match name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    name => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
                };
                Some((c, rest))
            });
        if let Some((c, after)) = entity {
            out.push(c);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('\\') {
            let escaped = after.chars().next().ok_or('\\')?;
            out.push(escaped);
            rest = &after[escaped.len_utf8()..];
        } else if "`*_[]<#|~@$".contains(c) || rest.starts_with("://") {
            return Err(c);
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Ok(out)
}

/// The spans of code of a line, taken out: a run of backticks ends at the next one as long.
fn without_spans(line: &str) -> (String, Vec<String>) {
    let (mut out, mut spans) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        let run = from.len() - from.trim_start_matches('`').len();
        let (open, inside) = from.split_at(run);
        out.push_str(before);
        let mut end = None;
        let mut place = 0;
        while let Some(next) = inside[place..].find('`') {
            let start = place + next;
            let tail = &inside[start..];
            let length = tail.len() - tail.trim_start_matches('`').len();
            if length == run {
                end = Some(start);
                break;
            }
            place = start + length;
        }
        match end {
            Some(end) => {
                spans.push(inside[..end].to_owned());
                rest = &inside[end + run..];
            }
            None => {
                out.push_str(open);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    (out, spans)
}

fn begins_a_block(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '+', '=', '>', '#', ' ', '*', '~', '`'])
        || number.len() < line.len() && number.starts_with(['.', ')'])
}

#[test]
fn nothing_gets_out_of_its_place() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code(""), "` `");
    assert_eq!(escaped("<b>@x* [y](z)\n"), "&lt;b&gt;&#64;x\\* \\[y\\](z) ");
    assert_eq!(escaped("1. see http://a"), "1\\. see http&#58;//a");
    assert_eq!(
        html("~ a_b </summary>"),
        "<code>&#126; a&#95;b &#60;/summary&#62;</code>"
    );
    assert_eq!(
        block("diff", "```\nx\n", " "),
        " ````diff\n ```\n x\n ````\n"
    );
}

#[test]
fn words_of_ours_stay_as_they_are() {
    for text in [
        "Say `volume a to=\"/b\"` in the stack, and make `this` anew.",
        "shop has it as POSTGRES_PASSWORD until now; see a.example & b (1 > 0).",
    ] {
        assert_eq!(prose(text), text);
    }
    assert_eq!(prose("a `b"), "a &#96;b");
    assert_eq!(prose("`a``b` <c>"), "`a`&#96;b&#96; &lt;c>");
}

proptest! {
    #[test]
    fn code_is_one_span(text in hostile()) {
        let written = code(&text);
        let (rest, spans) = without_spans(&written);
        prop_assert_eq!(rest, "");
        prop_assert_eq!(spans.len(), 1);
        let shown = one_line(&text);
        let read = spans[0].strip_prefix(' ').and_then(|span| span.strip_suffix(' ')).filter(|_| !spans[0].trim().is_empty());
        prop_assert!(
            shown.trim().is_empty() || spans[0] == shown || read == Some(shown.as_str()),
            "{:?}", written
        );
    }

    #[test]
    fn what_is_escaped_is_text(text in hostile()) {
        let written = escaped(&text);
        prop_assert_eq!(read(&written), Ok(one_line(&text).trim_start().to_owned()));
        prop_assert!(!begins_a_block(&written), "{:?}", written);
        prop_assert!(!written.to_lowercase().contains("www."), "{:?}", written);
    }

    #[test]
    fn prose_has_closed_spans_and_no_tags(text in hostile()) {
        let written = prose(&text);
        let (rest, _) = without_spans(&written);
        prop_assert!(!rest.contains(['`', '<', '\n']), "{:?}", written);
        prop_assert!(!begins_a_block(&written) || written.starts_with('`'), "{:?}", written);
    }

    #[test]
    fn a_block_ends_at_its_end(text in hostile(), indent in "[ ]{0,3}") {
        let written = block("sh", &text, &indent);
        let lines: Vec<&str> = written.lines().collect();
        let (first, last) = (lines[0].trim_start(), lines[lines.len() - 1].trim_start());
        prop_assert_eq!(first.strip_suffix("sh"), Some(last));
        prop_assert!(last.len() >= 3 && last.chars().all(|c| c == '`'));
        prop_assert_eq!(lines.len(), text.lines().count() + 2);
        for line in &lines[1..lines.len() - 1] {
            prop_assert!(line.starts_with(&indent));
            let run = line.trim_start().chars().take_while(|c| *c == '`').count();
            prop_assert!(run < last.len());
            prop_assert!(!line.contains(|c: char| c.is_control() && c != '\t'));
        }
    }

    #[test]
    fn html_has_its_own_tag_only(text in hostile()) {
        let written = html(&text);
        let inside = written.strip_prefix("<code>").and_then(|rest| rest.strip_suffix("</code>"));
        let inside = inside.unwrap_or("<");
        prop_assert_eq!(read(inside), Ok(one_line(&text)));
    }
}
