//! Text and names.

use super::{Atom, Literal};

/// Any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnyText(pub String);

impl Atom for AnyText {
    const TYPE: &'static str = "text";
    const EXAMPLE: &'static str = "\"some text\"";

    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }
}

/// Text on one line, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(pub String);

impl Atom for Line {
    const TYPE: &'static str = "one line of text";
    const EXAMPLE: &'static str = "\"one line\"";

    fn parse(text: &str) -> Result<Self, String> {
        match text.chars().find(|c| c.is_control()) {
            Some(c) => Err(format!(
                "it holds the control character U+{:04X}",
                u32::from(c)
            )),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The most characters of a name: a file is called by the stack, a module and what is in it, with an ending, and file systems take 255.
const LONGEST_NAME: usize = 80;

fn short_enough(name: &str) -> Result<(), String> {
    match name.chars().count() {
        length if length > LONGEST_NAME => Err(format!(
            "it has {length} characters, and {LONGEST_NAME} are the most: files and units are called by it"
        )),
        _ => Ok(()),
    }
}

/// The name of a service, network, volume, secret, file, route's upstream …: what Compose allows, `[a-zA-Z0-9._-]+`, up to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub String);

impl Atom for Name {
    const TYPE: &'static str = "name";
    const EXAMPLE: &'static str = "server";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        match text.chars().find(|c| !allowed(*c)) {
            Some(c) => Err(format!(
                "{c:?} is not one of the letters, digits, `.`, `_` and `-`"
            )),
            None => short_enough(text).map(|()| Self(text.to_owned())),
        }
    }
}

/// The name of a stack, which becomes the Compose project: `[a-z0-9][a-z0-9_-]*`, up to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StackName(pub String);

impl Atom for StackName {
    const TYPE: &'static str = "stack name";
    const EXAMPLE: &'static str = "shop";

    fn parse(text: &str) -> Result<Self, String> {
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        let starts_well = text
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !starts_well {
            return Err("it starts with a lower-case letter or a digit".to_owned());
        }
        match text.chars().find(|c| !allowed(*c)) {
            Some(c) => Err(format!(
                "{c:?} is not one of the lower-case letters, digits, `_` and `-`"
            )),
            None => short_enough(text).map(|()| Self(text.to_owned())),
        }
    }
}

/// The name of a variable: `[A-Za-z_][A-Za-z0-9_]*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier(pub String);

impl Atom for Identifier {
    const TYPE: &'static str = "identifier";
    const EXAMPLE: &'static str = "S3_BUCKET";

