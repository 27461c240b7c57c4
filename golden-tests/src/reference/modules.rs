//! The pages of the standard library, made from what its modules say of themselves.

use std::fmt::Write as _;

use stackc_compiler::describe::{Description, Param, Part, describe};
use stackc_stacks::MODULES;

/// What stands at the top of every page.
const MADE: &str =
    "<!-- Made from the module: BLESS=1 cargo test -p stackc-golden-tests --test modules -->";

/// Every page by its path below `docs/modules`.
pub fn all() -> Vec<(String, String)> {
    let modules = || MODULES.iter().map(|module| describe(module.text));
    let mut pages: Vec<(String, String)> = modules()
        .map(|module| (format!("{}.md", module.name), page(&module)))
        .collect();
    let rows: String = modules()
        .map(|module| format!("| [`{0}`]({0}.md) | {1} |\n", module.name, module.summary))
        .collect();
    pages.push((
        "README.md".to_owned(),
        format!("{MADE}\n\n# The standard library\n\nModules that come with stackc; `stackc modules NAME` says the same. How they are used, changed and written: [modules](../modules.md).\n\n| module | |\n| --- | --- |\n{rows}"),
    ));
    pages
}

/// The shortest stack that uses a module: what has no default is set.
pub fn shortest(module: &Description) -> String {
    let required = module.params.iter().filter(|param| param.default.is_none());
    let set: String = required
        .map(|param| {
            format!(
                "    {} \"{}\"\n",
                param.part.name,
                example(&module.name, param)
            )
        })
        .collect();
    format!(
        "use {0} as={1} {{\n{set}}}",
        module.name,
        called(&module.name)
    )
}

/// What a module is called in an example.
fn called(module: &str) -> &str {
    match module {
        "postgres" => "db",
        "redis" => "cache",
        other => other,
    }
}

/// A value of a param that has no default.
fn example(module: &str, param: &Param) -> &'static str {
    match (module, param.part.name.as_str()) {
        ("postgres", "version") => "17.2-alpine",
        ("redis", "version") => "7.4.1-alpine",
        _ => "1.0.0",
    }
}

fn page(module: &Description) -> String {
    let mut text = format!("{MADE}\n\n# `{}`\n\n{}.\n", module.name, module.summary);
    let _ = write!(text, "\n```kdl\n{}\n```\n", shortest(module));
    if !module.params.is_empty() {
        text.push_str("\n## Params\n\n| param | type | default | |\n| --- | --- | --- | --- |\n");
        module.params.iter().for_each(|param| row(&mut text, param));
    }
    for param in module
        .params
        .iter()
        .filter(|param| !param.choices.is_empty())
    {
        let _ = write!(text, "\nThe choices of `{}`:\n\n", param.part.name);
        for choice in &param.choices {
            let _ = writeln!(text, "- `{}`: {}", choice.name, choice.text);
        }
    }
    let called = called(&module.name);
    let secret = |part: &Part| format!("`{}` | `{called}-{0}`", part.name);
    list(
        &mut text,
        "Secrets",
        "| secret | if it is not filled | |",
        &module.secrets,
        &secret,
    );
    let export = |part: &Part| format!("`{}` | `${{service.{called}.{0}}}`", part.name);
    list(
        &mut text,
        "Exports",
        "| export | in a stack | |",
        &module.exports,
        &export,
    );
    let ports: Vec<String> = module
        .ports
        .iter()
        .map(|(name, number)| format!("`{name}` ({number})"))
        .collect();
    let volumes: Vec<String> = module
        .volumes
        .iter()
        .map(|name| format!("`{name}`, `{called}-{name}` in the stack"))
        .collect();
    for (title, parts) in [("Ports", ports), ("Volumes", volumes)] {
        if !parts.is_empty() {
            let _ = write!(text, "\n{title}: {}.\n", parts.join("; "));
        }
    }
    text
}

fn row(text: &mut String, param: &Param) {
    let default = match &param.default {
        Some(default) => format!("`{default}`"),
        None => "required".to_owned(),
    };
    let _ = writeln!(
        text,
        "| `{}` | {} | {default} | {} |",
        param.part.name,
        param.kind.unwrap_or("choice"),
        param.part.text
    );
}

fn list(
    text: &mut String,
    title: &str,
    head: &str,
    parts: &[Part],
    cells: &dyn Fn(&Part) -> String,
) {
    if parts.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n{head}\n| --- | --- | --- |\n");
    for part in parts {
        let _ = writeln!(text, "| {} | {} |", cells(part), part.text);
    }
}
