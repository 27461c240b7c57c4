//! The table of cases, read from text.

/// Files, the first of which are laid over one another.
pub(super) struct Case {
    /// What it is about.
    pub title: &'static str,
    /// How many of the files are given.
    pub mains: usize,
    /// The files.
    pub files: Vec<(&'static str, &'static str)>,
    /// Whether it must be refused before Compose sees it merged.
    pub refused: bool,
}

/// Every case.
pub(super) fn all() -> Vec<Case> {
    let tables = [include_str!("override.txt"), include_str!("others.txt")];
    tables.into_iter().flat_map(table).collect()
}

/// `== title`, then files, each below `-- path`, or `-+ path` if it is laid over the first one.
/// A title that ends with `!` is of a case that must be refused.
fn table(text: &'static str) -> Vec<Case> {
    text.split("\n== ").skip(1).map(case).collect()
}

fn case(text: &'static str) -> Case {
    let starts = ["\n-- ", "\n-+ "];
    let mut places: Vec<usize> = starts
        .iter()
        .flat_map(|start| text.match_indices(start).map(|(at, _)| at))
        .collect();
    places.sort_unstable();
    let ends = places.iter().copied().skip(1).chain([text.len()]);
    let parts = places.iter().zip(ends);
    let files = parts.filter_map(|(start, end)| {
        let (path, text) = text
            .get(start + 4..end)?
            .split_once('\n')
            .unwrap_or_default();
        Some((path.trim(), text))
    });
    let title = text.lines().next().expect("a title").trim();
    Case {
        title,
        mains: 1 + text.matches("\n-+ ").count(),
        files: files.collect(),
        refused: title.ends_with('!'),
    }
}
