//! The one way to change what is already said: a body of nodes laid over another.

use std::collections::BTreeMap;

use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    model::DEFAULT_HEADERS,
    schema::{Child, How, Key, NodeSchema, Shape},
    source::Span,
    syntax::{Node, Scalar, ScalarKind},
};

/// Fills params into a text that identifies a node.
pub(crate) type Fill<'a> = &'a dyn Fn(&str) -> String;

/// Turns `kind a b` into `kind a` and `kind b` where that is what it means, at every depth.
pub(crate) fn spread(nodes: &mut Vec<Node>, schema: &'static NodeSchema) {
    let mut out = Vec::with_capacity(nodes.len());
    for mut node in std::mem::take(nodes) {
        if let Some(Child::Node(_, child)) = schema.child_of(&node) {
            if let Some(children) = &mut node.children {
                spread(children, child);
            }
            if child.key == Key::EachArg && node.args.len() > 1 {
                // Without all the arguments, which would be copied as often as there are some.
                let args = std::mem::take(&mut node.args);
                for arg in args {
                    out.push(Node {
                        args: vec![arg],
                        ..node.clone()
                    });
                }
                continue;
            }
        }
        out.push(node);
    }
    *nodes = out;
}

/// Lays `body` over `base`.
pub(super) fn merge(
    base: &mut Vec<Node>,
    body: &[Node],
    schema: &'static NodeSchema,
    fill: Fill<'_>,
    diagnostics: &mut Diagnostics,
) {
    Overlay {
        fill,
        diagnostics,
        pending: false,
        deferred: false,
    }
    .bodies(base, body, schema);
}

/// What a node's counterpart has too: its kind (one for all mounts) and its key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identity {
    group: String,
    key: Vec<String>,
}

impl Identity {
    /// Of a node that no overlay finds: the place among those of its kind.
    pub(crate) fn by_place(kind: &str, place: usize) -> Self {
        Self {
            group: format!("{kind} "),
            key: vec![place.to_string()],
        }
    }

    /// Of a node that no overlay finds: all that it says.
    pub(crate) fn by_text(kind: &str, text: String) -> Self {
        Self {
            group: format!("{kind}  "),
            key: vec![text],
        }
    }
}

struct Overlay<'a> {
    fill: Fill<'a>,
    diagnostics: &'a mut Diagnostics,
    /// The body that is changed extends another: what isn't there to unset may come from that one.
    pending: bool,
    /// The body that is changed is an overlay itself: what it takes away is taken away where it is laid over something.
    deferred: bool,
}

