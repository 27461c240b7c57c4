//! The styles of a text: plain, double quoted, and a literal block.

use std::fmt::Write as _;

/// Words that some reader takes for a null, a boolean or a number, in any case.
const RESERVED: [&str; 15] = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity", ".nan",
    ".inf", "none",
];

/// The punctuation that means nothing inside a plain text, wherever it stands.
const PLAIN_PUNCTUATION: &str = "_-./@+,=~%()";

/// `text` on one line: plain if that is safe, else double quoted.
pub(super) fn one_line(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether every reader takes the bare `text` for exactly this text.
fn is_plain(text: &str) -> bool {
    has_plain_characters(text)
        && has_plain_start(text)
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether no character of `text` ends or changes a plain text where it stands.
fn has_plain_characters(text: &str) -> bool {
    let mut previous = ' ';
    for c in text.chars() {
        let allowed = match c {
            ' ' => previous != ' ' && previous != ':',
            ':' => previous != ' ',
            _ => c.is_ascii_alphanumeric() || PLAIN_PUNCTUATION.contains(c),
        };
        if !allowed {
            return false;
        }
        previous = c;
    }
    previous != ' ' && previous != ':'
}

/// Whether `text` starts as no indicator and no number or date does.
fn has_plain_start(text: &str) -> bool {
    match text.chars().next() {
        Some(c) if c.is_ascii_alphabetic() || c == '/' => true,
        Some(c) if c.is_ascii_digit() || c == '.' || c == '_' => {
            text.contains(is_foreign_to_numbers) && !has_port_pair(text)
        }
        _ => false,
    }
}

/// Whether `c` stands in no number of any base, no date and no time.
fn is_foreign_to_numbers(c: char) -> bool {
    let in_numbers = matches!(
        c.to_ascii_lowercase(),
        'a'..='f' | 'o' | 'p' | 't' | 'x' | 'z'
    );
    matches!(c, '/' | '@') || (c.is_ascii_alphabetic() && !in_numbers)
}

/// Whether `text` has digits on both sides of a colon, as in `80:80/tcp`.
///
/// Such a text is quoted even where a letter tells it from a number: a reader
/// of the file should not have to know which of two ports is safe unquoted.
fn has_port_pair(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(3)
        .any(|part| matches!(part, [b'0'..=b'9', b':', b'0'..=b'9']))
}

/// `text` in double quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if is_visible(c) => out.push(c),
            _ => push_escaped(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// Appends the escape of a character that is not visible.
pub(super) fn push_escaped(out: &mut String, c: char) {
    let code = u32::from(c);
    let written = match code {
        0x0A => out.write_str("\\n"),
        0x0D => out.write_str("\\r"),
        0x09 => out.write_str("\\t"),
        0..=0xFF => write!(out, "\\x{code:02X}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
        _ => write!(out, "\\U{code:08X}"),
    };
    debug_assert!(written.is_ok(), "writing to a string never fails");
}

/// Whether `c` may stand in the file as it is.
///
/// Control characters, line separators, spaces other than the ordinary one,
/// characters that show nothing or turn the direction of writing, and all
/// beyond the basic plane may not.
pub(super) fn is_visible(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{1680}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{2000}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}'
        | '\u{205F}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3000}'
        | '\u{3164}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' => false,
        '\u{A1}'..='\u{FFFD}' => true,
        _ => false,
    }
}

/// A text of several lines as a literal block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// The header: `|`, `|-`, `|2` or `|2-`.
    pub(super) header: &'static str,
    body: &'a str,
}

impl<'a> Block<'a> {
    /// `text` as a block, if it has several lines and nothing in them is
    /// invisible: no space at the end of a line, no blank line at the end of
    /// the text, no tab before the first word of a line.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let ended = text.strip_suffix('\n');
        let body = ended.unwrap_or(text);
        let fits = text.contains('\n')
            && !body.is_empty()
            && !body.ends_with('\n')
            && body.split('\n').all(fits_block);
        let indented = body.trim_start_matches('\n').starts_with(' ');
        fits.then_some(Self {
            header: match (indented, ended.is_some()) {
                (false, true) => "|",
                (false, false) => "|-",
                (true, true) => "|2",
                (true, false) => "|2-",
            },
            body,
        })
    }

    /// The lines, without indentation.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.body.split('\n')
    }
}

