//! A service as a `.container` file.

use stackc_compiler::{
    artifact::Bug,
    model::{Command, Service},
    target::Support::{Partial, Refused},
};

use super::{environment, files, health, json, lifecycle, limits, mounts, network, sheet::Sheet};
use crate::{systemd::plan::Plan, text::unit::Text};

/// The name of a service's container, which is Compose's.
pub(super) fn container_name(plan: &Plan<'_>, service: &Service) -> String {
    let said = service.container_name.as_ref().and_then(|name| name.get());
    said.map_or_else(
        || format!("{}-{}-1", plan.stack.project, service.name.value.0),
        |name| name.0.clone(),
    )
}

/// The file of a service.
pub(super) fn container<'a>(plan: &'a Plan<'a>, service: &Service) -> Result<Sheet<'a>, Bug> {
    let name = &service.name.value.0;
    let mut sheet = Sheet::new(plan, "Container", name)?;
    for key in service.env.iter().filter_map(|pair| pair.key.get()) {
        sheet.values.reserve(&key.0);
    }
    lifecycle::unit(&mut sheet, service)?;
    sheet.known("container-name", service.container_name.as_ref());
    let own = container_name(plan, service);
    sheet.bare("ContainerName", Text::new(own))?;
    what_runs(&mut sheet, service)?;
    environment::environment(&mut sheet, service)?;
    files::secrets(&mut sheet, service)?;
    network::container(&mut sheet, service)?;
    mounts::mounts(&mut sheet, service)?;
    files::files(&mut sheet, service)?;
    rights(&mut sheet, service)?;
    limits::limits(&mut sheet, service)?;
    health::health(&mut sheet, service)?;
    labels(&mut sheet, service)?;
    lifecycle::service(&mut sheet, service)?;
    Ok(sheet)
}

fn what_runs(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if service.build.is_some() {
        let unit = sheet.plan.unit(&service.name.value.0);
        sheet.bare("Image", Text::new(format!("{unit}.build")))?;
    } else {
        sheet.option("Image", service.image.as_ref())?;
    }
    pull(sheet, service)?;
    if let Some(entrypoint) = &service.entrypoint {
        let words = command_words(sheet, "entrypoint", &Command::from(entrypoint.clone()));
        let words: Option<Vec<String>> = words.iter().map(Text::literal).collect();
        match words {
            Some(words) if !words.is_empty() => {
                sheet.bare("Entrypoint", Text::new(json::list(&words)))?;
            }
            Some(_) => sheet.report("entrypoint", EMPTY, entrypoint.span),
            None => sheet.report("entrypoint", WORDS, entrypoint.span),
        }
    }
    if let Some(command) = &service.command {
        let words = command_words(sheet, "command", command);
        if words.is_empty() {
            sheet.report("command", EMPTY, command.span);
        } else {
            sheet.words("Exec", words)?;
        }
    }
    sheet.option("WorkingDir", service.working_dir.as_ref())?;
    sheet.option("HostName", service.hostname.as_ref())?;
    sheet.option_argument("platform", service.platform.as_ref())?;
    for (word, flag, said) in [
        ("tty", "tty", &service.tty),
        ("stdin-open", "interactive", &service.stdin_open),
    ] {
        if sheet.is_set(word, said.as_ref()) {
            sheet.argument(flag, Text::new("true"))?;
        }
    }
    Ok(())
}

const EMPTY: stackc_compiler::target::Support =
    Refused("can't be cleared with Quadlet; name the words that run");
const WORDS: stackc_compiler::target::Support = Refused(
    "takes no input among its words with Quadlet; use shell=\"…\" in `command`, or fixed words",
);

fn command_words(sheet: &mut Sheet<'_>, word: &'static str, command: &Command) -> Vec<Text> {
    let Command {
        words,
        shell,
        line,
        span: _,
    } = command;
    if let Some(line) = line {
        let Some(text) = sheet.known(word, Some(line)) else {
            return Vec::new();
        };
        return match stackc_compiler::command_line::split(&text.0) {
            Ok(split) => split.words.into_iter().map(Text::new).collect(),
            Err(_) => Vec::new(),
        };
    }
    match shell {
        Some(shell) => {
            let shell = sheet.text(shell);
            vec![Text::new("/bin/sh"), Text::new("-c"), shell]
        }
        None => words.iter().map(|word| sheet.text(word)).collect(),
    }
}

