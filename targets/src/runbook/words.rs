//! Commands as text of sh.

use stackc_compiler::operations::{Command, Part, Word};

use crate::text::{shell, visible::is_hidden};

/// A command as one line.
pub(super) fn line(command: &Command) -> String {
    let words: Vec<String> = command.words.iter().map(word).collect();
    let mut line = words.join(" ");
    if let Some(input) = &command.input {
        line.push_str(&format!(" <{}", word(input)));
    }
    if let Some(output) = &command.output {
        line.push_str(&format!(" >{}", word(output)));
    }
    match &command.folder {
        Some(folder) => format!("(cd {} && {line})", word(folder)),
        None => line,
    }
}

/// A word as sh reads it: its text quoted, its variables in double quotes.
#[must_use]
pub fn word(word: &Word) -> String {
    let parts = word.0.iter().map(|part| match part {
        Part::Text(text) => visible(text),
        Part::Variable(name) => format!("\"${name}\""),
    });
    parts.collect()
}

/// A text as a part of a word, on one line and without a character that steers a terminal: what would is written by its bytes.
pub(super) fn visible(text: &str) -> String {
    let is_plain = |c: char| c != '\n' && c != '\t' && !is_hidden(c);
    if text.chars().all(is_plain) {
        return shell::Word::new(text).to_string();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
        if length > 0 {
            let (plain, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            out.push_str(&shell::Word::new(plain).to_string());
            rest = after;
            continue;
        }
        // No argument holds a NUL, and what a command writes loses the line's end at its end.
        match c {
            '\0' => {}
            '\n' => out.push_str("\"$newline\""),
            c => {
                let bytes = c.to_string().into_bytes();
                let bytes: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
                out.push_str(&format!("\"$(printf '{bytes}')\""));
            }
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    if out.is_empty() { "''".to_owned() } else { out }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a shell says what it reads")]
mod tests {
    use proptest::prelude::*;
    use stackc_compiler::operations::{Command, kept};

    use super::line;

    #[test]
    fn commands() {
        let command = Command::new(["psql", "a b"])
            .arg(kept("it's"))
            .reads(kept("in"))
            .writes("out")
            .within("a folder");
        assert_eq!(
            line(&command),
            r#"(cd 'a folder' && psql 'a b' "$work"'/it'\''s' <"$work"/in >out)"#
        );
    }

    proptest! {
        #[test]
        fn no_word_is_more_than_a_word(text in "['\"\\\\$`*~ ;&|<>()a-c]{0,40}") {
            let written = line(&Command::new(["echo", &text]));
            let expected = format!("echo {}", crate::text::shell::Word::new(&text));
            prop_assert_eq!(written, expected);
        }

        #[test]
        fn a_shell_reads_what_was_written(text in "[\u{1b}\u{9b}\u{202e}\n\r\ta'\"$ ]{0,12}") {
            let call = Command::new(["printf", "%s|"]).arg(text.as_str());
            let written = format!("newline=$(printf '\\n_') newline=${{newline%_}}; {}", line(&call));
            let steers = |c: char| crate::text::visible::is_hidden(c) || c == '\n' || c == '\t';
            prop_assert!(!written.contains(steers), "{:?}", written);
            let read = std::process::Command::new("sh").args(["-c", &written]).output();
            let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(String::from_utf8_lossy(&read.stdout), format!("{text}|"));
        }
    }
}
