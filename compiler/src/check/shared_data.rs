//! A job that has the data of a running service beside it.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::{Job, Mount, Service, VolumeMount},
    resolve::Stack,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "shared-data",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for job in &stack.jobs {
        let Some(like) = &job.like else { continue };
        let Some(service) = stack.service(&like.value.0) else {
            continue;
        };
        if runs_before(job, service) {
            continue;
        }
        let Some((mount, volume)) = service.mounts.iter().find_map(data) else {
            continue;
        };
        let (name, of) = (&job.name.value.0, &service.name.value.0);
        diagnostics.push(
            Diagnostic::warning(
                RULE.code,
                like.span,
                format!("job `{name}` has volume `{volume}` of service `{of}`, which runs beside it"),
            )
            .label("a container like it has its mounts too")
            .other(mount.span, "this volume")
            .help(format!(
                "run it in {of}, or with an image of its own; if both may write: allow {} reason=\"…\"",
                RULE.code
            )),
        );
    }
}

/// Whether the service only starts once the job has ended.
fn runs_before(job: &Job, service: &Service) -> bool {
    let mut before = job.before.iter();
    before.any(|one| one.service.value == service.name.value)
}

/// A volume of the stack that can be written to, and its name.
fn data(mount: &Mount) -> Option<(&VolumeMount, &str)> {
    let Mount::Volume(volume) = mount else {
        return None;
    };
    let read_only = volume.read_only.as_ref().and_then(Value::get);
    let name = volume.name.as_ref().and_then(Value::get)?;
    (!read_only.is_some_and(|flag| flag.0)).then_some((volume, name.0.as_str()))
}
