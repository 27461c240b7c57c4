//! How Compose splits a command that is one line: the rules of the Go package `shellwords`. It knows quotes and backslashes, and no operators.

/// A command that was split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Its words.
    pub words: Vec<String>,
    /// Where Compose stops reading, at a `;`, `&`, `|`, `<` or `>` outside of quotes.
    pub cut: Option<usize>,
}

/// Splits a command.
///
/// # Errors
/// Why Compose refuses it.
pub fn split(line: &str) -> Result<Split, &'static str> {
    let mut reader = Reader::default();
    for (at, c) in line.char_indices() {
        match reader.take(c)? {
            Step::On => {}
            Step::Cut => return reader.finish(Some(at)),
        }
    }
    reader.finish(None)
}

/// Why a parenthesis is refused.
const PARENTHESIS: &str = "a parenthesis stands outside of quotes";

enum Step {
    On,
    Cut,
}

#[derive(Debug, Default)]
struct Reader {
    words: Vec<String>,
    word: String,
    /// Whether a word has begun, perhaps an empty one in quotes.
    begun: bool,
    escaped: bool,
    single: bool,
    double: bool,
    back: bool,
    dollar: bool,
}

impl Reader {
    fn quoted(&self) -> bool {
        self.single || self.double || self.back || self.dollar
    }

    fn add(&mut self, c: char) {
        self.word.push(c);
        self.begun = true;
    }

    fn end_word(&mut self) {
        if self.begun {
            self.words.push(std::mem::take(&mut self.word));
            self.begun = false;
        }
    }

    fn take(&mut self, c: char) -> Result<Step, &'static str> {
        if self.escaped {
            self.escaped = false;
            let c = match c {
                't' => '\t',
                'n' => '\n',
                other => other,
            };
            self.add(c);
            return Ok(Step::On);
        }
        match c {
            '\\' if self.single => self.word.push(c),
            '\\' => self.escaped = true,
            ' ' | '\t' | '\r' | '\n' if self.quoted() => self.word.push(c),
            ' ' | '\t' | '\r' | '\n' => self.end_word(),
            '`' if !self.single && !self.double && !self.dollar => {
                self.back = !self.back;
                self.add(c);
            }
            ')' if !self.single && !self.double && !self.back => {
                self.dollar = !self.dollar;
                self.add(c);
            }
            '(' if !self.single && !self.double && !self.back => {
                if self.dollar || !self.word.ends_with('$') {
                    return Err(PARENTHESIS);
                }
                self.dollar = true;
                self.word.push(c);
            }
            '"' if !self.single && !self.dollar => {
                self.begun |= self.double;
                self.double = !self.double;
            }
            '\'' if !self.double && !self.dollar => {
                self.begun |= self.single;
                self.single = !self.single;
            }
            ';' | '&' | '|' | '<' | '>' if !self.quoted() => {
                let number = self.word.starts_with(|c: char| c.is_ascii_digit());
                if c == '>' && number {
                    self.begun = false;
                }
                return Ok(Step::Cut);
            }
            _ => self.add(c),
        }
        Ok(Step::On)
    }

    fn finish(mut self, cut: Option<usize>) -> Result<Split, &'static str> {
        self.end_word();
        let open = [
            (self.escaped, "nothing follows the backslash at its end"),
            (self.single || self.double, "a quote is never closed"),
            (self.back, "a backtick is never closed"),
            (self.dollar, PARENTHESIS),
        ];
        if let Some((_, why)) = open.iter().find(|(open, _)| *open) {
            return Err(why);
        }
        Ok(Split {
            words: self.words,
            cut,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Option<Vec<String>> {
        split(line).ok().map(|split| split.words)
    }

    #[test]
    fn words_and_quotes() {
        let cases = [
            ("a b  c", vec!["a", "b", "c"]),
            (r#"sh -c "a 'b' c""#, vec!["sh", "-c", "a 'b' c"]),
            (r#"a '' "" b"#, vec!["a", "", "", "b"]),
            (r"a\ b \$c", vec!["a b", "$c"]),
            ("a && b", vec!["a"]),
            ("a;b", vec!["a"]),
            ("a 2>&1", vec!["a"]),
            ("a $(b c) d", vec!["a", "$(b c)", "d"]),
            ("a\n  b\n", vec!["a", "b"]),
            ("", vec![]),
        ];
        for (line, expected) in cases {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(words(line), Some(expected), "{line}");
        }
        for wrong in ["a 'b", "a \"b", "(a)", "a\\", "a `b"] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_cut_has_a_place() {
        assert_eq!(split("a && b").unwrap().cut, Some(2));
        assert_eq!(split("a '&&' b").unwrap().cut, None);
    }
}
