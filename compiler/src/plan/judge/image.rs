//! An image's reference, taken apart.

use std::collections::BTreeSet;

use super::assumed::{Assumed, assumed, assumed_text};
use crate::{model::Service, resolve::Stack};

/// The image of a service while the environment file says nothing of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AssumedImage {
    /// Its reference.
    pub name: String,
    /// The inputs by whose defaults it is that.
    pub unless: BTreeSet<String>,
}

/// The image of a service, if the stack or the defaults of its inputs decide it.
pub(crate) fn assumed_image(stack: &Stack, service: &Service) -> Option<AssumedImage> {
    let image = assumed(stack, service.image.as_ref()?)?;
    Some(AssumedImage {
        name: image.value.0,
        unless: image.unless,
    })
}

/// A variable of a service, if the stack or the defaults of its inputs decide it, and no secret.
pub(crate) fn assumed_variable(
    stack: &Stack,
    service: &Service,
    name: &str,
) -> Option<(String, BTreeSet<String>)> {
    let mut pairs = service.env.iter().rev();
    let pair = pairs.find(|pair| pair.key.get().is_some_and(|key| key.0 == name))?;
    let template = &pair.value.as_ref()?.template;
    if template.secrets().next().is_some() {
        return None;
    }
    let Assumed { value, unless } = assumed_text(stack, template);
    Some((value, unless))
}

/// The parts of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts<'t> {
    /// The registry and the repository, as Docker completes them: `docker.io/library/postgres` is `postgres`.
    pub repository: &'t str,
    /// The tag, if one is written.
    pub tag: Option<&'t str>,
    /// The digest, if one is written.
    pub digest: Option<&'t str>,
}

/// Takes a reference apart.
pub(crate) fn parts(text: &str) -> Parts<'_> {
    let (name, digest) = match text.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (text, None),
    };
    let last = name.rfind('/').map_or(0, |at| at + 1);
    let colon = name.get(last..).and_then(|last_part| last_part.find(':'));
    let (repository, tag) = match colon {
        Some(at) => (
            name.get(..last + at).unwrap_or(name),
            name.get(last + at + 1..),
        ),
        None => (name, None),
    };
    let short = repository.strip_prefix("docker.io/").unwrap_or(repository);
    Parts {
        repository: short.strip_prefix("library/").unwrap_or(short),
        tag,
        digest,
    }
}

impl Parts<'_> {
    /// The last word of the repository: `postgres` of `bitnami/postgres`.
    pub(crate) fn base(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    /// The numbers that the tag starts with, behind letters: `16.4` of `16.4-alpine`, `8` of `v8`, `16` of `pg16`.
    pub(crate) fn version(&self) -> Vec<u32> {
        let tag = self.tag.unwrap_or_default();
        let tag = tag.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.');
        let numbers = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
        numbers
            .split('.')
            .map_while(|part| part.parse().ok())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let at = |text| {
            let parts = parts(text);
            (parts.repository, parts.tag, parts.version())
        };
        assert_eq!(at("postgres"), ("postgres", None, vec![]));
        assert_eq!(
            at("docker.io/library/postgres:16.4-alpine"),
            ("postgres", Some("16.4-alpine"), vec![16, 4])
        );
        assert_eq!(
            at("localhost:5000/a/b:v2"),
            ("localhost:5000/a/b", Some("v2"), vec![2])
        );
        assert_eq!(parts("a:1@sha256:00").digest, Some("sha256:00"));
        assert_eq!(at("localhost:5000/a"), ("localhost:5000/a", None, vec![]));
        assert_eq!(at("postgres:alpine").2, Vec::<u32>::new());
    }
}
