//! The smaller parts of a service.

use stackc_compiler::{
    artifact::Origin,
    atoms::Line,
    model::{
        BlockIo, Command, CredentialSpec, Device, EnvFile, ExtraHost, Hook, LogDriver, ModelUse,
        Provider, VolumesFrom, Watch,
    },
    source::Span,
    template::{Expr, Part, Value},
};

use super::{
    Context,
    keys::{Absent, Keys, mapping},
    text::{Texts, double},
};
use crate::text::yaml::{Map, Yaml};

/// The value of `command` and `entrypoint`.
pub(super) fn command(command: &Command, texts: Texts<'_>) -> Yaml {
    let Command {
        words,
        shell,
        line,
        span: _,
    } = command;
    if let Some(line) = line {
        return Yaml::text(texts.text(line));
    }
    let words = words.iter().map(|word| texts.text(word));
    match shell {
        Some(shell) => Yaml::words(["/bin/sh".to_owned(), "-c".to_owned(), texts.text(shell)]),
        None => Yaml::words(words),
    }
}

/// The entries of `env_file`.
pub(super) fn env_files(
    files: &[EnvFile],
    context: Context<'_>,
    texts: Texts<'_>,
) -> Vec<(Yaml, Origin)> {
    files
        .iter()
        .map(|file| {
            let EnvFile {
                path,
                required,
                format,
                span,
            } = file;
            let origin = Origin::from(*span);
            let shown = host_path(path, context, texts);
            if required.is_none() && format.is_none() {
                return (Yaml::text(shown), origin);
            }
            let mut keys = Keys::new(texts);
            keys.map.set_from("path", Yaml::text(shown), path.span);
            keys.value("required", required.as_ref());
            keys.value("format", format.as_ref());
            (Yaml::from(keys.map), origin)
        })
        .collect()
}

/// Paths of the host as the output's folder sees them.
pub(super) fn paths(
    paths: &[Value<Line>],
    context: Context<'_>,
    texts: Texts<'_>,
) -> Vec<(Yaml, Origin)> {
    paths
        .iter()
        .map(|path| {
            (
                Yaml::text(host_path(path, context, texts)),
                path.span.into(),
            )
        })
        .collect()
}

/// A path of the host as the output's folder sees it; one that starts with an input stays as it is.
pub(super) fn host_path(path: &Value<Line>, context: Context<'_>, texts: Texts<'_>) -> String {
    match &path.expr {
        Expr::Known(text) => double(&context.path(&text.0, path.span)),
        Expr::Deferred(template) => {
            let mut template = template.clone();
            if let Some(Part::Text(first)) = template.parts.first_mut() {
                *first = prefix(first, context, path.span);
            }
            texts.template(&template)
        }
    }
}

/// The literal start of a path as the output's folder sees it.
fn prefix(first: &str, context: Context<'_>, written_at: Span) -> String {
    if !super::is_relative(first) {
        return first.to_owned();
    }
    let (folder, rest) = first.rsplit_once('/').unwrap_or(("", first));
    format!("{}/{rest}", context.path(folder, written_at))
}

/// The value of `security_opt`; Compose reads a seccomp profile relative to its own file.
pub(super) fn security_opt(
    options: &[Value<Line>],
    context: Context<'_>,
    texts: Texts<'_>,
) -> Yaml {
    options
        .iter()
        .map(|option| {
            let profile = option.get().and_then(|text| seccomp_profile(&text.0));
            Yaml::text(match profile {
                Some((separator, path)) => {
                    let seen = context.path(path, option.span);
                    // Docker Compose would make the container anew for another spelling.
                    if seen == path || seen.strip_prefix("./") == Some(path) {
                        texts.text(option)
                    } else {
                        format!("seccomp{separator}{}", double(&seen))
                    }
                }
                None => texts.text(option),
            })
        })
        .collect()
}

/// The path of a seccomp profile, if the option names a file, and the character before it.
#[must_use]
pub fn seccomp_profile(option: &str) -> Option<(char, &str)> {
    let rest = option.strip_prefix("seccomp")?;
    let separator = rest.chars().next().filter(|one| matches!(one, '=' | ':'))?;
    let path = rest.get(1..)?;
    (!matches!(path, "unconfined" | "builtin")).then_some((separator, path))
}

/// The entries of `volumes_from`.
pub(super) fn volumes_from(all: &[VolumesFrom], texts: Texts<'_>) -> Vec<(Yaml, Origin)> {
    all.iter()
        .map(|from| {
            let VolumesFrom {
                service,
                container,
                read_only,
                span,
            } = from;
            let source = match (service, container) {
                (Some(service), _) => service.value.0.clone(),
                (None, Some(container)) => format!("container:{}", texts.text(container)),
                (None, None) => String::new(),
            };
            let text = match read_only.map(|flag| flag.value.0) {
                Some(true) => format!("{source}:ro"),
                Some(false) => format!("{source}:rw"),
                None => source,
            };
            (Yaml::text(text), Origin::from(*span))
        })
        .collect()
}

/// The entries of `extra_hosts`.
pub(super) fn extra_hosts(all: &[ExtraHost], texts: Texts<'_>) -> Vec<(Yaml, Origin)> {
    all.iter()
        .map(|host| {
            let ExtraHost {
                name,
                address,
                span,
            } = host;
            let name = texts.text(name);
            let text = match address {
                Some(address) => format!("{name}={}", texts.text(address)),
                None => name,
            };
            (Yaml::text(text), Origin::from(*span))
        })
        .collect()
}

