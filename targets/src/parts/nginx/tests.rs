//! What the text of a document says, one concern per file. The real nginx judges elsewhere.

mod dialects;
mod edge;
mod fixture;
mod headers;
mod routes;
mod text;

/// What the fixture is built from.
mod prelude {
    pub(super) use crate::parts::nginx::*;
    pub(super) use crate::text::nginx::*;
}

use prelude::*;

/// The block that starts with `opening`, up to its brace, without indentation and empty lines.
fn block(text: &str, opening: &str) -> String {
    let (before, rest) = text
        .split_once(opening)
        .unwrap_or_else(|| panic!("no `{opening}` in:\n{text}"));
    let indent = before.rsplit('\n').next().unwrap_or_default();
    let (body, _) = rest
        .split_once(&format!("\n{indent}}}"))
        .expect("a block that ends");
    let all = format!("{opening}{body}");
    all.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The lines of a block.
fn lines(text: &str, opening: &str) -> Vec<String> {
    block(text, opening)
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect()
}

/// A site with these routes, on a current nginx.
fn with_routes(routes: Vec<Route>) -> String {
    let mut conf = fixture::twenty(Version::new(1, 28, 0));
    conf.sites[0].headers.clear();
    conf.sites[0].routes = routes;
    render(&conf).unwrap()
}
