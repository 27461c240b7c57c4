//! A name for the hosts file without its address.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "missing-argument",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for host in stack
        .services
        .iter()
        .flat_map(|service| &service.extra_hosts)
    {
        let Some(name) = host.name.get().filter(|_| host.address.is_none()) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::error(RULE.code, host.span, "`extra-host` needs its address")
                .help(example(&name.0)),
        );
    }
}

/// Both, taken apart where Compose's form stands in one word.
fn example(text: &str) -> String {
    let (name, address) = text.split_once(['=', ':']).unwrap_or((text, "192.0.2.1"));
    format!("for example extra-host \"{name}\" \"{address}\"")
}
