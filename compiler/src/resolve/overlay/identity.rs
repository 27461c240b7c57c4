//! How a node is found among others.

use super::Fill;
use crate::{schema::Key, syntax::Node};

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
