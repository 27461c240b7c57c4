//! `[[config.mounts]]`: files that Dokploy writes into `../files`, where services mount them.

use stackc_compiler::source::Span;

use super::{
    Origin, Part,
    overlay::{Builder, named, prop, secret_of},
    params::name_of,
    read::Mount,
};
use crate::{
    kdl::{Node, Value as Written},
    made::Made,
    variables::Template as Text,
};

/// A mount of a service that shows a file, or a folder that it lies in.
struct Shown {
    service: String,
    /// Where the mount is in the container.
    target: String,
    /// The way from the mount to the file; empty if it is the mount.
    below: String,
    /// Whether the container can't write there.
    read_only: bool,
}

impl Builder<'_> {
    /// The overlay's files, with the mounts that they take the place of.
    pub(super) fn mounts(&mut self) {
        let dokploy = self.dokploy;
        let mut last: Vec<(String, &Mount)> = Vec::new();
        for mount in &dokploy.template.mounts {
            // Of two with one path Dokploy keeps the last.
            let path = self.normal(&mount.path);
            last.retain(|(other, _)| *other != path);
            last.push((path, mount));
        }
        for (path, mount) in last {
            let source = self.source(&path);
            let shown = self.shown(&source);
            if shown.is_empty() {
                self.gap(
                    mount.span,
                    format!("no service mounts `../files/{path}`"),
                    "the file is left out; Dokploy writes it, and no container sees it",
                );
                continue;
            }
            self.mount(mount, &shown);
        }
        self.in_order();
    }

    /// A mount's path without what says nothing.
    fn normal(&mut self, path: &str) -> String {
        let value = self.dokploy.values.read(path);
        let literal = value.literal().unwrap_or(path).replace('\\', "/");
        let parts: Vec<&str> = literal
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        parts.join("/")
    }

    /// The path as the binds of the stack write it.
    fn source(&self, path: &str) -> String {
        self.convert.path(&Text::text(format!("../files/{path}")))
    }

    fn shown(&self, source: &str) -> Vec<Shown> {
        let mut all = Vec::new();
        for service in self.base.iter().filter(|node| node.kind == "service") {
            let Some(name) = named(service) else { continue };
            for bind in service.children.iter().filter(|child| child.kind == "bind") {
                let (Some(from), Some(target)) = (named(bind), prop(bind, "to")) else {
                    continue;
                };
                let from = from.trim_end_matches('/');
                let below = match source.strip_prefix(from) {
                    Some("") => "",
                    Some(rest) => match rest.strip_prefix('/') {
                        Some(below) => below,
                        None => continue,
                    },
                    None => continue,
                };
                let read_only = bind
                    .props
                    .iter()
                    .any(|(name, value)| *name == "read-only" && *value == Written::Bool(true));
                all.push(Shown {
                    service: name.to_owned(),
                    target: target.to_owned(),
                    below: below.to_owned(),
                    read_only,
                });
            }
        }
        all
    }

    fn mount(&mut self, mount: &Mount, shown: &[Shown]) {
        let value = self.dokploy.values.read(&mount.content);
        let mut in_place: Vec<String> = Vec::new();
        let content = self.written(&value, mount.span, |builder, part| {
            builder.made(part, mount, &mut in_place)
        });
        let Ok(content) = content else { return };
        if !in_place.is_empty() {
            in_place.dedup();
            self.gap(
                mount.span,
                format!(
                    "Dokploy puts a random value where this file says {}",
                    in_place.join(", ")
                ),
                "it stays as it is written; put the value there, or a reference",
            );
        }
        let last = mount.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = self.free_name("file", &name_of(last));
        let content = Node::new("content", mount.span).arg(Written::Text(content));
        let file = Node::new("file", mount.span)
            .arg(Written::Word(name.clone()))
            .with([content]);
        self.files.push(file);
        let writable = shown
            .iter()
            .find(|one| one.below.is_empty() && !one.read_only);
        if let Some(writable) = writable {
            self.gap(
                mount.span,
                format!(
                    "`{}` may write this file, and a file of the stack is read-only",
                    writable.service
                ),
                "it is mounted read-only; what has to be written belongs into a volume",
            );
        }
        for one in shown {
            let mut to = one.target.clone();
            if !one.below.is_empty() {
                to = format!("{}/{}", to.trim_end_matches('/'), one.below);
                if one.read_only {
                    self.take_away(mount, one);
                }
            }
            let node = Node::new("file", mount.span)
                .arg(Written::Word(name.clone()))
                .prop("to", Written::Text(to));
            self.change(&one.service, node);
        }
    }

    /// A folder that nothing writes into holds only files of the template.
    fn take_away(&mut self, mount: &Mount, shown: &Shown) {
        let target = Written::Text(shown.target.clone());
        let is_away = self.services.iter().any(|service| {
            named(service) == Some(&shown.service)
                && service
                    .children
                    .iter()
                    .any(|child| child.kind == "unset" && child.args.get(1) == Some(&target))
        });
        if !is_away {
            let node = Node::new("unset", mount.span)
                .arg(Written::Word("bind".to_owned()))
                .arg(target);
            self.change(&shown.service, node);
        }
    }

    /// What Dokploy makes, as it is written in a file.
    fn made(&mut self, part: &Part, mount: &Mount, in_place: &mut Vec<String>) -> Option<String> {
        match part {
            Part::Made(_, Origin::Place(written)) | Part::Random(_, Origin::Place(written)) => {
                in_place.push(format!("`{written}`"));
                Some(crate::declare::escaped(written, false))
            }
            _ => self.reference(part, mount.span),
        }
    }

    /// What Dokploy makes for a variable, as a secret or an input: the Compose file's if there is one, else the overlay's own.
    pub(super) fn reference(&mut self, part: &Part, span: Span) -> Option<String> {
        if let Some(alias) = self.alias(part) {
            return Some(alias.reference());
        }
        match part {
            Part::Made(made, Origin::Variable(variable)) => {
                Some(self.own_secret(variable, *made, span))
            }
            Part::Random(what, Origin::Variable(variable)) => {
                Some(self.own_input(variable, what, span))
            }
            _ => None,
        }
    }

    pub(super) fn own_secret(&mut self, variable: &str, made: Made, span: Span) -> String {
        if let Some((_, reference)) = self.called.iter().find(|(name, _)| name == variable) {
            return reference.clone();
        }
        let name = self.free_name("secret", &secret_of(variable));
        let (property, bytes) = made.hint();
        self.secrets.push(
            Node::new("secret", span)
                .arg(Written::Word(name.clone()))
                .prop(property, Written::Number(bytes.to_string())),
        );
        let reference = format!("${{secret.{name}}}");
        self.called.push((variable.to_owned(), reference.clone()));
        reference
    }

    fn own_input(&mut self, variable: &str, what: &str, span: Span) -> String {
        if let Some((_, reference)) = self.called.iter().find(|(name, _)| name == variable) {
            return reference.clone();
        }
        let name = name_of(variable).to_ascii_uppercase().replace('-', "_");
        let mut name = name;
        while self.free_name("input", &name) != name {
            name.push('_');
        }
        self.inputs.push(
            Node::new("input", span)
                .arg(Written::Word(name.clone()))
                .prop(
                    "message",
                    Written::Text(format!("Dokploy makes {what} for it")),
                ),
        );
        let reference = format!("${{input.{name}}}");
        self.called.push((variable.to_owned(), reference.clone()));
        reference
    }

    /// The changes of each service: first what is taken away, then what the file of the stack says first.
    fn in_order(&mut self) {
        for service in &mut self.services {
            service
                .children
                .sort_by_key(|child| match child.kind.as_str() {
                    "unset" => (0, 0),
                    "file" => (2, child.origin.start),
                    _ => (1, 0),
                });
        }
    }
}