impl Overlay<'_> {
    fn bodies(&mut self, base: &mut Vec<Node>, body: &[Node], schema: &'static NodeSchema) {
        for node in body.iter().filter(|node| node.kind.value == "unset") {
            self.unset(base, node, schema);
        }
        free_slots(base, body, schema);
        let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
        for (index, node) in base.iter().enumerate() {
            if let Some(identity) = self.identity_in(node, schema) {
                known.entry(identity).or_insert(index);
            }
        }
        for node in body.iter().filter(|node| node.kind.value != "unset") {
            self.node(base, node, schema, &mut known);
        }
    }

    fn identity_in(&self, node: &Node, schema: &'static NodeSchema) -> Option<Identity> {
        let child = schema.child_of(node)?;
        identity(node, child.key(), self.fill)
    }

    fn node(
        &mut self,
        base: &mut Vec<Node>,
        node: &Node,
        schema: &'static NodeSchema,
        known: &mut BTreeMap<Identity, usize>,
    ) {
        let child = schema.child_of(node);
        let identity = child.and_then(|child| identity(node, child.key(), self.fill));
        let index = identity
            .as_ref()
            .and_then(|identity| known.get(identity).copied());
        if let (Some(identity), None) = (identity, index) {
            known.insert(identity, base.len());
        }
        let counterpart = index.and_then(|index| base.get_mut(index));
        match (counterpart, child) {
            (Some(old), Some(child)) if old.kind.value == node.kind.value => {
                self.counterparts(old, node, child);
            }
            (Some(old), _) => *old = node.clone(),
            (None, Some(Child::Node(_, child)))
                if has_unset(node) && !extends(node) && !child.is_overlay() && !self.deferred =>
            {
                // What is new starts from nothing: an `unset` in it has nothing to take away.
                let mut fresh = Node {
                    children: Some(Vec::new()),
                    ..node.clone()
                };
                if let Some(children) = &mut fresh.children {
                    self.bodies(children, node.nodes(), child);
                }
                base.push(fresh);
            }
            (None, _) => base.push(node.clone()),
        }
    }

    fn counterparts(&mut self, old: &mut Node, new: &Node, child: Child) {
        if child.key() == Key::Sort && new.first().is_some_and(|sort| old.first() != Some(sort)) {
            *old = new.clone();
            return;
        }
        let key_args = match child.key() {
            Key::First | Key::FirstFolded | Key::EachArg => 1,
            _ => 0,
        };
        if new.args.len() > key_args {
            old.args.clone_from(&new.args);
        }
        if let Child::Node(_, schema) = child {
            free_prop_slots(old, new, schema);
        }
        for prop in &new.props {
            old.props
                .retain(|other| other.name.value != prop.name.value);
            if prop.value.kind != ScalarKind::Null || self.deferred {
                old.props.push(prop.clone());
            }
        }
        let Some(children) = &new.children else {
            if let Child::Field(field) = child
                && matches!(field.how, How::Words | How::Flag)
            {
                old.args.clone_from(&new.args);
            }
            return;
        };
        let pending = extends(old);
        let base = old.children.get_or_insert_default();
        match child {
            Child::Node(_, schema) => {
                let before = (self.pending, self.deferred);
                self.pending |= pending;
                self.deferred |= schema.is_overlay();
                self.bodies(base, children, schema);
                (self.pending, self.deferred) = before;
            }
            Child::Field(field) if field.how == How::Block => self.block(base, children),
            Child::Field(field) if matches!(field.shape, Shape::Raw) => raw(base, children),
            Child::Field(_) => {}
        }
    }

    /// Entries of a block meet by their names.
    fn block(&mut self, base: &mut Vec<Node>, body: &[Node]) {
        for node in body.iter().filter(|node| node.kind.value == "unset") {
            for key in &node.args {
                let before = base.len();
                base.retain(|other| other.kind.value != key.text);
                if base.len() == before {
                    self.nothing(node, &key.text, key.span, base);
                }
            }
            if self.deferred {
                base.push(node.clone());
            }
        }
        for node in body.iter().filter(|node| node.kind.value != "unset") {
            match base
                .iter_mut()
                .find(|other| other.kind.value == node.kind.value)
            {
                Some(old) => *old = node.clone(),
                None => base.push(node.clone()),
            }
        }
    }

    fn unset(&mut self, base: &mut Vec<Node>, node: &Node, schema: &'static NodeSchema) {
        let Some((kind, keys)) = node.args.split_first() else {
            return;
        };
        let Some(child) = schema.child(&kind.text) else {
            return;
        };
        let by_all = child.key() == Key::All && keys.len() > 1;
        if self.deferred && by_all {
            keep_whole(base, node);
        } else if self.deferred {
            keep(base, node);
        }
        if by_all && self.unset_whole(base, &kind.text, keys) {
            return;
        }
        if keys.is_empty() {
            let before = base.len();
            base.retain(|other| other.kind.value != kind.text);
            if base.len() == before {
                self.nothing(node, &kind.text, kind.span, base);
            }
            return;
        }
        if let Child::Field(field) = child
            && field.how == How::Block
        {
            for key in keys {
                let blocks = base
                    .iter_mut()
                    .filter(|other| other.kind.value == kind.text);
                let mut removed = false;
                for block in blocks {
                    let children = block.children.get_or_insert_default();
                    let before = children.len();
                    children.retain(|entry| entry.kind.value != key.text);
                    removed |= children.len() < before;
                }
                if !removed {
                    self.nothing(node, &format!("{} {}", kind.text, key.text), key.span, base);
                }
            }
            return;
        }
        if by_all && !self.has_all_kinds(base, &kind.text, keys) {
            let said: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
            let what = format!("{} {}", kind.text, said.join(" "));
            let span = keys.last().map_or(kind.span, |key| key.span);
            self.nothing(node, &what, span, base);
            return;
        }
        for key in keys {
            let wanted = (self.fill)(&key.text);
            if schema.kind == "site" && kind.text == "header" && is_default_header(&wanted) {
                base.retain(|other| {
                    other.kind.value != "header" || !self.has_key(other, child.key(), &wanted)
                });
                if !self.deferred {
                    base.push(no_header(node, key));
                }
                continue;
            }
            let before = base.len();
            base.retain(|other| {
                let own = schema.child_of(other).unwrap_or(child);
                other.kind.value != kind.text || !self.has_key(other, own.key(), &wanted)
            });
            if base.len() == before {
                self.nothing(node, &format!("{} {wanted}", kind.text), key.span, base);
            }
        }
    }

    /// Takes away what starts with all of these arguments, in their order; whether there was any.
    fn unset_whole(&self, base: &mut Vec<Node>, kind: &str, keys: &[Scalar]) -> bool {
        let is_meant = |node: &Node| {
            let args = node.args.iter().take(keys.len());
            let same =
                |(arg, key): (&Scalar, &Scalar)| (self.fill)(&arg.text) == (self.fill)(&key.text);
            node.kind.value == kind && node.args.len() >= keys.len() && args.zip(keys).all(same)
        };
        let before = base.len();
        base.retain(|node| !is_meant(node));
        base.len() < before
    }

    /// Whether each of these is the first argument of something.
    fn has_all_kinds(&self, base: &[Node], kind: &str, keys: &[Scalar]) -> bool {
        let has = |key: &Scalar| {
            let mut of_kind = base.iter().filter(|node| node.kind.value == kind);
            let wanted = (self.fill)(&key.text);
            of_kind.any(|node| self.has_key(node, Key::First, &wanted))
        };
        keys.iter().all(has)
    }

    fn has_key(&self, node: &Node, key: Key, wanted: &str) -> bool {
        let is = |text: &str| (self.fill)(text) == wanted;
        match key {
            Key::FirstFolded => node
                .first()
                .is_some_and(|first| first.eq_ignore_ascii_case(wanted)),
            Key::Prop(prop) => node.prop(prop).is_some_and(|prop| is(&prop.value.text)),
            Key::Mount {
                prop,
                default_prefix,
            } => {
                let is_path =
                    |path: String| (self.fill)(&path) == crate::schema::without_end(wanted);
                crate::schema::mount_path(node, prop, default_prefix).is_some_and(is_path)
                    || node.first().is_some_and(is)
            }
            _ => node.first().is_some_and(is),
        }
    }

    fn nothing(&mut self, node: &Node, what: &str, span: Span, base: &mut Vec<Node>) {
        if self.deferred {
            return;
        }
        if self.pending {
            let kind = node.args.first().filter(|kind| kind.span != span);
            let key = node.args.iter().filter(|arg| arg.span == span);
            let args = kind.into_iter().chain(key).cloned().collect();
            base.push(Node {
                args,
                ..node.clone()
            });
            return;
        }
        let kind = node.first().unwrap_or("");
        let counterparts = || base.iter().filter(|other| other.kind.value == kind);
        // Only a block, which has no name itself, has entries that are taken away by theirs.
        let blocks = counterparts().filter(|node| node.args.is_empty() && node.props.is_empty());
        let entries = blocks.flat_map(Node::nodes);
        let named = |node: &'_ Node| match node.prop("as") {
            Some(name) => Some(name.value.text.clone()),
            None => node.first().map(str::to_owned),
        };
        let mut there: Vec<String> = counterparts()
            .filter_map(named)
            .chain(entries.map(|entry| entry.kind.value.clone()))
            .collect();
        there.dedup();
        let mut found = Diagnostic::error(
            "unset-nothing",
            span,
            format!("there is no `{what}` to unset"),
        );
        let asked = what.split_once(' ').map_or("", |(_, key)| key);
        if let Some(word) = nearest(asked, there.iter().map(String::as_str)) {
            found = found.help(format!("did you mean `{word}`?"));
        } else if there.is_empty() {
            found = found.help("take the line away");
        } else {
            found = found.help(format!("there are: {}", there.join(", ")));
        }
        self.diagnostics.push(found);
    }
}

