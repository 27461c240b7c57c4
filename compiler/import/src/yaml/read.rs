//! The parser's events → the tree.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use granit_parser::{Event, Parser, Placement, ScalarStyle};
use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::{FileId, Span, Spanned},
};

use super::{Comment, Entry, LONGEST, Node, Scalar, Tag, Text, Value, binary, fault};

/// Deeper than this nobody nests a Compose file.
pub(super) const DEEPEST: usize = 64;
/// The most nodes of a file, what its aliases stand for counted each time; long text counts as several.
const MOST_NODES: usize = 200_000;
/// The most documents of a file.
const MOST_DOCUMENTS: usize = 64;
/// The next-line character.
const NEXT_LINE: char = '\u{85}';

/// Reads a file; what can't be read is reported, and then the file has no documents.
pub(crate) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Text {
    if text.len() > LONGEST {
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        diagnostics.push(fault::too_long(span, text.len()));
        return Text::default();
    }
    let before = diagnostics.items().len();
    // Compose takes U+0085 for the end of a line, the parser does not; both have two bytes, so every place stays.
    let broken = text
        .contains(NEXT_LINE)
        .then(|| text.replace(NEXT_LINE, "\r\n"));
    let text = broken.as_deref().unwrap_or(text);
    let mut builder = Builder::new(file, text, diagnostics);
    builder.run();
    let mut read = builder.done;
    if diagnostics.items().len() > before {
        read.documents.clear();
    }
    read
}

/// A collection that is not closed yet.
struct Open {
    anchor: usize,
    tag: Option<Tag>,
    start: u32,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: BTreeMap<String, Span>,
        merged: Option<(usize, Node)>,
        key: Option<Key>,
    },
}

/// A key that waits for its value.
struct Key {
    name: Spanned<String>,
    merges: bool,
    sound: bool,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, usize, usize)>,
    nodes: usize,
    /// The size of all that anchors hold.
    held: usize,
    done: Text,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            file,
            text,
            diagnostics,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            held: 0,
            done: Text::default(),
        }
    }

    fn run(&mut self) {
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            block_nesting_limit: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_buffered_comment_events: LONGEST,
        };
        for next in Parser::new_from_str_with_options(self.text, options) {
            match next {
                Ok((event, span)) => {
                    let span = self.span(&span);
                    self.event(event, span);
                }
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len());
                    let span = self.span_at(at);
                    self.diagnostics
                        .push(fault::syntax(&error, self.text, span));
                    return;
                }
            }
            if self.nodes > MOST_NODES || self.held > MOST_NODES {
                let span = self.span_at(0);
                if self.done.documents.len() < MOST_DOCUMENTS {
                    self.diagnostics.push(fault::too_many(span, MOST_NODES));
                }
                return;
            }
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let written = self.text.get(range.clone()).unwrap_or("");
        let end = range.start + written.trim_end().len();
        Span {
            file: self.file,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// The character at a byte, or the end of the file.
    fn span_at(&self, at: usize) -> Span {
        let at = at.min(self.text.len());
        let len = self
            .text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        Span {
            file: self.file,
            start: u32::try_from(at).unwrap_or(u32::MAX),
            end: u32::try_from(at + len).unwrap_or(u32::MAX),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::DocumentEnd => self.anchors.clear(),
            Event::DocumentStart(..) if self.done.documents.len() == MOST_DOCUMENTS => {
                self.diagnostics
                    .push(fault::too_many_documents(span, MOST_DOCUMENTS));
                self.nodes = MOST_NODES + 1;
            }
            Event::Comment(text, placement) => self.done.comments.push(Comment {
                text: text.into_owned(),
                span,
                behind: placement == Placement::Right,
            }),
            Event::Scalar(text, style, anchor, tag) => {
                let named = tag.as_deref().map(granit_parser::Tag::to_string);
                let scalar = match named.as_deref() {
                    Some(tag) if tag.ends_with(":binary") => self.binary(&text, span),
                    named => scalar(text, style, named),
                };
                let node = Node {
                    value: Value::Scalar(scalar),
                    span,
                    tag: meaning(named.as_deref()),
                };
                self.remember(anchor, &node, node.weight(), 1);
                let merges = match named.as_deref() {
                    Some(tag) => tag.ends_with("merge"),
                    None => style == ScalarStyle::Plain,
                };
                self.add(node, 1, merges);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.start(anchor, tag.as_deref(), span, Content::List(Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                let content = Content::Map {
                    entries: Vec::new(),
                    seen: BTreeMap::new(),
                    merged: None,
                    key: None,
                };
                self.start(anchor, tag.as_deref(), span, content);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(_) => {
                self.diagnostics.push(fault::no_anchor(span, self.text));
                self.add(Node::text("", span), 1, false);
            }
            // The rest says nothing about the content.
            _ => {}
        }
    }

    /// The text that a value in base64 stands for.
    fn binary(&mut self, text: &str, span: Span) -> Scalar {
        let read = binary::decoded(text).map(String::from_utf8);
        match read {
            Some(Ok(text)) => return Scalar::text(text),
            Some(Err(_)) => self.diagnostics.push(fault::binary(span, "text")),
            None => self.diagnostics.push(fault::binary(span, "base64")),
        }
        Scalar::text("")
    }

    fn start(
        &mut self,
        anchor: usize,
        tag: Option<&granit_parser::Tag>,
        span: Span,
        content: Content,
    ) {
        let named = tag.map(granit_parser::Tag::to_string);
        self.open.push(Open {
            anchor,
            tag: meaning(named.as_deref()),
            start: span.start,
            content,
        });
    }

    /// Ends the innermost collection; its span ends with what is in it.
    fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.span);
                (Value::List(items), last)
            }
            Content::Map {
                entries, merged, ..
            } => {
                let last = entries.last().map(Entry::span);
                (Value::Map(self.merge(entries, merged)), last)
            }
        };
        let flow = end.end > end.start;
        let end = match last {
            Some(last) if !flow && last.file == self.file => last.end,
            _ => end.end,
        };
        let node = Node {
            value,
            span: Span {
                file: self.file,
                start: open.start,
                end: end.max(open.start),
            },
            tag: open.tag,
        };
        let (size, depth) = measure(&node);
        self.remember(open.anchor, &node, size, depth);
        self.add(node, 1, false);
    }

    fn remember(&mut self, anchor: usize, node: &Node, size: usize, depth: usize) {
        if anchor != 0 {
            self.held += size;
        }
        if anchor != 0 && self.held <= MOST_NODES {
            self.anchors.insert(anchor, (node.clone(), size, depth));
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let Some((node, size, depth)) = self.anchors.get(&anchor) else {
            self.diagnostics.push(fault::cycle(span));
            self.add(Node::text("", span), 1, false);
            return;
        };
        if self.open.len() + depth > DEEPEST {
            self.diagnostics.push(fault::too_deep(span, DEEPEST));
            self.add(Node::text("", span), 1, false);
            return;
        }
        if self.nodes + size > MOST_NODES {
            self.nodes += size;
            return;
        }
        let (node, size) = (node.clone(), *size);
        self.add(node, size, false);
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, node: Node, size: usize, plain: bool) {
        self.nodes += size;
        let Some(open) = self.open.last_mut() else {
            self.done.documents.push(node);
            return;
        };
        let (entries, seen, merged, waiting) = match &mut open.content {
            Content::List(items) => return items.push(node),
            Content::Map {
                entries,
                seen,
                merged,
                key,
            } => (entries, seen, merged, key),
        };
        let Some(key) = waiting.take() else {
            let key = read_key(&node, plain, self.diagnostics);
            if key.sound && !key.merges {
                match seen.get(&key.name.value) {
                    Some(first) => self.diagnostics.push(fault::twice(&key.name, *first)),
                    None => {
                        seen.insert(key.name.value.clone(), key.name.span);
                    }
                }
            }
            *waiting = Some(key);
            return;
        };
        if key.merges {
            if merged.is_some() {
                self.diagnostics
                    .push(fault::twice(&key.name, key.name.span));
            }
            *merged = Some((entries.len(), node));
        } else if key.sound {
            entries.push(Entry {
                key: key.name,
                value: node,
            });
        }
    }

    /// The entries of a mapping with those that its merge key brings; its own win.
    fn merge(&mut self, mut own: Vec<Entry>, merged: Option<(usize, Node)>) -> Vec<Entry> {
        let Some((at, source)) = merged else {
            return own;
        };
        let mut known: BTreeSet<String> = own.iter().map(|entry| entry.key.value.clone()).collect();
        let mut brought: Vec<Entry> = Vec::new();
        let sources = match source.value {
            Value::List(items) => items,
            Value::Scalar(_) | Value::Map(_) => vec![source],
        };
        for source in sources {
            let Value::Map(entries) = source.value else {
                self.diagnostics
                    .push(fault::merges_no_map(source.span, &source));
                continue;
            };
            for entry in entries {
                if known.insert(entry.key.value.clone()) {
                    brought.push(entry);
                } else {
                    bring_back(&mut own, entry);
                }
            }
        }
        let mut all = own;
        all.splice(at..at, brought);
        all
    }
}

