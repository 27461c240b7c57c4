//! Commands as text of sh.

use stackc_compiler::operations::{Command, Part, Word};

use crate::text::shell;

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

/// A word: its text quoted, its variables in double quotes.
fn word(word: &Word) -> String {
    let parts = word.0.iter().map(|part| match part {
        Part::Text(text) => shell::Word::new(text).to_string(),
        Part::Variable(name) => format!("\"${name}\""),
    });
    parts.collect()
}

#[cfg(test)]
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
        fn no_word_is_more_than_a_word(text in "['\"\\\\$`*~ \n;&|<>()a-c]{0,40}") {
            let written = line(&Command::new(["echo", &text]));
            let expected = format!("echo {}", crate::text::shell::Word::new(&text));
            prop_assert_eq!(written, expected);
        }
    }
}
