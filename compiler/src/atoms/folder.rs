//! Folders that are written to.

use super::{Atom, Line};

/// A folder below the stack's, for files that are made. It is a word of commands, so it does not begin with a dash, which they would take for an option.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputFolder(pub String);

impl Atom for OutputFolder {
    const TYPE: &'static str = "folder";
    const EXAMPLE: &'static str = "\"deploy/production\"";

    fn parse(text: &str) -> Result<Self, String> {
        let line = Line::parse(text)?;
        let mut parts = text.split('/').filter(|part| !matches!(*part, "" | "."));
        if !text.starts_with('/') && parts.next().is_some_and(|part| part.starts_with('-')) {
            return Err("it begins with `-`, which programs take for an option".to_owned());
        }
        Ok(Self(line.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_folder_is_an_option() {
        for text in ["-o", "./-o", ".//-rf/x", "--help"] {
            assert!(OutputFolder::parse(text).is_err(), "{text}");
        }
        for text in ["deploy", "a/-o", "../x", ".", "", "/-x"] {
            assert!(OutputFolder::parse(text).is_ok(), "{text}");
        }
    }
}
