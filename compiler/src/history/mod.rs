//! How a place of the stack came to say what it says: the base line first, then every overlay that changed it.
//!
//! Nothing is kept for this while a stack is compiled. The files are read again, and each body that is laid over the stack (its files, the picked choices, the
//! environment, the body of a `use`) is asked for the node that overlays would find there, by the same keys.

mod layers;
mod path;

use crate::{
    compile::Compilation,
    reference::{self, Piece},
    resolve::Stack,
    source::Span,
};

use layers::{Layer, Layers, Space};
use path::Path;

/// How many references of one line are followed.
const MOST_PARAMS: usize = 4;

/// How many services extend one another at most.
const DEEPEST: usize = 32;

/// What a place says of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The stack itself says it, or a file that it includes.
    Base,
    /// The stack that this one extends says it.
    Extended,
    /// A module says it.
    Module,
    /// The module is used here.
    Used,
    /// The body of the `use` changes it.
    Use,
    /// The choice of a param changes it.
    Choice {
        /// The param.
        param: String,
        /// What is picked.
        choice: String,
    },
    /// The environment changes it.
    Environment(String),
    /// The service or the site takes it over from another one here.
    Extends,
    /// The value of a param that the line speaks of.
    Param(String),
}

/// A step on the way to what a place says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub role: Role,
    /// Where it is written.
    pub span: Span,
}

/// The steps that lead to a place, the first one first. The places around it come before it, as an artifact's origins have them: they tell which of the services that
/// extend one another is meant.
#[must_use]
pub fn history(compilation: &Compilation, stack: &Stack, places: &[Span]) -> Vec<Step> {
    let Some(nearest) = places.last().copied() else {
        return Vec::new();
    };
    let layers = Layers::new(compilation, stack);
    let own = |span| Step {
        role: if compilation.module_uses.contains_key(&nearest.file) {
            Role::Module
        } else {
            Role::Base
        },
        span,
    };
    let Some((space, path)) = layers.find(nearest) else {
        return std::iter::once(own(nearest))
            .chain(uses(compilation, nearest))
            .collect();
    };
    let all = layers.of(&space);
    let owner = places.iter().find_map(|place| {
        let (other, owner) = layers.find(*place)?;
        (other == space && owner.is_thing() && !owner.is_beside(&path)).then_some(owner)
    });
    let path = match owner {
        Some(owner) => path.below(&owner),
        None => path,
    };
    let mut steps = Vec::new();
    extended(&all, &path, &mut steps, 0);
    // Of the node that says it, the part that does.
    for step in steps.iter_mut().filter(|step| step.span.contains(nearest)) {
        step.span = nearest;
    }
    if steps.iter().all(|step| !meets(step.span, nearest)) {
        steps.push(own(nearest));
    }
    steps.extend(params(&layers, &space, &steps));
    steps.extend(uses(compilation, nearest));
    let mut once: Vec<Step> = Vec::new();
    for step in steps {
        if once.iter().all(|known| known.span != step.span) {
            once.push(step);
        }
    }
    once
}

fn meets(one: Span, other: Span) -> bool {
    one.contains(other) || other.contains(one)
}

/// What the services that this one extends say, and then what it says itself.
fn extended(all: &[Layer], path: &Path, steps: &mut Vec<Step>, depth: usize) {
    let from = path.thing().and_then(|thing| {
        let mut nodes = all.iter().filter_map(|layer| layer.at(&thing));
        nodes.find_map(|node| node.prop("extends").cloned())
    });
    if let Some(from) = from.filter(|_| depth < DEEPEST) {
        extended(all, &path.of(&from.value.text), steps, depth + 1);
        steps.push(Step {
            role: Role::Extends,
            span: from.name.span.to(from.value.span),
        });
    }
    let said = all.iter().filter_map(|layer| {
        let node = layer.at(path)?;
        Some(Step {
            role: layer.role.clone(),
            span: node.span,
        })
    });
    steps.extend(said);
}

/// Where the params get their values that the last of these lines speaks of.
fn params(layers: &Layers<'_>, space: &Space, steps: &[Step]) -> Vec<Step> {
    let Some(last) = steps.iter().rev().find(|step| step.role != Role::Extends) else {
        return Vec::new();
    };
    let text = layers.text(last.span);
    let line = text.lines().next().unwrap_or_default();
    let (pieces, _) = reference::parse(line);
    let names = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Reference(found) if found.namespace == "param" => Some(found.path),
        _ => None,
    });
    let mut found = Vec::new();
    for name in names.take(MOST_PARAMS) {
        for layer in layers.of(space) {
            let nodes = layer.param(&name).into_iter();
            found.extend(nodes.map(|span| Step {
                role: Role::Param(name.clone()),
                span,
            }));
        }
    }
    found
}

/// Where the module is used that a place stands in, and the one around that.
fn uses(compilation: &Compilation, place: Span) -> Vec<Step> {
    let mut found = Vec::new();
    let mut file = place.file;
    while let Some(used) = compilation.module_uses.get(&file) {
        found.push(Step {
            role: Role::Used,
            span: *used,
        });
        file = used.file;
    }
    found
}