fn fits_block(line: &str) -> bool {
    !line.ends_with([' ', '\t'])
        && !line.trim_start_matches(' ').starts_with('\t')
        && line.chars().all(|c| c == '\t' || is_visible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts() {
        for text in [
            "postgres:16.4-alpine",
            "ghcr.io/acme/web@sha256:0123456789abcdef",
            "localhost:5000/web:1.0",
            "/var/lib/x:/y:ro",
            "./data:/var/lib/data",
            "../up",
            ".env",
            "10s",
            "1h30m",
            "512m",
            "1g",
            "10.0.0.0/8",
            "unless-stopped",
            "no-new-privileges:true",
            "service_healthy",
            "curl -f http://localhost:3000/health",
            "KEY=value",
            "a, b (c)",
            "deadbeef",
            "e5",
            "x",
            "/",
            "a::b",
            "nobody",
        ] {
            assert_eq!(one_line(text), text);
        }
    }

    #[test]
    fn quoted_because_it_reads_as_something_else() {
        for text in [
            "",
            "~",
            "null",
            "NULL",
            "Null",
            "nUlL",
            "y",
            "Y",
            "n",
            "N",
            "yes",
            "No",
            "ON",
            "off",
            "True",
            "FALSE",
            ".inf",
            "-.INF",
            ".NaN",
            "inf",
            "NaN",
            "0",
            "007",
            "-1",
            "+1",
            "1.5",
            "1.",
            ".5",
            "1e3",
            "1E+3",
            "0x1F",
            "0o17",
            "0b101",
            "1_000",
            "_1",
            "1,000",
            "22:22",
            "1:30:45",
            "3000:3000",
            "80:80/tcp",
            "127.0.0.1:3000:3000",
            "10.0.0.1",
            "2001-12-14",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-14 21:59:43 Z",
            "<<",
            "=",
            "-",
            "--",
            "---",
            ".",
            "..",
            "...",
            "?",
            ":",
            "1f",
            "7d",
            "0x1p4",
        ] {
            assert_eq!(one_line(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn quoted_because_of_its_characters() {
        for text in [
            " a", "a ", "a  b", "a: b", "a :b", "a:", "a #b", "a#b", "- a", "-a", "? a", "!a",
            "&a", "*a", "@a", "%a", "`a", "'a'", "[a]", "{a}", "a[0]", "${A}", "$A", "a|b", "|",
            ">", "a;b", "é", "日本", ",a", "+a", "~/a",
        ] {
            assert_eq!(one_line(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(quoted("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(quoted("a\nb\tc\r"), r#""a\nb\tc\r""#);
        assert_eq!(
            quoted("\0\x1b\x7f\u{85}\u{a0}"),
            r#""\x00\x1B\x7F\x85\xA0""#
        );
        assert_eq!(
            quoted("\u{2028}\u{2029}\u{feff}\u{202e}\u{ffff}"),
            r#""\u2028\u2029\uFEFF\u202E\uFFFF""#
        );
        assert_eq!(quoted("\u{1f600}\u{10ffff}"), r#""\U0001F600\U0010FFFF""#);
        assert_eq!(quoted("é日\u{fffd}"), "\"é日\u{fffd}\"");
    }

    #[test]
    fn blocks() {
        for (text, header) in [
            ("a\n", "|"),
            ("a\nb", "|-"),
            (" a\nb\n", "|2"),
            ("\n a\nb", "|2-"),
            ("\na\n\n b\n", "|"),
            ("# a: b\n---\n", "|"),
            ("a\tb\n", "|"),
        ] {
            assert_eq!(
                Block::of(text).map(|block| block.header),
                Some(header),
                "{text:?}"
            );
        }
    }

    #[test]
    fn no_blocks() {
        for text in [
            "",
            "a",
            "\n",
            "\n\n",
            "a\n\n",
            "a \nb",
            "a\t\nb",
            "a\n \nb",
            "\ta\nb",
            "a\n \tb",
            "a\r\nb\r\n",
            "a\0\nb",
            "a\n\u{2028}",
            "\u{feff}a\n",
            "\u{1f600}\n",
        ] {
            assert_eq!(Block::of(text), None, "{text:?}");
        }
    }
}
