//! The pages of the reference.

use std::collections::BTreeMap;

use stackc_compiler::schema::{FieldSchema, How};

use super::{
    compose_words,
    examples::{self, Example},
    index,
    section::{examples_of, section, shown, title},
    tree::{Concept, concepts},
    words,
};

/// What stands at the top of every page.
const MADE: &str = "<!-- Made from the vocabulary and the examples: BLESS=1 cargo test -p stackc-golden-tests --test reference -->";

/// Every page by its path below `docs/language`.
pub fn all() -> BTreeMap<String, String> {
    let concepts = concepts();
    let examples = examples::all();
    let mut pages = BTreeMap::new();
    let root = concepts.first().expect("there is a root");
    pages.insert("README.md".to_owned(), page(&index::text(root)));
    pages.insert("compose-words.md".to_owned(), page(&compose_words::text()));
    for head in concepts.iter().filter(|concept| has_page(concept)) {
        let on_it = concepts
            .iter()
            .filter(|concept| is_on_page_of(concept, head));
        pages.insert(path(&head.place), page(&sections(head, on_it, &examples)));
    }
    for field in root
        .schema
        .fields
        .iter()
        .filter(|field| field.how == How::Raw)
    {
        pages.insert(format!("{}.md", field.word), page(&raw(field, &examples)));
    }
    pages
}

fn page(text: &str) -> String {
    format!("{MADE}\n\n{}\n", text.trim())
}

/// Whether a node has a page of its own: those of the top level, and those of a service.
fn has_page(concept: &Concept) -> bool {
    matches!(concept.place.as_slice(), [_] | ["service", _])
}

fn is_on_page_of(concept: &Concept, head: &Concept) -> bool {
    concept.place.len() > head.place.len()
        && concept.place.starts_with(&head.place)
        && !has_page(concept)
        && page_of(&concept.place) == page_of(&head.place)
}

/// The place whose page a node is on.
fn page_of<'p>(place: &'p [&'static str]) -> &'p [&'static str] {
    let length = if place.first() == Some(&"service") {
        2
    } else {
        1
    };
    place.get(..length).unwrap_or(place)
}

/// The path of the page of a place.
fn path(place: &[&'static str]) -> String {
    match page_of(place) {
        [] => "README.md".to_owned(),
        place => format!("{}.md", place.join("/")),
    }
}

/// A link from the page of one node to another.
pub fn link(from: &[&'static str], to: &[&'static str]) -> String {
    let kind = to.last().unwrap_or(&"");
    let (source, target) = (path(from), path(to));
    let anchor = match to {
        [.., parent, kind] if page_of(to) != to => format!("#{kind}-in-{parent}"),
        _ => String::new(),
    };
    let up = if source.contains('/') && source != target {
        "../"
    } else {
        ""
    };
    let target = if source == target {
        ""
    } else {
        target.as_str()
    };
    format!("[`{kind}`]({up}{target}{anchor})")
}

fn sections<'c>(
    head: &Concept,
    on_it: impl Iterator<Item = &'c Concept>,
    examples: &[Example],
) -> String {
    let mut parts = vec![format!("# {}", title(head)), section(head, examples)];
    for field in head
        .schema
        .fields
        .iter()
        .filter(|field| field.how == How::Raw)
    {
        let own = examples_of(examples, &format!("{}.{}", head.name(), field.word));
        parts.extend(own.iter().map(|example| shown(example)));
    }
    for concept in on_it {
        parts.push(format!("## {}", title(concept)));
        parts.push(section(concept, examples));
    }
    parts.join("\n\n")
}

/// The page of a child of the stack that is carried through.
fn raw(field: &FieldSchema, examples: &[Example]) -> String {
    let mut parts = vec![
        format!("# `{}`", field.word),
        words::doc(field.doc),
        RAW.to_owned(),
    ];
    let own = examples_of(examples, field.word);
    parts.extend(own.iter().map(|example| shown(example)));
    parts.join("\n\n")
}

const RAW: &str = "How YAML is written here, at the top and in a service:

| stack | YAML |
| --- | --- |
| `key value` | `key: value` |
| `key { … }` | a mapping |
| `key a b`, or `key { - a; - b }` | a list; `- { … }` is an item that is a mapping |
| `(list)key` | an empty list |
| `key {}` | an empty mapping |
| `key #null`, or `key` | null |

Text is written in quotes, numbers and booleans as they are. Inputs may stand in it, secrets may not. An overlay's keys are laid over those that are there; a list is replaced as a whole.";
