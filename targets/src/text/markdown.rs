//! Texts in Markdown, as GitHub reads it: whatever they hold, they stay in their place.

use std::fmt::Write as _;

use super::visible::{SHOWN, is_hidden, one_line};

/// A block of code, with a fence that is longer than any in it, each of its lines after an indent.
#[must_use]
pub fn block(language: &str, text: &str, indent: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let mut out = format!("{indent}{fence}{language}\n");
    for line in text.lines() {
        out.push_str(indent);
        out.extend(line.chars().map(|c| if is_hidden(c) { SHOWN } else { c }));
        out.push('\n');
    }
    let _ = writeln!(out, "{indent}{fence}");
    out
}

/// A block of code and the blank line after it.
#[must_use]
pub fn fence(language: &str, text: &str) -> String {
    block(language, text, "") + "\n"
}

/// How many backticks stand in a row at most.
fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A text as a span of code, whatever is in it.
#[must_use]
pub fn code(text: &str) -> String {
    let text = one_line(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    match (text.trim().is_empty(), touches) {
        (true, _) => "` `".to_owned(),
        (false, true) => format!("{fence} {text} {fence}"),
        (false, false) => format!("{fence}{text}{fence}"),
    }
}

/// A text in which nothing is taken for Markdown, a link or a mention.
#[must_use]
pub fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    let body = start(&text, &mut out);
    for (at, c) in body.char_indices() {
        let rest = body.get(at..).unwrap_or("");
        match c {
            '@' => out.push_str("&#64;"),
            '$' => out.push_str("&#36;"),
            ':' if rest.starts_with("://") => out.push_str("&#58;"),
            '.' if body.get(..at).is_some_and(ends_with_www) => out.push_str("&#46;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Words of ours with spans of code in them, in which the texts that they name are taken for nothing else: every span is closed, and outside of the spans nothing
/// is a tag, a link or an emphasis.
#[must_use]
pub fn prose(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    let mut rest = start(&text, &mut out);
    while let Some((before, after)) = rest.split_once('`') {
        prose_part(before, &mut out);
        match after.split_once('`') {
            Some((span, tail)) if !span.trim().is_empty() => {
                let _ = write!(out, "`{span}`");
                // What follows at once would make the span's end a longer one.
                rest = match tail.strip_prefix('`') {
                    Some(tail) => {
                        out.push_str("&#96;");
                        tail
                    }
                    None => tail,
                };
            }
            _ => {
                out.push_str("&#96;");
                rest = after;
            }
        }
    }
    prose_part(rest, &mut out);
    out
}

/// A part of prose outside of code.
fn prose_part(text: &str, out: &mut String) {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut last = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' if chars.peek().is_some_and(|c| *c == '#' || c.is_alphabetic()) => {
                out.push_str("&amp;");
            }
            '_' if is_word(last) && is_word(chars.peek().copied()) => out.push('_'),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        last = Some(c);
    }
}

/// What begins a line and would make it another kind of line is put aside: the mark of a list or a heading, or an indent. Gives the rest.
fn start<'t>(text: &'t str, out: &mut String) -> &'t str {
    let text = text.trim_start();
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text.len() - digits.len();
    if number > 0 && digits.starts_with(['.', ')']) {
        out.push_str(text.get(..number).unwrap_or(""));
        out.push('\\');
        out.push_str(digits.get(..1).unwrap_or(""));
        return digits.get(1..).unwrap_or("");
    }
    for (mark, written) in [
        ("-", "\\-"),
        ("+", "\\+"),
        ("=", "\\="),
        (">", "&gt;"),
        ("#", "\\#"),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            out.push_str(written);
            return rest;
        }
    }
    text
}

/// Whether a text ends with what GitHub takes for the beginning of an address.
fn ends_with_www(text: &str) -> bool {
    let mut last = text.chars().rev();
    last.by_ref()
        .take(3)
        .filter(|c| c.eq_ignore_ascii_case(&'w'))
        .count()
        == 3
}

/// A text as code in HTML, in which nothing is taken for a tag, for Markdown, or for a mention.
#[must_use]
pub fn html(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '/' | '.' | ',' | '-' | '(' | ')' | '+' | '—')
        {
            out.push(c);
        } else {
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    format!("<code>{out}</code>")
}

#[cfg(test)]
mod tests;
