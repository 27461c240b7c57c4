//! The syntax of systemd's unit files, and of the Quadlet files whose keys become parts of an `ExecStart=`.
//!
//! A [`Unit`] takes only [`Setting`]s, and a setting comes only from the functions here: nothing that a stack says can end its line, be a
//! specifier (`%h`), a variable (`$HOME`) or another word.

use std::fmt::Write as _;

use stackc_compiler::artifact::{Origin, Origins, Traced};

/// What no unit file can hold: a NUL, or in a key that takes its text as it stands a control character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// A text with systemd's variables in it, which are filled in when the unit starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Variable(String),
    Words(String),
    Specifier(char),
}

impl Piece {
    /// Whether Quadlet would lose or break it in a word: it writes a control character beyond ASCII as a byte that is no text.
    fn breaks_words(&self) -> bool {
        matches!(self, Self::Literal(text) if text.contains(|c: char| c.is_control() && !c.is_ascii()))
    }

    /// Whether it can't stand as it is, at the start of its line, at its end or between.
    fn breaks_line(&self, first: bool, last: bool) -> bool {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
        let Self::Literal(text) = self else {
            return false;
        };
        text.contains(char::is_control)
            || first && text.starts_with(ends)
            || last && text.ends_with(ends)
    }
}

impl Text {
    /// A text that is known.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self::default().then(text)
    }

    /// The value of a variable; the name is one of ours, `[A-Z0-9_]+`.
    #[must_use]
    pub fn variable(name: impl Into<String>) -> Self {
        Self {
            pieces: vec![Piece::Variable(name.into())],
        }
    }

    /// The words of a variable's value, as systemd splits it at blanks outside of quotes; it is a word by itself.
    #[must_use]
    pub fn words_of(name: impl Into<String>) -> Self {
        Self {
            pieces: vec![Piece::Words(name.into())],
        }
    }

    /// A specifier, such as `h` for the home folder.
    #[must_use]
    pub fn specifier(letter: char) -> Self {
        Self {
            pieces: vec![Piece::Specifier(letter)],
        }
    }

    /// This text, and a known one behind it.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Literal(last)) => last.push_str(&text),
            _ => self.pieces.push(Piece::Literal(text)),
        }
        self
    }

    /// This text, and another behind it.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        for piece in other.pieces {
            match piece {
                Piece::Literal(text) => self = self.then(text),
                piece => self.pieces.push(piece),
            }
        }
        self
    }

    /// The text, if no variable and no specifier is in it.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => Some(text.as_str()),
                Piece::Variable(_) | Piece::Words(_) | Piece::Specifier(_) => None,
            })
            .collect()
    }

    /// Whether Quadlet loses it as a word of a command: it has no empty ones, and lets a lone `;` end the command.
    fn is_lost(&self) -> bool {
        self.literal()
            .is_some_and(|text| text.is_empty() || text == ";")
    }

    /// Whether a key takes it as it stands: one line, with nothing at its ends that is taken off, and no word that ends the command.
    #[must_use]
    pub fn stands_bare(&self) -> bool {
        !self.pieces.is_empty()
            && !self.is_lost()
            && self.broken_in_line().iter().all(|broken| !broken)
    }

    /// Whether a key that Quadlet splits at blanks takes it as one word: within its quotes no character is escaped.
    #[must_use]
    pub fn stands_in_list(&self) -> bool {
        let breaks =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\');
        let fits = |piece: &Piece| match piece {
            Piece::Literal(text) => !text.contains(breaks),
            Piece::Variable(_) | Piece::Specifier(_) => true,
            Piece::Words(_) => false,
        };
        !self.pieces.is_empty() && !self.is_lost() && self.pieces.iter().all(fits)
    }

    /// Whether Quadlet gives it to `RequiresMountsFor=` as a path that systemd reads otherwise: it copies a path from the root as it stands.
    #[must_use]
    pub fn is_copied_wrong(&self) -> bool {
        let breaks = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '$');
        let rooted =
            matches!(self.pieces.first(), Some(Piece::Literal(text)) if text.starts_with('/'));
        let broken = |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains(breaks));
        rooted && self.pieces.iter().any(broken)
    }

    /// The part before the first variable: of a path, the folder.
    #[must_use]
    pub fn known_path(&self) -> Self {
        let variable = |piece: &Piece| matches!(piece, Piece::Variable(_) | Piece::Words(_));
        let Some(end) = self.pieces.iter().position(variable) else {
            return self.clone();
        };
        let mut pieces: Vec<Piece> = self.pieces.iter().take(end).cloned().collect();
        if let Some(Piece::Literal(last)) = pieces.last_mut() {
            let folder = last.rfind('/').map_or(0, |at| at.max(1));
            last.truncate(folder);
        }
        Self { pieces }
    }

    /// Whether it starts with a variable.
    #[must_use]
    pub fn starts_with_variable(&self) -> bool {
        matches!(
            self.pieces.first(),
            Some(Piece::Variable(_) | Piece::Words(_))
        )
    }

    /// Whether a variable is in it.
    #[must_use]
    pub fn has_variable(&self) -> bool {
        let variable = |piece: &Piece| matches!(piece, Piece::Variable(_) | Piece::Words(_));
        self.pieces.iter().any(variable)
    }

    /// The text where words of a variable would be several: its value is one.
    #[must_use]
    pub fn as_one_word(self) -> Self {
        let pieces = self.pieces.into_iter().map(|piece| match piece {
            Piece::Words(name) => Piece::Variable(name),
            piece => piece,
        });
        Self {
            pieces: pieces.collect(),
        }
    }

    fn broken_in_line(&self) -> Vec<bool> {
        let last = self.pieces.len().saturating_sub(1);
        let pieces = self.pieces.iter().enumerate();
        pieces
            .map(|(index, piece)| piece.breaks_line(index == 0, index == last))
            .collect()
    }

    /// The text as one word that Quadlet carries: what it would not carry is the variable that is made for it.
    #[must_use]
    pub fn carried_as_word(self, make: impl FnMut(String) -> String) -> Self {
        match self.literal() {
            Some(text) if self.is_lost() => Self::made(text, make),
            _ => {
                let broken: Vec<bool> = self.pieces.iter().map(Piece::breaks_words).collect();
                self.with_variables(&broken, make)
            }
        }
    }

    /// The same for a key that takes its text as it stands.
    #[must_use]
    pub fn carried_bare(self, make: impl FnMut(String) -> String) -> Self {
        match self.literal() {
            Some(text) if !self.stands_bare() => Self::made(text, make),
            _ => {
                let broken = self.broken_in_line();
                self.with_variables(&broken, make)
            }
        }
    }

    fn made(text: String, mut make: impl FnMut(String) -> String) -> Self {
        Self::variable(make(text))
    }

    fn with_variables(self, broken: &[bool], mut make: impl FnMut(String) -> String) -> Self {
        let mut text = Self::default();
        for (piece, broken) in self.pieces.into_iter().zip(broken) {
            match piece {
                // Of `key=value` Quadlet has to see the key.
                Piece::Literal(known) if *broken => match known.split_once('=') {
                    Some((key, value)) if Self::new(key).stands_bare() => {
                        text = text.then(format!("{key}="));
                        text.pieces.push(Piece::Variable(make(value.to_owned())));
                    }
                    _ => text.pieces.push(Piece::Variable(make(known))),
                },
                piece => text.pieces.push(piece),
            }
        }
        text
    }

    fn write(&self, dollars: Dollars, quoted: bool) -> Result<String, Refused> {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Variable(name) => {
                    let _ = write!(out, "${{{name}}}");
                }
                Piece::Words(name) => {
                    let _ = write!(out, "${name}");
                }
                Piece::Specifier(letter) => {
                    let _ = write!(out, "%{letter}");
                }
                Piece::Literal(text) => {
                    for c in text.chars() {
                        character(c, dollars, quoted, &mut out)?;
                    }
                }
            }
        }
        Ok(out)
    }

    fn word(&self, dollars: Dollars) -> Result<String, Refused> {
        let bare = |c: char| c.is_ascii_alphanumeric() || "._/:@+,=-".contains(c);
        let plain = |piece: &Piece| match piece {
            Piece::Literal(text) => text.chars().all(bare),
            Piece::Variable(_) | Piece::Words(_) | Piece::Specifier(_) => true,
        };
        let written = self.write(dollars, true)?;
        Ok(if !written.is_empty() && self.pieces.iter().all(plain) {
            written
        } else {
            format!("\"{written}\"")
        })
    }
}

