//! A device with more parts than a path outside, a path inside and permissions.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Device,
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

/// How many parts Compose takes.
const MOST: usize = 3;

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for device in stack.services.iter().flat_map(|service| &service.devices) {
        if let Some(span) = surplus(device) {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    span,
                    "a device has a path outside, a path inside and permissions, and no more",
                )
                .label("too many parts between colons")
                .help("device \"/dev/ttyUSB0\" to=\"/dev/tty0\" permissions=\"rw\""),
            );
        }
    }
}

/// The part behind which there are too many, as far as the text is known.
fn surplus(device: &Device) -> Option<Span> {
    let parts = [
        Some(&device.source),
        device.to.as_ref(),
        device.permissions.as_ref(),
    ];
    let mut count = 0;
    for part in parts.into_iter().flatten() {
        count += part.get().map_or(1, |text| text.0.split(':').count());
        if count > MOST {
            return Some(part.span);
        }
    }
    None
}
