//! One tree laid over another, as Compose does it.

use std::{collections::BTreeMap, mem};

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::Span,
};

use super::{
    canonical, keyed, ranges,
    rules::{self, Rule},
    sequence,
};
use crate::yaml::{Entry, Node, Value};

/// A merge under way.
pub(super) struct Merge<'a> {
    /// Where it is.
    path: Vec<String>,
    /// Whether the base is one that Compose has brought into its long forms before.
    canonical: bool,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Merge<'a> {
    /// A merge of whole files.
    pub(super) fn files(diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            path: Vec::new(),
            canonical: true,
            diagnostics,
        }
    }

    /// A merge of a service with the one that it extends.
    pub(super) fn service(name: &str, canonical: bool, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            path: vec!["services".to_owned(), name.to_owned()],
            canonical,
            diagnostics,
        }
    }

    /// Lays `over` over `base`.
    pub(super) fn merge(&mut self, base: Node, over: Node) -> Node {
        match rules::rule(&self.path) {
            Some(rule) => self.special(rule, base, over),
            None => self.plain(base, over),
        }
    }

    fn plain(&mut self, base: Node, over: Node) -> Node {
        if over.is_null() {
            return base;
        }
        let base = if self.canonical {
            canonical::value(base, &self.path)
        } else {
            base
        };
        let span = base.span;
        match (base.value, over.value) {
            (Value::Map(base), Value::Map(over)) => {
                Node::new(Value::Map(self.mappings(base, over)), span)
            }
            (Value::List(base), Value::List(over)) => self.appended(base, over, span),
            (value @ (Value::Map(_) | Value::List(_)), other) => {
                let base = Node::new(value, span);
                self.clash(&base, &Node::new(other, over.span));
                base
            }
            (Value::Scalar(_), value) => Node::new(value, over.span),
        }
    }

    fn special(&mut self, rule: Rule, base: Node, over: Node) -> Node {
        match rule {
            Rule::Replace => over,
            Rule::Ranges => self.ranges(base, over),
            Rule::Logging => self.logging(base, over),
            _ if over.is_null() => base,
            _ if base.is_null() => over,
            Rule::Pairs => self.pairs(base, over),
            Rule::Hosts => sequence::hosts(base, over),
            Rule::Items => {
                let span = base.span;
                self.appended(sequence::items(base), sequence::items(over), span)
            }
            Rule::Build => {
                let (base, over) = (canonical::build(base), canonical::build(over));
                self.forced(base, over)
            }
            Rule::DependsOn => self.named(base, over, canonical::depends_on),
            Rule::Networks => self.named(base, over, canonical::names),
        }
    }

    /// A list behind another one.
    fn appended(&mut self, mut base: Vec<Node>, over: Vec<Node>, span: Span) -> Node {
        base.extend(over);
        let items = match rules::key(&self.path) {
            Some(key) => keyed::unique(base, key),
            None => base,
        };
        if rules::distinct(&self.path)
            && let Some(found) = twice(&items, &self.path)
        {
            self.diagnostics
                .push(found.help("write it in one of the two places"));
        }
        Node::new(Value::List(items), span)
    }

    /// Pairs as mappings, as lists, or mixed.
    fn pairs(&mut self, base: Node, over: Node) -> Node {
        let span = base.span;
        match (base.value, over.value) {
            (Value::Map(mut base), Value::Map(over)) => {
                lay(&mut base, over, |_, before, after| *before = after);
                Node::new(Value::Map(base), span)
            }
            (base, other) => {
                let mut items = sequence::items(Node::new(base, span));
                items.extend(sequence::items(Node::new(other, over.span)));
                Node::new(Value::List(keyed::unique(items, rules::Key::Pair)), span)
            }
        }
    }

    /// Two lists of names become one; else both become mappings.
    fn named(&mut self, base: Node, over: Node, long: fn(Node) -> Node) -> Node {
        match (&base.value, &over.value) {
            (Value::List(_), Value::List(_)) => {
                let span = base.span;
                let mut items = sequence::items(base);
                items.extend(sequence::items(over));
                Node::new(Value::List(keyed::unique(items, rules::Key::Expose)), span)
            }
            _ => self.forced(long(base), long(over)),
        }
    }

    fn logging(&mut self, base: Node, over: Node) -> Node {
        let driver = |node: &Node| {
            let scalar = node.get("driver").and_then(Node::scalar);
            scalar.map(crate::yaml::Scalar::composed)
        };
        match (driver(&base), driver(&over)) {
            (Some(before), Some(after)) if before != after => over,
            _ => self.forced(base, over),
        }
    }

    fn ranges(&mut self, base: Node, over: Node) -> Node {
        let span = base.span;
        match (base.value, over.value) {
            (Value::List(base), Value::List(over)) => {
                let merged = ranges::merge(base, &over, &mut |before, after| {
                    let Value::Map(before) = before else { return };
                    *before = self.mappings(mem::take(before), after);
                });
                Node::new(Value::List(merged), span)
            }
            (base, other) => {
                let base = Node::new(base, span);
                self.clash(&base, &Node::new(other, over.span));
                base
            }
        }
    }

    /// Two mappings; anything else can't be merged here.
    fn forced(&mut self, base: Node, over: Node) -> Node {
        let span = base.span;
        match (base.value, over.value) {
            (Value::Map(base), Value::Map(over)) => {
                Node::new(Value::Map(self.mappings(base, over)), span)
            }
            (base, other) => {
                let base = Node::new(base, span);
                self.clash(&base, &Node::new(other, over.span));
                base
            }
        }
    }

    fn mappings(&mut self, mut base: Vec<Entry>, over: Vec<Entry>) -> Vec<Entry> {
        lay(&mut base, over, |key, before, after| {
            if key.starts_with("x-") {
                *before = after;
                return;
            }
            self.path.push(key.to_owned());
            let empty = Node::text("", before.span);
            *before = self.merge(mem::replace(before, empty), after);
            self.path.pop();
        });
        base
    }

    fn clash(&mut self, base: &Node, over: &Node) {
        let path = self.path.join(".");
        self.diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                over.span,
                format!(
                    "`{path}` is {} here and {} before, so Compose can't merge it",
                    over.what(),
                    base.what()
                ),
            )
            .label(over.what())
            .other(base.span, base.what())
            .help(
                "write it in the same form in both places, or tag the later one with `!override`",
            ),
        );
    }
}

/// Says that a list has an item twice, if it has one.
pub(super) fn twice(items: &[Node], path: &[String]) -> Option<Diagnostic> {
    let (first, second) = keyed::twice(items)?;
    let key = path.last().map_or("", String::as_str);
    let message = format!("`{key}` has this item twice, and Compose refuses that");
    let found = Diagnostic::error("not-compose", second.span, message);
    Some(
        found
            .label("the second one")
            .other(first.span, "the first one"),
    )
}

/// Lays entries over others: `both` joins the values of one key, new keys come behind.
fn lay(base: &mut Vec<Entry>, over: Vec<Entry>, mut both: impl FnMut(&str, &mut Node, Node)) {
    let mut places: BTreeMap<String, usize> = base
        .iter()
        .enumerate()
        .map(|(place, entry)| (entry.key.value.clone(), place))
        .collect();
    for entry in over {
        let known = places.get(&entry.key.value).copied();
        match known.and_then(|place| base.get_mut(place)) {
            Some(before) => both(&entry.key.value, &mut before.value, entry.value),
            None => {
                places.insert(entry.key.value.clone(), base.len());
                base.push(entry);
            }
        }
    }
}
