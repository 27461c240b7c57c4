//! Lines and columns of many places, without counting from the start of the file each time.

use stackc_compiler::source::Position;

/// Characters are counted up to every so many bytes.
const STEP: usize = 512;

/// A file's lines and characters, counted once.
#[derive(Debug)]
pub(crate) struct Index<'t> {
    text: &'t str,
    /// Where each line starts.
    lines: Vec<usize>,
    /// How many characters start before each multiple of [`STEP`].
    characters: Vec<usize>,
}

impl<'t> Index<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let steps = text.as_bytes().chunks(STEP).scan(0, |count, chunk| {
            let before = *count;
            *count += starts(chunk);
            Some(before)
        });
        Self {
            text,
            lines,
            characters: steps.collect(),
        }
    }

    /// Line and column, both from 1, columns in characters.
    pub(crate) fn position(&self, byte: u32) -> Position {
        let at = (0..=(byte as usize).min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0);
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let before = start.map_or(0, |start| self.characters_before(*start));
        Position {
            byte,
            line,
            column: self.characters_before(at) - before + 1,
        }
    }

    fn characters_before(&self, at: usize) -> usize {
        let step = (at / STEP).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(step).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(step * STEP..at);
        counted + rest.map_or(0, starts)
    }
}

/// How many characters start in some bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use stackc_compiler::source::Sources;

    use super::*;

    #[test]
    fn positions_are_those_of_the_sources() {
        for text in ["", "\n", "a\r\nö日\n", &"öä\nxyz 日".repeat(300)] {
            let mut sources = Sources::default();
            let file = sources.add("x", text);
            let index = Index::new(text);
            for byte in 0..=u32::try_from(text.len()).unwrap() + 2 {
                assert_eq!(index.position(byte), sources.position(file, byte));
            }
        }
    }
}
