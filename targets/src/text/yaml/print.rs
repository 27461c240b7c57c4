//! The printer: a value tree in, the text of a file out.

use stackc_compiler::artifact::{Origin, Origins, Traced};

use super::comment;
use super::scalar::{self, Block};
use super::value::{Map, Yaml};

/// The columns by which a nested value is indented.
const STEP: usize = 2;

/// The last column that a list of words on one line may reach.
const WIDTH: usize = 100;

/// The longest key printed as `key:`; readers give up looking for the colon
/// after 1024 characters.
const LONGEST_SIMPLE_KEY: usize = 1000;

/// Prints `document` as a YAML file under the comment lines of `header`.
#[must_use]
pub fn print(document: &Map, header: &[String]) -> String {
    trace(document, header).text
}

/// The same, with the places of the stack that its parts come from.
#[must_use]
pub fn trace(document: &Map, header: &[String]) -> Traced {
    let mut printer = Printer::default();
    for text in header {
        printer.comment_lines(text, 0);
    }
    if !header.is_empty() {
        printer.out.push('\n');
    }
    if document.is_empty() {
        printer.out.push_str("{}\n");
    } else {
        printer.map(document, 0);
    }
    Traced {
        text: printer.out,
        origins: printer.origins,
    }
}

/// Prints a list as a YAML file under the comment lines of `header`.
#[must_use]
pub fn print_list(items: &[Yaml], header: &[String]) -> String {
    let mut printer = Printer::default();
    for text in header {
        printer.comment_lines(text, 0);
    }
    if items.is_empty() {
        printer.out.push_str("[]\n");
    } else {
        printer.list(items, &[], 0);
    }
    printer.out
}

#[derive(Default)]
struct Printer {
    out: String,
    origins: Origins,
}

/// What a value is printed after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Colon,
    Dash,
}

impl Printer {
    fn map(&mut self, map: &Map, indent: usize) {
        for (position, entry) in map.entries().iter().enumerate() {
            if position > 0 && map.is_spaced() {
                self.out.push('\n');
            }
            if let Some(comment) = &entry.comment {
                self.comment_lines(comment, indent);
            }
            let start = self.out.len();
            self.key(&entry.key, indent);
            match &entry.value {
                Yaml::List(items) if !items.is_empty() => {
                    self.end_line(None);
                    self.list(items, &entry.items, indent + STEP);
                }
                value => self.value(value, indent, After::Colon),
            }
            self.origins.mark(start, self.out.len(), entry.origin);
        }
    }

    fn key(&mut self, key: &str, indent: usize) {
        let key = scalar::one_line(key);
        self.start_line(indent);
        if key.len() > LONGEST_SIMPLE_KEY {
            self.out.push_str("? ");
            self.out.push_str(&key);
            self.end_line(None);
            self.start_line(indent);
        } else {
            self.out.push_str(&key);
        }
        self.out.push(':');
    }

    fn list(&mut self, items: &[Yaml], origins: &[Origin], indent: usize) {
        for (place, item) in items.iter().enumerate() {
            let start = self.out.len();
            self.start_line(indent);
            self.out.push('-');
            self.value(item, indent, After::Dash);
            let origin = origins.get(place).copied().unwrap_or_default();
            self.origins.mark(start, self.out.len(), origin);
        }
    }

    fn words(&mut self, words: &[String], indent: usize) {
        for word in words {
            self.start_line(indent);
            self.out.push('-');
            match Block::of(word) {
                Some(block) => self.block(&block, indent, None),
                None => self.scalar(&scalar::quoted(word), None),
            }
        }
    }

    /// Prints a value after the colon or the dash of its parent at `indent`.
    fn value(&mut self, value: &Yaml, indent: usize, after: After) {
        let (value, comment) = split_comment(value);
        let comment = comment.as_deref();
        match value {
            Yaml::Null => self.scalar("null", comment),
            Yaml::Bool(true) => self.scalar("true", comment),
            Yaml::Bool(false) => self.scalar("false", comment),
            Yaml::Number(number) => self.scalar(number.as_str(), comment),
            Yaml::Text(text) => match Block::of(text) {
                Some(block) => self.block(&block, indent, comment),
                None => self.scalar(&scalar::one_line(text), comment),
            },
            Yaml::Quoted(text) => self.scalar(&scalar::quoted(text), comment),
            Yaml::List(items) if items.is_empty() => self.scalar("[]", comment),
            Yaml::List(items) => {
                self.open(after, comment);
                self.list(items, &[], indent + STEP);
            }
            Yaml::Words(words) => match self.flow(words) {
                Some(flow) => self.scalar(&flow, comment),
                None => {
                    self.open(after, comment);
                    self.words(words, indent + STEP);
                }
            },
            Yaml::Map(map) if map.is_empty() => self.scalar("{}", comment),
            Yaml::Map(map) => {
                self.open(after, comment);
                self.map(map, indent + STEP);
            }
            // `split_comment` has taken them all off.
            Yaml::Commented(value, _) => self.value(value, indent, after),
        }
    }

    fn scalar(&mut self, scalar: &str, comment: Option<&str>) {
        self.out.push(' ');
        self.out.push_str(scalar);
        self.end_line(comment);
    }

    fn block(&mut self, block: &Block<'_>, indent: usize, comment: Option<&str>) {
        self.scalar(block.header, comment);
        for line in block.lines() {
            if !line.is_empty() {
                self.start_line(indent + STEP);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// Goes to where a nested list or map starts: on the line of a dash, on
    /// the line below a key or a comment.
    fn open(&mut self, after: After, comment: Option<&str>) {
        if after == After::Dash && comment.is_none() {
            self.out.push(' ');
        } else {
            self.end_line(comment);
        }
    }

    /// The words as a list on the present line, if they read well there.
    fn flow(&self, words: &[String]) -> Option<String> {
        let quoted: Vec<_> = words.iter().map(|word| scalar::quoted(word)).collect();
        let flow = format!("[{}]", quoted.join(", "));
        let fits = self.column() + 1 + flow.chars().count() <= WIDTH;
        let has_block = words.iter().any(|word| Block::of(word).is_some());
        (words.is_empty() || fits && !has_block).then_some(flow)
    }

    fn column(&self) -> usize {
        self.out
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
    }

    fn comment_lines(&mut self, text: &str, indent: usize) {
        for line in comment::lines(text) {
            self.start_line(indent);
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// Indents a new line; right after a dash, the line has already begun.
    fn start_line(&mut self, indent: usize) {
        if self.out.is_empty() || self.out.ends_with('\n') {
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
    }

    fn end_line(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }
}

/// The value itself and its comments as one, ready to print.
fn split_comment(value: &Yaml) -> (&Yaml, Option<String>) {
    let mut value = value;
    let mut comments = Vec::new();
    while let Yaml::Commented(inner, comment) = value {
        if !comment.trim().is_empty() {
            comments.push(comment.trim());
        }
        value = inner;
    }
    comments.reverse();
    let comment = (!comments.is_empty()).then(|| comment::line(&comments.join("; ")));
    (value, comment)
}
