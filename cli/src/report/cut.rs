//! Parts of a file that are not shown: literals that may be secrets, and most of a very long line.

use stackc_compiler::source::Span;

/// A line is long beyond this many bytes.
const LONG: usize = 400;

/// What is kept of a long line: its head, and so much before and after a place that matters.
const HEAD: usize = 40;
const BEFORE: usize = 60;
const AFTER: usize = 120;

/// How many places of a file matter at most.
const MOST_PLACES: usize = 16;

/// A range of bytes that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hidden {
    pub start: usize,
    pub end: usize,
    /// Whether it may be a secret, and not only long.
    pub secret: bool,
}

impl Hidden {
    pub(super) fn new(start: usize, end: usize, secret: bool) -> Self {
        Self { start, end, secret }
    }
}

/// The ranges in order, those that overlap made one.
pub(super) fn merged(ranges: impl IntoIterator<Item = Hidden>, length: usize) -> Vec<Hidden> {
    let mut ranges: Vec<Hidden> = ranges
        .into_iter()
        .map(|range| Hidden {
            end: range.end.min(length),
            ..range
        })
        .filter(|range| range.start < range.end)
        .collect();
    ranges.sort_unstable();
    let mut merged: Vec<Hidden> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => {
                last.end = last.end.max(range.end);
                last.secret |= range.secret;
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// What is left out of the long lines of a text if only some places matter.
pub(super) fn gaps(text: &str, places: &[Span]) -> Vec<Hidden> {
    let mut gaps = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if end - start > LONG {
            gaps.extend(of_line(text, start, end, places));
        }
        start += line.len();
    }
    gaps
}

fn of_line(text: &str, start: usize, end: usize, places: &[Span]) -> Vec<Hidden> {
    let mut kept: Vec<(usize, usize)> = places
        .iter()
        .take(MOST_PLACES)
        .map(|place| place.start as usize)
        .filter(|place| (start..=end).contains(place))
        .map(|place| (place.saturating_sub(BEFORE).max(start), place + AFTER))
        .chain([(start, start + HEAD)])
        .collect();
    kept.sort_unstable();
    let mut gaps = Vec::new();
    let mut at = start;
    for (from, to) in kept {
        if at < from {
            gaps.push(Hidden::new(boundary(text, at), boundary(text, from), false));
        }
        at = at.max(to);
    }
    if at < end {
        gaps.push(Hidden::new(boundary(text, at), end, false));
    }
    gaps
}

/// The place itself, or the start of the character around it.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use stackc_compiler::source::Sources;

    use super::*;

    #[test]
    fn ranges_that_overlap_are_one() {
        let range = Hidden::new;
        let all = [range(5, 9, false), range(0, 2, true), range(8, 12, true)];
        assert_eq!(merged(all, 10), [range(0, 2, true), range(5, 10, true)]);
    }

    #[test]
    fn only_long_lines_are_cut() {
        let file = Sources::default().add("x", "");
        let place = Span {
            file,
            start: 1000,
            end: 1005,
        };
        let text = format!("short\n{}\nshort", "ö".repeat(1000));
        let gaps = gaps(&text, &[place]);
        assert_eq!(
            gaps,
            [Hidden::new(46, 940, false), Hidden::new(1120, 2006, false)]
        );
        assert_eq!(super::gaps("short\nshort\n", &[place]), []);
    }
}
