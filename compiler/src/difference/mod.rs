//! How two environments, or two versions, of a stack differ: node by node, found by the same keys by which overlays find them.

mod changed;
mod filled;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::StackFile,
    reader::NodeType,
    resolve::{Identity, Stack, identity},
    schema::{Child, How, Key, NodeSchema, Shape},
    source::Span,
    syntax::{Node, Scalar},
};
pub(crate) use changed::{changed, is_equal};
pub(crate) use written::open_whole;
use written::{inside, line, open_line, scalar};

/// One thing that is said in one of two stacks and not in the other, or said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The way to it, from a node of the stack inwards.
    pub path: Vec<Step>,
    /// What the first stack says; none if it says nothing.
    pub before: Option<Said>,
    /// What the second one says.
    pub after: Option<Said>,
    /// What stands in a node that only one of the two has: a line each, further in by four blanks a level.
    pub inside: Vec<String>,
}

/// A node, or a property or argument of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The node's kind, or the property's name.
    pub word: String,
    /// What tells the node from others of its kind; none where the kind occurs once.
    pub key: Option<String>,
}

impl Step {
    fn new(word: &str, key: Option<&str>) -> Self {
        Self {
            word: word.to_owned(),
            key: key.map(str::to_owned),
        }
    }
}

/// What is said, as the stack language writes it; literals that may be secrets are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The text, on one line.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// Everything in which two environments of one stack differ, in the order of the second one; what only the first one has comes last in its node.
#[must_use]
pub fn differences(before: &Stack, after: &Stack) -> Vec<Difference> {
    Finder {
        path: Vec::new(),
        found: Vec::new(),
        looks_inside: true,
        of_one_text: true,
    }
    .all(&meant(before), &meant(after))
}

/// The nodes of a stack as they read in its environment, without those that say how the text is put together.
pub(crate) fn meant(stack: &Stack) -> Vec<Node> {
    let nodes = stack.nodes.iter();
    nodes
        .filter(|node| !ABOUT_THE_TEXT.contains(&node.kind.value.as_str()))
        .map(|node| filled::filled(node, &stack.scope))
        .collect()
}

/// How the nodes of two stacks differ, without what is inside of those that only one of them has.
pub(crate) fn between(before: &[Node], after: &[Node]) -> Vec<Difference> {
    Finder {
        path: Vec::new(),
        found: Vec::new(),
        looks_inside: false,
        of_one_text: false,
    }
    .all(before, after)
}

/// Kinds that say how the text is put together; what they bring stands beside them.
const ABOUT_THE_TEXT: [&str; 5] = ["stack", "include", "use", "environment", "allow"];

struct Finder {
    path: Vec<Step>,
    found: Vec<Difference>,
    /// Whether what stands in a node that only one of the two has is told too.
    looks_inside: bool,
    /// Whether both are environments of one text, so that a place in it means the same in both.
    of_one_text: bool,
}

impl Finder {
    fn all(mut self, before: &[Node], after: &[Node]) -> Vec<Difference> {
        self.bodies(before, after, StackFile::SCHEMA);
        self.found
    }

    fn bodies(&mut self, before: &[Node], after: &[Node], schema: &'static NodeSchema) {
        let (old, new) = (
            identified(before, after, schema),
            identified(after, before, schema),
        );
        let known: BTreeMap<&Found, &Node> = old.iter().map(|(key, node)| (key, *node)).collect();
        let kept: BTreeSet<&Found> = new.iter().map(|(key, _)| key).collect();
        let mut left: Vec<&Node> = old
            .iter()
            .filter(|(key, _)| !kept.contains(key))
            .map(|(_, node)| *node)
            .collect();
        for (key, node) in &new {
            match known.get(key) {
                Some(other) => self.counterparts(other, node, schema),
                None => match self.written_once(node, &mut left) {
                    Some(other) => self.counterparts(other, node, schema),
                    None => self.one(node, schema, false),
                },
            }
        }
        for node in left {
            self.one(node, schema, true);
        }
    }

