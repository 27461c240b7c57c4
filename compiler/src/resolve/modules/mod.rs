//! `use`: a module's nodes put in place, under the names that they have in the stack.
//!
//! Each use reads its module as a file of its own. So every place in it belongs to one use, and what a name means
//! there is known by the file that it stands in, wherever overlays carry it.

mod change;
mod given;
mod inside;
mod load;
pub(super) mod named;
pub(crate) mod places;
mod taken;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use inside::Seen;
pub use load::STANDARD_LIBRARY;

use super::{choices, kind, overlay, params};
use crate::{
    atoms::{Atom, Name},
    diag::{Diagnostic, Diagnostics},
    model::{ModuleFile, StackFile},
    reader::{Names, NodeType, ParamValue},
    schema::hints::word,
    source::{Library, Sources, Span},
    syntax::{Node, Scalar},
};
use given::{Outside, Settings};
use load::Module;

/// How many uses of modules a stack has at most, over all environments.
const MOST_USES: usize = 512;
/// How many bytes of text they have together at most.
const MOST_BYTES: usize = 16 << 20;
/// How many modules may stand in one another.
const DEEPEST: usize = 8;

/// The modules of a stack, over all its environments.
pub(crate) struct Modules<'a> {
    pub library: &'a dyn Library,
    pub sources: &'a mut Sources,
    /// What is wrong with module files themselves.
    pub diagnostics: Diagnostics,
    /// Whether all of them could be read.
    pub complete: bool,
    /// Where each file of a module is used.
    pub places: places::Places,
    texts: BTreeMap<String, Option<String>>,
    parsed: BTreeMap<(String, String), Module>,
    bytes: usize,
}

/// Where a module is used.
pub(crate) struct Place {
    /// Where it is named.
    pub used: Span,
    /// Where it is called something; in an overlay, if that says so.
    pub name: Span,
    /// Where its params are given.
    pub given: BTreeMap<String, Span>,
}

