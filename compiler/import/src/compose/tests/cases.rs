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
    let mut parts = text.split("\n-");
    let title = parts.next().expect("a title").trim();
    let file = |part: &'static str| {
        let (path, text) = part[1..].split_once('\n').unwrap_or((&part[1..], ""));
        (path.trim(), text)
    };
    let parts: Vec<&'static str> = parts.collect();
    let mains = 1 + parts.iter().filter(|part| part.starts_with('+')).count();
    Case {
        title,
        mains,
        files: parts.into_iter().map(file).collect(),
        refused: title.ends_with('!'),
    }
}
