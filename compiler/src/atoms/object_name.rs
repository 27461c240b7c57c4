//! Names that the engine has for its objects, and names of machines.

use super::Atom;

/// The name of a container or a volume, as Docker takes it: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName(pub String);

impl ObjectName {
    /// Whether podman, too, takes the text as the name of an object.
    #[must_use]
    pub fn fits(text: &str) -> bool {
        fault(text).is_none()
    }
}

impl Atom for ObjectName {
    const TYPE: &'static str = "name of a container or volume";
    const EXAMPLE: &'static str = "shop-data";

    fn parse(text: &str) -> Result<Self, String> {
        match fault(text) {
            Some(fault) => Err(fault),
            None if text.len() < 2 => Err("Docker wants at least two characters".to_owned()),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// What keeps the engines from taking a name.
fn fault(text: &str) -> Option<String> {
    let Some(first) = text.chars().next() else {
        return Some("it is empty".to_owned());
    };
    if !first.is_ascii_alphanumeric() {
        return Some("it starts with a letter or a digit".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let strange = text.chars().find(|c| !allowed(*c))?;
    Some(format!(
        "{strange:?} is not one of the letters, digits, `.`, `_` and `-`"
    ))
}

/// The name of a network on the host: Docker takes any line that is not blank; a dash at its start would be an option.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkName(pub String);

impl Atom for NetworkName {
    const TYPE: &'static str = "name of a network";
    const EXAMPLE: &'static str = "shop-front";

    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("it is empty".to_owned());
        }
        if text.starts_with('-') {
            return Err("with a dash at its start it reads as an option".to_owned());
        }
        match text.chars().find(|c| c.is_control()) {
            Some(c) => Err(format!("{c:?} can't stand in a name")),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The name that a machine has for itself, as RFC 1123 has it; `_` too, which Docker and podman take.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostName(pub String);

/// The kernel's bound.
const LONGEST_HOST: usize = 64;

impl Atom for HostName {
    const TYPE: &'static str = "host name";
    const EXAMPLE: &'static str = "web";

    fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST_HOST {
            return Err(format!("it has more than {LONGEST_HOST} characters"));
        }
        match labels_fault(text) {
            Some(fault) => Err(fault),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// What is wrong with a name of letters, digits, dashes and underscores between dots.
pub(super) fn labels_fault(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("it is empty".to_owned());
    }
    text.split('.').find_map(|label| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if label.is_empty() {
            Some("a part between its dots is empty".to_owned())
        } else if label.len() > 63 {
            Some("a part between its dots has more than 63 characters".to_owned())
        } else if let Some(c) = label.chars().find(|c| !allowed(*c)) {
            Some(format!("{c:?} can't stand in a host name"))
        } else if label.starts_with('-') || label.ends_with('-') {
            Some(format!("`{label}` starts or ends with a dash"))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_objects_are_what_docker_takes() {
        for fine in ["ab", "a_b.c-9", "9x", "A."] {
            assert!(ObjectName::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "a",
            "--privileged",
            "-x",
            "_x",
            ".x",
            "a b",
            "a/b",
            "a:b",
            "a,b",
            "ü1",
        ] {
            assert!(ObjectName::parse(wrong).is_err(), "{wrong}");
        }
        assert!(ObjectName::fits("a") && !ObjectName::fits("a b"));
    }

    #[test]
    fn networks_have_any_name_that_is_no_option() {
        for fine in ["a", "my net", "ü", "_x"] {
            assert!(NetworkName::parse(fine).is_ok(), "{fine}");
        }
        for wrong in ["", " ", "--driver=host", "a\nb"] {
            assert!(NetworkName::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_of_machines() {
        for fine in ["web", "Web-1", "a.b.example", "my_host", "9"] {
            assert!(HostName::parse(fine).is_ok(), "{fine}");
        }
        let long = "a".repeat(65);
        for wrong in ["", "--privileged", "a b", "a..b", "x-", "ü", "a:80", &long] {
            assert!(HostName::parse(wrong).is_err(), "{wrong}");
        }
    }
}