/// The entries of `devices`.
pub(super) fn devices(all: &[Device], texts: Texts<'_>) -> Vec<(Yaml, Origin)> {
    all.iter()
        .map(|device| {
            let Device {
                source,
                to,
                permissions,
                span,
            } = device;
            let source = texts.text(source);
            let to = to.as_ref().map(|to| texts.text(to));
            let permissions = permissions
                .as_ref()
                .map(|permissions| texts.text(permissions));
            let text = match (to, permissions) {
                (None, None) => source,
                (Some(to), None) => format!("{source}:{to}"),
                (None, Some(permissions)) => format!("{source}:{source}:{permissions}"),
                (Some(to), Some(permissions)) => format!("{source}:{to}:{permissions}"),
            };
            (Yaml::text(text), Origin::from(*span))
        })
        .collect()
}

/// The mapping under `logging`.
pub(super) fn logging(logging: &LogDriver, texts: Texts<'_>) -> Map {
    let LogDriver {
        driver,
        options,
        span: _,
    } = logging;
    let mut keys = Keys::new(texts);
    keys.value("driver", driver.as_ref());
    keys.pairs("options", options);
    keys.map
}

/// The mapping under `credential_spec`.
pub(super) fn credential_spec(spec: &CredentialSpec, texts: Texts<'_>) -> Map {
    let CredentialSpec {
        config,
        file,
        registry,
        span: _,
    } = spec;
    let mut keys = Keys::new(texts);
    keys.value("config", config.as_ref());
    keys.value("file", file.as_ref());
    keys.value("registry", registry.as_ref());
    keys.map
}

/// An entry of `post_start` and `pre_stop`.
pub(super) fn hook(hook: &Hook, texts: Texts<'_>) -> Yaml {
    let Hook {
        words,
        line,
        user,
        privileged,
        working_dir,
        env,
        span: _,
    } = hook;
    let mut keys = Keys::new(texts);
    match line {
        Some(line) => keys.value("command", Some(line)),
        None => keys.map.set(
            "command",
            Yaml::words(words.iter().map(|word| texts.text(word))),
        ),
    }
    keys.value("user", user.as_ref());
    keys.value("privileged", privileged.as_ref());
    keys.value("working_dir", working_dir.as_ref());
    if let Some(env) = mapping(texts, env, |value| texts.secret_text(value), Absent::Null) {
        keys.map.set("environment", env);
    }
    Yaml::from(keys.map)
}

/// An entry of `develop.watch`.
pub(super) fn watch(watch: &Watch, context: Context<'_>, texts: Texts<'_>) -> Yaml {
    let Watch {
        path,
        action,
        to,
        initial_sync,
        ignore,
        include,
        exec,
        span: _,
    } = watch;
    let mut keys = Keys::new(texts);
    keys.map
        .set("path", Yaml::text(host_path(path, context, texts)));
    keys.value("action", Some(action));
    keys.value("target", to.as_ref());
    keys.value("initial_sync", initial_sync.as_ref());
    keys.words("ignore", ignore.as_ref());
    keys.words("include", include.as_ref());
    if let Some(exec) = exec {
        let mut command = Map::new();
        command.set(
            "command",
            Yaml::words(exec.items.iter().map(|word| texts.text(word))),
        );
        keys.map("exec", command);
    }
    Yaml::from(keys.map)
}

/// The mapping under `provider`.
pub(super) fn provider(provider: &Provider, texts: Texts<'_>) -> Map {
    let Provider {
        kind,
        options,
        span: _,
    } = provider;
    let mut keys = Keys::new(texts);
    keys.value("type", Some(kind));
    keys.pairs("options", options);
    keys.map
}

/// The value of a service's `models`.
pub(super) fn models(all: &[ModelUse], texts: Texts<'_>) -> Option<Yaml> {
    if all.is_empty() {
        return None;
    }
    let plain = |one: &ModelUse| one.endpoint_var.is_none() && one.model_var.is_none();
    if all.iter().all(plain) {
        return Some(
            all.iter()
                .map(|one| Yaml::text(one.name.value.0.clone()))
                .collect(),
        );
    }
    let mut map = Map::new();
    for one in all {
        let ModelUse {
            name,
            endpoint_var,
            model_var,
            span: _,
        } = one;
        let mut keys = Keys::new(texts);
        keys.value("endpoint_var", endpoint_var.as_ref());
        keys.value("model_var", model_var.as_ref());
        map.set(name.value.0.clone(), keys.map);
    }
    Some(Yaml::from(map))
}

/// The mapping under `blkio_config`.
pub(super) fn blkio(blkio: &BlockIo, texts: Texts<'_>) -> Map {
    let BlockIo {
        weight,
        device_weight,
        read_bps,
        write_bps,
        read_iops,
        write_iops,
        span: _,
    } = blkio;
    let mut keys = Keys::new(texts);
    keys.value("weight", weight.as_ref());
    let lists = [
        ("weight_device", "weight", device_weight),
        ("device_read_bps", "rate", read_bps),
        ("device_write_bps", "rate", write_bps),
        ("device_read_iops", "rate", read_iops),
        ("device_write_iops", "rate", write_iops),
    ];
    for (key, what, pairs) in lists {
        let items = pairs.iter().map(|pair| {
            let mut map = Map::new();
            map.set("path", Yaml::text(texts.text(&pair.key)));
            let text = pair
                .value
                .as_ref()
                .map_or_else(String::new, |value| texts.text(value));
            let number = crate::text::yaml::Number::parse(&text);
            map.set(what, number.map_or_else(|| Yaml::text(text), Yaml::from));
            Yaml::from(map)
        });
        keys.items(key, items.collect());
    }
    keys.map
}
