//! Regular expressions that grep reads.

use super::Atom;

/// A regular expression: one of Perl's, as `grep -P` reads it; where grep hasn't them it is read as an extended one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(pub String);

/// The largest count of `{n}` that every grep takes.
const MOST_TIMES: u32 = 32_767;

/// Names of the classes that stand in brackets, as in `[[:digit:]]`.
const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

impl Atom for Pattern {
    const TYPE: &'static str = "regular expression";
    const EXAMPLE: &'static str = "\"[a-z]+-[0-9]+\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        if let Some(c) = text.chars().find(|c| c.is_control()) {
            return Err(format!("{c:?} can't stand in a pattern"));
        }
        Reader {
            rest: text,
            open: 0,
            before: Before::Nothing,
        }
        .read()?;
        Ok(Self(text.to_owned()))
    }
}

/// What stands before a place, for `*` and the others that repeat it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
    Repeated,
}

struct Reader<'t> {
    rest: &'t str,
    open: usize,
    before: Before,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(c)
    }

    fn read(&mut self) -> Result<(), String> {
        while let Some(c) = self.next() {
            match c {
                '\\' => {
                    self.next()
                        .ok_or("it ends with a backslash that nothing follows")?;
                    self.before = Before::Something;
                }
                '[' => {
                    self.brackets()?;
                    self.before = Before::Something;
                }
                '(' => {
                    self.open += 1;
                    self.before = Before::Nothing;
                    if self.rest.starts_with('?') {
                        self.next();
                    }
                }
                ')' if self.open == 0 => return Err("a `)` closes nothing".to_owned()),
                ')' => {
                    self.open -= 1;
                    self.before = Before::Something;
                }
                '|' | '^' => self.before = Before::Nothing,
                '*' | '+' | '?' => self.repeats(c)?,
                '{' => self.braces()?,
                _ => self.before = Before::Something,
            }
        }
        if self.open > 0 {
            return Err("a `(` is never closed".to_owned());
        }
        Ok(())
    }

    /// `*`, `+` and `?`; the latter two also say how what stands before them repeats.
    fn repeats(&mut self, c: char) -> Result<(), String> {
        self.before = match (self.before, c) {
            (Before::Something, _) => Before::Repeated,
            (Before::Repeated, '+' | '?') => Before::Nothing,
            _ => return Err(format!("`{c}` has nothing before it that it repeats")),
        };
        Ok(())
    }

    /// `{n}`, `{n,}` and `{n,m}`; any other brace is itself.
    fn braces(&mut self) -> Result<(), String> {
        let inside = self.rest.split_once('}').map_or("", |(inside, _)| inside);
        let (least, most) = match inside.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (inside, None),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if least.is_empty() || !digits(least) || !most.is_none_or(digits) {
            self.before = Before::Something;
            return Ok(());
        }
        if self.before != Before::Something {
            return Err(format!(
                "`{{{inside}}}` has nothing before it that it repeats"
            ));
        }
        let number = |text: &str| {
            let number = text.parse::<u32>().ok();
            number
                .filter(|number| *number <= MOST_TIMES)
                .ok_or_else(|| format!("`{{{inside}}}` repeats more than {MOST_TIMES} times"))
        };
        let least = number(least)?;
        if let Some(most) = most.filter(|most| !most.is_empty())
            && number(most)? < least
        {
            return Err(format!("the numbers of `{{{inside}}}` are out of order"));
        }
        self.rest = self.rest.get(inside.len() + 1..).unwrap_or("");
        self.before = Before::Repeated;
        Ok(())
    }

    /// What follows a `[`.
    fn brackets(&mut self) -> Result<(), String> {
        if self.rest.starts_with(':')
            && self
                .rest
                .split_once(']')
                .is_some_and(|(name, _)| name.ends_with(':') && name.len() > 1)
        {
            return Err(
                "a class such as `[:digit:]` stands in brackets of its own: `[[:digit:]]`"
                    .to_owned(),
            );
        }
        if self.rest.starts_with('^') {
            self.next();
        }
        let mut last: Option<char> = None;
        let mut is_first = true;
        while let Some(c) = self.next() {
            match c {
                ']' if !is_first => return Ok(()),
                '[' if self.rest.starts_with(':') => {
                    self.class()?;
                    last = None;
                }
                '\\' => {
                    self.next().ok_or("a `[` is never closed")?;
                    last = None;
                }
                '-' if last.is_some() && !self.rest.starts_with([']', '\\', '[']) => {
                    let Some(end) = self.next() else { break };
                    if last.is_some_and(|start| start > end) {
                        let start = last.unwrap_or(end);
                        return Err(format!("the range `{start}-{end}` is out of order"));
                    }
                    last = None;
                }
                _ => last = Some(c),
            }
            is_first = false;
        }
        Err("a `[` is never closed".to_owned())
    }

    /// `[:digit:]` within brackets, after its first sign.
    fn class(&mut self) -> Result<(), String> {
        let Some((name, rest)) = self.rest.get(1..).and_then(|rest| rest.split_once(":]")) else {
            return Ok(());
        };
        if !name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'^') {
            return Ok(());
        }
        if !CLASSES.contains(&name) {
            return Err(format!("there is no class `[:{name}:]`"));
        }
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_what_grep_reads() {
        for fine in [
            "[a-z]{2}-[a-z]+-[0-9]",
            "[A-Z]{2}\\d+",
            "a|b",
            "(a|b)*c?",
            "a+?",
            "a++",
            "(?:a)(?i)b",
            "[]a]",
            "[^]a]",
            "[\\]]",
            "[[:digit:]x]",
            "[a-]",
            "[-a]",
            "^a$",
            "a{x}",
            "a{1,}",
            "\\(",
            "(|a)",
            "x{0,63}",
            "[a-z0-9.]",
        ] {
            assert_eq!(Pattern::parse(fine).err(), None, "{fine}");
        }
        for wrong in [
            "",
            "[",
            "[a",
            "[]",
            "[^]",
            "(",
            "a)",
            "(a",
            "*",
            "+a",
            "a|*",
            "(*a)",
            "a**",
            "a\\",
            "[z-a]",
            "[[:digits:]]",
            "[:digit:]",
            "{2}",
            "a{3,2}",
            "a{99999}",
            "a{2}{3}",
            "^*",
        ] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
