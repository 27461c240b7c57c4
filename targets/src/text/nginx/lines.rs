use super::{Reason, written};

/// A line that says something to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment(String);

impl Comment {
    /// Writes `text` as one comment; what would end the line becomes a blank.
    pub fn new(text: &str) -> Self {
        let line: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Self(format!("# {line}").trim_end().to_owned())
    }
}

/// A line of the author's own configuration, carried through as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw(String);

impl Raw {
    /// The lines of `text`, without the indentation that all of them share. Of the control characters only line breaks and tabs are taken.
    pub fn lines(text: &str) -> Result<Vec<Self>, Reason> {
        if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(Reason::Control);
        }
        let text = text.trim_matches('\n');
        let indent = |line: &str| line.len() - line.trim_start().len();
        let shared = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(indent)
            .min()
            .unwrap_or(0);
        Ok(text
            .lines()
            .map(|line| Self(line.get(shared..).unwrap_or_default().trim_end().to_owned()))
            .collect())
    }
}

written!(Comment, Raw);

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::*;

    #[test]
    fn a_comment_stays_one_line() {
        assert_eq!(Comment::new("a\n}; evil").as_str(), "# a }; evil");
        assert_eq!(Comment::new("").as_str(), "#");
    }

    #[test]
    fn raw_lines_lose_their_shared_indentation() {
        let lines = Raw::lines("\n    if (x) {\n        return 1;\n    }\n").unwrap();
        let lines: Vec<_> = lines.iter().map(Written::as_str).collect();
        assert_eq!(lines, ["if (x) {", "    return 1;", "}"]);
        assert!(Raw::lines("return 1;\r").is_err());
    }
}