/// How a node is found among others; the texts that identify it are filled in.
pub(crate) fn identity(node: &Node, key: Key, fill: Fill<'_>) -> Option<Identity> {
    let kind = node.kind.value.clone();
    let (group, key) = match key {
        Key::Once | Key::Sort => (kind, Vec::new()),
        Key::All => (kind, node.args.iter().map(|arg| fill(&arg.text)).collect()),
        Key::First | Key::EachArg => (kind, vec![fill(node.first()?)]),
        Key::Prop(prop) => (kind, vec![fill(&node.prop(prop)?.value.text)]),
        Key::FirstFolded => (kind, vec![fill(node.first()?).to_ascii_lowercase()]),
        Key::Mount {
            prop,
            default_prefix,
        } => {
            let path = crate::schema::mount_path(node, prop, default_prefix)?;
            ("mount".to_owned(), vec![fill(&path)])
        }
    };
    Some(Identity { group, key })
}

/// Keeps an `unset` whose arguments belong together.
fn keep_whole(base: &mut Vec<Node>, unset: &Node) {
    let texts =
        |node: &Node| -> Vec<String> { node.args.iter().map(|arg| arg.text.clone()).collect() };
    let wanted = texts(unset);
    if !base
        .iter()
        .any(|node| node.kind.value == "unset" && texts(node) == wanted)
    {
        base.push(unset.clone());
    }
}

