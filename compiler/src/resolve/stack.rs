//! One stack in one environment, with every name in it known.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Modules, Request, choices, extends, folder_of, harden, join, load, modules::Uses as ModuleUses,
    names, overlay, params,
};
use crate::{
    atoms::ZoneName,
    diag::{Diagnostic, Diagnostics},
    model::{
        Backup, Edge, FileContent, FileDeclaration, Host, Input, Job, Model, Monitor, Network,
        Notify, Schedule, Secret, Service, Site, StackFile, Target, Volume,
    },
    reader::{Names, NodeType, RawNodes, Reader, Scope, ServiceReference, Uses},
    source::{FileId, Span},
    syntax::Node,
};

/// A stack in one environment. Its names are known: every network, volume, secret, file and service that is named is declared.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// The environment's name, if the stack has environments.
    pub environment: Option<String>,
    /// Whether it is built when no environment is named.
    pub is_default: bool,
    /// The Compose project: the stack's name in the default environment, `<stack>-<environment>` in the others.
    pub project: String,
    /// The path of the stack's file, as it is shown.
    pub path: String,
    /// Where its name is said, if it is.
    pub header: Option<Span>,
    /// What the stack is for.
    pub description: Option<String>,
    /// The values that the deployer supplies.
    pub inputs: Vec<Input>,
    /// The secrets that the deployer supplies.
    pub secrets: Vec<Secret>,
    /// The machines that it runs on.
    pub hosts: Vec<Host>,
    /// Its networks.
    pub networks: Vec<Network>,
    /// Its volumes.
    pub volumes: Vec<Volume>,
    /// Its files.
    pub files: Vec<FileDeclaration>,
    /// What was read for files with a source.
    pub contents: Vec<FileContent>,
    /// Its models.
    pub models: Vec<Model>,
    /// Its services.
    pub services: Vec<Service>,
    /// Secrets that a service gets as a file because it asks for their path: service, secret.
    pub implied_secrets: Vec<(String, String)>,
    /// Secrets whose value stands in a text.
    pub value_secrets: BTreeSet<String>,
    /// References from services to services.
    pub references: Vec<ServiceReference>,
    /// Its reverse proxy.
    pub edge: Option<Edge>,
    /// Its sites.
    pub sites: Vec<Site>,
    /// Its backups.
    pub backups: Vec<Backup>,
    /// Its jobs.
    pub jobs: Vec<Job>,
    /// What is watched.
    pub monitors: Vec<Monitor>,
    /// Who is told when something fails.
    pub notifies: Vec<Notify>,
    /// What only one target needs.
    pub targets: Vec<Target>,
    /// Services that say what they run in a way that is wrong.
    pub(crate) unclear_images: BTreeSet<String>,
    /// Keys of the Compose file that are carried through.
    pub compose: Option<RawNodes>,
    /// The folder of each file that was read, by its number.
    pub(crate) folders: BTreeMap<FileId, String>,
    /// The inputs and secrets that are used in it, as kind and name.
    pub used: Uses,
    /// Its nodes, with everything laid over them.
    pub(crate) nodes: Vec<Node>,
    /// What the names in them mean.
    pub(crate) scope: Scope,
}

impl Stack {
    /// A stack of this name and environment in which nothing is.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            name: self.name.clone(),
            environment: self.environment.clone(),
            is_default: self.is_default,
            project: self.project.clone(),
            path: self.path.clone(),
            header: self.header,
            description: None,
            inputs: Vec::new(),
            secrets: Vec::new(),
            hosts: Vec::new(),
            networks: Vec::new(),
            volumes: Vec::new(),
            files: Vec::new(),
            contents: Vec::new(),
            models: Vec::new(),
            services: Vec::new(),
            implied_secrets: Vec::new(),
            value_secrets: BTreeSet::new(),
            references: Vec::new(),
            edge: None,
            sites: Vec::new(),
            backups: Vec::new(),
            jobs: Vec::new(),
            monitors: Vec::new(),
            notifies: Vec::new(),
            targets: Vec::new(),
            unclear_images: BTreeSet::new(),
            compose: None,
            folders: BTreeMap::new(),
            used: Uses::default(),
            nodes: Vec::new(),
            scope: self.scope.clone(),
        }
    }

    /// A path as the stack's folder sees it, from where it is written: absolute paths and `~` stay as they are.
    #[must_use]
    pub fn resolve_path(&self, path: &str, written_at: Span) -> String {
        if path.starts_with(['/', '~']) {
            return path.to_owned();
        }
        let folder = self
            .folders
            .get(&written_at.file)
            .map_or("", String::as_str);
        join(folder, path)
    }

    /// The service of this name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services
            .iter()
            .find(|service| service.name.value.0 == name)
    }

    /// The secret of this name.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        self.secrets
            .iter()
            .find(|secret| secret.name.value.0 == name)
    }

    /// The input of this name.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name.value.0 == name)
    }

    /// The file of this name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&FileDeclaration> {
        self.files.iter().find(|file| file.name.value.0 == name)
    }

    /// What was read for a file with a source.
    #[must_use]
    pub fn content(&self, name: &str) -> Option<&FileContent> {
        self.contents.iter().find(|content| content.name == name)
    }

    /// The time zone of a schedule: its own, or that of the stack's only host; `None` is the zone of the machine.
    #[must_use]
    pub fn time_zone<'s>(&'s self, schedule: &'s Schedule) -> Option<&'s ZoneName> {
        let of_host = match self.hosts.as_slice() {
            [host] => host.time_zone.as_ref(),
            _ => None,
        };
        let zone = schedule.time_zone.as_ref().or(of_host);
        zone.map(|zone| &zone.value)
    }

    /// The target of this name, if the stack says something of it.
    #[must_use]
    pub fn target(&self, name: &str) -> Option<&Target> {
        self.targets
            .iter()
            .find(|target| target.name.value.0 == name)
    }

    /// The folder that outputs of this stack go to by default: the environment's name.
    #[must_use]
    pub fn environment_folder(&self) -> &str {
        self.environment.as_deref().unwrap_or("")
    }
}

