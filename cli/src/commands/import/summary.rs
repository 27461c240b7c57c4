//! The last line for people: what came of an import.

use stackc_import::Import;

/// The kinds that are counted, with their plurals.
const KINDS: [(&str, &str); 3] = [
    ("service", "services"),
    ("secret", "secrets"),
    ("input", "inputs"),
];

/// `imported 4 services, 2 secrets, 11 inputs; 3 things were not carried over exactly`; none if there is no stack.
pub(super) fn line(import: &Import) -> Option<String> {
    import.text.as_ref()?;
    let counts: Vec<String> = KINDS
        .iter()
        .filter_map(|(one, many)| {
            let number = *import.kinds.get(*one)?;
            let word = if number == 1 { one } else { many };
            Some(format!("{number} {word}"))
        })
        .collect();
    let gaps = match import.gaps() {
        0 => "everything was carried over exactly".to_owned(),
        1 => "1 thing was not carried over exactly".to_owned(),
        number => format!("{number} things were not carried over exactly"),
    };
    Some(format!("imported {}; {gaps}", counts.join(", ")))
}
