//! A site that answers nothing.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "missing-route",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let answering = stack.sites.iter().filter(|site| !site.routes.is_empty());
    let others: Vec<String> = answering
        .map(|site| format!("`{}`", site.host.value.0))
        .collect();
    let silent = stack
        .sites
        .iter()
        .filter(|site| site.routes.is_empty() && site.nginx.is_empty() && site.extends.is_none());
    for site in silent {
        let host = &site.host.value.0;
        let mut help = "route \"/\" to=\"service:port\"".to_owned();
        if !others.is_empty() {
            help.push_str("; or, if it is meant to change another site, name that one: ");
            help.push_str(&others.join(", "));
        }
        diagnostics.push(
            Diagnostic::error(
                RULE.code,
                site.host.span,
                format!("site `{host}` has no route: nothing answers there"),
            )
            .help(help),
        );
    }
}