/// Keeps what an overlay takes away, for the body that it is laid over; what is taken away already is not said twice.
fn keep(base: &mut Vec<Node>, unset: &Node) {
    let Some((kind, keys)) = unset.args.split_first() else {
        return;
    };
    let is_said = |key: Option<&Scalar>| {
        let of_kind = base
            .iter()
            .filter(|node| node.kind.value == "unset" && node.first() == Some(kind.text.as_str()));
        of_kind.into_iter().any(|node| {
            node.args.len() == 1
                || key.is_some_and(|key| node.args.iter().skip(1).any(|arg| arg.text == key.text))
        })
    };
    let new: Vec<Scalar> = keys
        .iter()
        .filter(|key| !is_said(Some(key)))
        .cloned()
        .collect();
    if (keys.is_empty() && !is_said(None)) || !new.is_empty() {
        base.push(Node {
            args: [vec![kind.clone()], new].concat(),
            ..unset.clone()
        });
    }
}

fn extends(node: &Node) -> bool {
    node.prop("extends").is_some()
}

/// Whether a node takes something away from itself, or anything in it does.
pub(super) fn has_unset(node: &Node) -> bool {
    node.nodes()
        .iter()
        .any(|child| child.kind.value == "unset" || has_unset(child))
}

fn is_default_header(name: &str) -> bool {
    DEFAULT_HEADERS
        .iter()
        .any(|(default, _)| default.eq_ignore_ascii_case(name))
}

/// What `unset header` says of a header that no one wrote, since every site has it by itself.
fn no_header(unset: &Node, name: &Scalar) -> Node {
    Node {
        kind: unset.kind.clone().map(|_| "no-header".to_owned()),
        annotation: None,
        args: vec![name.clone()],
        props: Vec::new(),
        children: None,
        span: unset.span,
    }
}

/// What excludes one another is one slot: what the overlay says takes the others away.
fn free_slots(base: &mut Vec<Node>, body: &[Node], schema: &'static NodeSchema) {
    for slot in schema.slots {
        let given: Vec<&str> = body
            .iter()
            .map(|node| node.kind.value.as_str())
            .filter(|kind| slot.contains(kind))
            .collect();
        if !given.is_empty() {
            base.retain(|node| {
                !slot.contains(&node.kind.value.as_str())
                    || given.contains(&node.kind.value.as_str())
            });
        }
    }
    let says = |nodes: &[Node], kind: &str| nodes.iter().any(|node| node.kind.value == kind);
    if schema.kind == "service"
        && says(body, "build")
        && !says(body, "image")
        && !says(base, "build")
    {
        base.retain(|node| node.kind.value != "image");
    }
}

fn free_prop_slots(old: &mut Node, new: &Node, schema: &'static NodeSchema) {
    for slot in schema.slots {
        let props = new.props.iter().map(|prop| prop.name.value.as_str());
        let children = new.nodes().iter().map(|node| node.kind.value.as_str());
        let given: Vec<&str> = props
            .chain(children)
            .filter(|word| slot.contains(word))
            .collect();
        if given.is_empty() {
            continue;
        }
        let changes = !slot_words(old, slot)
            .iter()
            .all(|word| given.contains(&word.as_str()));
        let goes = |word: &str| changes && companions(schema.kind).contains(&word);
        let stays = |word: &str| !goes(word) && (!slot.contains(&word) || given.contains(&word));
        old.props.retain(|prop| stays(&prop.name.value));
        if let Some(children) = &mut old.children {
            children.retain(|node| stays(&node.kind.value));
        }
    }
}

/// The words of a slot that a node says.
fn slot_words(node: &Node, slot: &[&str]) -> Vec<String> {
    let props = node.props.iter().map(|prop| &prop.name.value);
    let children = node.nodes().iter().map(|child| &child.kind.value);
    let words = props.chain(children);
    words
        .filter(|word| slot.contains(&word.as_str()))
        .cloned()
        .collect()
}

/// Properties that say something about what is in the node's slot: they go when something else comes.
fn companions(kind: &str) -> &'static [&'static str] {
    match kind {
        "healthcheck" => &["with", "port"],
        "route" => &[
            "code",
            "body",
            "strip-prefix",
            "add-prefix",
            "websocket",
            "buffering",
            "request-buffering",
            "timeout",
        ],
        _ => &[],
    }
}

/// Raw nodes meet by their keys; items of a list are replaced as a whole.
fn raw(base: &mut Vec<Node>, body: &[Node]) {
    if body.iter().any(|node| node.kind.value == "-") {
        *base = body.to_vec();
        return;
    }
    for node in body {
        match base
            .iter_mut()
            .find(|other| other.kind.value == node.kind.value)
        {
            Some(old) => match (&mut old.children, &node.children) {
                (Some(children), Some(over)) if !over.is_empty() => raw(children, over),
                _ => *old = node.clone(),
            },
            None => base.push(node.clone()),
        }
    }
}
