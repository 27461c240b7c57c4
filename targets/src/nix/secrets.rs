//! Secrets under agenix: what is decrypted for whom, and the variables that are put together from it before the start.
//!
//! Nix never sees a value: encrypted files are named, and where the host has them in clear is a text.

use std::collections::BTreeSet;

use stackc_compiler::{artifact::Traced, model::Secret, resolve::Stack, source::Span};

use super::{
    calendar,
    owner::owner,
    plan::{Plan, is_encrypted},
};
use crate::{
    parts::{
        compose::{is_mounted, is_variable, mentions},
        project,
    },
    text::{
        nix::{Attrs, File, Nix, print},
        shell::Word,
    },
};

/// Writes each secret as a line of an EnvironmentFile: in double quotes systemd takes a backslash before four characters.
const VARIABLE: &str = r#"# variable NAME FILE
variable() {
  value=$(cat "$2")
  line "$1" "$value"
}

# line NAME VALUE
line() {
  printf '%s="' "$1"
  printf '%s' "$2" | sed 's/[\\"$`]/\\&/g'
  printf '"\n'
}

"#;

/// The secrets that agenix decrypts: those that something of the stack uses.
pub(super) fn encrypted(stack: &Stack) -> Vec<&Secret> {
    let used = |secret: &&Secret| {
        let name = &secret.name.value.0;
        let by_site = stack
            .sites
            .iter()
            .filter_map(|site| site.basic_auth.as_ref())
            .any(|auth| auth.file.name == *name);
        is_mounted(secret, stack) || stack.value_secrets.contains(name) || by_site
    };
    let all = stack.secrets.iter();
    all.filter(|secret| is_encrypted(secret))
        .filter(used)
        .collect()
}

/// The secrets that texts of the composition hold: Compose takes them from its variables. Where a repository alone has one in its variables, the host's
/// restic has it.
fn variables<'a>(plan: &Plan<'a>) -> Vec<(&'a Secret, String)> {
    let used = in_texts(plan);
    let all = plan.stack.secrets.iter();
    all.filter(|secret| used.contains(&secret.name.value.0))
        .filter(|secret| is_variable(secret, plan.stack))
        .filter_map(|secret| Some((secret, plan.secret_path(&secret.name.value.0)?)))
        .collect()
}

/// The file with the variables, if there are any.
pub(super) fn environment_file(plan: &Plan<'_>) -> Option<String> {
    let any = !variables(plan).is_empty();
    any.then(|| format!("/run/{}/secrets.env", plan.project()))
}

/// The entries of `age.secrets`.
pub(super) fn age(plan: &Plan<'_>) -> Vec<(String, Attrs, Span)> {
    encrypted(plan.stack)
        .into_iter()
        .map(|secret| {
            let name = &secret.name.value.0;
            let owner = owner(name, plan.stack);
            let mut set = Attrs::new();
            set.set("file", Nix::Path(plan.encrypted(name)));
            if let Some(user) = owner.user {
                set.set("owner", user);
            }
            if let Some(group) = owner.group {
                set.set("group", group);
            }
            set.set("mode", owner.mode);
            (plan.age_name(name), set, secret.span)
        })
        .collect()
}

/// The secrets that texts of a stack's composition hold.
fn in_texts(plan: &Plan<'_>) -> BTreeSet<String> {
    let mut used = mentions::in_texts(&plan.document(), plan.stack);
    used.retain(|name| plan.stack.value_secrets.contains(name));
    used
}

/// What the containers are restarted for: the encrypted files of what services read. nginx reads passwords anew by itself, a backup or a job at its next
/// run.
pub(super) fn triggers(plan: &Plan<'_>) -> Vec<Nix> {
    let (stack, used) = read_by_services(plan);
    files(plan, |secret| {
        is_mounted(secret, &stack) || used.contains(&secret.name.value.0)
    })
}

/// What the variables are written anew for, beside that.
fn later_triggers(plan: &Plan<'_>) -> Vec<Nix> {
    let (stack, used) = read_by_services(plan);
    files(plan, |secret| {
        let name = &secret.name.value.0;
        let now = is_mounted(secret, &stack) || used.contains(name);
        !now && plan.stack.value_secrets.contains(name)
    })
}

/// Whether a unit names encrypted files.
pub(super) fn names_files(plan: &Plan<'_>) -> bool {
    let has_unit = unit(plan).is_some();
    !triggers(plan).is_empty() || has_unit && !later_triggers(plan).is_empty()
}

/// The stack without what only timers and commands start, and the secrets in its texts.
fn read_by_services(plan: &Plan<'_>) -> (Stack, BTreeSet<String>) {
    let stack = plan.served();
    let served = Plan {
        stack: &stack,
        ..*plan
    };
    let used = in_texts(&served);
    (stack, used)
}

