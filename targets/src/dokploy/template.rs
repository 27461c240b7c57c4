//! `template.toml` and `import.b64`: the first install.

use serde::Serialize;
use stackc_compiler::{
    artifact::{Bug, Origin, Traced},
    resolve::Stack,
};

use super::{
    delivery::{self, MountedFile},
    ingress::{Domain, Ingress},
    variables,
};
use crate::text::{
    base64, dotenv,
    toml::{Document, Value},
};

/// What Dokploy replaces in a template wherever it stands between `${` and `}`, also with `:` and more behind it.
const HELPERS: [&str; 15] = [
    "APP_NAME",
    "base64",
    "domain",
    "email",
    "hash",
    "jwt",
    "password",
    "randomPort",
    "timestamp",
    "timestampms",
    "timestamps",
    "username",
    "uuid",
    "constructor",
    "toString",
];
/// What every object of JavaScript has, and Dokploy takes for variables.
const OBJECT: [&str; 9] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "valueOf",
];

/// Whether Dokploy would replace something in a text: no way is known to write it otherwise.
pub(super) fn is_replaced(text: &str, variables: &[String]) -> bool {
    text.match_indices("${").any(|(at, start)| {
        let rest = text.get(at + start.len()..).unwrap_or_default();
        let name = rest.split('}').next().unwrap_or_default();
        let head = name.split(':').next().unwrap_or_default();
        HELPERS.contains(&head)
            || OBJECT.contains(&head)
            || head == "toLocaleString"
            || variables.iter().any(|variable| variable == name)
    })
}

/// The text of the template.
pub(super) fn text(
    stack: &Stack,
    ingress: &Ingress,
    files: &[MountedFile],
    banner: &[String],
) -> Traced {
    let mut document = Document::new(banner);
    variables_table(stack, &mut document);
    document.table(&["config"]);
    document.table(&["config", "env"]);
    for variable in variables::of(stack) {
        document.from(place(stack, &variable.name));
        document.set(&variable.name, environment_value(&variable));
    }
    for domain in &ingress.domains {
        let site = stack.sites.iter().find(|site| {
            let mut hosts = std::iter::once(&site.host).chain(&site.more_hosts);
            hosts.any(|host| host.value.0 == domain.host)
        });
        document.from(site.map(|site| site.span));
        domain_table(domain, &mut document);
    }
    for file in files {
        document.from(stack.file(&file.name).map(|file| file.span));
        document.item(&["config", "mounts"]);
        document.set("filePath", file.path.as_str());
        document.set("content", file.content.as_str());
    }
    for secret in stack
        .secrets
        .iter()
        .filter(|one| delivery::is_file(one, stack))
    {
        // Without a helper there is nothing to put into it: the deploy fails until the file is there.
        let variable = variables::of_secret(secret);
        if variable.helper.is_some() {
            document.from(secret.span);
            document.item(&["config", "mounts"]);
            document.set("filePath", secret_path(&secret.name.value.0));
            document.set("content", format!("${{{}}}", variable.name));
        }
    }
    document.finish()
}

/// The folder of secrets that are files, below that of file mounts.
pub(super) const SECRETS: &str = "secrets";

/// Where a secret lies below the folder of file mounts.
pub(super) fn secret_path(name: &str) -> String {
    format!("{SECRETS}/{name}")
}

fn variables_table(stack: &Stack, document: &mut Document) {
    document.table(&["variables"]);
    let environment = variables::of(stack);
    for secret in &stack.secrets {
        let variable = variables::of_secret(secret);
        let used = environment.iter().any(|one| one.name == variable.name);
        if let Some(helper) = variable.helper
            && (used || delivery::is_file(secret, stack))
        {
            document.from(secret.span);
            document.set(&variable.name, helper);
        }
    }
    document.from(Origin::default());
}

/// The secret or input that a variable is of.
fn place(stack: &Stack, variable: &str) -> Origin {
    let mut secrets = stack.secrets.iter();
    let secret = secrets.find(|secret| secret.variable() == variable);
    let mut inputs = stack.inputs.iter();
    let input = inputs.find(|input| input.name.value.0 == variable);
    let span = secret.map(|secret| secret.span);
    span.or(input.map(|input| input.span)).into()
}

/// The value of a line of the Environment tab, which Dokploy writes as `NAME=value`.
fn environment_value(variable: &variables::Variable) -> String {
    if variable.helper.is_some() {
        return format!("${{{}}}", variable.name);
    }
    variable
        .default
        .as_deref()
        .filter(|text| !text.contains("${"))
        .and_then(|text| dotenv::line("", text))
        .and_then(|line| line.strip_prefix('=').map(str::to_owned))
        .unwrap_or_default()
}

fn domain_table(domain: &Domain, document: &mut Document) {
    let Domain {
        host,
        path,
        service,
        port,
        https,
        letsencrypt: _,
        strip,
        internal,
        middlewares,
    } = domain;
    document.item(&["config", "domains"]);
    document.set("serviceName", service.as_str());
    document.set("port", Value::Integer(u32::from(*port)));
    document.set("host", host.as_str());
    document.set("path", path.as_str());
    document.set("https", Value::Bool(*https));
    if *strip {
        document.set("stripPath", Value::Bool(true));
    }
    if internal != "/" {
        document.set("internalPath", internal.as_str());
    }
    if !middlewares.is_empty() {
        document.set("middlewares", Value::Texts(middlewares.clone()));
    }
}

/// What the import takes.
#[derive(Serialize)]
struct Import<'a> {
    compose: &'a str,
    config: &'a str,
}

/// The text that is pasted into Dokploy's import, on one line.
pub(super) fn blob(compose: &str, config: &str) -> Result<String, Bug> {
    let json = serde_json::to_string(&Import { compose, config })
        .map_err(|error| Bug(format!("the import is no JSON: {error}")))?;
    Ok(format!("{}\n", base64::encode(json.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::is_replaced;

    #[test]
    fn what_a_template_replaces() {
        let variables = ["DB_PASSWORD".to_owned()];
        for text in [
            "${domain}",
            "a ${password:32}",
            "${DB_PASSWORD}",
            "${toString}",
            "${x} ${jwt:A:B}",
        ] {
            assert!(is_replaced(text, &variables), "{text}");
        }
        for text in ["$domain", "${HOME}", "${DB_PASSWORD:-x}", "{domain}", "${"] {
            assert!(!is_replaced(text, &variables), "{text}");
        }
    }
}
