//! The project's name, and the variables of its `.env`.

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    reference::Operator,
    source::Span,
};

use crate::{
    compose::Project,
    variables::{Part, Template, parse},
    yaml::Kind,
};

/// What Compose would call the project: `name`, else `COMPOSE_PROJECT_NAME`, else its folder.
pub(crate) fn of(
    project: &Project,
    variables: &[(String, String)],
    folder: &str,
    diagnostics: &mut Diagnostics,
) -> String {
    let environment = variables
        .iter()
        .rev()
        .find(|(name, value)| name == "COMPOSE_PROJECT_NAME" && !value.is_empty())
        .map(|(_, value)| value.as_str());
    let fallback = || normalized(environment.unwrap_or(folder));
    let Some(node) = project.root.get("name") else {
        return fallback();
    };
    let Some(scalar) = node.scalar().filter(|scalar| scalar.kind == Kind::Text) else {
        diagnostics.push(wrong(node.span, node.what()));
        return fallback();
    };
    match parse(&scalar.text).ok().as_ref().map(|name| name.literal()) {
        Some(Some("")) => fallback(),
        Some(Some(name)) if is_valid(name) => name.to_owned(),
        Some(Some(name)) if is_valid(&name.to_lowercase()) => {
            let name = name.to_lowercase();
            diagnostics.push(
                Diagnostic::warning(
                    "not-imported",
                    node.span,
                    "a project's name is written in lower case",
                )
                .help(format!(
                    "the stack is called `{name}`, as docker compose calls the project"
                )),
            );
            name
        }
        Some(Some(name)) => {
            diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    node.span,
                    "a project's name has only lower-case letters, digits, `-` and `_`, and starts with a letter or a digit",
                )
                .help(format!("name: {}", normalized(name))),
            );
            fallback()
        }
        _ => {
            let filled = parse(&scalar.text)
                .ok()
                .and_then(|template| filled(&template, variables));
            let name = filled.map_or_else(fallback, |name| normalized(&name));
            diagnostics.push(
                Diagnostic::warning(
                    "not-imported",
                    node.span,
                    "the project's name holds a variable, a stack's name can't",
                )
                .help(format!(
                    "the stack is called `{name}`; `docker compose -p NAME` or COMPOSE_PROJECT_NAME names the project"
                )),
            );
            name
        }
    }
}

/// The text with its variables filled in: from the environment file, or with their defaults; none if one of them has neither.
fn filled(template: &Template, variables: &[(String, String)]) -> Option<String> {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            Part::Text(literal) => text.push_str(literal),
            Part::Variable(variable) => {
                let value = variables
                    .iter()
                    .rev()
                    .find(|(name, _)| *name == variable.name);
                match (value, &variable.operator) {
                    (Some((_, value)), _) if !value.is_empty() => text.push_str(value),
                    (_, Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, word))) => {
                        text.push_str(word.literal()?);
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(text)
}

fn wrong(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        span,
        format!("`name` is text, this is {what}"),
    )
}

fn is_valid(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// As Compose makes a project's name of a folder's.
fn normalized(folder: &str) -> String {
    let name: String = folder
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-' || *c == '_')
        .collect();
    let name = name.trim_start_matches(['-', '_']);
    if name.is_empty() {
        "app".to_owned()
    } else {
        name.to_owned()
    }
}

/// The variables of an environment file, in its order.
#[must_use]
pub fn pairs(text: &str) -> Vec<(String, String)> {
    text.lines().filter_map(pair).collect()
}

fn pair(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    if line.starts_with('#') {
        return None;
    }
    let (name, value) = line.split_once('=')?;
    let value = value.trim();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value
            .get(1..)
            .and_then(|rest| rest.split(quote).next())
            .unwrap_or(value),
        _ => value.split(" #").next().unwrap_or(value).trim_end(),
    };
    Some((name.trim().to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_as_compose_names_them() {
        assert_eq!(normalized("My App (2)"), "myapp2");
        assert_eq!(normalized("_x-Y_z"), "x-y_z");
        assert_eq!(normalized("Übung"), "bung");
        assert_eq!(normalized("..."), "app");
    }

    #[test]
    fn environment_files() {
        let text = "# c\nA=1\nexport B = 'x y' # z\nC=\"d#e\"\nD=f # g\n\nE\n";
        let expected = [("A", "1"), ("B", "x y"), ("C", "d#e"), ("D", "f")];
        let expected: Vec<(String, String)> = expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(pairs(text), expected);
    }
}
