//! Places of a source text that no report shows, also where the text is no valid stack.

use std::collections::BTreeMap;

use super::{
    authority_passwords,
    blocks::blocks,
    is_secret_name, may_name_secret,
    own::{is_literal, is_scheme, pieces},
};

/// Nodes whose first argument is the name of a value.
const NAMED: [&str; 10] = [
    "param",
    "input",
    "secret",
    "label",
    "annotation",
    "arg",
    "option",
    "driver-opt",
    "header",
    "env",
];
/// Properties that hold a value; the others say something about it.
const VALUES: [&str; 6] = ["default", "value", "hex", "base64", "base64url", "pattern"];
/// Children of a value's node that say something about it.
const ABOUT: [&str; 12] = [
    "env",
    "message",
    "description",
    "file",
    "type",
    "mode",
    "target",
    "path",
    "uid",
    "gid",
    "owner",
    "optional",
];
/// Words of a command whose next word is a secret.
const FLAGS: [&str; 14] = [
    "--password",
    "--token",
    "--secret",
    "--requirepass",
    "--masterauth",
    "--pass",
    "--passwd",
    "--passphrase",
    "--root-password",
    "--admin-password",
    "--auth-token",
    "--api-key",
    "--secret-key",
    "--access-key",
];
/// Directives of nginx whose last word is that of a secret: they name where a request goes, or the path of a file.
const DIRECTIVES: [&str; 8] = [
    "ssl_certificate_key",
    "proxy_ssl_certificate_key",
    "proxy_pass",
    "fastcgi_pass",
    "grpc_pass",
    "memcached_pass",
    "scgi_pass",
    "uwsgi_pass",
];

/// Values that stand beside the name of a secret or in a block below it, private keys, passwords in URLs, and `NAME=value` in a text, as byte ranges in order. A string is covered with its quotes.
#[must_use]
pub fn redactions(text: &str) -> Vec<(usize, usize)> {
    let mut scan = Scan {
        text,
        at: 0,
        stop: text.len(),
        statement: Statement::default(),
        blocks: Vec::new(),
        comments: comments(text),
        found: Vec::new(),
    };
    scan.run();
    let passwords = authority_passwords(text, ":/").filter(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|password| !pieces(password).is_empty())
    });
    let mut found = scan.found;
    found.extend(passwords);
    found.extend(blocks(text));
    found.sort_unstable();
    found.dedup();
    found
}

