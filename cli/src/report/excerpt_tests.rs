use stackc_compiler::source::{FileId, Sources};

use super::*;

fn file() -> FileId {
    Sources::default().add("stack.kdl", "")
}

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span {
        file: file(),
        start: u32::try_from(start).unwrap(),
        end: u32::try_from(start + part.len()).unwrap(),
    }
}

fn marked(excerpt: &Excerpt<'_>, span: Span) -> String {
    let (start, length) = excerpt.shown_span(span);
    excerpt.shown.get(start..start + length).unwrap().to_owned()
}

#[test]
fn secrets_are_hidden_and_places_kept() {
    let text = "env { A \"hunter2\"; B \"x\" }\nnext\n";
    let excerpt = Excerpt::new("s".to_owned(), text, &[span(text, "\"hunter2\"")]);
    assert_eq!(excerpt.shown, "env { A \"…\"; B \"x\" }\nnext\n");
    assert_eq!(marked(&excerpt, span(text, "\"hunter2\"")), "\"…\"");
    assert_eq!(marked(&excerpt, span(text, "unter")), "\"…\"");
    let later = span(text, "\"x\"");
    assert_eq!(marked(&excerpt, later), "\"x\"");
    let (start, _) = excerpt.shown_span(later);
    assert_eq!(excerpt.column(start), later.start as usize);
    assert_eq!(marked(&excerpt, span(text, "next")), "next");
}

#[test]
fn a_hidden_text_of_several_lines_keeps_the_lines() {
    let text = "a \"\"\"\n  secret\n  \"\"\"\nb\n";
    let secret = span(text, "\"\"\"\n  secret\n  \"\"\"");
    let excerpt = Excerpt::new("s".to_owned(), text, &[secret, secret]);
    assert!(!excerpt.shown.contains("secret"));
    let (start, _) = excerpt.shown_span(span(text, "b\n"));
    assert_eq!(excerpt.line(start), 3);
}

#[test]
fn line_ends_and_escapes_show_themselves() {
    let text = "a\r\n\u{1b}[2Jb\rc\r\n";
    let excerpt = Excerpt::new("s".to_owned(), text, &[]);
    assert_eq!(excerpt.shown, "a\n\u{fffd}[2Jb\u{fffd}c\n");
    assert_eq!(marked(&excerpt, span(text, "c")), "c");
    let (start, _) = excerpt.shown_span(span(text, "c"));
    assert_eq!((excerpt.line(start), excerpt.column(start)), (1, 6));
}

#[test]
fn columns_count_characters() {
    let text = "a \"größe\" b";
    let excerpt = Excerpt::new("s".to_owned(), text, &[]);
    let (start, _) = excerpt.shown_span(span(text, "b"));
    assert_eq!(excerpt.column(start), 10);
}

#[test]
fn places_at_and_beyond_the_end_are_taken_back() {
    for text in ["", "a", "a\n", "a\r\n"] {
        let excerpt = Excerpt::new("s".to_owned(), text, &[]);
        let beyond = Span {
            file: file(),
            start: 90,
            end: 99,
        };
        let (start, length) = excerpt.shown_span(beyond);
        assert!(start + length <= excerpt.shown.len());
        assert_eq!(excerpt.line(start), 0);
    }
}
