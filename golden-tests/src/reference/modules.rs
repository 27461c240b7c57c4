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
    used(module, &|_, _| false)
}

/// The shortest stack that uses a module with this choice of this param.
pub fn chosen(module: &Description, of: &str, choice: &str) -> String {
    used(module, &|param, picked| (param, picked) == (of, choice))
}

/// A use that picks these choices of a param, and sets what has no default.
fn used(module: &Description, picks: &dyn Fn(&str, &str) -> bool) -> String {
    let mut set = String::new();
    for param in &module.params {
        let name = param.part.name.as_str();
        let is_there = match &param.only_with {
            Some((of, choice)) => picks(of, choice),
            None => true,
        };
        let picked = param
            .choices
            .iter()
            .find(|choice| picks(name, &choice.name));
        if let Some(choice) = picked {
            let _ = writeln!(set, "    {name} {}", choice.name);
        } else if is_there && param.default.is_none() {
            let _ = writeln!(set, "    {name} \"{}\"", example(&module.name, name));
        }
    }
    let called = called(&module.name);
    format!("use {} as={called} {{\n{set}}}", module.name)
}

/// What a module is called in an example.
fn called(module: &str) -> &str {
    match module {
        "postgres" | "mysql" | "mariadb" => "db",
        "redis" => "cache",
        "minio" => "storage",
        "mailpit" | "mailhog" => "mail",
        "fluentd" => "logs",
        "authentik" => "login",
        "uptime-kuma" => "uptime",
        "twenty" | "espocrm" => "crm",
        other => other,
    }
}

/// A value of a param that has no default: what the page shows, and what the tests set.
fn example(module: &str, param: &str) -> &'static str {
    let known = EXAMPLES
        .iter()
        .find(|(of, name, _)| *of == module && *name == param);
    known.map_or("", |(_, _, value)| value)
}

/// A value of every such param: the module, the param, the value.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("adminer", "version", "5.4.1"),
    ("authentik", "version", "2025.12.3"),
    ("authentik", "postgres-version", "17.2-alpine"),
    ("authentik", "redis-version", "7.4.1-alpine"),
    ("authentik", "admin-email", "admin@example.com"),
    ("espocrm", "version", "9.2.7"),
    ("espocrm", "url", "https://crm.example.com"),
    ("espocrm", "websocket-url", "wss://crm.example.com/ws"),
    ("espocrm", "mariadb-version", "11.4.4"),
    ("fluentd", "version", "v1.18-debian-1"),
    ("mailhog", "version", "v1.0.1"),
    ("mailpit", "version", "v1.27.8"),
    ("mariadb", "version", "11.4.4"),
    ("minio", "version", "RELEASE.2025-09-07T16-13-09Z"),
    ("mysql", "version", "8.4.3"),
    ("postgres", "version", "17.2-alpine"),
    ("redis", "version", "7.4.1-alpine"),
    ("twenty", "version", "v1.8.0"),
    ("twenty", "url", "https://crm.example.com"),
    ("twenty", "postgres-version", "16.4-alpine"),
    ("twenty", "redis-version", "7.4.1-alpine"),
    ("twenty", "bucket", "crm-files"),
    (
        "twenty",
        "endpoint",
        "https://s3.eu-central-1.amazonaws.com",
    ),
    ("uptime-kuma", "version", "2.0.2"),
];

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
    let services: Vec<String> = module
        .services
        .iter()
        .map(|name| format!("`{name}`, `{called}-{name}` in the stack"))
        .collect();
    for (title, parts) in [
        ("Ports", ports),
        ("Services beside its own", services),
        ("Volumes", volumes),
    ] {
        if !parts.is_empty() {
            let _ = write!(text, "\n{title}: {}.\n", parts.join("; "));
        }
    }
    text
}

fn row(text: &mut String, param: &Param) {
    let mut default = match &param.default {
        Some(default) => format!("`{default}`"),
        None => "required".to_owned(),
    };
    if let Some((of, choice)) = &param.only_with {
        let _ = write!(default, " with `{of} {choice}`");
    }
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
