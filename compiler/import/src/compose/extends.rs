//! `extends`: a service laid over another one, of the same file or of another.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use stackc_compiler::{
    diag::{Diagnostic, nearest},
    resolve::{folder_of, join},
    source::{Span, Spanned},
};

use super::{
    files::Files,
    layers,
    merge::Merge,
    paths::Rebase,
    reset::{self, Resets},
    words,
};
use crate::yaml::{Kind, Node, Value};

/// A chain of services is at most this long.
const DEEPEST: usize = 32;

/// The services among which a name is looked up.
#[derive(Clone)]
struct Scope {
    services: Rc<BTreeMap<String, Node>>,
    /// The file, as seen from the project's folder.
    file: String,
    /// The folder from which its paths are seen.
    folder: String,
    /// That folder as seen from where the service ends up.
    prefix: String,
    /// Whether Compose has brought it into long forms before it is extended.
    canonical: bool,
    /// What the tags of another file take away.
    resets: Option<Rc<Resets>>,
}

/// Which service is extended.
struct Target {
    service: Spanned<String>,
    file: Option<Spanned<String>>,
}

/// A service that extends another one.
struct Step {
    file: String,
    name: String,
    span: Span,
}

/// The service that is extended, if it is one of the same document.
fn own_service(extends: &Node) -> Option<String> {
    let service = match &extends.value {
        Value::Scalar(_) => Some(extends),
        _ if extends.get("file").is_some_and(|file| !file.is_null()) => None,
        _ => extends.get("service"),
    };
    service
        .and_then(Node::scalar)
        .map(|scalar| scalar.text.clone())
}

/// Resolves the `extends` of one document.
pub(super) struct Extender<'f, 'a> {
    files: &'f mut Files<'a>,
    path: String,
    folder: String,
    others: BTreeMap<(String, String), Option<Scope>>,
    circular: BTreeSet<(String, String)>,
    trail: Vec<Step>,
}

impl<'f, 'a> Extender<'f, 'a> {
    /// For a document of a file whose paths are seen from a folder.
    pub(super) fn new(files: &'f mut Files<'a>, path: &str, folder: &str) -> Self {
        Self {
            files,
            path: path.to_owned(),
            folder: folder.to_owned(),
            others: BTreeMap::new(),
            circular: BTreeSet::new(),
            trail: Vec::new(),
        }
    }

    /// Resolves every service of a document.
    pub(super) fn apply(&mut self, document: &mut Node, resets: &Resets) {
        let Value::Map(entries) = &mut document.value else {
            return;
        };
        let Some(section) = entries
            .iter_mut()
            .find(|entry| entry.key.value == "services")
        else {
            return;
        };
        let Value::Map(services) = &mut section.value.value else {
            return;
        };
        if !services
            .iter()
            .any(|entry| entry.value.get("extends").is_some())
        {
            return;
        }
        let all = services
            .iter()
            .map(|entry| (entry.key.value.clone(), entry.value.clone()));
        let scope = Scope {
            services: Rc::new(all.collect()),
            file: self.path.clone(),
            folder: self.folder.clone(),
            prefix: String::new(),
            canonical: false,
            resets: None,
        };
        let posts = vec![Rc::new(resets.clone())];
        for entry in services {
            let own = entry.value.get("extends").and_then(own_service);
            if entry.value.get("extends").is_some()
                && let Some(service) = self.resolve(&scope, &entry.key.value, &posts)
            {
                let name = entry.key.value.clone();
                self.files.extended.extend(own.map(|base| (name, base)));
                entry.value = service;
            }
        }
    }

    /// A service with all that it extends.
    fn resolve(&mut self, scope: &Scope, name: &str, posts: &[Rc<Resets>]) -> Option<Node> {
        let mut service = scope.services.get(name)?.clone();
        let extends = removed(&mut service, "extends");
        self.rebase(&scope.prefix, &mut service);
        let Some(extends) = extends else {
            return Some(service);
        };
        let base = self.base(scope, name, &extends, posts);
        let Some((mut base, canonical, posts)) = base else {
            return Some(service);
        };
        for resets in &posts {
            reset::apply_to_service(&mut base, name, resets, canonical);
        }
        let mut merge = Merge::service(name, canonical, self.files.diagnostics);
        Some(merge.merge(base, service))
    }

    /// The resolved service that a service extends.
    fn base(
        &mut self,
        scope: &Scope,
        name: &str,
        extends: &Node,
        posts: &[Rc<Resets>],
    ) -> Option<(Node, bool, Vec<Rc<Resets>>)> {
        let target = self.target(extends)?;
        let next = match &target.file {
            Some(file) => self.other(scope, file)?,
            None => scope.clone(),
        };
        let mut posts = posts.to_vec();
        if target.file.is_some() {
            posts.extend(next.resets.clone());
        }
        let service = &target.service;
        let Some(found) = next.services.get(&service.value) else {
            self.missing(&next, service);
            return None;
        };
        if found.is_null() {
            return None;
        }
        self.files.copy(found, service.span)?;
        self.trail.push(Step {
            file: scope.file.clone(),
            name: name.to_owned(),
            span: extends.span,
        });
        let free = self.is_free(&next.file, service);
        let base = if free {
            self.resolve(&next, &service.value, &posts)
        } else {
            None
        };
        self.trail.pop();
        let base = base.filter(|base| base.entries().is_some())?;
        self.files.copy(&base, service.span)?;
        Some((base, next.canonical, posts))
    }

