//! Module files: where they are, and what every one of them has to say.

use super::{Modules, inside::OWN};
use crate::{
    diag::{Diagnostic, nearest},
    model::ModuleFile,
    reader::NodeType,
    resolve::{
        folder_of, join, kind,
        load::{unknown_edition, unreadable},
        overlay::spread,
    },
    schema::validate,
    source::{FileId, Span},
    syntax::{self, Node, Scalar},
};

/// Where modules of the standard library are said to lie.
pub const STANDARD_LIBRARY: &str = "<stackc>/";

/// Names that a reference to a service has already.
const EXPORTED: [&str; 3] = ["host", "port", "published"];

/// What has a meaning of its own in a `use`.
const IN_USE: [&str; 5] = ["network", "volume", "service", "unset", "allow"];

/// A module file that is read for one use.
#[derive(Clone)]
pub(super) struct Module {
    pub file: FileId,
    pub nodes: Vec<Node>,
}

impl Modules<'_> {
    /// The path that a `use` means, as it is shown.
    pub(super) fn path(&mut self, module: &Scalar) -> Option<String> {
        let text = module.text.as_str();
        let is_path = text.starts_with('.') || text.contains('/') || text.ends_with(".kdl");
        if !is_path {
            if self.library.module(text).is_some() {
                return Some(format!("{STANDARD_LIBRARY}{text}.kdl"));
            }
            self.diagnostics.push(self.unknown(module));
            return None;
        }
        if text.starts_with('/') {
            self.diagnostics.push(
                Diagnostic::error(
                    "file-outside",
                    module.span,
                    "a stack does not name files by an absolute path",
                )
                .help("write the path relative to this file"),
            );
            return None;
        }
        Some(join(folder_of(self.sources.path(module.span.file)), text))
    }

    fn unknown(&self, module: &Scalar) -> Diagnostic {
        let name = module.text.as_str();
        let found = Diagnostic::error(
            "unknown-module",
            module.span,
            format!("the standard library has no module `{name}`"),
        );
        let known = self.library.modules();
        match nearest(name, known.iter().copied()) {
            Some(word) => found
                .help(format!("did you mean `{word}`?"))
                .fix(module.span, word),
            None => found.help(format!(
                "`stackc modules` lists them; a module of your own is named by its path: use \"./{name}.kdl\" as=…"
            )),
        }
    }

    /// The module's text, read once.
    pub(super) fn text(&mut self, path: &str, span: Span) -> Option<String> {
        if let Some(known) = self.texts.get(path) {
            return known.clone();
        }
        let embedded = path
            .strip_prefix(STANDARD_LIBRARY)
            .and_then(|rest| rest.strip_suffix(".kdl"))
            .and_then(|name| self.library.module(name));
        let text = match embedded {
            Some(text) => Some(text.to_owned()),
            None => self
                .library
                .text(path)
                .map_err(|error| self.diagnostics.push(unreadable(path, span, &error)))
                .ok(),
        };
        self.texts.insert(path.to_owned(), text.clone());
        text
    }

    /// Reads a module's text as a file of its own, so that every place in it belongs to one use.
    pub(super) fn parse(&mut self, path: &str, text: &str) -> Module {
        self.bytes += text.len();
        let file = self.sources.add(path, text);
        let document = syntax::parse(file, text, &mut self.diagnostics);
        self.complete &= document.complete;
        let mut nodes = document.nodes;
        self.header(file, &nodes);
        validate(&nodes, ModuleFile::SCHEMA, &mut self.diagnostics);
        spread(&mut nodes, ModuleFile::SCHEMA);
        self.own_service(file, &nodes);
        self.names(&nodes);
        Module { file, nodes }
    }

    fn header(&mut self, file: FileId, nodes: &[Node]) {
        let first = nodes.first();
        if let Some(node) = first.filter(|node| node.kind.value == "module") {
            self.diagnostics.extend(unsaid(node));
            self.diagnostics.extend(unknown_edition(node));
            return;
        }
        let span = first.map_or(start_of(file), |node| node.kind.span);
        let found = Diagnostic::error(
            "missing-module",
            span,
            "a module opens with its name and edition",
        );
        self.diagnostics.push(match kind(nodes, "module").next() {
            Some(node) => found
                .other(node.kind.span, "it stands here")
                .help("move it to the top of the file"),
            None => found.help("module my-module edition=1"),
        });
    }

    /// There is one service without a name.
    fn own_service(&mut self, file: FileId, nodes: &[Node]) {
        let mut own = kind(nodes, "service").filter(|node| node.args.is_empty());
        let span = nodes.first().map_or(start_of(file), |node| node.kind.span);
        match (own.next(), own.next()) {
            (Some(_), None) => {}
            (None, _) => self.diagnostics.push(
                Diagnostic::error(
                    "missing-service",
                    span,
                    "a module has one service without a name: what it is used as",
                )
                .help("service { image \"…\" }"),
            ),
            (Some(first), Some(second)) => self.diagnostics.push(
                Diagnostic::error(
                    "duplicate",
                    second.kind.span,
                    "two services of the module have no name",
                )
                .label("again here")
                .other(first.kind.span, "first here")
                .help("name all but the one that the module is used as"),
            ),
        }
    }

    fn names(&mut self, nodes: &[Node]) {
        let bodies = || kind(nodes, "param").flat_map(|param| kind(param.nodes(), "choice"));
        let inner = bodies().flat_map(Node::nodes);
        for node in nodes.iter().chain(inner) {
            let reserved: &[&str] = match node.kind.value.as_str() {
                "export" => &EXPORTED,
                "param" | "secret" => &IN_USE,
                "service" => &[OWN],
                _ => continue,
            };
            let Some(name) = node.args.first() else {
                continue;
            };
            if reserved.contains(&name.text.as_str()) {
                let kind = &node.kind.value;
                self.diagnostics.push(
                    Diagnostic::error(
                        "reserved-name",
                        name.span,
                        format!("no {kind} can be called `{}`", name.text),
                    )
                    .help(format!(
                        "these names have a meaning of their own: {}",
                        reserved.join(", ")
                    )),
                );
            }
        }
        for node in bodies().flat_map(|body| kind(body.nodes(), "module")) {
            self.diagnostics.push(
                Diagnostic::error(
                    "misplaced-node",
                    node.kind.span,
                    "`module` has no meaning in `choice`",
                )
                .help("it stands at the top level of a file"),
            );
        }
    }
}

/// What the first line of a module lacks.
fn unsaid(header: &Node) -> Option<Diagnostic> {
    let name = header.first();
    let (code, message) = if name.is_none() {
        ("missing-argument", "`module` needs its name")
    } else if header.prop("edition").is_none() {
        ("missing-property", "`module` needs `edition=`")
    } else {
        return None;
    };
    let line = format!("module {} edition=1", name.unwrap_or("my-module"));
    Some(Diagnostic::error(code, header.kind.span, message).help(line))
}

fn start_of(file: FileId) -> Span {
    Span {
        file,
        start: 0,
        end: 0,
    }
}
