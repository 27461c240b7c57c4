//! Ranges of ports that can't be paired one by one.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::PortDeclaration,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "conflict",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        for port in &service.ports {
            diagnostics.extend(unequal(port));
            diagnostics.extend(long_form(port));
        }
    }
}

/// As many ports outside as inside; only a single one inside may have a pool of them.
fn unequal(port: &PortDeclaration) -> Option<Diagnostic> {
    let publish = port.publish.as_ref()?;
    let outside = publish.get()?.ports?;
    let inside = port.target.get()?;
    if inside.len() == 1 || inside.len() == outside.len() {
        return None;
    }
    let last = u32::from(outside.first) + inside.len() - 1;
    let help = match u16::try_from(last) {
        Ok(last) => format!("publish=\"{}-{last}\"", outside.first),
        Err(_) => format!("publish=\"{inside}\""),
    };
    let (outer, inner) = (outside.len(), inside.len());
    let found = Diagnostic::error(
        RULE.code,
        publish.span,
        format!("{inner} ports inside can't be published on {outer} of the host"),
    );
    let found = found.label(format!("{outer} here"));
    Some(
        found
            .other(port.target.span, format!("{inner} here"))
            .help(help),
    )
}

/// Compose's form for a mode or a protocol names one port.
fn long_form(port: &PortDeclaration) -> Option<Diagnostic> {
    port.publish.as_ref()?;
    let inside = port.target.get().filter(|inside| inside.len() > 1)?;
    let mode = port.mode.as_ref().map(|mode| ("mode", mode.span));
    let protocol = port.app_protocol.as_ref();
    let (word, span) = mode.or_else(|| protocol.map(|protocol| ("app-protocol", protocol.span)))?;
    Some(
        Diagnostic::error(
            RULE.code,
            span,
            format!("with `{word}` Compose takes one port, not a range"),
        )
        .other(port.target.span, format!("{} here", inside.len()))
        .help("declare each port by itself"),
    )
}
