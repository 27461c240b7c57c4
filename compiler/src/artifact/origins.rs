//! Which part of a file comes from which place of the stack.

use crate::source::Span;

/// The place that something comes from, if one is known. It makes no two things different.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin(pub Option<Span>);

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Self(Some(span))
    }
}

impl From<Option<Span>> for Origin {
    fn from(span: Option<Span>) -> Self {
        Self(span)
    }
}

/// A part of a file, in bytes, and the place that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    start: u32,
    end: u32,
    span: Span,
}

/// A place of the stack that a line has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place.
    pub span: Span,
    /// Whether the part that comes from it begins on the line, or goes on there.
    pub begins: bool,
}

/// What is known of a file's parts. Writers mark them while they print, by bytes: lines are counted only where somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    marks: Vec<Mark>,
}

impl Origins {
    /// Notes where the bytes from `start` to `end` come from, if that is known.
    pub fn mark(&mut self, start: usize, end: usize, origin: Origin) {
        if let (Origin(Some(span)), Ok(start), Ok(end)) =
            (origin, u32::try_from(start), u32::try_from(end))
        {
            self.marks.push(Mark { start, end, span });
        }
    }

    /// The places that the bytes from `start` to `end` have to do with: those of the parts around them first, the narrowest last.
    #[must_use]
    pub fn of(&self, start: usize, end: usize) -> Vec<Found> {
        let meets = |mark: &&Mark| (mark.start as usize) < end && start < mark.end as usize;
        let mut marks: Vec<&Mark> = self.marks.iter().filter(meets).collect();
        // Of two that are equally long, the first on the line is the answer: what stands behind it is a part of it.
        marks.sort_by_key(|mark| (mark.end - mark.start, mark.start));
        let mut all: Vec<Found> = Vec::with_capacity(marks.len());
        for mark in marks {
            if all.iter().all(|found| found.span != mark.span) {
                all.push(Found {
                    span: mark.span,
                    begins: mark.start as usize >= start,
                });
            }
        }
        all.reverse();
        all
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

/// A text, and what is known of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// The text.
    pub text: String,
    /// Where its parts come from.
    pub origins: Origins,
}

impl Traced {
    /// A text of lines, each with the place that it comes from.
    #[must_use]
    pub fn lines(lines: impl IntoIterator<Item = (String, Origin)>) -> Self {
        let mut made = Self::default();
        for (line, origin) in lines {
            let start = made.text.len();
            made.text.push_str(&line);
            made.origins.mark(start, made.text.len(), origin);
            made.text.push('\n');
        }
        made
    }
}

/// The bytes of the line with this number, from 1, without its end; nothing beyond the last line.
#[must_use]
pub fn line(text: &str, number: usize) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            let length = line.trim_end_matches(['\n', '\r']).len();
            return Some(start..start + length);
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn the_narrowest_part_comes_last() {
        let file = Sources::default().add("stack.kdl", "");
        let span = |start| Span {
            file,
            start,
            end: start + 1,
        };
        let mut origins = Origins::default();
        origins.mark(4, 8, span(3).into());
        origins.mark(8, 12, span(4).into());
        origins.mark(0, 20, span(1).into());
        origins.mark(2, 12, span(2).into());
        origins.mark(2, 12, Origin(None));
        let of = |start, end| {
            let found = origins.of(start, end);
            let all = found.iter().map(|one| (one.span.start, one.begins));
            all.collect::<Vec<_>>()
        };
        assert_eq!(of(4, 7), [(1, false), (2, false), (3, true)]);
        assert_eq!(of(9, 10), [(1, false), (2, false), (4, false)]);
        assert_eq!(of(12, 13), [(1, false)]);
        assert_eq!(of(20, 21), []);
    }

    #[test]
    fn lines_are_counted_from_one() {
        let text = "a\r\nbc\n\nd";
        let of = |number| line(text, number).and_then(|range| text.get(range));
        assert_eq!(of(1), Some("a"));
        assert_eq!(of(2), Some("bc"));
        assert_eq!(of(3), Some(""));
        assert_eq!(of(4), Some("d"));
        assert_eq!((of(0), of(5)), (None, None));
    }
}