/// What is needed to resolve one environment.
pub(crate) struct One<'a> {
    pub base: &'a [Node],
    pub environment: Option<&'a Node>,
    pub is_default: bool,
    pub request: &'a Request,
    pub main: FileId,
}

/// Path and bytes of files that were read.
pub(crate) type Shipped = BTreeMap<String, Vec<u8>>;

impl One<'_> {
    pub(crate) fn resolve(
        &self,
        modules: &mut Modules<'_>,
        uses: &mut Uses,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Stack, Shipped)> {
        let header = super::kind(self.base, "stack").next();
        let stack = header.and_then(Node::first).unwrap_or("stack").to_owned();
        let environment = self.environment.and_then(Node::first).map(str::to_owned);
        let own = self.environment.map(Node::nodes).unwrap_or_default();
        let set = params::set(self.request);
        let (values, picked) = choices::fix(&[self.base, own], &set, &params::missing, diagnostics);
        let environment_name = environment.clone().unwrap_or_default();
        let fill_values = values.clone();
        let fill = |text: &str| params::fill_key(text, &fill_values, &stack, &environment_name);
        let mut nodes = self.written(&fill, diagnostics);
        for body in picked.into_iter().chain([own]) {
            overlay::merge(&mut nodes, body, StackFile::SCHEMA, &fill, diagnostics);
        }
        let names = Names {
            declared_params: declared_params(&nodes),
            params: values,
            ..Names::default()
        };
        let mut placing = ModuleUses::new(modules, &stack, &environment_name, names, diagnostics);
        nodes = placing.put(nodes);
        let (names, seen) = (placing.root, placing.seen);
        extends::extend(&mut nodes, &fill, diagnostics);
        let known = (stack.clone(), environment.clone());
        let scope = Scope::new(&nodes, known, names, seen, &fill);
        self.read((nodes, scope), environment, modules, uses, diagnostics)
    }

    /// The nodes as they are written; what takes something away from itself starts from nothing.
    fn written(&self, fill: overlay::Fill<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
        if !self.base.iter().any(overlay::has_unset) {
            return self.base.to_vec();
        }
        let mut nodes = Vec::new();
        overlay::merge(&mut nodes, self.base, StackFile::SCHEMA, fill, diagnostics);
        nodes
    }

    fn read(
        &self,
        (nodes, scope): (Vec<Node>, Scope),
        environment: Option<String>,
        modules: &Modules<'_>,
        uses: &mut Uses,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Stack, Shipped)> {
        let root = Node {
            kind: crate::source::Spanned::new(
                String::new(),
                Span {
                    file: self.main,
                    start: 0,
                    end: 0,
                },
            ),
            annotation: None,
            args: Vec::new(),
            props: Vec::new(),
            children: Some(
                nodes
                    .iter()
                    .filter(|node| !matches!(node.kind.value.as_str(), "service" | "use"))
                    .cloned()
                    .collect(),
            ),
            span: Span {
                file: self.main,
                start: 0,
                end: 0,
            },
        };
        let mut reader = Reader::new(&scope, uses, diagnostics);
        let file = StackFile::read(&root, &mut reader)?;
        reader.exports(super::kind(&nodes, "export"));
        let mut services = Vec::new();
        let mut implied_secrets = Vec::new();
        let mut unclear_images = BTreeSet::new();
        for node in super::kind(&nodes, "service") {
            reader.service = node.first().map(str::to_owned);
            let service = Service::read(node, &mut reader);
            if says_what_it_runs(node) {
                unclear_images.extend(service.iter().map(|service| service.name.value.0.clone()));
            }
            services.extend(service.map(|mut service| {
                harden::harden(&mut service);
                service
            }));
            let owner = reader.service.take().unwrap_or_default();
            for secret in std::mem::take(&mut reader.implied_secrets) {
                let pair = (owner.clone(), secret.value);
                if !implied_secrets.contains(&pair) {
                    implied_secrets.push(pair);
                }
            }
        }
        let references = std::mem::take(&mut reader.references);
        let value_secrets = std::mem::take(&mut reader.value_secrets);
        let StackFile {
            header,
            description,
            includes: _,
            params: _,
            inputs,
            secrets,
            hosts,
            networks,
            volumes,
            files,
            models,
            uses: _,
            services: _,
            edge,
            sites,
            backups,
            jobs,
            monitors,
            notifies,
            environments: _,
            targets,
            compose,
            span: _,
        } = file;
        let said_at = header.as_ref().map(|header| header.name.span);
        let name = header.map_or_else(|| "stack".to_owned(), |header| header.name.value.0);
        let project = match &environment {
            Some(environment) if !self.is_default => {
                format!("{name}-{}", environment.to_ascii_lowercase())
            }
            _ => name.clone(),
        };
        let folders = modules
            .sources
            .iter()
            .map(|(id, file)| (id, folder_of(&file.path).to_owned()))
            .collect();
        let mut stack = Stack {
            name,
            environment,
            is_default: self.is_default,
            project,
            path: self.request.path.clone(),
            header: said_at,
            description: description.map(|description| description.text.value.0),
            inputs,
            secrets,
            hosts,
            networks,
            volumes,
            files,
            contents: Vec::new(),
            models,
            services,
            implied_secrets,
            value_secrets,
            references,
            edge,
            sites,
            backups,
            jobs,
            monitors,
            notifies,
            targets,
            unclear_images,
            compose,
            folders,
            used: Uses::default(),
            nodes,
            scope,
        };
        relative_to_main(&mut stack.folders, folder_of(&self.request.path));
        names::check(&stack, uses, diagnostics);
        let shipped = contents(&mut stack, modules, diagnostics);
        Some((stack, shipped))
    }
}

