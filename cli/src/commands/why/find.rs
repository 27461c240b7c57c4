//! Which artifact is meant.

use std::path::{Path, PathBuf};

use stackc_compiler::{
    diag::nearest,
    resolve::{Stack, join},
};

use super::{
    super::build::{
        layout::{self, Item, Output},
        root::Root,
    },
    Disk,
};
use crate::{
    args::Why,
    disk::read_made,
    exit::Failure,
    session::Session,
    stack::{Compiled, slashes},
};

/// What is asked for.
pub(super) struct Asked {
    /// The words of the command line.
    at: String,
    environment: Option<String>,
    root: Root,
    /// The folder that the command runs in.
    folder: PathBuf,
}

/// An artifact, and the line of it that is asked for.
pub(super) struct Place<'a> {
    /// Its path, as it is shown.
    pub path: String,
    pub line: Option<usize>,
    pub item: Item,
    pub stack: &'a Stack,
    pub banner: &'a [String],
}

impl Asked {
    pub(super) fn new(
        args: &Why,
        session: &Session<'_, '_>,
        compiled: &Compiled,
    ) -> Result<Self, Failure> {
        Ok(Self {
            at: args.at.clone(),
            environment: args.env.clone(),
            root: Root::of(session, &compiled.place, args.out.as_deref())?,
            folder: session.folder.clone(),
        })
    }

    /// The artifact at the path, as the working directory sees it, below `--out`, or the only one whose path ends so.
    pub(super) fn find<'a>(
        &self,
        compiled: &'a Compiled,
        outputs: &'a [Output],
    ) -> Result<Place<'a>, Failure> {
        let known = &compiled.compilation.environments;
        if let Some(name) = &self.environment
            && !known.contains(name)
        {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = crate::ask::suggestion(name, &names);
            return Err(Failure::Run(format!(
                "there is no environment `{name}`; {hint}"
            )));
        }
        let items = layout::items(outputs);
        let shown: Vec<String> = items
            .iter()
            .map(|item| self.root.show(&compiled.place, &item.path))
            .collect();
        let (index, line) = self.index(&items, &shown)?;
        let missing = || Failure::Fault("an artifact has no stack".to_owned());
        let path = shown.get(index).cloned().ok_or_else(missing)?;
        let item = items.into_iter().nth(index).ok_or_else(missing)?;
        if let Some(asked) = &self.environment
            && item.environment.as_ref() != Some(asked)
        {
            let own = item.environment.unwrap_or_default();
            return Err(Failure::Run(format!(
                "`{path}` is an artifact of environment `{own}`, not of `{asked}`; leave --env out, or ask with --env {own}"
            )));
        }
        let mut stacks = compiled.compilation.stacks.iter();
        let stack = stacks
            .find(|stack| stack.environment == item.environment)
            .ok_or_else(missing)?;
        let mut outputs = outputs.iter();
        let output = outputs
            .find(|output| output.environment == item.environment && output.target == item.target);
        Ok(Place {
            path,
            line,
            item,
            stack,
            banner: output.map_or(&[], |output| &output.banner),
        })
    }

    fn index(&self, items: &[Item], shown: &[String]) -> Result<(usize, Option<usize>), Failure> {
        let (path, line) = split(&self.at);
        if let Some((path, other)) = self.at.rsplit_once(':')
            && line.is_none()
            && self.is_made(path, items, shown)
            && !self.is_made(&self.at, items, shown)
        {
            return Err(Failure::Run(format!(
                "`{other}` is no line number; `{path}:1` asks for the first line, `{path}` for the whole file"
            )));
        }
        for (path, line) in [(self.at.as_str(), None), (path, line)] {
            let path = self.relative(path);
            let exact = shown.iter().position(|known| *known == path);
            let below = || items.iter().position(|item| item.path == path);
            if let Some(index) = exact.or_else(below) {
                return Ok((index, line));
            }
        }
        let path = self.relative(path);
        let ends = |known: &&String| {
            let before = known.strip_suffix(&path);
            before.is_some_and(|before| before.ends_with('/'))
        };
        let found: Vec<&String> = shown.iter().filter(ends).collect();
        match found.as_slice() {
            [one] => {
                let index = shown.iter().position(|known| known == *one);
                Ok((index.unwrap_or_default(), line))
            }
            [] => Err(unknown(&path, shown)),
            several => Err(Failure::Run(format!(
                "`{path}` may be any of\n{}",
                join_lines(several.iter().map(|path| path.as_str()))
            ))),
        }
    }

    /// Whether a path, or its end, is that of an artifact.
    fn is_made(&self, path: &str, items: &[Item], shown: &[String]) -> bool {
        let path = self.relative(path);
        let is_end = |known: &String| {
            let before = known.strip_suffix(&path);
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        shown.iter().any(is_end) || items.iter().any(|item| item.path == path)
    }

    /// The path without `.` and `..`, as the working directory sees it.
    fn relative(&self, path: &str) -> String {
        let path = Path::new(path);
        let inside = path.strip_prefix(&self.folder).unwrap_or(path);
        join("", &slashes(inside))
    }

    /// How an artifact stands with what is on disk.
    pub(super) fn disk(&self, item: &Item) -> Disk {
        let there = self.root.inside.place(&item.path).ok();
        match there.map(|place| read_made(&place)) {
            Some(Ok(Some(bytes))) if bytes == item.artifact.bytes => Disk::Same,
            Some(Ok(_)) => Disk::Other,
            _ => Disk::Missing,
        }
    }
}

/// `PATH:LINE`, or a path alone.
fn split(at: &str) -> (&str, Option<usize>) {
    match at.rsplit_once(':') {
        Some((path, line)) if !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) => {
            (path, Some(line.parse().unwrap_or(usize::MAX)))
        }
        _ => (at, None),
    }
}

fn unknown(path: &str, shown: &[String]) -> Failure {
    let near = nearest(path, shown.iter().map(String::as_str));
    let hint = match near.or_else(|| alike(path, shown)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "there are\n{}",
            join_lines(shown.iter().map(String::as_str))
        ),
    };
    Failure::Run(format!("no target makes `{path}`; {hint}"))
}

/// The only path that has the most folders and the name of a path in common with it, wherever they stand.
fn alike<'s>(path: &str, shown: &'s [String]) -> Option<&'s str> {
    let parts: Vec<&str> = path.split('/').collect();
    let name = parts.last()?;
    let shared = |known: &str| known.split('/').filter(|part| parts.contains(part)).count();
    let named = || {
        shown
            .iter()
            .filter(|known| known.rsplit('/').next() == Some(name))
    };
    let most = named().map(|known| shared(known)).max()?;
    let mut best = named().filter(|known| shared(known) == most);
    let first = best.next()?;
    best.next().is_none().then_some(first.as_str())
}

fn join_lines<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    paths.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_line_is_a_number() {
        assert_eq!(split("a/b:12"), ("a/b", Some(12)));
        assert_eq!(split("a/b"), ("a/b", None));
        assert_eq!(split("a:b"), ("a:b", None));
        assert_eq!(split("a:"), ("a:", None));
        assert_eq!(split("a:99999999999999999999999"), ("a", Some(usize::MAX)));
    }
}
