//! Lists of words in JSON, as podman takes an entrypoint and a test.

use std::fmt::Write as _;

/// `["a","b"]`, on one line.
pub(super) fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| string(word)).collect();
    format!("[{}]", words.join(","))
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_come_back(words in proptest::collection::vec(".{0,20}", 0..4)) {
            let read: Vec<String> = serde_json::from_str(&super::list(&words)).expect("JSON");
            prop_assert_eq!(read, words);
        }
    }
}