fn files(plan: &Plan<'_>, wanted: impl Fn(&Secret) -> bool) -> Vec<Nix> {
    let all = encrypted(plan.stack).into_iter();
    all.filter(|secret| wanted(secret))
        .map(|secret| {
            let name = plan.age_name(&secret.name.value.0);
            Nix::reference(["config", "age", "secrets", name.as_str(), "file"])
        })
        .collect()
}

/// What the script is called in the module, where two settings have it.
const SCRIPT: &str = "write-variables";

/// The unit that writes the variables before the containers start, and the script that it has under a name.
pub(super) fn unit(plan: &Plan<'_>) -> Option<(Attrs, Attrs)> {
    let mut files = calendar::environments(plan);
    if let Some(file) = environment_file(plan) {
        files.insert(0, (file, variable_lines(plan)));
    }
    if files.is_empty() {
        return None;
    }
    let main = format!("{}.service", plan.unit());
    let mut service = Attrs::new();
    service.set("Type", "oneshot");
    service.set("RemainAfterExit", true);
    service.set("RuntimeDirectory", plan.project());
    service.set("RuntimeDirectoryMode", "0700");
    service.set("UMask", "0077");
    let mut unit = Attrs::new();
    unit.set(
        "description",
        format!("Secrets of {} as variables", plan.project()),
    );
    unit.set("after", vec![Nix::from("agenix-install-secrets.service")]);
    unit.set("before", vec![Nix::from(main.as_str())]);
    unit.set("requiredBy", vec![Nix::from(main.as_str())]);
    let (now, later) = (triggers(plan), later_triggers(plan));
    if !now.is_empty() {
        unit.set("restartTriggers", now);
    }
    let reloads = !later.is_empty();
    if reloads {
        unit.set("reloadTriggers", later);
        unit.comment(["To restart it is to restart the containers: what they don't read is written anew beside them."]);
    }
    unit.set("serviceConfig", service);
    let written = files.iter().map(|(file, lines)| {
        let file = Word::new(file);
        format!("{{\n{lines}}} > {file}.new\nmv {file}.new {file}\n")
    });
    let script = format!("{VARIABLE}{}", written.collect::<String>());
    let mut names = Attrs::new();
    if reloads {
        names.set(SCRIPT, script);
        unit.set("script", Nix::reference([SCRIPT]));
        unit.set("reload", Nix::reference([SCRIPT]));
    } else {
        unit.set("script", script);
    }
    Some((unit, names))
}

fn variable_lines(plan: &Plan<'_>) -> String {
    let all = variables(plan);
    all.iter()
        .map(|(secret, path)| {
            let variable = secret.variable();
            format!("  variable {} {}\n", Word::new(&variable), Word::new(path))
        })
        .collect()
}

/// `secrets.nix`, which says for whom the `agenix` command encrypts.
pub(super) fn rules(plan: &Plan<'_>, banner: &[String]) -> Option<Traced> {
    let all = encrypted(plan.stack);
    if all.is_empty() {
        return None;
    }
    let keys = age_keys(plan.stack);
    let named = |at: usize| match at {
        0 => "host".to_owned(),
        _ => format!("host-{}", at + 1),
    };
    let mut body = Attrs::new();
    for secret in all {
        let file = plan.encrypted(&secret.name.value.0);
        body.put(
            [file.as_str(), "publicKeys"],
            (0..keys.len().max(1))
                .map(|at| Nix::reference([named(at).as_str()]))
                .collect::<Vec<_>>(),
        );
        body.come_from(secret.span, &[]);
        if let Some(line) = project::generate(secret) {
            body.comment([line.as_str()]);
        }
    }
    let mut lines = banner.to_vec();
    lines.push("For the agenix command alone; no system imports it.".to_owned());
    let mut names = Attrs::new();
    if keys.is_empty() {
        lines.push("No host is named: give it to the stack, with its age-key.".to_owned());
        names.set(named(0), Nix::call(["throw"], NO_HOST));
    }
    for (at, (host, key)) in keys.iter().enumerate() {
        names.set(named(at), key.as_str());
        if keys.len() > 1 {
            names.comment([host.as_str()]);
        }
    }
    Some(print(&File {
        banner: lines,
        arguments: None,
        names,
        body: body.into(),
    }))
}

/// What the `agenix` command says where it has nobody to encrypt for.
const NO_HOST: &str = "secrets.nix names no key: say in the stack target nix { host NAME } and host NAME { age-key \"ssh-ed25519 …\" }";

/// The hosts that the target names, each with its public key, as far as they have one.
pub(super) fn age_keys(stack: &Stack) -> Vec<(String, String)> {
    let hosts = stack.target("nix").and_then(|target| target.hosts.as_ref());
    let names = hosts.into_iter().flat_map(|hosts| &hosts.items);
    let named = names.filter_map(|name| {
        let mut hosts = stack.hosts.iter();
        hosts.find(|host| host.name.value.0 == name.value.0)
    });
    named
        .filter_map(|host| {
            Some((
                host.name.value.0.clone(),
                host.age_key.as_ref()?.value.0.clone(),
            ))
        })
        .collect()
}
