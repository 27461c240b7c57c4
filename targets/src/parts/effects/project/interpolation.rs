//! Variables in a Compose file: what of `${…}` is part of the value that docker compose compares.

/// A text in which each variable that has to be set stands without its message: another message is no other value.
pub(super) fn settled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        if after.starts_with('$') {
            out.push_str("$$");
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        out.push('$');
        rest = after;
        if let Some((name, behind)) = required(after) {
            out.push('{');
            out.push_str(name);
            out.push('}');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// The variables that have to be set, in the order of the text.
pub(super) fn required_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices("${") {
        let dollars = text.get(..at).unwrap_or_default();
        let escaped = (dollars.len() - dollars.trim_end_matches('$').len()) % 2 == 1;
        let found = text.get(at + 1..).and_then(required);
        if let Some((name, _)) = found.filter(|_| !escaped)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// The name of a variable `{NAME:?message}` or `{NAME:-}`, and the text behind it.
fn required(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{')?;
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = inside.split_at_checked(end)?;
    let message = rest.strip_prefix(":?").or_else(|| rest.strip_prefix('?'))?;
    let mut depth = 0usize;
    for (at, c) in message.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some((name, message.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_no_value() {
        assert_eq!(
            settled("a: \"${A:?set A}/x\" $${B:?b}"),
            "a: \"${A}/x\" $${B:?b}"
        );
        assert_eq!(settled("${A:-x}"), "${A:-x}");
        assert_eq!(settled("${A:?a ${B} b}c"), "${A}c");
        assert_eq!(required_names("${A:?x} ${B:-y} $${C:?z} ${A:?x}"), ["A"]);
    }
}
