//! The short forms: text with `:` and `=` in it, where variables may stand.

/// What stands before the first `=` outside of variables, or all of it.
pub(super) fn name(text: &str) -> &str {
    let end = places(text, '=').first().copied().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// The text between `:` outside of variables.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    cut(text, &places(text, ':'))
}

/// As [`pieces`], but one letter with its `:` belongs to the path behind it: a drive, as Compose sees it.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut start = 0;
    let mut kept = Vec::new();
    for place in places(text, ':') {
        let before = text.get(start..place).unwrap_or("");
        let mut chars = before.chars();
        let drive = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
        if !drive {
            kept.push(place);
            start = place + 1;
        }
    }
    cut(text, &kept)
}

fn cut<'a>(text: &'a str, places: &[usize]) -> Vec<&'a str> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for place in places {
        pieces.push(text.get(start..*place).unwrap_or(""));
        start = place + 1;
    }
    pieces.push(text.get(start..).unwrap_or(""));
    pieces
}

/// Where a sign stands outside of `${…}` and `[…]`.
fn places(text: &str, sign: char) -> Vec<usize> {
    let mut depth = 0usize;
    let mut before = ' ';
    let mut places = Vec::new();
    for (at, char) in text.char_indices() {
        match char {
            '{' if before == '$' => depth += 1,
            '[' if at == 0 => depth += 1,
            '}' | ']' if depth > 0 => depth -= 1,
            _ if char == sign && depth == 0 => places.push(at),
            _ => {}
        }
        before = char;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_drives() {
        assert_eq!(pieces("[::1]:80:80"), ["[::1]", "80", "80"]);
        assert_eq!(pieces("${A:-b:c}:d"), ["${A:-b:c}", "d"]);
        assert_eq!(split("c:/a:/b:ro"), ["c:/a", "/b", "ro"]);
        assert_eq!(split("v:/y"), ["v:/y"]);
        assert_eq!(split("./a:/b"), ["./a", "/b"]);
        assert_eq!(name("${A=b}=c=d"), "${A=b}");
    }
}
