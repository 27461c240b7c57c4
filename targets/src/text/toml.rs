//! TOML in the dialect that every reader of a Dokploy template reads alike: 0.4 and 1.0 at once.
//!
//! No dotted keys, no integers but plain decimal ones, lists of one type, and every text as a basic string whose escapes both know.

use std::fmt::{self, Write as _};

use stackc_compiler::artifact::{Origin, Traced};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number that a double holds exactly.
    Integer(u32),
    /// `true` or `false`.
    Bool(bool),
    /// Texts.
    Texts(Vec<String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A document that is written from its start to its end.
#[derive(Clone, Debug, Default)]
pub struct Document {
    made: Traced,
    origin: Origin,
}

impl Document {
    /// A document that starts with these lines as comments.
    #[must_use]
    pub fn new(comments: &[String]) -> Self {
        let mut document = Self::default();
        for line in comments {
            let line = line.replace(char::is_control, " ");
            document.line(&format!("# {line}"));
        }
        document
    }

    /// Opens a table: `[config.env]` for `["config", "env"]`.
    pub fn table(&mut self, path: &[&str]) {
        self.line(&format!("\n[{}]", header(path)));
    }

    /// Opens an item of a list of tables: `[[config.mounts]]`.
    pub fn item(&mut self, path: &[&str]) {
        self.line(&format!("\n[[{}]]", header(path)));
    }

    /// A key of the table that was opened last.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.line(&format!("{} = {}", key(name), value.into()));
    }

    /// From here on all comes from this place, until another is said.
    pub fn from(&mut self, origin: impl Into<Origin>) {
        self.origin = origin.into();
    }

    /// The text, with the places that its lines come from.
    #[must_use]
    pub fn finish(self) -> Traced {
        self.made
    }

    fn line(&mut self, line: &str) {
        let said = line.trim_start_matches('\n');
        if said.len() < line.len() && !self.made.text.is_empty() {
            self.made.text.push('\n');
        }
        let start = self.made.text.len();
        self.made.text.push_str(said);
        let end = self.made.text.len();
        self.made.origins.mark(start, end, self.origin);
        self.made.text.push('\n');
    }
}

fn header(path: &[&str]) -> String {
    path.iter()
        .map(|part| key(part))
        .collect::<Vec<_>>()
        .join(".")
}

fn key(name: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !name.is_empty() && name.bytes().all(bare) {
        name.to_owned()
    } else {
        one_line(name)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if text.contains('\n') => f.write_str(&lines(text)),
            Self::Text(text) => f.write_str(&one_line(text)),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| one_line(text)).collect();
                write!(f, "[{}]", texts.join(", "))
            }
        }
    }
}

fn one_line(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        push(&mut out, c);
    }
    out.push('"');
    out
}

/// A text of several lines as it stands; every quote is escaped, so that no three of them meet.
fn lines(text: &str) -> String {
    let mut out = String::from("\"\"\"\n");
    let mut quotes = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push('\n'),
            '"' if quotes == 0 && chars.peek().is_some_and(|next| *next != '"') => out.push('"'),
            c => push(&mut out, c),
        }
        quotes = if c == '"' { quotes + 1 } else { 0 };
    }
    out.push_str("\"\"\"");
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Value};
    use proptest::prelude::*;

    fn read(name: &str, value: &str) -> (String, String) {
        let mut document = Document::new(&["a\nb".to_owned()]);
        document.table(&["config", "env"]);
        document.set(name, value);
        let text = document.finish().text;
        let table: toml::Table = toml::from_str(&text).expect(&text);
        let env = table["config"]["env"].as_table().expect("a table");
        let (name, value) = env.iter().next().expect("a key");
        (name.clone(), value.as_str().expect("a text").to_owned())
    }

    #[test]
    fn a_document() {
        let mut document = Document::new(&["made".to_owned()]);
        document.table(&["config"]);
        document.item(&["config", "mounts"]);
        document.set("filePath", "a.conf");
        document.set("content", "x \"y\"\n\"\"\"\n\\");
        document.set("port", Value::Integer(80));
        document.set("https", Value::Bool(true));
        document.set("middlewares", Value::Texts(vec!["a@docker".to_owned()]));
        assert_eq!(
            document.finish().text,
            "# made\n\n[config]\n\n[[config.mounts]]\nfilePath = \"a.conf\"\ncontent = \"\"\"\nx \"y\"\n\\\"\\\"\\\"\n\\\\\"\"\"\nport = 80\nhttps = true\nmiddlewares = [\"a@docker\"]\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(name in any::<String>(), value in any::<String>()) {
            prop_assert_eq!(read(&name, &value), (name, value));
        }

        #[test]
        fn treacherous_text_survives(value in "[\"\\\\\n\r\tnu#' =\\[\\]\u{85}\u{7f}\u{feff}]{0,30}") {
            prop_assert_eq!(read("key", &value), ("key".to_owned(), value));
        }
    }
}
