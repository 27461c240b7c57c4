//! Links, which podman has not: an order, and a further name of the other service in its networks.

use stackc_compiler::{model::Service, resolve::Stack};

use super::sheet::Sheet;

/// A link of a service: the other service, and the name that it has in this one.
struct Link {
    to: String,
    alias: Option<String>,
}

fn links(stack: &Stack, service: &Service) -> Vec<Link> {
    let known = service.links.iter().filter_map(|link| {
        let text = match link.get() {
            Some(line) => line.0.clone(),
            None => match &link.expr {
                stackc_compiler::template::Expr::Deferred(template) => {
                    super::settled::settled(stack, template)?
                }
                stackc_compiler::template::Expr::Known(line) => line.0.clone(),
            },
        };
        Some(match text.split_once(':') {
            Some((to, alias)) => Link {
                to: to.to_owned(),
                alias: Some(alias.to_owned()),
            },
            None => Link {
                to: text,
                alias: None,
            },
        })
    });
    known.collect()
}

/// The services that one is linked to, each once, without those that it waits for anyway.
pub(super) fn linked(sheet: &mut Sheet<'_>, service: &Service) -> Vec<String> {
    for link in &service.links {
        sheet.known("link", Some(link));
    }
    let waits = |name: &str| {
        let mut all = service.depends_on.iter();
        all.any(|one| one.service.get().is_some_and(|of| of.0 == name))
    };
    let mut found: Vec<String> = Vec::new();
    for link in links(sheet.plan.stack, service) {
        if !waits(&link.to) && !found.contains(&link.to) {
            found.push(link.to);
        }
    }
    found
}

/// The names that a service gives others in its links: the other, and the name.
pub(super) fn aliases(stack: &Stack, service: &Service) -> Vec<(String, String)> {
    let all = links(stack, service).into_iter();
    let named = all.filter_map(|link| Some((link.to, link.alias?)));
    named.filter(|(to, alias)| to != alias).collect()
}
