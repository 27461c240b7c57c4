//! How values are spelled.

use stackc_compiler::syntax::{is_bare_name, is_plain_word};

use super::Value;

/// The spelling of a value; text of several lines is indented by this.
pub(super) fn value(value: &Value, indent: &str) -> String {
    match value {
        Value::Word(text) if is_plain_word(text) => text.clone(),
        Value::Word(text) | Value::Text(text) => text_literal(text, indent),
        Value::Number(text) => text.clone(),
        Value::Bool(value) => format!("#{value}"),
        Value::Null => "#null".to_owned(),
        Value::Secret(name) => format!("(secret){}", name_literal(name)),
    }
}

/// The spelling of a node's kind, or of a name behind a type.
pub(super) fn name_literal(name: &str) -> String {
    if is_bare_name(name) {
        name.to_owned()
    } else {
        text_literal(name, "")
    }
}

fn text_literal(text: &str, indent: &str) -> String {
    if text.contains('\n')
        && let Some(lines) = multi_line(text, indent)
    {
        return lines;
    }
    // A raw string of one quote would begin as one of several lines does.
    let needs_escape = text == "\"" || text.chars().any(must_be_escaped);
    if !needs_escape && text.contains(['"', '\\']) {
        let marks = marks(text, "\"");
        return format!("{marks}\"{text}\"{marks}");
    }
    quoted(text)
}

/// As many `#` as a raw string needs around it.
fn marks(text: &str, quote: &str) -> String {
    let runs = text.split(quote).skip(1);
    let longest = runs.map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count());
    "#".repeat(longest.max().unwrap_or_default() + 1)
}

/// Text between triple quotes, if every line of it can stand there as it is.
fn multi_line(text: &str, indent: &str) -> Option<String> {
    let blank = |line: &str| !line.is_empty() && line.chars().all(is_blank);
    let sound = text
        .split('\n')
        .all(|line| !blank(line) && !line.chars().any(must_be_escaped));
    if !sound {
        return None;
    }
    let marks = if text.contains('\\') || text.contains("\"\"\"") {
        marks(text, "\"\"\"")
    } else {
        String::new()
    };
    let mut out = format!("{marks}\"\"\"\n");
    for line in text.split('\n') {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str(indent);
    out.push_str("\"\"\"");
    out.push_str(&marks);
    Some(out)
}

/// What KDL takes for a blank within a line.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// What can't stand in a string as it is: line ends and what KDL forbids.
fn must_be_escaped(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if must_be_escaped(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