/// Whether a `$` starts a variable where the text stands.
#[derive(Clone, Copy)]
enum Dollars {
    Literal,
    Doubled,
}

fn character(c: char, dollars: Dollars, quoted: bool, out: &mut String) -> Result<(), Refused> {
    match (c, dollars) {
        ('\0', _) => return Err(Refused),
        ('%', _) => out.push_str("%%"),
        ('$', Dollars::Doubled) => out.push_str("$$"),
        ('\\' | '"', _) if quoted => {
            out.push('\\');
            out.push(c);
        }
        ('\n', _) if quoted => out.push_str("\\n"),
        ('\t', _) if quoted => out.push_str("\\t"),
        // Quadlet takes each `\x` for a character of its own, so only ASCII has one.
        (c, _) if c.is_ascii_control() && quoted => {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        }
        (c, _) if c.is_control() && !quoted => return Err(Refused),
        (c, _) => out.push(c),
    }
    Ok(())
}

/// What stands behind a key's `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting(String);

impl Setting {
    /// Words of our own, such as `oneshot` or `network-online.target docker.service`.
    #[must_use]
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// A number, with a unit of our own behind it.
    #[must_use]
    pub fn number(number: u64, unit: &'static str) -> Self {
        Self(format!("{number}{unit}"))
    }

