//! The bodies that are laid over one another, in their order.

use std::collections::BTreeMap;

use super::{Role, path::Path};
use crate::{
    compile::Compilation,
    diag::Diagnostics,
    model::{ModuleFile, StackFile},
    reader::NodeType as _,
    resolve::{Stack, kind, spread},
    schema::NodeSchema,
    source::{FileId, Span},
    syntax::{self, Node},
};

/// How many modules may stand in one another.
const DEEPEST: usize = 8;

/// Whose nodes are laid over one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// The stack's own.
    Stack,
    /// Those of one use of a module, by its file.
    Module(FileId),
}

/// One body.
#[derive(Clone)]
pub(super) struct Layer {
    pub role: Role,
    nodes: Vec<Node>,
}

impl Layer {
    /// What it says at a place of the stack.
    pub(super) fn at(&self, path: &Path) -> Option<&Node> {
        path.find(&self.nodes)
    }

    /// Where it says what a param is: by its declaration, or in a `use` by its name.
    pub(super) fn param(&self, name: &str) -> Option<Span> {
        let declared = kind(&self.nodes, "param").find(|node| node.first() == Some(name));
        let given = || {
            let mut set = self.nodes.iter().filter(|_| self.role == Role::Use);
            set.find(|node| node.kind.value == name)
        };
        declared.or_else(given).map(|node| node.span)
    }
}