    /// Of the nodes that are left, the one that is written at the same place: its name reads otherwise in each environment.
    fn written_once<'n>(&self, node: &Node, left: &mut Vec<&'n Node>) -> Option<&'n Node> {
        // Places of two versions of a stack say nothing of one another.
        if !self.of_one_text {
            return None;
        }
        let place = |node: &Node| node.args.first().map(|arg| arg.span);
        let wanted = place(node)?;
        let index = left.iter().position(|other| {
            other.kind.value == node.kind.value && place(other) == Some(wanted)
        })?;
        Some(left.remove(index))
    }

    /// A node that only one of the two has.
    fn one(&mut self, node: &Node, schema: &'static NodeSchema, is_before: bool) {
        self.path.push(step(node, schema));
        self.push(is_before.then_some(node), (!is_before).then_some(node));
        if self.looks_inside
            && let Some(last) = self.found.last_mut()
        {
            last.inside = inside(node);
        }
        self.path.pop();
    }

    fn push(&mut self, before: Option<&Node>, after: Option<&Node>) {
        let said = |node: &Node| Said {
            text: line(node),
            span: node.span,
        };
        self.found.push(Difference {
            path: self.path.clone(),
            before: before.map(said),
            after: after.map(said),
            inside: Vec::new(),
        });
    }

    fn counterparts(&mut self, before: &Node, after: &Node, schema: &'static NodeSchema) {
        self.path.push(step(after, schema));
        match schema.child_of(after) {
            Some(Child::Node(_, inner)) if before.kind.value == after.kind.value => {
                self.arguments(before, after);
                self.properties(before, after);
                self.bodies(before.nodes(), after.nodes(), inner);
            }
            Some(Child::Field(field)) if field.how == How::Block => {
                self.entries(before.nodes(), after.nodes());
            }
            child => {
                let is_raw =
                    matches!(child, Some(Child::Field(field)) if matches!(field.shape, Shape::Raw));
                let whole = if is_raw { open_whole } else { open_line };
                if whole(before) != whole(after) {
                    self.push(Some(before), Some(after));
                }
            }
        }
        self.path.pop();
    }

    fn arguments(&mut self, before: &Node, after: &Node) {
        let texts = |node: &Node| node.args.iter().map(scalar).collect::<Vec<_>>();
        if texts(before) == texts(after) {
            return;
        }
        let head = |node: &Node| Node {
            props: Vec::new(),
            children: None,
            ..node.clone()
        };
        self.push(Some(&head(before)), Some(&head(after)));
    }

    fn properties(&mut self, before: &Node, after: &Node) {
        let names = after.props.iter().chain(&before.props);
        let mut done: Vec<&str> = Vec::new();
        for name in names.map(|prop| prop.name.value.as_str()) {
            if done.contains(&name) {
                continue;
            }
            done.push(name);
            let (old, new) = (before.prop(name), after.prop(name));
            let text = |prop: Option<&crate::syntax::Prop>| prop.map(|prop| scalar(&prop.value));
            if text(old) == text(new) {
                continue;
            }
            let owner = self.path.last().cloned();
            self.path.push(Step::new(name, None));
            let said = |value: &Scalar| Said {
                text: written::property(owner.as_ref(), name, value),
                span: value.span,
            };
            let (old, new) = (
                old.map(|prop| said(&prop.value)),
                new.map(|prop| said(&prop.value)),
            );
            self.found.push(Difference {
                path: self.path.clone(),
                before: old,
                after: new,
                inside: Vec::new(),
            });
            self.path.pop();
        }
    }

    /// The entries of a block, `KEY VALUE`, by their keys.
    fn entries(&mut self, before: &[Node], after: &[Node]) {
        let with = |nodes: &[Node], key: &str| {
            nodes
                .iter()
                .rev()
                .find(|node| node.kind.value == key)
                .cloned()
        };
        let keys = after.iter().chain(before).map(|node| &node.kind.value);
        let mut done: Vec<&String> = Vec::new();
        for key in keys {
            if done.contains(&key) {
                continue;
            }
            done.push(key);
            let (old, new) = (with(before, key), with(after, key));
            if old.as_ref().map(open_line) != new.as_ref().map(open_line) {
                self.path.push(Step::new(key, None));
                self.push(old.as_ref(), new.as_ref());
                self.path.pop();
            }
        }
    }
}

/// What an overlay would find a node by, and how many such nodes stand before it.
type Found = (Identity, usize);

/// Nodes with what finds them. A node that nothing finds is found by all that it says, if one of the others says the same, and else by its place among those of
/// its kind that are left.
fn identified<'n>(
    nodes: &'n [Node],
    others: &[Node],
    schema: &'static NodeSchema,
) -> Vec<(Found, &'n Node)> {
    let known = |node: &Node| {
        let child = schema.child_of(node)?;
        identity(node, child.key(), &str::to_owned)
    };
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    for other in others.iter().filter(|other| known(other).is_none()) {
        *texts.entry(open_whole(other)).or_default() += 1;
    }
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut nameless = |node: &'n Node| {
        let (kind, text) = (node.kind.value.as_str(), open_whole(node));
        match texts.get_mut(&text) {
            Some(left) if *left > 0 => {
                *left -= 1;
                Identity::by_text(kind, text)
            }
            _ => {
                let place = places.entry(kind).or_default();
                *place += 1;
                Identity::by_place(kind, *place)
            }
        }
    };
    let mut times: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(nodes.len());
    for node in nodes {
        let identity = known(node).unwrap_or_else(|| nameless(node));
        let before = times.entry(identity.clone()).or_default();
        all.push(((identity, *before), node));
        *before += 1;
    }
    all
}

/// The step to a node: its kind, and the argument or property that tells it from others.
fn step(node: &Node, schema: &'static NodeSchema) -> Step {
    let kind = node.kind.value.as_str();
    let key = match schema.child_of(node).map(Child::key) {
        Some(Key::Once | Key::Sort) | None => None,
        Some(Key::Prop(name)) => node.prop(name).map(|prop| prop.value.text.as_str()),
        Some(_) => node.first(),
    };
    Step::new(kind, key)
}
