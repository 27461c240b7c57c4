//! A place in a container that doesn't start at its root.

use super::Rule;
use crate::{
    atoms::Line,
    diag::{Diagnostic, Diagnostics},
    model::Mount,
    resolve::Stack,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for mount in stack.services.iter().flat_map(|service| &service.mounts) {
        let (word, path) = match mount {
            Mount::Volume(volume) => ("to", &volume.to),
            Mount::Bind(bind) => ("to", &bind.to),
            Mount::Other(other) => ("to", &other.to),
            Mount::Tmpfs(tmpfs) => ("tmpfs", &tmpfs.path),
        };
        diagnostics.extend(fault(word, path));
    }
}

fn fault(word: &str, path: &Value<Line>) -> Option<Diagnostic> {
    let text = path.get().map(|line| line.0.as_str())?;
    if is_absolute(text) {
        return None;
    }
    let found = Diagnostic::error(
        RULE.code,
        path.span,
        format!("`{word}` takes an absolute path in the container"),
    )
    .label("it starts with `/`");
    let rest = text.trim_start_matches(['.', '~', '/']);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    Some(if !rest.is_empty() && rest.chars().all(plain) {
        found.help(format!("for example \"/{rest}\""))
    } else {
        found.help("for example \"/data\"")
    })
}

/// Whether a path in a container starts at its root, or is a Windows drive or pipe.
#[must_use]
pub fn is_absolute(path: &str) -> bool {
    let mut start = path.chars();
    match (start.next(), start.next(), start.next()) {
        (Some('/'), _, _) | (Some('\\'), Some('\\'), _) => true,
        (Some(drive), Some(':'), Some('\\' | '/')) => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_absolute;

    #[test]
    fn absolute_paths() {
        for fine in ["/", "/data", "C:\\data", "d:/data", "\\\\.\\pipe\\docker"] {
            assert!(is_absolute(fine), "{fine}");
        }
        for wrong in ["", "data", "./data", "~/data", "C:data", "é:/"] {
            assert!(!is_absolute(wrong), "{wrong}");
        }
    }
}