/// All bodies of one environment.
pub(super) struct Layers<'a> {
    compilation: &'a Compilation,
    stack: &'a Stack,
    files: BTreeMap<FileId, Vec<Node>>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(compilation: &'a Compilation, stack: &'a Stack) -> Self {
        let files = compilation.sources.iter().map(|(id, file)| {
            let mut nodes = syntax::parse(id, &file.text, &mut Diagnostics::default()).nodes;
            let schema = match compilation.module_uses.contains_key(&id) {
                true => ModuleFile::SCHEMA,
                false => StackFile::SCHEMA,
            };
            spread(&mut nodes, schema);
            (id, nodes)
        });
        Self {
            files: files.collect(),
            compilation,
            stack,
        }
    }

    /// What stands at a place.
    pub(super) fn text(&self, span: Span) -> &str {
        self.compilation.sources.slice(span)
    }

    /// The bodies of a space, the first one first.
    pub(super) fn of(&self, space: &Space) -> Vec<Layer> {
        self.below(space, 0)
    }

    fn below(&self, space: &Space, depth: usize) -> Vec<Layer> {
        match space {
            Space::Stack => self.stack(),
            Space::Module(_) if depth > DEEPEST => Vec::new(),
            Space::Module(file) => self.module(*file, depth),
        }
    }

    fn stack(&self) -> Vec<Layer> {
        let own = self.files.iter();
        let own = own.filter(|(id, _)| !self.compilation.module_uses.contains_key(*id));
        let own: Vec<(&FileId, &Vec<Node>)> = own.collect();
        let is_base = |nodes: &[Node]| kind(nodes, "stack").next().is_some();
        // The first file is the stack; others with a header are what it extends, the nearest first.
        let extended = own.iter().skip(1).filter(|(_, nodes)| is_base(nodes));
        let rest = own
            .iter()
            .enumerate()
            .filter(|(index, (_, nodes))| *index == 0 || !is_base(nodes));
        let mut layers: Vec<Layer> = extended
            .rev()
            .map(|(_, nodes)| layer(Role::Extended, nodes))
            .chain(rest.map(|(_, (_, nodes))| layer(Role::Base, nodes)))
            .collect();
        let environments: Vec<Layer> = own
            .iter()
            .flat_map(|(_, nodes)| kind(nodes, "environment"))
            .filter(|node| node.first() == self.stack.environment.as_deref())
            .filter_map(|node| {
                Some(layer(
                    Role::Environment(node.first()?.to_owned()),
                    node.nodes(),
                ))
            })
            .collect();
        let main = own.first().map(|(id, _)| **id);
        let both: Vec<Layer> = layers.iter().chain(&environments).cloned().collect();
        if let Some(main) = main {
            layers.extend(self.choices(&both, main));
        }
        layers.extend(environments);
        layers
    }

    /// The bodies of what is picked.
    fn choices(&self, layers: &[Layer], file: FileId) -> Vec<Layer> {
        let values = &self.stack.scope.names(file).params;
        let params = layers.iter().flat_map(|layer| kind(&layer.nodes, "param"));
        let picked = params.filter_map(|param| {
            let name = param.first()?;
            let value = values.get(name)?;
            let mut choices = kind(param.nodes(), "choice");
            let choice = choices.find(|choice| choice.first() == Some(value.text.as_str()))?;
            let role = Role::Choice {
                param: name.to_owned(),
                choice: value.text.clone(),
            };
            Some(layer(role, choice.nodes()))
        });
        picked.collect()
    }

    fn module(&self, file: FileId, depth: usize) -> Vec<Layer> {
        let Some(nodes) = self.files.get(&file) else {
            return Vec::new();
        };
        let mut layers = vec![layer(Role::Module, nodes)];
        layers.extend(self.choices(&layers, file));
        let outer = self.around(file);
        for around in self.below(&outer, depth + 1) {
            let uses = kind(&around.nodes, "use").filter(|node| self.module_of(node) == Some(file));
            let role = match &around.role {
                Role::Base | Role::Extended | Role::Module => Role::Use,
                role => role.clone(),
            };
            layers.extend(uses.map(|node| layer(role.clone(), node.nodes())));
        }
        layers
    }

    /// The space in which a module is used.
    fn around(&self, module: FileId) -> Space {
        match self.compilation.module_uses.get(&module) {
            Some(used) => self.space(used.file),
            None => Space::Stack,
        }
    }

    fn space(&self, file: FileId) -> Space {
        if self.compilation.module_uses.contains_key(&file) {
            Space::Module(file)
        } else {
            Space::Stack
        }
    }

    /// The file of the module that a `use` is about, by what it is called.
    fn module_of(&self, used: &Node) -> Option<FileId> {
        let called = used.prop("as")?.value.text.as_str();
        let outer = self.stack.scope.modules.get(&used.span.file);
        let full = match outer.and_then(|names| names.own.as_deref()) {
            Some(outer) => format!("{outer}-{called}"),
            None => called.to_owned(),
        };
        let mut modules = self.stack.scope.modules.iter();
        let found = modules.find(|(_, names)| names.own.as_deref() == Some(full.as_str()));
        found.map(|(file, _)| *file)
    }

    /// Whose node a place stands in, and the way to it.
    pub(super) fn find(&self, place: Span) -> Option<(Space, Path)> {
        let space = self.space(place.file);
        let schema = schema(&space);
        let layers = self.of(&space);
        let own = layers.iter().rev();
        let (layer, path) = own
            .filter_map(|layer| Some((layer, Path::to(&layer.nodes, schema, place)?)))
            .next()?;
        if path.top().kind.value == "use"
            && let Some(file) = self.module_of(path.top())
        {
            let bodies = layer
                .nodes
                .iter()
                .filter(|node| node.span == path.top().span);
            let mut bodies = bodies;
            let inside = bodies.find_map(|node| Path::to(node.nodes(), ModuleFile::SCHEMA, place));
            if let Some(inside) = inside {
                return Some((Space::Module(file), inside));
            }
        }
        Some((space, path))
    }
}

fn schema(space: &Space) -> &'static NodeSchema {
    match space {
        Space::Stack => StackFile::SCHEMA,
        Space::Module(_) => ModuleFile::SCHEMA,
    }
}

/// A body without what is no part of it: environments have layers of their own.
fn layer(role: Role, nodes: &[Node]) -> Layer {
    let own = nodes.iter().filter(|node| node.kind.value != "environment");
    Layer {
        role,
        nodes: own.cloned().collect(),
    }
}
