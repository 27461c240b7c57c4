//! What a container runs: its entrypoint and its command.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::AnyText,
    command_line,
    model::{Command, Service},
    template::{Expr, Part, Template, Value},
};

use super::{json, sheet::Sheet};
use crate::text::unit::Text;

answers! {
    IN_A_WORD: ["service command" "line", "service entrypoint" "line", "job command" "line"] "where an input stands in a word" => Partial("is split before its inputs are filled in, so that each stays in its word, blanks and quotes and all; write the words one by one");
    UNREADABLE: ["service command" "line", "service entrypoint" "line", "job command" "line"] "where an input decides how it is split" => Refused("is a line that can't be split before its inputs are filled in; write the words one by one");
}

/// `Entrypoint=` and `Exec=`.
pub(super) fn what_runs(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let mut words = match &service.entrypoint {
        Some(said) => {
            let words = words_of(sheet, "entrypoint", &Command::from(said.clone()));
            sheet.said(said.span, |sheet| entrypoint(sheet, words))?
        }
        None => Vec::new(),
    };
    // A command without words is the image's own to Docker too, or none behind an entrypoint.
    if let Some(command) = &service.command {
        words.extend(words_of(sheet, "command", command));
    }
    let command = service.command.as_ref().map(|said| said.span);
    match command.or_else(|| service.entrypoint.as_ref().map(|said| said.span)) {
        Some(span) => sheet.said(span, |sheet| exec(sheet, words)),
        None => exec(sheet, words),
    }
}

/// The command of a container that keeps its image's entrypoint.
pub(super) fn command(sheet: &mut Sheet<'_>, command: Option<&Command>) -> Result<(), Bug> {
    let words = command.map(|command| words_of(sheet, "command", command));
    exec(sheet, words.unwrap_or_default())
}

fn exec(sheet: &mut Sheet<'_>, words: Vec<Text>) -> Result<(), Bug> {
    if words.is_empty() {
        return Ok(());
    }
    sheet.words("Exec", words)
}

/// Writes the entrypoint; gives the words of it that go before the command's, which is the same to what runs.
fn entrypoint(sheet: &mut Sheet<'_>, words: Vec<Text>) -> Result<Vec<Text>, Bug> {
    let known: Option<Vec<String>> = words.iter().map(Text::literal).collect();
    match known {
        Some(known) if known.is_empty() => {
            sheet.argument("entrypoint", Text::default())?;
            Ok(Vec::new())
        }
        Some(known) => {
            sheet.bare("Entrypoint", Text::new(json::list(&known)))?;
            Ok(Vec::new())
        }
        None => {
            let mut words = words.into_iter();
            let first = words.next().unwrap_or_default().as_one_word();
            sheet.bare("Entrypoint", first)?;
            Ok(words.collect())
        }
    }
}

/// The words of a command.
pub(super) fn words_of(sheet: &mut Sheet<'_>, word: &'static str, command: &Command) -> Vec<Text> {
    let Command {
        words,
        shell,
        line,
        span: _,
    } = command;
    if let Some(line) = line {
        return split(sheet, word, line);
    }
    match shell {
        Some(shell) => {
            let shell = sheet.text(shell);
            vec![Text::new("/bin/sh"), Text::new("-c"), shell]
        }
        None => words.iter().map(|word| sheet.text(word)).collect(),
    }
}

/// The words of a line, as Compose splits it.
fn split(sheet: &mut Sheet<'_>, word: &'static str, line: &Value<AnyText>) -> Vec<Text> {
    let template = match &line.expr {
        Expr::Known(known) => &Template::text(known.0.clone()),
        Expr::Deferred(template) => template,
    };
    let Some(marked) = Marked::new(template) else {
        sheet.report(word, UNREADABLE, line.span);
        return Vec::new();
    };
    let Ok(split) = command_line::split(&marked.line) else {
        sheet.report(word, UNREADABLE, line.span);
        return Vec::new();
    };
    let mut words = Vec::new();
    let mut inside = false;
    for one in &split.words {
        words.push(match marked.whole(one) {
            Some(part) => Text::words_of(sheet.values.composed(part)),
            None => {
                let text = marked.text(sheet, one);
                inside |= text.literal().is_none();
                text
            }
        });
    }
    if inside {
        sheet.report(word, IN_A_WORD, line.span);
    }
    words
}

/// A line in which a character that it has not stands for each input.
struct Marked<'t> {
    line: String,
    parts: Vec<(char, &'t Part)>,
}

/// The characters for private use are many: some block of them is in no line.
const BLOCKS: std::ops::Range<u32> = 0x000f_0000..0x0010_0000;
const BLOCK: u32 = 0x1000;

impl<'t> Marked<'t> {
    fn new(template: &'t Template) -> Option<Self> {
        let texts = || {
            template.parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text),
                Part::Input(_) | Part::Secret(_) => None,
            })
        };
        let is_free = |start: &u32| {
            let taken = |c: char| (*start..*start + BLOCK).contains(&u32::from(c));
            !texts().any(|text| text.contains(taken))
        };
        let mut blocks = BLOCKS.step_by(BLOCK as usize);
        let mut marks = (blocks.find(is_free)?..).take(BLOCK as usize);
        let mut marked = Self {
            line: String::new(),
            parts: Vec::new(),
        };
        for part in &template.parts {
            match part {
                Part::Text(text) => marked.line.push_str(text),
                Part::Input(_) | Part::Secret(_) => {
                    let mark = char::from_u32(marks.next()?)?;
                    marked.line.push(mark);
                    marked.parts.push((mark, part));
                }
            }
        }
        Some(marked)
    }

    fn part(&self, mark: char) -> Option<&'t Part> {
        let found = self.parts.iter().find(|(one, _)| *one == mark);
        found.map(|(_, part)| *part)
    }

    /// The input that is a whole word outside of quotes, whose value Compose splits too.
    fn whole(&self, word: &str) -> Option<&'t Part> {
        let mut chars = word.chars();
        let (Some(mark), None) = (chars.next(), chars.next()) else {
            return None;
        };
        let part = self.part(mark)?;
        let (before, after) = self.line.split_once(mark)?;
        let outside = |c: Option<char>| c.is_none_or(|c| c.is_ascii_whitespace());
        let outside = outside(before.chars().next_back()) && outside(after.chars().next());
        outside.then_some(part)
    }

    fn text(&self, sheet: &mut Sheet<'_>, word: &str) -> Text {
        let mut text = Text::default();
        for c in word.chars() {
            text = match self.part(c) {
                Some(part) => text.join(Text::variable(sheet.values.composed(part))),
                None => text.then(c),
            };
        }
        if word.is_empty() { Text::new("") } else { text }
    }
}