/// Compose takes a key that is reset out of its mapping before it merges, so that a merge key brings it back.
fn bring_back(own: &mut [Entry], brought: Entry) {
    let reset = own
        .iter_mut()
        .find(|one| one.key.value == brought.key.value && one.value.tag == Some(Tag::Reset));
    if let Some(reset) = reset {
        reset.value = brought.value;
        reset.value.tag = Some(Tag::Brought);
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&str>) -> Scalar {
    match (style, tag) {
        (ScalarStyle::Plain, None) => Scalar::plain(&text),
        (_, Some(tag))
            if tag.ends_with("int") || tag.ends_with("float") || tag.ends_with("bool") =>
        {
            Scalar::plain(&text)
        }
        (ScalarStyle::Plain, Some("!reset" | "!override")) => Scalar::plain(&text),
        (_, Some(tag)) if tag.ends_with("null") => Scalar::plain(""),
        _ => Scalar::text(text),
    }
}

fn meaning(tag: Option<&str>) -> Option<Tag> {
    match tag {
        Some("!reset") => Some(Tag::Reset),
        Some("!override") => Some(Tag::Override),
        _ => None,
    }
}

fn read_key(node: &Node, plain: bool, diagnostics: &mut Diagnostics) -> Key {
    let text = node
        .scalar()
        .filter(|scalar| scalar.kind == super::Kind::Text);
    if let Some(scalar) = text {
        return Key {
            merges: plain && scalar.text == "<<",
            name: Spanned::new(scalar.text.clone(), node.span),
            sound: true,
        };
    }
    let found: Diagnostic = fault::key(node);
    diagnostics.push(found);
    Key {
        name: Spanned::new(String::new(), node.span),
        merges: false,
        sound: false,
    }
}

/// How many nodes there are in a node, itself counted, and how deep they nest.
fn measure(node: &Node) -> (usize, usize) {
    let mut size = 0;
    let mut deepest = 0;
    let mut waiting = vec![(node, 1)];
    while let Some((node, depth)) = waiting.pop() {
        size += node.weight();
        deepest = deepest.max(depth);
        match &node.value {
            Value::Scalar(_) => {}
            Value::List(items) => waiting.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Map(entries) => {
                waiting.extend(entries.iter().map(|entry| (&entry.value, depth + 1)));
            }
        }
    }
    (size, deepest)
}