    /// The same of a number of hundredths, with as many decimals as it needs.
    #[must_use]
    pub fn hundredths(hundredths: u64, unit: &'static str) -> Self {
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        Self(match (rest / 10, rest % 10) {
            (0, 0) => format!("{whole}{unit}"),
            (tenths, 0) => format!("{whole}.{tenths}{unit}"),
            (tenths, last) => format!("{whole}.{tenths}{last}{unit}"),
        })
    }

    /// The names of units, none of which holds a blank.
    #[must_use]
    pub fn units<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().collect::<Vec<_>>().join(" "))
    }

    /// A text as it stands, where `$` means nothing: a description, a folder.
    ///
    /// # Errors
    /// If it is not one line.
    pub fn line(text: &Text) -> Result<Self, Refused> {
        let mut line = text.write(Dollars::Literal, false)?;
        // A backslash at the end would join the line with the next one; blanks there are dropped.
        if line.ends_with('\\') {
            line.push(' ');
        }
        Ok(Self(line))
    }

    /// A path as one word, where `$` means nothing.
    ///
    /// # Errors
    /// If it holds a NUL.
    pub fn path(text: &Text) -> Result<Self, Refused> {
        text.word(Dollars::Literal).map(Self)
    }

    /// A text as it stands that Quadlet copies into a command as one word; see [`Text::stands_bare`].
    ///
    /// # Errors
    /// If it does not stand bare.
    pub fn bare(text: &Text) -> Result<Self, Refused> {
        if !text.stands_bare() {
            return Err(Refused);
        }
        text.write(Dollars::Doubled, false).map(Self)
    }

    /// Words of a command, each one argument whatever it holds.
    ///
    /// # Errors
    /// If one holds a NUL.
    pub fn command<'a>(words: impl IntoIterator<Item = &'a Text>) -> Result<Self, Refused> {
        let words: Result<Vec<String>, Refused> = words
            .into_iter()
            .map(|word| word.word(Dollars::Doubled))
            .collect();
        Ok(Self(words?.join(" ")))
    }

    /// `NAME=text` as one word of `Environment=`, where `$` means nothing.
    ///
    /// # Errors
    /// If it holds a NUL.
    pub fn variable(name: &str, text: &str) -> Result<Self, Refused> {
        Text::new(format!("{name}={text}"))
            .word(Dollars::Literal)
            .map(Self)
    }
}

/// A unit file.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    comments: Vec<String>,
    sections: Vec<Section>,
}

#[derive(Clone, Debug)]
struct Section {
    name: &'static str,
    lines: Vec<(&'static str, Setting, Origin)>,
}

impl Unit {
    /// A unit with lines of comment before it.
    #[must_use]
    pub fn new(comments: &[String]) -> Self {
        Self {
            comments: comments
                .iter()
                .map(|line| line.replace(char::is_control, " "))
                .collect(),
            sections: Vec::new(),
        }
    }

    /// Adds a line to a section; sections stand in the order of their first lines.
    pub fn add(&mut self, section: &'static str, key: &'static str, setting: Setting) {
        self.add_from(section, key, setting, Origin::default());
    }

    /// The same with the place of the stack that says it.
    pub fn add_from(
        &mut self,
        section: &'static str,
        key: &'static str,
        setting: Setting,
        origin: Origin,
    ) {
        let known = self.sections.iter_mut().find(|one| one.name == section);
        match known {
            Some(known) => known.lines.push((key, setting, origin)),
            None => self.sections.push(Section {
                name: section,
                lines: vec![(key, setting, origin)],
            }),
        }
    }

    /// The file.
    #[must_use]
    pub fn print(&self) -> Traced {
        let mut out = String::new();
        let mut origins = Origins::default();
        for line in &self.comments {
            // A comment that ends with a backslash goes on in the next line.
            let _ = writeln!(out, "# {}", line.trim_end_matches('\\'));
        }
        for section in &self.sections {
            let _ = writeln!(out, "\n[{}]", section.name);
            for (key, Setting(value), origin) in &section.lines {
                let start = out.len();
                let _ = writeln!(out, "{key}={value}");
                origins.mark(start, out.len(), *origin);
            }
        }
        Traced { text: out, origins }
    }
}

#[cfg(test)]
mod tests;
