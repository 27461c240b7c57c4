//! Paths as text, with `/`, relative to the folder of the first file.

/// The folder of a file, without a trailing slash; empty for one that stands in the root.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path as seen from a folder, with `.` and `..` resolved as far as they can be.
#[must_use]
pub fn join(folder: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let absolute = folder.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&"..") | None => parts.push(".."),
                Some(_) => {
                    parts.pop();
                }
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if absolute {
        format!("/{joined}")
    } else {
        joined
    }
}

/// How `path` is written from `folder`, both relative to the same place; starts with `./` or `../`, or is `.`.
#[must_use]
pub fn relative(folder: &str, path: &str) -> String {
    let (folder, path) = (join("", folder), join("", path));
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let common = from
        .iter()
        .zip(&to)
        .take_while(|(a, b)| a == b && **a != "..")
        .count();
    let ups = from.len() - common;
    let mut parts: Vec<&str> = vec![".."; ups];
    parts.extend(to.iter().skip(common));
    match (ups, parts.as_slice()) {
        (_, []) => ".".to_owned(),
        (0, parts) if parts.first() != Some(&"..") => format!("./{}", parts.join("/")),
        (_, parts) => parts.join("/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_shortened() {
        assert_eq!(folder_of("a/b/stack.kdl"), "a/b");
        assert_eq!(folder_of("stack.kdl"), "");
        assert_eq!(join("a/b", "../c"), "a/c");
        assert_eq!(join("", "../c"), "../c");
        assert_eq!(join("a", "./."), "a");
        assert_eq!(join("a", "/etc"), "/etc");
        assert_eq!(relative("out/dev/compose", "."), "../../..");
        assert_eq!(relative("out/dev", "src"), "../../src");
        assert_eq!(relative("", "src"), "./src");
        assert_eq!(relative("", "."), ".");
        assert_eq!(relative("a", "a/b"), "./b");
        assert_eq!(relative("", "../x"), "../x");
    }
}
