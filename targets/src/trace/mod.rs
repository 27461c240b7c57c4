//! Which place of the stack a line of an artifact comes from.
//!
//! What is printed from a tree of values (Compose, Nix) and units carry the places with them. An `nginx.conf` comes out of a template: its lines are led back
//! to the sites by what they say. Both are asked for line by line, when somebody wants to know; a build pays for neither.
//!
//! The rule, from the most exact to the least: the part that begins on the line; the narrowest part around it; for a file that only one
//! node asks for, that node; for a file of many, the first thing that is named on the line; else the line is the target's own.

mod names;
mod nginx;

use std::borrow::Cow;

use stackc_compiler::{
    artifact::{Artifact, Found, Origins},
    resolve::Stack,
    source::Span,
};

use names::Names;

/// How a line has to do with the place that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is made of it.
    Made,
    /// It stands in what is made of it.
    Inside,
    /// The whole file is made of it.
    File,
    /// It names what is declared there.
    Named,
    /// With nothing of the stack: it is the target's own.
    Own,
}

impl How {
    /// Its name, in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Inside => "inside",
            Self::File => "file",
            Self::Named => "named",
            Self::Own => "own",
        }
    }
}

/// Where a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How it has to do with the last of the places.
    pub how: How,
    /// The places in the stack: what is around first, the nearest last; none for a line of the target's own.
    pub places: Vec<Span>,
}

impl Answer {
    const OWN: Self = Self {
        how: How::Own,
        places: Vec::new(),
    };

    fn new(how: How, place: Span) -> Self {
        Self {
            how,
            places: vec![place],
        }
    }
}

/// An artifact whose lines are asked for.
#[derive(Debug)]
pub struct Trace<'a> {
    text: &'a str,
    file: Option<Span>,
    banner: &'a [String],
    origins: Cow<'a, Origins>,
    names: Option<Names>,
}

impl<'a> Trace<'a> {
    /// An artifact of a stack. The banner is what all of the target's files say of themselves.
    ///
    /// A file that is not text has no lines: everything that is known of it is its node.
    #[must_use]
    pub fn new(stack: &Stack, path: &str, artifact: &'a Artifact, banner: &'a [String]) -> Self {
        let text = std::str::from_utf8(&artifact.bytes).unwrap_or_default();
        let origins = if path.rsplit('/').next() == Some("nginx.conf") {
            Cow::Owned(nginx::origins(stack, text))
        } else {
            Cow::Borrowed(&artifact.origins)
        };
        let plain = origins.is_empty() && artifact.origin.is_none();
        Self {
            text,
            file: artifact.origin,
            banner,
            names: plain.then(|| Names::of(stack)),
            origins,
        }
    }

    /// The node that the whole file is made of, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<Span> {
        self.file
    }

    /// The text of every line, in order.
    pub fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.text.lines()
    }

    /// Where the bytes of a line come from.
    #[must_use]
    pub fn bytes(&self, line: std::ops::Range<usize>) -> Answer {
        let text = self.text.get(line.clone()).unwrap_or_default();
        if self.is_fixed(text) {
            return Answer::OWN;
        }
        let found = self.origins.of(line.start, line.end.max(line.start + 1));
        if let Some(nearest) = found.last() {
            let how = if nearest.begins {
                How::Made
            } else {
                How::Inside
            };
            let places = found.iter().map(|Found { span, .. }| *span).collect();
            return Answer { how, places };
        }
        if let Some(file) = self.file {
            return Answer::new(How::File, file);
        }
        match self.names.as_ref().and_then(|names| names.first(text)) {
            Some(place) => Answer::new(How::Named, place),
            None => Answer::OWN,
        }
    }

    /// The banner, and lines without a word: nobody asked for them.
    fn is_fixed(&self, text: &str) -> bool {
        let said = text
            .trim()
            .trim_start_matches(['#', '/', '-', ';', '<', '!']);
        let said = said.trim_end_matches("-->").trim();
        let is_empty = !text.contains(char::is_alphanumeric);
        let is_banner = |line: &String| !line.is_empty() && *line == said;
        is_empty && self.origins.is_empty() || self.banner.iter().any(is_banner)
    }
}
