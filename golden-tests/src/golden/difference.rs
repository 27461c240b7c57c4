//! What differs between what is and what should be, to be read by people.

use similar::TextDiff;

use super::tree::{File, Tree};

/// What differs between two folders.
pub fn difference(expected: &Tree, actual: &Tree) -> Option<String> {
    let mut found = Vec::new();
    for (path, file) in expected {
        match actual.get(path) {
            None => found.push(format!("{path} is expected and not made")),
            Some(made) => found.extend(file_difference(path, file, made)),
        }
    }
    let surplus = actual.keys().filter(|path| !expected.contains_key(*path));
    found.extend(surplus.map(|path| format!("{path} is made and not expected")));
    (!found.is_empty()).then(|| found.join("\n"))
}

/// What differs between two texts.
pub fn text_difference(expected: &str, actual: &str) -> Option<String> {
    (expected != actual).then(|| {
        TextDiff::from_lines(expected, actual)
            .unified_diff()
            .header("expected", "actual")
            .to_string()
    })
}

fn file_difference(path: &str, expected: &File, actual: &File) -> Option<String> {
    if expected.bytes != actual.bytes {
        let texts = (
            std::str::from_utf8(&expected.bytes),
            std::str::from_utf8(&actual.bytes),
        );
        let shown = match texts {
            (Ok(expected), Ok(actual)) => text_difference(expected, actual).unwrap_or_default(),
            _ => "its bytes differ".to_owned(),
        };
        return Some(format!("{path}:\n{shown}"));
    }
    (expected.executable != actual.executable).then(|| {
        let can = if actual.executable { "can" } else { "can't" };
        format!("{path} {can} be executed, unlike what is expected")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |text: &str| File {
            bytes: text.into(),
            executable: false,
        };
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), file(text)))
            .collect()
    }

    #[test]
    fn equal_folders_have_no_difference() {
        let files = tree(&[("a", "1\n"), ("b/c", "2\n")]);
        assert_eq!(difference(&files, &files), None);
    }

    #[test]
    fn each_difference_is_named() {
        let expected = tree(&[("gone", "1\n"), ("changed", "1\n2\n")]);
        let actual = tree(&[("changed", "1\n3\n"), ("new", "")]);
        let found = difference(&expected, &actual).unwrap();
        for part in [
            "gone is expected and not made",
            "new is made and not expected",
            "-2\n+3\n",
        ] {
            assert!(found.contains(part), "{found}");
        }
    }

    #[test]
    fn modes_count() {
        let expected = tree(&[("a", "")]);
        let mut actual = expected.clone();
        actual.get_mut("a").unwrap().executable = true;
        assert!(
            difference(&expected, &actual)
                .unwrap()
                .contains("can be executed")
        );
    }
}
