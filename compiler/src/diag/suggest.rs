//! "Did you mean": the known word that is nearest to a misspelt one.

/// More candidates than these are not compared.
const MOST: usize = 500;

/// The candidate nearest to `word`, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = parts(word);
    let near = |candidate: &&str| candidate.len().abs_diff(word.len()) <= 6;
    candidates
        .into_iter()
        .filter(near)
        .take(MOST)
        .filter_map(|candidate| Some((score(&wanted, &parts(candidate))?, candidate)))
        .min_by_key(|(score, _)| *score)
        .map(|(_, candidate)| candidate)
}

/// How far apart two words are, if the one may be meant by the other.
fn score(wanted: &[String], candidate: &[String]) -> Option<usize> {
    let (mut wanted_sorted, mut candidate_sorted) = (wanted.to_vec(), candidate.to_vec());
    wanted_sorted.sort();
    candidate_sorted.sort();
    // The order of its parts is not what a person misspells either: `public-port` is `port-public`.
    let scores = [
        of_parts(wanted, candidate),
        of_parts(&wanted_sorted, &candidate_sorted),
    ];
    scores.into_iter().flatten().min()
}

/// A part that is another word makes another name: `web-data` is not `db-data`. So does one that is missing: `data` is not.
fn of_parts(wanted: &[String], candidate: &[String]) -> Option<usize> {
    let (one, other) = (wanted.concat(), candidate.concat());
    let score = distance(&one, &other);
    if wanted.len() == candidate.len() {
        let mut pairs = wanted.iter().zip(candidate);
        let fits = pairs
            .all(|(one, other)| distance(one, other) <= allowed(one.len().max(other.len())).max(1));
        return (fits && score <= allowed(one.len().max(other.len()))).then_some(score);
    }
    let most = allowed(one.len().min(other.len())).saturating_sub(1);
    (score <= most).then_some(score)
}

/// Case and the choice of separator are not what a person misspells.
fn parts(word: &str) -> Vec<String> {
    word.split(['-', '_', ' '])
        .map(|part| part.chars().flat_map(char::to_lowercase).collect())
        .collect()
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
        assert_eq!(nearest("data", ["db-data"]), None);
        assert_eq!(nearest("web-data", ["db-data"]), None);
        assert_eq!(nearest("./data", ["db-data"]), None);
    }
}
