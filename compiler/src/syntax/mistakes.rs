//! What people write that KDL doesn't read, with a word about each and what was meant.

use crate::diag::Diagnostic;
use crate::source::FileId;

use super::chars::Bytes;
use super::node::ScalarKind;
use super::tree::Value;
use super::word::{Word, classify, is_plain_word, is_quote};

/// The longest text that a message repeats.
const SHOWN: usize = 60;

/// A piece of text that can't be read as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mistake<'a> {
    /// The file.
    pub(super) file: FileId,
    /// The piece.
    pub(super) at: Bytes,
    /// What it says.
    pub(super) text: &'a str,
    /// Whether it may be a secret, so that no message repeats it.
    pub(super) secret: bool,
}

impl Mistake<'_> {
    fn error(self, message: impl FnOnce(&str) -> String) -> Diagnostic {
        let shown = self.shown();
        let diagnostic = Diagnostic::error("syntax", self.at.span(self.file), message(&shown));
        if self.secret {
            diagnostic.redact(self.at.span(self.file))
        } else {
            diagnostic
        }
    }

    /// The text as a message may repeat it.
    fn shown(self) -> String {
        if self.secret {
            "…".to_owned()
        } else if self.text.chars().count() > SHOWN {
            let start: String = self.text.chars().take(SHOWN).collect();
            format!("{start}…")
        } else {
            self.text.to_owned()
        }
    }

    /// The text in quotes.
    fn in_quotes(self) -> String {
        quote(self.text)
    }

    fn help_quotes(self, diagnostic: Diagnostic) -> Diagnostic {
        if self.secret {
            return diagnostic.help("put the value in quotes");
        }
        diagnostic
            .help(self.in_quotes())
            .fix(self.at.span(self.file), self.in_quotes())
    }

    /// A value that needs quotes, whatever it looks like.
    pub(super) fn needs_quotes(self) -> Diagnostic {
        let why = match classify(self.text) {
            Word::Digits if self.text.contains("${") => "a reference stands in quotes",
            Word::Digits => "neither a number nor a word",
            _ if self.text.contains("${") => "a reference stands in quotes",
            _ => "not a plain word",
        };
        let diagnostic = self
            .error(|text| format!("`{text}` needs quotes"))
            .label(why);
        self.help_quotes(diagnostic)
    }

    /// `true` without `#`, where `#true` or `"true"` is meant.
    pub(super) fn unmarked(self) -> Diagnostic {
        let word = self.text;
        let quoted = self.in_quotes();
        self.error(|text| format!("`{text}` is neither a word nor a keyword"))
            .label("may be the keyword or the text")
            .help(format!("write `#{word}`, or {quoted} if the text is meant"))
            .fix(self.at.span(self.file), format!("#{word}"))
    }

    /// `#yes`, `#fff`.
    pub(super) fn unknown_keyword(self) -> Diagnostic {
        let lower = self.text.to_ascii_lowercase();
        let known = match lower.as_str() {
            "#true" | "#yes" | "#on" => Some("#true"),
            "#false" | "#no" | "#off" => Some("#false"),
            "#null" | "#none" | "#nil" => Some("#null"),
            _ => None,
        };
        let diagnostic = self
            .error(|text| format!("`{text}` is not a keyword"))
            .label("keywords are `#true`, `#false` and `#null`");
        match known {
            Some(known) => diagnostic.help(known).fix(self.at.span(self.file), known),
            None => self.help_quotes(diagnostic),
        }
    }

    /// `'x'` or typographic quotes.
    pub(super) fn wrong_quotes(self) -> Diagnostic {
        let meant = quote(self.text.trim_matches(is_quote));
        let diagnostic = self
            .error(|_| "a string stands in `\"`".to_owned())
            .label("these quotes are read as letters");
        if self.secret {
            return diagnostic.help("put the value in `\"`");
        }
        diagnostic
            .help(meant.clone())
            .fix(self.at.span(self.file), meant)
    }

    /// A comma behind a value; `at` is the comma.
    pub(super) fn comma(self) -> Diagnostic {
        self.error(|_| "values are separated by blanks, not by commas".to_owned())
            .label("take it out")
            .help("write the values one after another: `a b c`")
            .fix(self.at.span(self.file), "")
    }

    /// `[a, b]`; `before` is what stands before it on its line.
    pub(super) fn list(self, before: &str) -> Diagnostic {
        let name = before.rsplit(['{', ';']).next().unwrap_or_default().trim();
        let words = self.text.trim_matches(['[', ']']);
        let values: Vec<String> = words
            .split(',')
            .map(|word| word.trim().trim_matches(['"', '\'']))
            .filter(|word| !word.is_empty())
            .map(|word| {
                if is_plain_word(word) || classify(word) == Word::Number {
                    word.to_owned()
                } else {
                    quote(word)
                }
            })
            .collect();
        let diagnostic = self
            .error(|_| "there are no lists in brackets".to_owned())
            .label("values follow one another");
        if self.secret || values.is_empty() {
            return diagnostic.help("write the values one after another: `a b c`");
        }
        let values = values.join(" ");
        match is_plain_word(name) {
            true => diagnostic.help(format!("{name} {values}")),
            false => diagnostic.help(values),
        }
    }

    /// A name that can't stand without quotes.
    pub(super) fn bad_name(self, of: &str) -> Diagnostic {
        let diagnostic = self
            .error(|text| format!("`{text}` can't be the name of a {of} without quotes"))
            .label("not a plain word");
        self.help_quotes(diagnostic)
    }

    /// Something that is no name where a node starts.
    pub(super) fn no_name(self) -> Diagnostic {
        let diagnostic = self
            .error(|text| format!("a node starts with its name, not with `{text}`"))
            .label("no name");
        match self.text {
            "[" | "]" => diagnostic.help("a block stands in `{ }`"),
            _ => diagnostic.help("write a name first: `name value`"),
        }
    }

    /// What is glued to the string before it; `at` is what follows the string.
    pub(super) fn glued(self) -> Diagnostic {
        self.error(|_| "a blank is missing behind the value".to_owned())
            .label("glued to the value before it")
            .help("separate values with a blank; a `\"` in a string is written `\\\"`")
    }

    /// Something that can't stand where it does.
    pub(super) fn unexpected(self) -> Diagnostic {
        self.error(|text| format!("`{text}` can't stand here"))
            .label("not expected")
            .help("a node is a name, its values, its `key=value` properties, and a block")
    }

    /// An argument, property or second block behind a block.
    pub(super) fn behind_block(self) -> Diagnostic {
        self.error(|_| "nothing of a node can follow its block".to_owned())
            .label("behind the block")
            .help("move it before the `{`, or start the next node on a new line")
    }
}