/// Reads the files that `file … { source … }` names.
fn contents(stack: &mut Stack, modules: &Modules<'_>, diagnostics: &mut Diagnostics) -> Shipped {
    let mut shipped = Shipped::new();
    for file in &stack.files {
        let Some(source) = &file.source else { continue };
        let Some(text) = source.get() else { continue };
        if text.0.starts_with(['/', '~']) {
            diagnostics.push(
                Diagnostic::error(
                    "file-outside",
                    source.span,
                    "a stack does not name files by an absolute path",
                )
                .help("a path on the host that the compiler never reads is a bind"),
            );
            continue;
        }
        let path = join(folder_of(modules.sources.path(source.span.file)), &text.0);
        match modules.library.files(&path) {
            Ok(found) => {
                let mut files = Vec::new();
                for one in found {
                    let full = if one.path.is_empty() {
                        path.clone()
                    } else {
                        join(&path, &one.path)
                    };
                    shipped.insert(full, one.bytes.clone());
                    files.push((one.path, one.bytes));
                }
                stack.contents.push(FileContent {
                    name: file.name.value.0.clone(),
                    source: path,
                    files,
                });
            }
            Err(error) => diagnostics.push(load::unreadable(&path, source.span, &error)),
        }
    }
    shipped
}

/// Params by name, with the places of their declarations.
fn declared_params(nodes: &[Node]) -> BTreeMap<String, Span> {
    super::kind(nodes, "param")
        .filter_map(|node| node.args.first())
        .map(|name| (name.text.clone(), name.span))
        .collect()
}

/// Whether a service says what it runs, be it wrong.
fn says_what_it_runs(service: &Node) -> bool {
    let words = ["image", "build", "provider"];
    let mut kinds = service.nodes().iter().map(|node| node.kind.value.as_str());
    kinds.any(|kind| words.contains(&kind))
}

/// Folders as the stack's own folder sees them.
fn relative_to_main(folders: &mut BTreeMap<FileId, String>, main: &str) {
    for folder in folders.values_mut() {
        let seen = super::relative(main, folder);
        *folder = join("", &seen);
    }
}
