//! "Did you mean": the known word that is nearest to a misspelt one.

/// More candidates than these are not compared.
const MOST: usize = 500;

/// The candidate nearest to `word`, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (wanted, sorted) = (fold(word), fold_sorted(word));
    let near = |candidate: &&str| candidate.len().abs_diff(word.len()) <= 6;
    candidates
        .into_iter()
        .filter(near)
        .take(MOST)
        .map(|candidate| {
            let score = distance(&wanted, &fold(candidate));
            let swapped = distance(&sorted, &fold_sorted(candidate));
            (score.min(swapped), candidate)
        })
        .filter(|(score, candidate)| *score <= allowed(word.len().max(candidate.len())))
        .min_by_key(|(score, _)| *score)
        .map(|(_, candidate)| candidate)
}

/// Case and the choice of separator are not what a person misspells.
fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Nor is the order of its parts: `public-port` is `port-public`.
fn fold_sorted(word: &str) -> String {
    let mut parts: Vec<String> = word.split(['-', '_', ' ']).map(fold).collect();
    parts.sort();
    parts.concat()
}

fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(a, b)
}

fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found() {
        let words = ["image", "restart", "healthcheck", "depends-on", "port"];
        assert_eq!(nearest("imgae", words), Some("image"));
        assert_eq!(nearest("depends_on", words), Some("depends-on"));
        assert_eq!(nearest("dependsOn", words), Some("depends-on"));
        assert_eq!(nearest("helthcheck", words), Some("healthcheck"));
        assert_eq!(nearest("ports", words), Some("port"));
        assert_eq!(nearest("public-port", ["port-public"]), Some("port-public"));
    }

    #[test]
    fn far_words_are_not_guessed() {
        assert_eq!(nearest("x", ["image"]), None);
        assert_eq!(nearest("kubernetes", ["image", "port"]), None);
        assert_eq!(nearest("to", ["of"]), None);
    }
}