/// `key = value`, `key=value`: the habit of other formats. `at` covers the name and the sign.
pub(super) fn assignment(
    mistake: Mistake<'_>,
    name: &str,
    value: Option<&str>,
    sign: Bytes,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "syntax",
        sign.span(mistake.file),
        format!(
            "a node's value follows its name without `{}`",
            sign_text(mistake.text)
        ),
    )
    .label("take it out");
    match value {
        Some(value) if !mistake.secret => diagnostic.help(format!("{name} {value}")),
        _ => diagnostic.help(format!("{name} \"…\"")),
    }
}

fn sign_text(text: &str) -> &str {
    if text.ends_with(':') { ":" } else { "=" }
}

/// A text as a string in quotes.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A value that was meant as text.
pub(super) fn meant_text(at: Bytes, text: impl Into<String>) -> Value {
    Value::Meant {
        at,
        kind: ScalarKind::Text,
        text: text.into(),
    }
}

/// Whether the name of a node, property or variable says that its value is a secret.
pub(super) fn names_secret(name: &str) -> bool {
    let upper = name.trim_matches('"').to_uppercase();
    let last = upper.rsplit(['_', '-', '.']).next().unwrap_or("");
    matches!(
        last,
        "PASSWORD" | "PASSWD" | "PASS" | "SECRET" | "TOKEN" | "KEY" | "SALT"
    ) || upper.ends_with("_KEY_BASE")
}