/// What is known of the node that is being read.
#[derive(Default)]
struct Statement {
    /// How many words of it were read.
    words: usize,
    /// Its kind, if its first argument names a value.
    names: bool,
    /// A secret's name was read: what follows is its value.
    armed: bool,
    /// What follows is the value of a property that says no value.
    skips: bool,
    /// `(secret)`, or what is probably meant for it, stands before what follows.
    declared: bool,
    /// `(plain)`, or what is probably meant for it, stands before what follows.
    plain: bool,
    /// It stands in the block of a secret's name.
    inside: bool,
    /// What follows is the value of a flag of a command.
    flagged: bool,
    /// It goes on in the next line.
    continued: bool,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Where the text ends that is read now.
    stop: usize,
    statement: Statement,
    /// Whether the blocks around are blocks of a secret's name.
    blocks: Vec<bool>,
    /// Where the comments `/*` end, by their start.
    comments: BTreeMap<usize, usize>,
    found: Vec<(usize, usize)>,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.stop).unwrap_or("")
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\r' if self.rest().starts_with("\r\n") => self.at += 1,
                c if is_newline(c) => {
                    self.at += c.len_utf8();
                    if !std::mem::take(&mut self.statement.continued) {
                        self.next_statement();
                    }
                }
                ';' => {
                    self.at += 1;
                    self.next_statement();
                }
                '{' => {
                    self.blocks.push(self.statement.armed);
                    self.at += 1;
                    self.next_statement();
                }
                '}' => {
                    self.blocks.pop();
                    self.at += 1;
                    self.next_statement();
                }
                '\\' if self.continues() => {
                    self.statement.continued = true;
                    self.at += 1;
                }
                '(' => self.annotation(),
                '"' => self.string(0),
                '#' if self.rest().trim_start_matches('#').starts_with('"') => {
                    let hashes = self.rest().len() - self.rest().trim_start_matches('#').len();
                    self.string(hashes);
                }
                '/' if self.rest().starts_with("//") => self.comment(),
                '/' if self.comments.contains_key(&self.at) => self.long_comment(),
                c if c.is_whitespace() || c == '=' || c == ':' || c == ')' => {
                    self.at += c.len_utf8();
                }
                _ => self.word(),
            }
        }
    }

    fn next_statement(&mut self) {
        self.statement = Statement {
            inside: self.blocks.last().copied().unwrap_or(false),
            ..Statement::default()
        };
    }

    /// Whether the backslash here joins its line with the next one.
    fn continues(&self) -> bool {
        let after = self
            .rest()
            .get(1..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        after.is_empty()
            || after.starts_with(is_newline)
            || after.starts_with("//")
            || after.starts_with("/*")
    }

    /// A comment that has an end: what stands in it is read like text of its own.
    fn long_comment(&mut self) {
        let end = self.comments.remove(&self.at).unwrap_or(self.at);
        let statement = std::mem::take(&mut self.statement);
        let blocks = std::mem::take(&mut self.blocks);
        let stop = std::mem::replace(&mut self.stop, end.saturating_sub(2));
        self.at += 2;
        self.run();
        self.at = end;
        self.stop = stop;
        self.statement = statement;
        self.blocks = blocks;
    }

    fn comment(&mut self) {
        let start = self.at;
        let length = self.rest().find(is_newline).unwrap_or(self.rest().len());
        let comment = self.rest().get(..length).unwrap_or("");
        self.at += length;
        self.pairs(comment, start);
    }

    fn annotation(&mut self) {
        self.at += 1;
        let length = self
            .rest()
            .find([')', '\n', '(', '"'])
            .unwrap_or(self.rest().len());
        let inside = self.rest().get(..length).unwrap_or("").trim();
        // A broken one may hold a value itself.
        let ends = self.rest().get(length..).unwrap_or("").starts_with(')');
        if !ends || inside.contains(char::is_whitespace) {
            return;
        }
        let is_meant = |word: &str| strsim::osa_distance(word, &inside.to_lowercase()) < 3;
        let short = inside.len() < 10;
        self.statement.declared = short && is_meant("secret");
        self.statement.plain = short && !self.statement.declared && is_meant("plain");
        let known = self.statement.declared || self.statement.plain;
        if self.statement.armed && !known && is_literal(inside) {
            self.found.push((self.at, self.at + length));
        }
        self.at += length + 1;
    }

    /// A string, with its quotes; it ends with its line, or where its quotes are three with those.
    fn string(&mut self, hashes: usize) {
        let start = self.at;
        let body = self.text.get(start + hashes..self.stop).unwrap_or("");
        let (open, many) = if body.starts_with("\"\"\"") {
            (3, true)
        } else {
            (1, false)
        };
        let inner = start + hashes + open;
        let close = format!("{}{}", "\"".repeat(open), "#".repeat(hashes));
        let content = self.text.get(inner..self.stop).unwrap_or("");
        let (limit, end) = closing(content, &close, hashes == 0, many);
        let stop = end.map_or(inner + limit, |end| inner + end + close.len());
        let value = content.get(..end.unwrap_or(limit)).unwrap_or("");
        self.at = stop;
        self.pairs(value, inner);
        if !self.is_name(value) {
            self.value(value, start, stop);
        }
    }

    /// Reads what was read as the name of what follows, if it is one.
    fn is_name(&mut self, word: &str) -> bool {
        if self.statement.plain {
            return false;
        }
        let after = self.rest().trim_start_matches(' ');
        let is_key = after.starts_with(':') && !after.starts_with(":/");
        if is_key || after.starts_with('=') {
            self.name(word, is_key);
            return true;
        }
        false
    }

    fn word(&mut self) {
        let start = self.at;
        let ends = |c: char| {
            c.is_whitespace()
                || matches!(c, ';' | '{' | '}' | '(' | ')' | '"')
                || matches!(c, '=' | ':') && !self.statement.plain
        };
        let mut length = self
            .rest()
            .char_indices()
            .find(|(at, c)| ends(*c) || *c == '/' && self.comments.contains_key(&(start + at)))
            .map_or(self.rest().len(), |(at, _)| at);
        while self.rest().get(length..).is_some_and(|rest| {
            rest.starts_with("://")
                || rest.starts_with('{')
                    && self
                        .rest()
                        .get(..length)
                        .is_some_and(|head| head.ends_with('$'))
        }) {
            let more = self.rest().get(length + 1..).unwrap_or("");
            let message = self
                .rest()
                .get(length.saturating_sub(1)..)
                .and_then(required);
            length += message.map_or(1, |whole| whole - 1);
            let more = match message {
                Some(_) => self.rest().get(length..).unwrap_or(""),
                None => more,
            };
            length += more
                .find(|c: char| c.is_whitespace() || c == ';' || c == '"')
                .unwrap_or(more.len());
        }
        if length == 0 {
            length = self.rest().chars().next().map_or(1, char::len_utf8);
        }
        let word = self.rest().get(..length).unwrap_or("");
        self.at += length;
        if !self.is_name(word) {
            self.value(word, start, start + length);
            self.pairs(word, start);
        }
    }

    /// The name of a property, or of a key as other languages write it.
    fn name(&mut self, word: &str, is_key: bool) {
        let path = word == "key" && !is_key;
        if names_secret(word) && !path {
            self.statement.armed = true;
            self.statement.skips = false;
            self.statement.words += 1;
        } else {
            self.statement.armed |= self.statement.inside && VALUES.contains(&word);
            self.statement.skips = !(self.statement.armed && VALUES.contains(&word));
        }
    }

    fn value(&mut self, value: &str, start: usize, end: usize) {
        let statement = &mut self.statement;
        let (skips, declared) = (
            std::mem::take(&mut statement.skips),
            std::mem::take(&mut statement.declared),
        );
        if std::mem::take(&mut statement.plain) {
            statement.words += 1;
            if is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        if skips {
            return;
        }
        if statement.armed {
            if !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        if !value.contains(char::is_alphanumeric) {
            return;
        }
        if statement.words == 0 && statement.inside {
            statement.words += 1;
            if self.names_child(start, end) {
                self.statement.armed = !ABOUT.contains(&value);
            } else if !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        let statement = &mut self.statement;
        if std::mem::take(&mut statement.flagged) && !value.starts_with("--") {
            if !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        statement.flagged = FLAGS.contains(&value);
        match statement.words {
            0 => {
                statement.names = NAMED.contains(&value);
                statement.armed = names_secret(value) && value != "secret" && !statement.flagged;
            }
            1 if statement.names => statement.armed = names_secret(value),
            _ => {}
        }
        statement.words += 1;
    }

    /// Whether a first word is a node's name: no string, and something follows it.
    fn names_child(&self, start: usize, end: usize) -> bool {
        let after = self
            .text
            .get(end..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        let alone = after.is_empty() || after.starts_with(['\n', '\r', ';', '}', ',', ']']);
        let quoted = self
            .text
            .get(start..end)
            .is_some_and(|word| word.starts_with(['"', '#']));
        !alone && !quoted
    }

    /// `NAME=value`, `NAME: value` and `--password value` in a text.
    fn pairs(&mut self, text: &str, offset: usize) {
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
        if !text.contains(' ') {
            return;
        }
        for flag in FLAGS {
            for (at, _) in text.match_indices(flag) {
                let value_at = at + flag.len();
                let rest = text.get(value_at..).unwrap_or("");
                let gap = rest.len() - rest.trim_start_matches(' ').len();
                if gap > 0 && !rest.trim_start_matches(' ').starts_with("--") {
                    self.pair(text, value_at + gap, offset);
                }
            }
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
fn required(text: &str) -> Option<usize> {
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

/// Whether a value under this name is never shown: also names that other languages write.
pub(super) fn names_secret(name: &str) -> bool {
    if ["--requirepass", "--masterauth", "--passphrase"].contains(&name) {
        return true;
    }
    // AUTHORIZATION and APIKEY end with such letters too.
    if !may_name_secret(name) || DIRECTIVES.contains(&name) {
        return false;
    }
    if is_secret_name(name) {
        return true;
    }
    let mut words = String::with_capacity(name.len() + 4);
    let mut chars = name.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let starts = last.is_lowercase()
            || last.is_ascii_digit()
            || last.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && starts {
            words.push('_');
        }
        words.push(c);
        last = c;
    }
    let last = words.rsplit(['_', '-', '.']).next().unwrap_or("");
    is_secret_name(&words)
        || last.eq_ignore_ascii_case("authorization")
        || last.eq_ignore_ascii_case("apikey")
}

fn is_newline(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Where the comments `/* … */` end, by their start; they nest.
fn comments(text: &str) -> BTreeMap<usize, usize> {
    let mut ends = BTreeMap::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['/', '*'])) {
        at += found;
        let rest = text.get(at..).unwrap_or("");
        if rest.starts_with("/*") {
            open.push(at);
            at += 2;
        } else if rest.starts_with("*/") {
            at += 2;
            if let Some(start) = open.pop() {
                ends.insert(start, at);
            }
        } else {
            at += 1;
        }
    }
    ends
}

/// How far a string's content reaches at most, and where it ends before that.
fn closing(content: &str, close: &str, escapes: bool, many: bool) -> (usize, Option<usize>) {
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        if escaped {
            // A backslash before a line's end takes the blanks around it away.
            escaped = c == ' ' || c == '\t' || c == '\r';
            if !escaped || !content.get(at + 1..).is_some_and(is_blank_start) {
                escaped = false;
            }
        } else if escapes && c == '\\' {
            escaped = true;
        } else if c == '\n' && !many {
            return (at, None);
        } else if content
            .get(at..)
            .is_some_and(|rest| rest.starts_with(close))
        {
            return (content.len(), Some(at));
        }
    }
    (content.len(), None)
}

fn is_blank_start(rest: &str) -> bool {
    rest.starts_with([' ', '\t', '\r', '\n'])
}
