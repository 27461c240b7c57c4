//! Keys that the language has no word for, carried through as they stand.

use stackc_compiler::reader::{RawNode, RawNodes, RawValue};

use super::text::Texts;
use crate::text::yaml::{Map, Number, Yaml};

/// Sets every key of a raw block; the check refuses those that are there already.
pub(super) fn carry(map: &mut Map, raw: Option<&RawNodes>, texts: Texts<'_>) {
    for node in raw.iter().flat_map(|raw| &raw.nodes) {
        map.set_from(node.key.value.clone(), value(node, texts), node.key.span);
    }
}

fn value(node: &RawNode, texts: Texts<'_>) -> Yaml {
    match (&node.children, node.args.as_slice()) {
        (Some(children), []) if is_list(node, children) => {
            children.iter().map(|item| value(item, texts)).collect()
        }
        (Some(children), []) => {
            let mut map = Map::new();
            for child in children {
                map.set_from(child.key.value.clone(), value(child, texts), child.key.span);
            }
            Yaml::from(map)
        }
        (_, [one]) if !node.list => scalar(one, texts),
        (_, []) if !node.list => Yaml::Null,
        (_, many) => many.iter().map(|one| scalar(one, texts)).collect(),
    }
}

fn is_list(node: &RawNode, children: &[RawNode]) -> bool {
    node.list || (!children.is_empty() && children.iter().all(|child| child.key.value == "-"))
}

fn scalar(value: &RawValue, texts: Texts<'_>) -> Yaml {
    match value {
        RawValue::Text(template) => Yaml::quoted(texts.template(template)),
        RawValue::Number(number) => {
            Number::parse(number).map_or_else(|| Yaml::text(number.clone()), Yaml::from)
        }
        RawValue::Bool(value) => Yaml::from(*value),
        RawValue::Null => Yaml::Null,
    }
}
