//! `SECRETS.md`: the files that have to be made before the first start, with the commands that make them.

use stackc_compiler::{model::Secret, resolve::Stack};

use crate::parts::compose::{is_mounted, is_variable};

/// The list, if a service, the edge or a script has a secret as a file.
pub(super) fn text(stack: &Stack) -> Option<String> {
    let files = files(stack);
    if files.is_empty() {
        return None;
    }
    let mut lines = vec![
        format!("# Secrets of {}", stack.project),
        String::new(),
        "Each file below is made once, in this folder, before the first start. Compose mounts it as it lies here:".to_owned(),
        "the folder is closed to everyone else on the host, and the files in it can be read by the user of any container.".to_owned(),
        "A file that is there stays as it is, so the commands may be run again when the stack has a new secret.".to_owned(),
        String::new(),
        "```sh".to_owned(),
        "mkdir -p secrets && chmod 700 secrets".to_owned(),
    ];
    let for_scripts: Vec<String> = files
        .iter()
        .filter(|secret| !is_mounted(secret, stack))
        .map(|secret| format!("`secrets/{}`", secret.name.value.0))
        .collect();
    for secret in files {
        let name = &secret.name.value.0;
        lines.push(match generate(secret) {
            Some(command) => format!("[ -s secrets/{name} ] || {command} > secrets/{name}"),
            None if is_htpasswd(name, stack) => {
                format!("[ -s secrets/{name} ] || cat > secrets/{name}    # {HTPASSWD}, then Ctrl-D")
            }
            None => format!(
                "[ -s secrets/{name} ] || cat > secrets/{name}    # type or paste it, then Ctrl-D twice"
            ),
        });
        lines.push(format!("chmod 444 secrets/{name}"));
    }
    lines.push("```".to_owned());
    lines.push(String::new());
    if !for_scripts.is_empty() {
        lines.push(format!(
            "No container gets these; the scripts of the ops target read them: {}.",
            for_scripts.join(", ")
        ));
        lines.push(String::new());
    }
    Some(lines.join("\n"))
}

/// What stands in a file of passwords.
pub const HTPASSWD: &str = "for each user the line that `htpasswd -nB NAME` prints";

/// Whether a site asks for the names and passwords in a secret.
#[must_use]
pub fn is_htpasswd(name: &str, stack: &Stack) -> bool {
    let mut asked = stack
        .sites
        .iter()
        .filter_map(|site| site.basic_auth.as_ref());
    asked.any(|auth| auth.file.name == name)
}

/// The secrets that are files in `secrets/`.
#[must_use]
pub fn files(stack: &Stack) -> Vec<&Secret> {
    let needed = stack
        .secrets
        .iter()
        .filter(|secret| is_mounted(secret, stack) || is_asked_for(secret, stack));
    needed
        .filter(|secret| is_made_here(secret, stack))
        .collect()
}

/// Whether a check or a message of the ops target's scripts needs the secret.
#[must_use]
pub fn is_asked_for(secret: &Secret, stack: &Stack) -> bool {
    let monitors = stack.monitors.iter();
    let notifies = stack.notifies.iter();
    let mut asked = monitors
        .filter_map(|monitor| monitor.password.as_ref())
        .chain(notifies.filter_map(|notify| notify.webhook.as_ref()));
    stack.target("ops").is_some() && asked.any(|asked| asked.name == secret.name.value.0)
}

/// Whether the secret is a file in `secrets/`, not a variable and not one that is somewhere already.
fn is_made_here(secret: &Secret, stack: &Stack) -> bool {
    let elsewhere = secret.file.is_some() || secret.external.is_some() || secret.driver.is_some();
    !elsewhere && !is_variable(secret, stack)
}

/// The command that makes one, as the secret's rule asks for it.
#[must_use]
pub fn generate(secret: &Secret) -> Option<String> {
    if let Some(bytes) = &secret.hex {
        return Some(format!("openssl rand -hex {} | tr -d '\\n'", bytes.value.0));
    }
    if let Some(bytes) = &secret.base64 {
        return Some(format!(
            "openssl rand -base64 {} | tr -d '\\n'",
            bytes.value.0
        ));
    }
    secret.base64url.as_ref().map(|bytes| {
        format!(
            "openssl rand -base64 {} | tr -d '=\\n' | tr '+/' '-_'",
            bytes.value.0
        )
    })
}