fn pull(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let Some(policy) = sheet.known("pull-policy", service.pull_policy.as_ref()) else {
        return Ok(());
    };
    let word = match policy.0.as_str() {
        "missing" | "if_not_present" => "missing",
        "always" => "always",
        "never" => "never",
        _ => {
            let span = service
                .pull_policy
                .as_ref()
                .map_or(service.span, |one| one.span);
            let answer = Partial(
                "is `missing`: podman fetches an image never, always or when it is missing; run `podman pull` from a timer",
            );
            sheet.report("pull-policy", answer, span);
            "missing"
        }
    };
    if service.build.is_none() {
        sheet.bare("Pull", Text::new(word))?;
    }
    Ok(())
}

fn rights(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if sheet.is_set("read-only", service.read_only.as_ref()) {
        sheet.bare("ReadOnly", Text::new("true"))?;
        sheet.bare("ReadOnlyTmpfs", Text::new("false"))?;
    }
    for (key, words) in [
        ("AddCapability", &service.cap_add),
        ("DropCapability", &service.cap_drop),
        ("GroupAdd", &service.group_add),
    ] {
        for word in words.iter().flat_map(|words| &words.items) {
            let text = sheet.text(word);
            sheet.words(key, vec![text])?;
        }
    }
    for option in service.security_opt.iter().flat_map(|words| &words.items) {
        security_option(sheet, option)?;
    }
    if sheet.is_set("privileged", service.privileged.as_ref()) {
        sheet.argument("privileged", Text::new("true"))?;
    }
    user(sheet, service)?;
    sheet.option("UserNS", service.userns_mode.as_ref())?;
    for (flag, value) in [
        ("pid", &service.pid),
        ("ipc", &service.ipc),
        ("uts", &service.uts),
        ("cgroupns", &service.cgroup),
    ] {
        namespace(sheet, flag, value.as_ref())?;
    }
    if sheet.is_set("init", service.init.as_ref()) {
        sheet.bare("RunInit", Text::new("true"))?;
    }
    Ok(())
}

fn user(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let Some(user) = &service.user else {
        return Ok(());
    };
    match user.get().map(|line| line.0.split_once(':')) {
        Some(Some((user, group))) => {
            sheet.bare("User", Text::new(user))?;
            sheet.bare("Group", Text::new(group))
        }
        Some(None) => sheet.option("User", Some(user)),
        None => sheet.option_argument("user", Some(user)),
    }
}

fn namespace(
    sheet: &mut Sheet<'_>,
    flag: &'static str,
    value: Option<&stackc_compiler::template::Value<stackc_compiler::atoms::Line>>,
) -> Result<(), Bug> {
    let Some(said) = value else { return Ok(()) };
    if let Some(known) = sheet.known(flag, Some(said)) {
        if let Some(of) = known.0.strip_prefix("service:") {
            let plan = sheet.plan;
            let name = plan.stack.service(of).map(|one| container_name(plan, one));
            let name = name.unwrap_or_else(|| of.to_owned());
            return sheet.argument(flag, Text::new(format!("container:{name}")));
        }
        sheet.argument(flag, Text::new(known.0.clone()))?;
    }
    Ok(())
}

fn security_option(
    sheet: &mut Sheet<'_>,
    option: &stackc_compiler::template::Value<stackc_compiler::atoms::Line>,
) -> Result<(), Bug> {
    let known = option.get().map(|line| line.0.as_str());
    if matches!(
        known,
        Some("no-new-privileges" | "no-new-privileges:true" | "no-new-privileges=true")
    ) {
        return sheet.bare("NoNewPrivileges", Text::new("true"));
    }
    let profile = known.and_then(|text| {
        text.strip_prefix("seccomp=")
            .or(text.strip_prefix("seccomp:"))
    });
    let text = match profile {
        Some("unconfined") => Text::new("seccomp=unconfined"),
        Some(path) => Text::new("seccomp=").join(sheet.plan.path(path, option.span)),
        None => match known.and_then(|text| text.split_once(':')) {
            // Docker's older form.
            Some((key @ ("apparmor" | "label" | "mask" | "unmask"), rest)) => {
                Text::new(format!("{key}={rest}"))
            }
            _ => sheet.text(option),
        },
    };
    sheet.argument("security-opt", text)
}

fn labels(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    sheet.pairs("Label", &service.labels)?;
    sheet.pairs("Annotation", &service.annotations)?;
    let Some(logging) = &service.logging else {
        return Ok(());
    };
    if let Some(driver) = sheet.known("logging", logging.driver.as_ref()) {
        let known = ["journald", "json-file", "k8s-file", "none", "passthrough"];
        if known.contains(&driver.0.as_str()) {
            sheet.bare("LogDriver", Text::new(driver.0.clone()))?;
        } else {
            let answer =
                Refused("names a driver that podman hasn't; use journald, json-file or none");
            sheet.report("logging", answer, logging.span);
        }
    }
    sheet.pairs("LogOpt", &logging.options)
}
