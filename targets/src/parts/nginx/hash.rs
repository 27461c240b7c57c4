//! The sizes of nginx's hash tables: a name that doesn't fit its bucket keeps nginx from starting.

/// What a bucket holds without a word.
const BUCKET: usize = 64;
/// How many names a table holds without a word; nginx warns of more somewhere above.
const NAMES: usize = 256;
/// The same of headers, which share a smaller table with those of every document.
const HEADERS: usize = 24;

/// The bucket that the longest of `names` needs, where the default is too small.
pub(super) fn bucket<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let longest = names.into_iter().map(str::len).max()?;
    // A pointer, the length with the name, rounded up, and the pointer that ends the bucket.
    let needed = 8 + (longest + 2).next_multiple_of(8) + 8;
    (needed > BUCKET).then(|| needed.next_power_of_two())
}

/// The table that so many names need, where the default is too small.
pub(super) fn table(names: usize) -> Option<usize> {
    (names > NAMES).then(|| (names * 4).next_power_of_two())
}

/// The table that so many headers of sites need beside those that every document has.
pub(super) fn headers_table(names: usize) -> Option<usize> {
    (names > HEADERS).then(|| (names * 8).next_power_of_two().max(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_names_need_a_larger_bucket() {
        assert_eq!(bucket([]), None);
        assert_eq!(bucket(["x".repeat(46).as_str()]), None);
        assert_eq!(bucket(["x", "x".repeat(47).as_str()]), Some(128));
        assert_eq!(bucket(["x".repeat(253).as_str()]), Some(512));
    }

    #[test]
    fn only_many_names_need_a_larger_table() {
        assert_eq!(table(20), None);
        assert_eq!(table(600), Some(4096));
    }
}
