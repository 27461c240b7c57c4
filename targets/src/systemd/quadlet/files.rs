//! Files and secrets that a container has.

use stackc_compiler::{
    answers,
    artifact::Bug,
    model::{Secret, SecretMount, Service},
    resolve::Stack,
};

use super::sheet::Sheet;
use crate::text::unit::Text;

answers! {
    COMPOSED: ["file" "content"] "where it holds a reference" => Refused("is a file that Quadlet can't make when it starts; give it a source, or content without references");
    COLON: ["service file" "to", "file" "path"] "where it holds a colon" => Refused("holds a colon, behind which podman reads options; choose a path without one");
    COMMA: ["service secret" "to", "service secret" "uid", "service secret" "gid"] "where it holds a comma or a quote" => Refused("holds a comma or a quote, behind which podman reads options; choose one without");
    NEEDED: ["secret" "optional"] "where it is mounted, external, or in a variable that podman reads itself" => Partial("leaves out nothing that podman hands on: no container starts without the secret; create it with any text where there is none");
    OWNED: ["service file" "uid", "service file" "gid", "service file" "mode"] "" => Partial("keeps the owner and the mode that it has on the host; take uid, gid and mode away");
}

/// The name of a secret for podman: `<project>_<name>`, or the one it has there already.
pub(super) fn podman_secret(stack: &Stack, name: &str) -> String {
    let said = stack.secret(name).and_then(|secret| {
        let known = secret.host_name.as_ref().and_then(|name| name.get());
        let external = secret.external.as_ref().and_then(|flag| flag.get());
        match (known, external) {
            (Some(known), _) => Some(known.0.clone()),
            (None, Some(flag)) if flag.0 => Some(name.to_owned()),
            _ => None,
        }
    });
    said.unwrap_or_else(|| format!("{}_{name}", stack.project))
}

/// Whether a stack can do without a secret.
pub(super) fn is_optional(secret: &Secret) -> bool {
    secret.optional.is_some_and(|flag| flag.value.0)
}

/// Whether the script may leave a variable empty for want of this secret, whose file is the stack's own.
pub(super) fn is_left_out(stack: &Stack, name: &str) -> bool {
    let external = |secret: &Secret| {
        let flag = secret.external.as_ref().and_then(|flag| flag.get());
        flag.is_some_and(|flag| flag.0)
    };
    let secret = stack.secret(name);
    secret.is_some_and(|secret| is_optional(secret) && !external(secret))
}

/// The name of a secret that podman hands on, which has to be there.
pub(super) fn needed(sheet: &mut Sheet<'_>, name: &str) -> String {
    need(sheet, name);
    podman_secret(sheet.plan.stack, name)
}

/// Reports a secret that has to be there though the stack can do without it.
pub(super) fn need(sheet: &mut Sheet<'_>, name: &str) {
    let secret = sheet.plan.stack.secret(name);
    let secret = secret.filter(|secret| is_optional(secret));
    if let Some(optional) = secret.and_then(|secret| secret.optional) {
        sheet.report("optional", NEEDED, optional.span);
    }
}

pub(super) fn secrets(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    for mount in &service.secrets {
        sheet.said(mount.span, |sheet| secret(sheet, mount))?;
    }
    let name = &service.name.value.0;
    let stack = sheet.plan.stack;
    let implied = stack.implied_secrets.iter();
    for (_, secret) in implied.filter(|(owner, _)| owner == name) {
        let source = needed(sheet, secret);
        let text = format!("{source},type=mount,target={secret},mode=0444");
        sheet.words("Secret", vec![Text::new(text)])?;
    }
    Ok(())
}

fn secret(sheet: &mut Sheet<'_>, mount: &SecretMount) -> Result<(), Bug> {
    let SecretMount {
        name,
        to,
        uid,
        gid,
        mode,
        span: _,
    } = mount;
    for (word, value) in [("to", to), ("uid", uid), ("gid", gid)] {
        if let Some(value) = value {
            sheet.unsplit(word, value, &[',', '"'], COMMA);
        }
    }
    let source = needed(sheet, &name.value.0);
    let mut text = Text::new(format!("{source},type=mount,target="));
    text = match to {
        Some(to) => text.join(sheet.text(to)),
        None => text.then(name.value.0.clone()),
    };
    for (key, value) in [("uid", uid), ("gid", gid)] {
        if let Some(value) = value {
            text = text.then(format!(",{key}=")).join(sheet.text(value));
        }
    }
    text = match mode {
        Some(mode) => text.then(",mode=").join(sheet.text(mode)),
        None => text.then(",mode=0444"),
    };
    sheet.words("Secret", vec![text])
}

/// Files of the stack: what the compiler read lies below `files` in the stack's folder.
pub(super) fn files(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    for mount in &service.files {
        let name = &mount.name.value.0;
        let Some(file) = sheet.plan.stack.file(name) else {
            continue;
        };
        let source = if file.source.is_some() {
            sheet.plan.folder().then(format!("/files/{name}"))
        } else if let Some(path) = &file.path {
            sheet.unsplit("path", path, &[':'], COLON);
            sheet.host_path(path)
        } else if file
            .content
            .as_ref()
            .is_some_and(|content| content.template.literal().is_some())
        {
            sheet.plan.folder().then(format!("/files/{name}"))
        } else {
            sheet.report("file", COMPOSED, mount.span);
            continue;
        };
        if mount.uid.is_some() || mount.gid.is_some() || mount.mode.is_some() {
            sheet.report("file", OWNED, mount.span);
        }
        let to = match &mount.to {
            Some(to) => {
                sheet.unsplit("to", to, &[':'], COLON);
                sheet.text(to)
            }
            None => Text::new(format!("/{name}")),
        };
        let rest = Text::new(":").join(to).then(":ro");
        sheet.said(mount.span, |sheet| sheet.bind(source, rest))?;
    }
    Ok(())
}
