//! Values in a text, such as a line of a shell or a file.

use super::{
    Scan,
    commands::{FLAGS, Follows, Program, Said},
    is_newline, names_secret,
};
use crate::secret_like::own::{is_literal, is_scheme};

impl Scan<'_> {
    /// `NAME=value`, `NAME: value` and `--password value` in a text.
    pub(super) fn pairs(&mut self, text: &str, offset: usize) {
        let mut seen = 0;
        for (at, sign) in text.match_indices(['=', ':']) {
            let before = text.get(..at).unwrap_or("");
            let tight = before.trim_end_matches(' ');
            let quoted = tight.ends_with(['"', '\'']);
            let named = tight.trim_end_matches(['"', '\'', '\\']);
            let name_at = named
                .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
                .and_then(|at| Some(at + named.get(at..)?.chars().next()?.len_utf8()))
                .unwrap_or(0);
            let name = named.get(name_at..).unwrap_or("");
            if at < seen || !names_secret(name) {
                continue;
            }
            let rest = text.get(at + 1..).unwrap_or("");
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            let spaced = tight.len() < before.len() || quoted;
            let quote = rest
                .trim_start_matches([' ', '\\'])
                .starts_with(['"', '\'']);
            if sign == ":" && blanks == 0 && !quote {
                continue;
            }
            let gap = if sign == ":" || spaced { blanks } else { 0 };
            seen = self.pair(text, at + 1 + gap, offset);
        }
        if text.contains(" -") {
            self.command(text, offset);
        }
    }

    /// `--password value` in a line of a shell, and the flags of programs that it names.
    fn command(&mut self, text: &str, offset: usize) {
        let mut program = None;
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(next_word) {
            let (start, end) = (at + found.0, at + found.1);
            at = end;
            let word = text.get(start..end).unwrap_or("");
            let bare = word.trim_matches(['"', '\'', '\\', '(', ')', '`', ';', '|', '&', '$']);
            if bare.len() < word.len() && word.ends_with([';', '|', '&']) {
                program = None;
            }
            if FLAGS.contains(&bare) {
                self.next_in(text, end, offset, Follows::Value);
                continue;
            }
            if let Some(known) = Program::of(bare) {
                program = Some(known);
                continue;
            }
            match program.and_then(|program: &Program| program.says(bare)) {
                Some(Said::Next(follows)) => self.next_in(text, end, offset, follows),
                Some(Said::Here(from)) => {
                    let from = start + word.find(bare).unwrap_or(0) + from;
                    at = self.pair(text, from, offset).max(end);
                }
                None => {}
            }
        }
    }

    /// The word after a flag, if it is one.
    fn next_in(&mut self, text: &str, flag_end: usize, offset: usize, follows: Follows) {
        let rest = text.get(flag_end..).unwrap_or("");
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let value = rest.trim_start_matches(' ');
        let word = next_word(value).and_then(|(start, end)| value.get(start..end));
        let holds = follows == Follows::Value || word.is_some_and(|word| word.contains(':'));
        if gap > 0 && holds && !value.starts_with("--") {
            self.pair(text, flag_end + gap, offset);
        }
    }

    /// Covers a value in a text, up to the next blank or its closing quote; where it ends.
    fn pair(&mut self, text: &str, value_at: usize, offset: usize) -> usize {
        let rest = text.get(value_at..).unwrap_or("");
        let opened = rest.strip_prefix('\\').unwrap_or(rest);
        let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (open, length) = if let Some(quote) = quote {
            let open = rest.len() - opened.len() + 1;
            let inner = rest.get(open..).unwrap_or("");
            let length = inner
                .find(|c: char| c == quote || is_newline(c))
                .unwrap_or(inner.len());
            (open, length)
        } else {
            let length = word_length(rest);
            let word = rest.get(..length).unwrap_or("");
            let after = rest.get(length..).unwrap_or("");
            let blanks = after.len() - after.trim_start_matches(' ').len();
            if is_scheme(word) && blanks > 0 {
                let credential = word_length(after.get(blanks..).unwrap_or(""));
                (0, length + blanks + credential)
            } else {
                (0, length)
            }
        };
        let (start, end) = (value_at + open, value_at + open + length);
        if text.get(start..end).is_some_and(is_literal) {
            self.found.push((offset + start, offset + end));
        }
        end
    }
}

/// How long the value is that a text starts with.
fn word_length(text: &str) -> usize {
    let message = required(text).unwrap_or(0);
    let rest = text.get(message..).unwrap_or("");
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '&' | ';'))
        .unwrap_or(rest.len());
    message + length
}

/// How many characters the message of a variable is read for.
const MESSAGE: usize = 400;

/// The length of `${NAME:?message}` at the start of a text; its message may hold blanks.
pub(super) fn required(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("${")?;
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let behind = inside.get(end..)?;
    let message = behind
        .strip_prefix(":?")
        .or_else(|| behind.strip_prefix('?'))?;
    let start = text.len() - message.len();
    let mut depth = 0usize;
    for (at, c) in message.char_indices().take(MESSAGE) {
        match c {
            '\n' | '"' => return None,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(start + at + 1),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first word of a text, by its place.
fn next_word(text: &str) -> Option<(usize, usize)> {
    let start = text.find(|c: char| !c.is_whitespace())?;
    let rest = text.get(start..)?;
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    Some((start, start + length))
}
