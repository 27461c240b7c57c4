//! How names, texts and paths are written.

/// Words that Nix keeps for itself; `or` is one only after a selection.
const KEYWORDS: [&str; 9] = [
    "if", "then", "else", "assert", "with", "let", "in", "rec", "inherit",
];

/// A name of a set: bare where it may be.
pub(super) fn name(text: &str) -> String {
    let mut chars = text.chars();
    let starts = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let goes_on = chars.all(|c| c.is_ascii_alphanumeric() || "_'-".contains(c));
    if starts && goes_on && !KEYWORDS.contains(&text) && text != "or" {
        text.to_owned()
    } else {
        format!("\"{}\"", quoted(text))
    }
}

/// What stands between double quotes for a text.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' if chars.peek() == Some(&'{') => out.push_str("\\$"),
            // Nix has no way to write it.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Whether a text can stand between `''` and be read back as it is: nothing in it takes part in Nix's own rules for indentation.
pub(super) fn fits_indented(text: &str) -> bool {
    let Some(lines) = text.strip_suffix('\n') else {
        return false;
    };
    let mut lines = lines.split('\n');
    let plain = !text.chars().any(|c| c != '\n' && c.is_control());
    let calm = !text.contains("'${") && !text.contains("'''");
    let even = lines
        .clone()
        .any(|line| !line.is_empty() && !line.starts_with(' '));
    plain && calm && even && lines.all(|line| !line.ends_with(' '))
}

/// What stands in a line between `''` for a text that fits there.
pub(super) fn indented(line: &str) -> String {
    line.replace("''", "'''").replace("${", "''${")
}

/// A path: as a literal where Nix's grammar allows one, else put together. The store takes fewer characters in a name than a file system: a path with
/// others has a name of its own there, and so has a folder that is not named here.
pub(super) fn path(path: &str) -> String {
    let path = match path {
        "." | ".." => format!("./{path}"),
        path if path.starts_with("./") || path.starts_with("../") => path.to_owned(),
        path => format!("./{path}"),
    };
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
    };
    if path.split('/').all(plain) {
        if path.split('/').next_back().is_some_and(is_unnamed) {
            return format!("(builtins.path {{ name = \"{UNNAMED}\"; path = {path}; }})");
        }
        path
    } else {
        format!(
            "(builtins.path {{ name = \"{}\"; path = ./. + \"/{}\"; }})",
            name_in_store(&path),
            quoted(&path)
        )
    }
}

/// What a folder is called in the store whose name is not known here, as Nix itself calls what it has fetched.
const UNNAMED: &str = "source";

fn is_unnamed(part: &str) -> bool {
    matches!(part, "." | "..")
}

/// The longest name that the store takes.
const LONGEST_NAME: usize = 211;

/// What a file or folder is called in the store: its own name, with a dash for what can't stand there.
fn name_in_store(path: &str) -> String {
    let name = path.trim_end_matches('/').rsplit('/').next();
    let kept = |c: char| {
        if c.is_ascii_alphanumeric() || "+-._?=".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = name.unwrap_or_default().chars().map(kept).collect();
    let name = name.trim_start_matches('.');
    let name: String = name.chars().take(LONGEST_NAME).collect();
    if name.is_empty() {
        UNNAMED.to_owned()
    } else {
        name
    }
}