    fn rebase(&mut self, folder: &str, service: &mut Node) {
        Rebase {
            folder,
            variables: self.files.variables,
            diagnostics: self.files.diagnostics,
        }
        .service(service);
    }

    /// Reads what `extends` says.
    fn target(&mut self, extends: &Node) -> Option<Target> {
        let (service, file) = match &extends.value {
            Value::Scalar(_) => (Some(extends), None),
            Value::Map(_) => {
                let file = extends.get("file").filter(|file| !file.is_null());
                (extends.get("service"), file)
            }
            Value::List(_) => (None, None),
        };
        let Some(service) = service.and_then(text) else {
            self.files.diagnostics.push(
                Diagnostic::error(
                    "import-extends",
                    extends.span,
                    "`extends` names a service, or a service and a file",
                )
                .help("extends:\n  service: app\n  file: common.yml"),
            );
            return None;
        };
        let file = match file {
            Some(file) => Some(
                self.filled(&text(file).unwrap_or_else(|| Spanned::new(String::new(), file.span)))?,
            ),
            None => None,
        };
        Some(Target {
            service: self.filled(&service)?,
            file,
        })
    }

    fn filled(&mut self, text: &Spanned<String>) -> Option<Spanned<String>> {
        let fault = match words::fill(&text.value, self.files.variables) {
            Ok(value) if value.is_empty() => "it is empty".to_owned(),
            Ok(value) if value.contains("://") => "only files are read here".to_owned(),
            Ok(value) => return Some(Spanned::new(value, text.span)),
            Err(fault) => fault,
        };
        self.files.diagnostics.push(
            Diagnostic::error(
                "import-extends",
                text.span,
                format!("it can't be told what this extends: {fault}"),
            )
            .help("write the name of the service or the path of the file"),
        );
        None
    }

    /// The services of another file.
    fn other(&mut self, scope: &Scope, file: &Spanned<String>) -> Option<Scope> {
        let path = join(&scope.folder, &file.value);
        let prefix = join(&scope.prefix, folder_of(&file.value));
        let key = (path.clone(), prefix.clone());
        if let Some(known) = self.others.get(&key) {
            return known.clone();
        }
        let scope = self.opened(&path, prefix, file.span);
        self.others.insert(key, scope.clone());
        scope
    }

    fn opened(&mut self, path: &str, prefix: String, span: Span) -> Option<Scope> {
        let documents = self.files.open(path, span)?;
        let (root, resets) = layers::base(self.files, documents)?;
        let Some(services) = root.get("services").and_then(Node::entries) else {
            self.files.diagnostics.push(Diagnostic::error(
                "import-extends",
                span,
                format!("`{path}` has no `services`"),
            ));
            return None;
        };
        let all = services
            .iter()
            .map(|entry| (entry.key.value.clone(), entry.value.clone()));
        Some(Scope {
            services: Rc::new(all.collect()),
            file: path.to_owned(),
            folder: folder_of(path).to_owned(),
            prefix,
            canonical: true,
            resets: Some(Rc::new(resets)),
        })
    }

    fn missing(&mut self, scope: &Scope, service: &Spanned<String>) {
        let found = Diagnostic::error(
            "import-extends",
            service.span,
            format!(
                "there is no service `{}` in `{}`",
                service.value, scope.file
            ),
        );
        let names = scope.services.keys().map(String::as_str);
        self.files.diagnostics.push(match nearest(&service.value, names) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help("Compose looks only into the file that is named, or into this document; name the file: `extends: {service: …, file: …}`"),
        });
    }

    /// Whether a service is not on the way to itself, and the way is not too long.
    fn is_free(&mut self, file: &str, service: &Spanned<String>) -> bool {
        let on = |step: &Step| step.file == file && step.name == service.value;
        if let Some(place) = self.trail.iter().position(on) {
            self.report_cycle(place, service);
            return false;
        }
        if self.trail.len() <= DEEPEST {
            return true;
        }
        self.files.diagnostics.push(Diagnostic::error(
            "import-extends",
            service.span,
            format!("more than {DEEPEST} services extend one another here"),
        ));
        false
    }

    fn report_cycle(&mut self, place: usize, service: &Spanned<String>) {
        let steps = self.trail.get(place..).unwrap_or_default();
        let keys: Vec<_> = steps
            .iter()
            .map(|step| (step.file.clone(), step.name.clone()))
            .collect();
        let known = keys.iter().any(|key| self.circular.contains(key));
        self.circular.extend(keys);
        if known {
            return;
        }
        let mut found = Diagnostic::error(
            "import-extends",
            service.span,
            format!("the service `{}` extends itself", service.value),
        )
        .help("take one `extends` of the circle out");
        let next = steps.iter().skip(1).map(|step| step.name.as_str());
        for (step, next) in steps.iter().zip(next.chain([service.value.as_str()])) {
            let text = format!("`{}` extends `{next}`", step.name);
            if step.span.contains(service.span) {
                found = found.label(text);
            } else {
                found = found.other(step.span, text);
            }
        }
        self.files.diagnostics.push(found);
    }
}

/// The text of a scalar that is text.
fn text(node: &Node) -> Option<Spanned<String>> {
    let scalar = node.scalar().filter(|scalar| scalar.kind == Kind::Text)?;
    Some(Spanned::new(scalar.text.clone(), node.span))
}

/// Takes a key out of a mapping.
pub(super) fn removed(node: &mut Node, key: &str) -> Option<Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    let place = entries.iter().position(|entry| entry.key.value == key)?;
    Some(entries.remove(place).value)
}
