//! Paths of files from other folders, written so that they mean the same from the project's folder.

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    resolve::{join, relative},
};

use super::{short, words};
use crate::yaml::{Entry, Node, Value};

/// Where paths lead from, and what may be said about them.
pub(super) struct Rebase<'a> {
    /// The folder of the paths, as seen from where they lead to.
    pub folder: &'a str,
    /// The variables of the project's `.env`.
    pub variables: &'a [(String, String)],
    /// Where findings go.
    pub diagnostics: &'a mut Diagnostics,
}

/// What a path may be beside a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Path,
    /// The name of a volume, if it doesn't start with `.`.
    Source,
    /// The address of a remote context.
    Context,
}

impl Rebase<'_> {
    /// Whether the paths lead from the same folder anyway.
    fn is_idle(&self) -> bool {
        join("", self.folder).is_empty()
    }

    /// The paths of a whole file that is included.
    pub(super) fn file(&mut self, root: &mut Node) {
        if self.is_idle() {
            return;
        }
        for service in children(root, "services") {
            contextual(service);
            self.service(service);
        }
        for section in ["secrets", "configs"] {
            for part in children(root, section) {
                self.at(part, &["file"], Form::Path);
            }
        }
        for volume in children(root, "volumes") {
            self.device(volume);
        }
    }

    /// The paths of a service.
    pub(super) fn service(&mut self, service: &mut Node) {
        if self.is_idle() {
            return;
        }
        if let Some(build) = child(service, "build") {
            if build.scalar().is_some() {
                self.path(build, Form::Context);
            } else {
                self.at(build, &["context"], Form::Context);
                self.contexts(build);
                self.keys(build);
            }
        }
        for key in ["env_file", "label_file"] {
            if let Some(files) = child(service, key) {
                self.files(files);
            }
        }
        for volume in listed(service, &["volumes"]) {
            self.volume(volume);
        }
        for watched in listed(service, &["develop", "watch"]) {
            self.at(watched, &["path"], Form::Path);
        }
    }

    /// A path, a list of paths, or a list of mappings with a path.
    fn files(&mut self, files: &mut Node) {
        match &mut files.value {
            Value::Scalar(_) => self.path(files, Form::Path),
            Value::List(items) => {
                for item in items {
                    if item.scalar().is_some() {
                        self.path(item, Form::Path);
                    } else {
                        self.at(item, &["path"], Form::Path);
                    }
                }
            }
            Value::Map(_) => {}
        }
    }

    fn contexts(&mut self, build: &mut Node) {
        self.assigned(build, "additional_contexts", Form::Context);
    }

    fn keys(&mut self, build: &mut Node) {
        self.assigned(build, "ssh", Form::Path);
    }

    /// The values of pairs, in a mapping or in a list of `K=V`.
    fn assigned(&mut self, node: &mut Node, key: &str, form: Form) {
        let Some(pairs) = child(node, key) else {
            return;
        };
        match &mut pairs.value {
            Value::Scalar(_) => {}
            Value::Map(entries) => {
                for entry in entries {
                    self.path(&mut entry.value, form);
                }
            }
            Value::List(items) => {
                for item in items {
                    let Some(text) = written(item) else { continue };
                    let name = short::name(&text).to_owned();
                    let Some(value) = text.get(name.len() + 1..) else {
                        continue;
                    };
                    if let Some(moved) = self.moved(item, value, form) {
                        write(item, format!("{name}={moved}"));
                    }
                }
            }
        }
    }

    fn volume(&mut self, volume: &mut Node) {
        if volume.entries().is_some() {
            let kind = volume.get("type").and_then(written);
            if kind.as_deref() == Some("bind") {
                self.at(volume, &["source"], Form::Path);
            }
            return;
        }
        let Some(text) = written(volume) else { return };
        let parts = short::split(&text);
        let [source, rest @ ..] = parts.as_slice() else {
            return;
        };
        if rest.is_empty() {
            return;
        }
        if let Some(moved) = self.moved(volume, source, Form::Source) {
            write(volume, format!("{moved}:{}", rest.join(":")));
        }
    }

    /// A volume that is a folder in truth.
    fn device(&mut self, volume: &mut Node) {
        let is = |node: Option<&Node>, wanted: &str| {
            node.and_then(written).is_some_and(|text| text == wanted)
        };
        let options = volume.get("driver_opts");
        let bound = is(volume.get("driver"), "local")
            && is(options.and_then(|options| options.get("o")), "bind");
        if bound {
            self.at(volume, &["driver_opts", "device"], Form::Path);
        }
    }

    /// The path under some keys.
    fn at(&mut self, node: &mut Node, keys: &[&str], form: Form) {
        let mut node = node;
        for key in keys {
            match child(node, key) {
                Some(inner) => node = inner,
                None => return,
            }
        }
        self.path(node, form);
    }

    fn path(&mut self, node: &mut Node, form: Form) {
        let Some(text) = written(node) else { return };
        if let Some(moved) = self.moved(node, &text, form) {
            write(node, moved);
        }
    }

    /// How a path is written from the project's folder, if it is written differently.
    fn moved(&mut self, node: &Node, text: &str, form: Form) -> Option<String> {
        if !text.starts_with('$') || text.starts_with("$$") {
            return is_relative(text, form).then(|| shifted(self.folder, text));
        }
        let (head, word, tail) = default_of(text)?;
        let name = head.trim_start_matches(['$', '{']);
        let name = name.trim_end_matches(['-', ':']);
        let known = words::lookup(name, self.variables);
        if known.is_some_and(|value| value.starts_with('/')) {
            return None;
        }
        if known.is_some() || word.is_none() {
            self.unclear(node, text);
        }
        let word = word.filter(|word| is_relative(word, form))?;
        Some(format!("{head}{}{tail}", shifted(self.folder, word)))
    }

    fn unclear(&mut self, node: &Node, text: &str) {
        let folder = self.folder;
        self.diagnostics.push(
            Diagnostic::warning(
                "not-imported",
                node.span,
                format!("a relative path in `{text}` is taken from `{folder}`, and from the project's folder after the import"),
            )
            .help("give the variable an absolute path, or one that is relative to the project's folder"),
        );
    }
}