impl<'a> Modules<'a> {
    pub(crate) fn new(library: &'a dyn Library, sources: &'a mut Sources) -> Self {
        Self {
            library,
            sources,
            diagnostics: Diagnostics::default(),
            complete: true,
            places: BTreeMap::new(),
            texts: BTreeMap::new(),
            parsed: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Every node of every module, as it is written.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &[Node]> {
        self.parsed.values().map(|module| module.nodes.as_slice())
    }

    /// The nodes of every module that is no part of the standard library, once each.
    pub(crate) fn local(&self) -> impl Iterator<Item = &[Node]> {
        let mut seen = BTreeSet::new();
        self.parsed
            .iter()
            .filter(move |((_, path), _)| {
                !path.starts_with(STANDARD_LIBRARY) && seen.insert(path.as_str())
            })
            .map(|(_, module)| module.nodes.as_slice())
    }

    fn module(&mut self, path: &str, full: &str, span: Span) -> Option<Module> {
        let key = (full.to_owned(), path.to_owned());
        if let Some(module) = self.parsed.get(&key) {
            return Some(module.clone());
        }
        if self.parsed.len() >= MOST_USES || self.bytes > MOST_BYTES {
            self.diagnostics.push(Diagnostic::error(
                "too-many-modules",
                span,
                format!("a stack uses at most {MOST_USES} modules, those inside of modules included, and 16 MiB of their text"),
            ));
            return None;
        }
        let text = self.text(path, span)?;
        let module = self.parse(path, &text);
        self.parsed.insert(key, module.clone());
        Some(module)
    }
}

/// What is needed to put the modules of one environment in place.
pub(crate) struct Uses<'a, 'm> {
    pub modules: &'a mut Modules<'m>,
    pub stack: &'a str,
    pub environment: &'a str,
    /// What the stack's own files see.
    pub root: Names,
    pub seen: Seen,
    pub diagnostics: &'a mut Diagnostics,
    open: Vec<String>,
}

impl<'a, 'm> Uses<'a, 'm> {
    pub(crate) fn new(
        modules: &'a mut Modules<'m>,
        stack: &'a str,
        environment: &'a str,
        root: Names,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            modules,
            stack,
            environment,
            root,
            seen: Seen::new(),
            diagnostics,
            open: Vec::new(),
        }
    }

    /// The nodes of a stack with its modules in place.
    pub(crate) fn put(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        if kind(&nodes, "use").next().is_none() {
            return nodes;
        }
        for of in named::DECLARED {
            for name in kind(&nodes, of).filter_map(Node::first) {
                let full = self.fill(name);
                self.root.declare(of, name, full);
            }
        }
        for node in kind(&nodes, "use") {
            if let Some(name) = node.prop("as") {
                let name = self.fill(&name.value.text);
                self.root.declare("service", &name.clone(), name);
            }
        }
        let mut all = Vec::with_capacity(nodes.len());
        for node in nodes {
            if node.kind.value == "use" {
                let inner = self.one(&node, None).unwrap_or_default();
                for secret in kind(&inner, "secret").filter_map(Node::first) {
                    self.root.declare("secret", secret, secret.to_owned());
                }
                all.extend(inner);
            } else {
                all.push(node);
            }
        }
        taken::check(&mut all, &self.modules.places, self.diagnostics);
        all
    }

    fn fill(&self, text: &str) -> String {
        params::fill_key(text, &self.root.params, self.stack, self.environment)
    }

    /// One `use`, in the stack or in the module that is called `outer` there.
    fn one(&mut self, used: &Node, outer: Option<&str>) -> Option<Vec<Node>> {
        let (name, place) = self.name(used)?;
        let Some(module) = used.args.first() else {
            self.diagnostics.push(
                Diagnostic::error("missing-argument", used.kind.span, "`use` needs its module")
                    .help(format!("for example use postgres as={name}")),
            );
            return None;
        };
        let path = self.modules.path(module)?;
        self.refuse_loop(&path, module.span)?;
        let full = outer.map_or_else(|| name.clone(), |outer| format!("{outer}-{name}"));
        let Module { file, mut nodes } = self.modules.module(&path, &full, module.span)?;
        inside::name_own_service(&mut nodes);
        let settings = self.settings(used, &path, &nodes);
        let given = &settings.params;
        self.modules.places.insert(
            file,
            Place {
                used: module.span,
                name: place,
                given: given
                    .iter()
                    .filter_map(|(name, given)| Some((name.clone(), given.span?)))
                    .collect(),
            },
        );
        let title = title(&nodes, &path);
        let params = self.params(&mut nodes, &settings, place, &title);
        let mut names = Names {
            own: Some(full.clone()),
            declared_params: kind(&nodes, "param")
                .filter_map(|node| node.args.first())
                .map(|name| (name.text.clone(), name.span))
                .collect(),
            params,
            ..Names::default()
        };
        for (slot, secret) in settings.secrets {
            names.declare("secret", &slot, secret);
        }
        inside::fill_keys(&mut nodes, &names);
        nodes.retain(|node| !is_filled(node, &names));
        inside::declare(&mut names, &nodes);
        self.seen.insert(file, names.clone());
        self.open.push(path);
        let inner = self.inner(&nodes, &full, &mut names);
        self.open.pop();
        self.seen.insert(file, names.clone());
        let mut nodes = self.named(nodes, inner, &full);
        let change = change::overlay(used, &names, &self.seen, self.diagnostics);
        let (root, stack, environment) = (&self.root.params, self.stack, self.environment);
        let fill = |text: &str| params::fill_key(text, root, stack, environment);
        overlay::merge(
            &mut nodes,
            &change,
            StackFile::SCHEMA,
            &fill,
            self.diagnostics,
        );
        Some(nodes)
    }

    fn settings(&mut self, used: &Node, path: &str, nodes: &[Node]) -> Settings {
        let outside = Outside {
            stack: self.stack,
            environment: self.environment,
            root: &self.root,
            seen: &self.seen,
        };
        let set = given::settings(used.nodes());
        given::read(&set, &title(nodes, path), nodes, &outside, self.diagnostics)
    }

    /// What a `use` is called, and where that is written.
    fn name(&mut self, used: &Node) -> Option<(String, Span)> {
        let Some(prop) = used.prop("as") else {
            let module = used.first().unwrap_or("postgres");
            let file = module.rsplit('/').next().unwrap_or(module);
            let name = word(file.strip_suffix(".kdl").unwrap_or(file));
            let example = word(module);
            self.diagnostics.push(
                Diagnostic::error("missing-property", used.kind.span, "`use` needs `as=`")
                    .help(format!("for example use {example} as={name}")),
            );
            return None;
        };
        let written = prop.value.text.as_str();
        let name = match self.seen.get(&prop.value.span.file) {
            Some(names) => params::fill_key(written, &names.params, "", ""),
            None => self.fill(written),
        };
        match Name::parse(&name) {
            Ok(_) => Some((name, prop.value.span)),
            Err(reason) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "wrong-type",
                        prop.value.span,
                        "`as` takes a value of type name",
                    )
                    .label(reason),
                );
                None
            }
        }
    }

    fn refuse_loop(&mut self, path: &str, span: Span) -> Option<()> {
        let found = |message: String| Diagnostic::error("module-cycle", span, message);
        if self.open.iter().any(|open| open == path) {
            self.diagnostics.push(
                found(format!("`{path}` comes back to itself")).help(format!(
                    "the way it took: {} → {path}",
                    self.open.join(" → ")
                )),
            );
            return None;
        }
        if self.open.len() >= DEEPEST {
            self.diagnostics.push(found(format!(
                "more than {DEEPEST} modules stand in one another"
            )));
            return None;
        }
        Some(())
    }

    /// The params of one use, with the bodies of its choices laid over the module.
    fn params(
        &mut self,
        nodes: &mut Vec<Node>,
        settings: &Settings,
        place: Span,
        title: &str,
    ) -> BTreeMap<String, ParamValue> {
        let missing = |name: &str, declared: Span| {
            Diagnostic::error("missing-param", place, format!("{title} needs `{name}`"))
                .other(declared, "it has no default")
                .help(format!("set it in the block of the use: {name} \"…\""))
        };
        let written = std::mem::take(nodes);
        let (values, picked) = {
            let given = &settings.params;
            choices::fix(&[&written], given, &missing, self.diagnostics)
        };
        let fill = |text: &str| params::fill_key(text, &values, "", "");
        let mut merge = |body: &[Node]| {
            overlay::merge(nodes, body, ModuleFile::SCHEMA, &fill, self.diagnostics);
        };
        merge(&written);
        picked.into_iter().for_each(&mut merge);
        values
    }

    /// The modules inside of one, by their place among its nodes.
    fn inner(
        &mut self,
        nodes: &[Node],
        full: &str,
        names: &mut Names,
    ) -> BTreeMap<usize, Vec<Node>> {
        let mut inner = BTreeMap::new();
        for (index, node) in nodes.iter().enumerate() {
            if node.kind.value == "use" {
                let nodes = self.one(node, Some(full)).unwrap_or_default();
                inside::declare_inner(names, &nodes);
                inner.insert(index, nodes);
            }
        }
        inner
    }

    /// A module's nodes as the stack has them.
    fn named(
        &self,
        nodes: Vec<Node>,
        mut inner: BTreeMap<usize, Vec<Node>>,
        full: &str,
    ) -> Vec<Node> {
        let mut all = Vec::with_capacity(nodes.len());
        for (index, mut node) in nodes.into_iter().enumerate() {
            match node.kind.value.as_str() {
                "use" => all.extend(inner.remove(&index).unwrap_or_default()),
                "module" | "description" | "param" | "allow" | "unset" => {}
                "export" => all.push(export(node, full)),
                _ => {
                    inside::name(std::slice::from_mut(&mut node), &self.seen);
                    all.push(node);
                }
            }
        }
        all
    }
}

/// A secret that the use fills with another.
fn is_filled(node: &Node, names: &Names) -> bool {
    node.kind.value == "secret"
        && node
            .first()
            .is_some_and(|name| names.full("secret", name).is_some())
}

/// `export NAME VALUE` says of whose service it is.
fn export(node: Node, full: &str) -> Node {
    let owner = Scalar {
        kind: crate::syntax::ScalarKind::Text,
        text: full.to_owned(),
        quoted: false,
        annotation: None,
        span: node.kind.span,
        verbatim: None,
    };
    let args = std::iter::once(owner).chain(node.args).collect();
    Node { args, ..node }
}

/// How a module is spoken of: by its name, or by its file.
fn title(nodes: &[Node], path: &str) -> String {
    let name = kind(nodes, "module").next().and_then(Node::first);
    format!("module `{}`", name.unwrap_or(path))
}