    fn parse(text: &str) -> Result<Self, String> {
        let starts_well = text
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if !starts_well {
            return Err("it starts with a letter or `_`".to_owned());
        }
        match text
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && *c != '_')
        {
            Some(c) => Err(format!("{c:?} is not a letter, a digit or `_`")),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The name of a user of a machine, as useradd takes it: `[a-z_][a-z0-9_-]*`, at most 32 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserName(pub String);

impl Atom for UserName {
    const TYPE: &'static str = "name of a user";
    const EXAMPLE: &'static str = "deploy";

    fn parse(text: &str) -> Result<Self, String> {
        let starts_well = text
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_lowercase() || c == '_');
        if !starts_well {
            return Err("it starts with a lower-case letter or `_`".to_owned());
        }
        if text.len() > 32 {
            return Err("it has more than 32 characters".to_owned());
        }
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        match text.chars().find(|c| !allowed(*c)) {
            Some(c) => Err(format!(
                "{c:?} is not one of the lower-case letters, digits, `_` and `-`"
            )),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The name of a branch of git: what `git check-ref-format --branch` allows, in the letters, digits, `.`, `_`, `-` and `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch(pub String);

impl Atom for Branch {
    const TYPE: &'static str = "branch";
    const EXAMPLE: &'static str = "main";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
        if let Some(c) = text.chars().find(|c| !allowed(*c)) {
            return Err(format!(
                "{c:?} is not one of the letters, digits, `.`, `_`, `-` and `/`"
            ));
        }
        let part_is_wrong = |part: &str| {
            part.is_empty()
                || part.starts_with('.')
                || part.ends_with('.')
                || part.ends_with(".lock")
        };
        if text.starts_with('-') || text.contains("..") || text.split('/').any(part_is_wrong) {
            return Err("git allows no such branch".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

/// A label of a machine that runs a workflow: one line that is not empty, without spaces at its ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunnerLabel(pub String);

impl Atom for RunnerLabel {
    const TYPE: &'static str = "label of a runner";
    const EXAMPLE: &'static str = "ubuntu-24.04";

    fn parse(text: &str) -> Result<Self, String> {
        let line = Line::parse(text)?;
        if line.0.is_empty() {
            return Err("it is empty".to_owned());
        }
        if line.0.trim() != line.0 {
            return Err("it begins or ends with a space".to_owned());
        }
        Ok(Self(line.0))
    }
}

/// The version of a tool: `1.28`, `2.26.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second.
    pub minor: u32,
    /// The third, or 0.
    pub patch: u32,
}

impl Atom for Version {
    const TYPE: &'static str = "version";
    const EXAMPLE: &'static str = "\"1.28\"";

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "it is two or three numbers with dots, such as \"1.28\"".to_owned();
        let mut numbers = Vec::new();
        for part in text.split('.') {
            if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            numbers.push(part.parse::<u32>().map_err(|_| wrong())?);
        }
        match numbers.as_slice() {
            [major] => Ok(Self {
                major: *major,
                minor: 0,
                patch: 0,
            }),
            [major, minor] => Ok(Self {
                major: *major,
                minor: *minor,
                patch: 0,
            }),
            [major, minor, patch] => Ok(Self {
                major: *major,
                minor: *minor,
                patch: *patch,
            }),
            _ => Err(wrong()),
        }
    }
}

impl Version {
    /// Its first two numbers, as the versions of this tool are written: `25.05` where an example has such a zero.
    #[must_use]
    pub fn written_like(self, example: &str) -> String {
        let (major, minor) = (self.major, self.minor);
        let minors = example.split('.').nth(1);
        if minors.is_some_and(|minor| minor.len() == 2 && minor.starts_with('0')) {
            format!("{major}.{minor:02}")
        } else {
            format!("{major}.{minor}")
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The mode of a file: octal digits such as `"0440"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMode(pub String);

impl Atom for FileMode {
    const TYPE: &'static str = "file mode";
    const EXAMPLE: &'static str = "\"0440\"";
    const LITERAL: Literal = Literal::Text;

    fn parse(text: &str) -> Result<Self, String> {
        let fine =
            (3..=5).contains(&text.len()) && text.bytes().all(|b| (b'0'..=b'7').contains(&b));
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err("it is three or four octal digits, such as \"0440\"".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_compose_allows() {
        assert!(Name::parse("a.b_c-9").is_ok());
        assert!(Name::parse("").is_err());
        assert!(Name::parse("a b").is_err());
        assert!(StackName::parse("twenty-crm").is_ok());
        assert!(StackName::parse("Twenty").is_err());
        assert!(StackName::parse("-x").is_err());
    }

    #[test]
    fn versions_have_one_to_three_numbers() {
        let version = Version::parse("1.27.3").expect("a version");
        assert_eq!((version.major, version.minor, version.patch), (1, 27, 3));
        assert!(Version::parse("1.22").expect("a version") < version);
        let nixos = Version::parse("25.11").expect("a version");
        assert_eq!(nixos.written_like("25.05"), "25.11");
        let older = Version::parse("25.05").expect("a version");
        assert_eq!(older.written_like("25.05"), "25.05");
        assert_eq!(older.written_like("2.26"), "25.5");
        for wrong in ["", "1.", ".1", "1.2.3.4", "v1", "1.x", "99999999999"] {
            assert!(Version::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn modes_are_octal() {
        assert!(FileMode::parse("0440").is_ok());
        assert!(FileMode::parse("0480").is_err());
        assert!(FileMode::parse("44").is_err());
    }
}