/// A path behind a folder; what stands behind the first variable stays as it is.
fn shifted(folder: &str, text: &str) -> String {
    let Some(variable) = text.find('$') else {
        return seen(&join(folder, text));
    };
    let (head, tail) = text.split_at(variable);
    let (parent, start) = match head.rfind('/') {
        Some(slash) => head.split_at(slash + 1),
        None => ("", head),
    };
    format!("{}/{start}{tail}", seen(&join(folder, parent)))
}

fn seen(path: &str) -> String {
    if path.starts_with('/') {
        path.to_owned()
    } else {
        relative("", path)
    }
}

/// Whether text is a path that is relative to the folder of its file.
fn is_relative(text: &str, form: Form) -> bool {
    if text.is_empty() || text.starts_with(['/', '~']) {
        return false;
    }
    match form {
        Form::Path => true,
        Form::Source => text.starts_with('.'),
        Form::Context => !is_remote(text),
    }
}

fn is_remote(text: &str) -> bool {
    let starts = ["git@", "github.com/", "service:"];
    text.contains("://") || starts.iter().any(|start| text.starts_with(start))
}

/// `${A:-word}tail` in its three parts; the word is absent if there is no default.
fn default_of(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let Some(inner) = text.strip_prefix("${") else {
        return Some((text, None, ""));
    };
    let name = inner
        .find(|char: char| !char.is_ascii_alphanumeric() && char != '_')
        .unwrap_or(inner.len());
    let behind = inner.get(name..)?;
    let operator = if behind.starts_with(":-") {
        2
    } else if behind.starts_with('-') {
        1
    } else {
        return Some((text.get(..2 + name)?, None, behind));
    };
    let start = 2 + name + operator;
    let end = closing(text, start)?;
    Some((text.get(..start)?, text.get(start..end), text.get(end..)?))
}

/// Where the `}` stands that closes what is open at a place.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut before = ' ';
    for (at, char) in text.get(from..)?.char_indices() {
        match char {
            '{' if before == '$' => depth += 1,
            '}' if depth == 0 => return Some(from + at),
            '}' => depth -= 1,
            _ => {}
        }
        before = char;
    }
    None
}

/// A build that names no context has that of its file.
fn contextual(service: &mut Node) {
    let Some(build) = child(service, "build") else {
        return;
    };
    let span = build.span;
    if let Value::Map(entries) = &mut build.value
        && !entries.iter().any(|entry| entry.key.value == "context")
    {
        entries.insert(0, Entry::made("context", Node::text(".", span)));
    }
}

fn written(node: &Node) -> Option<String> {
    let scalar = node.scalar().filter(|_| !node.is_null())?;
    Some(scalar.composed())
}

fn write(node: &mut Node, text: String) {
    *node = Node::text(text, node.span);
}

fn child<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    let known = |entry: &&mut Entry| entry.key.value == key;
    entries.iter_mut().find(known).map(|entry| &mut entry.value)
}

fn children<'a>(root: &'a mut Node, key: &str) -> impl Iterator<Item = &'a mut Node> {
    let entries = match child(root, key).map(|node| &mut node.value) {
        Some(Value::Map(entries)) => entries.as_mut_slice(),
        _ => &mut [],
    };
    entries.iter_mut().map(|entry| &mut entry.value)
}

fn listed<'a>(node: &'a mut Node, keys: &[&str]) -> impl Iterator<Item = &'a mut Node> {
    let mut node = Some(node);
    for key in keys {
        node = node.and_then(|node| child(node, key));
    }
    let items = match node.map(|node| &mut node.value) {
        Some(Value::List(items)) => items.as_mut_slice(),
        _ => &mut [],
    };
    items.iter_mut()
}
