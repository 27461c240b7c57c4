//! Variables in the paths of `extends` and `include`, which are needed while the files are read.

use std::collections::BTreeSet;

use stackc_compiler::reference::Operator;

use crate::{
    variables::{self, Part, Template, Variable},
    yaml::{Node, Value},
};

/// Text with its variables filled in; else what is wrong.
pub(super) fn fill(text: &str, known: &[(String, String)]) -> Result<String, String> {
    let template = variables::parse(text).map_err(|fault| fault.why.to_owned())?;
    filled(&template, known)
}

fn filled(template: &Template, known: &[(String, String)]) -> Result<String, String> {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Variable(variable) => text.push_str(&value(variable, known)?),
        }
    }
    Ok(text)
}

fn value(variable: &Variable, known: &[(String, String)]) -> Result<String, String> {
    let set = lookup(&variable.name, known);
    let full = set.filter(|value| !value.is_empty());
    let Some((operator, word)) = &variable.operator else {
        return set.map(str::to_owned).ok_or_else(|| unset(variable));
    };
    match operator {
        Operator::DefaultIfEmpty => {
            full.map_or_else(|| filled(word, known), |set| Ok(set.to_owned()))
        }
        Operator::DefaultIfUnset => {
            set.map_or_else(|| filled(word, known), |set| Ok(set.to_owned()))
        }
        Operator::ErrorIfEmpty => full.map(str::to_owned).ok_or_else(|| unset(variable)),
        Operator::ErrorIfUnset => set.map(str::to_owned).ok_or_else(|| unset(variable)),
        Operator::ReplaceIfFull => full.map_or_else(|| Ok(String::new()), |_| filled(word, known)),
        Operator::ReplaceIfSet => set.map_or_else(|| Ok(String::new()), |_| filled(word, known)),
    }
}

fn unset(variable: &Variable) -> String {
    format!("`{}` has no value here", variable.name)
}

/// The value of a variable of the project's `.env`.
pub(super) fn lookup<'a>(name: &str, known: &'a [(String, String)]) -> Option<&'a str> {
    let pair = known.iter().rev().find(|(other, _)| other == name)?;
    Some(&pair.1)
}

/// The names of all variables in the text of a tree.
pub(super) fn used(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::Scalar(scalar) => {
            if let Ok(template) = variables::parse(&scalar.text) {
                names.extend(
                    template
                        .variables()
                        .into_iter()
                        .map(|variable| variable.name.clone()),
                );
            }
        }
        Value::List(items) => items.iter().for_each(|item| used(item, names)),
        Value::Map(entries) => entries.iter().for_each(|entry| used(&entry.value, names)),
    }
}

/// The names that the text of a `.env` defines.
pub(super) fn defined(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let end = line.find(['=', ':'])?;
        let name = line.get(..end)?.trim();
        let sound = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (sound && !name.is_empty()).then(|| name.to_owned())
    };
    text.lines().filter_map(name).collect()
}
