//! A service as a `.container` file.

use stackc_compiler::{answers, artifact::Bug, atoms::Image, model::Service, template::Value};

use super::{
    command, environment, files, gpus, health, image,
    lifecycle::{self, Life},
    limits, mounts, network,
    sheet::Sheet,
};
use crate::{systemd::plan::Plan, text::unit::Text};

/// The name of a service's container, which is Compose's.
pub(super) fn container_name(plan: &Plan<'_>, service: &Service) -> String {
    let said = service.container_name.as_ref().and_then(|name| name.get());
    said.map_or_else(
        || format!("{}-{}-1", plan.stack.project, service.name.value.0),
        |name| name.0.clone(),
    )
}

/// The same where an input may decide it.
pub(super) fn name_text(sheet: &mut Sheet<'_>, service: &Service) -> Text {
    match &service.container_name {
        Some(said) if said.get().is_none() => sheet.text(said),
        _ => Text::new(container_name(sheet.plan, service)),
    }
}

/// The file of a service, or of a container that runs once.
pub(super) fn container<'a>(
    plan: &'a Plan<'a>,
    service: &Service,
    life: Life,
) -> Result<Sheet<'a>, Bug> {
    let name = &service.name.value.0;
    let mut sheet = Sheet::new(plan, "Container", name)?;
    for key in service.env.iter().filter_map(|pair| pair.key.get()) {
        sheet.values.reserve(&key.0);
    }
    lifecycle::unit(&mut sheet, service)?;
    let own = name_text(&mut sheet, service);
    sheet.bare("ContainerName", own)?;
    what_runs(&mut sheet, service)?;
    environment::environment(&mut sheet, service)?;
    files::secrets(&mut sheet, service)?;
    network::container(&mut sheet, service)?;
    mounts::mounts(&mut sheet, service)?;
    gpus::gpus(&mut sheet, service)?;
    files::files(&mut sheet, service)?;
    rights(&mut sheet, service)?;
    limits::limits(&mut sheet, service)?;
    match &service.healthcheck {
        Some(check) => sheet.said(check.span, |sheet| health::health(sheet, service))?,
        None => health::health(&mut sheet, service)?,
    }
    labels(&mut sheet, service)?;
    lifecycle::service(&mut sheet, service, life)?;
    Ok(sheet)
}

/// Its image: one that is named, or the file that builds it.
pub(super) fn image_of(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if service.build.is_some() {
        built(sheet, &service.name.value.0, service.image.as_ref())?;
    } else {
        fetched(sheet, service.image.as_ref())?;
    }
    pull(sheet, service)
}

/// The image that a service builds. Quadlet would copy its name out of the file that builds it, where inputs are variables of another unit:
/// such a name stands here again.
fn built(sheet: &mut Sheet<'_>, service: &str, image: Option<&Value<Image>>) -> Result<(), Bug> {
    let unit = sheet.plan.unit(service);
    if image.is_none_or(|image| image.get().is_some()) {
        return sheet.bare("Image", Text::new(format!("{unit}.build")));
    }
    network::needs(sheet, &builder(sheet.plan, service));
    image::option(sheet, "Image", image)
}

/// An image that is named; a job has one that another service builds by the file that does.
fn fetched(sheet: &mut Sheet<'_>, image: Option<&Value<Image>>) -> Result<(), Bug> {
    let plan = sheet.plan;
    let mut building = plan.stack.services.iter().filter(|one| one.build.is_some());
    let is_file = |image: &Image| {
        building.any(|one| format!("{}.build", plan.unit(&one.name.value.0)) == image.0)
    };
    if image.and_then(|image| image.get()).is_some_and(is_file) {
        sheet.option("Image", image)
    } else {
        image::option(sheet, "Image", image)
    }
}

/// The unit that builds a service's image.
pub(super) fn builder(plan: &Plan<'_>, service: &str) -> String {
    format!("{}-build.service", plan.unit(service))
}

fn what_runs(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    image_of(sheet, service)?;
    command::what_runs(sheet, service)?;
    sheet.option("WorkingDir", service.working_dir.as_ref())?;
    sheet.option("HostName", service.hostname.as_ref())?;
    sheet.option_argument("platform", service.platform.as_ref())?;
    runtime(sheet, service)?;
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

answers! {
    AS_IT_COMES: ["service" "pull-policy"] "where an input decides it" => Partial("is handed to podman as it comes, which knows `always`, `missing` and `never`; set one of them");
    PULL: ["service" "pull-policy"] "where it is a time" => Partial("is `missing`: podman fetches an image never, always or when it is missing; run `podman pull` from a timer");
    RUNTIME: ["service" "runtime"] "where it is not NVIDIA's" => Partial("is looked for among podman's own runtimes; name it in containers.conf there");
    LOGGING: ["service logging" "driver"] "where podman hasn't it" => Refused("names a driver that podman hasn't; use journald, json-file or none");
}

fn pull(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if service.build.is_some() {
        return Ok(());
    }
    let known = service.pull_policy.as_ref().map(|policy| policy.get());
    let Some(Some(policy)) = known else {
        if let Some(said) = &service.pull_policy {
            sheet.report("pull-policy", AS_IT_COMES, said.span);
        }
        return sheet.option("Pull", service.pull_policy.as_ref());
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
            sheet.report("pull-policy", PULL, span);
            "missing"
        }
    };
    sheet.bare("Pull", Text::new(word))
}

/// Docker's word for its runtime with NVIDIA's devices, which podman has without another runtime.
const NVIDIA: &str = "nvidia";

fn runtime(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let Some(said) = &service.runtime else {
        return Ok(());
    };
    if said.get().is_some_and(|name| name.0 == NVIDIA) {
        sheet.report("runtime", gpus::CDI, said.span);
        if gpus::asks_any(service) {
            return Ok(());
        }
        return sheet.bare("AddDevice", Text::new(gpus::EVERY));
    }
    sheet.report("runtime", RUNTIME, said.span);
    let text = Text::new("--runtime=").join(sheet.text(said));
    sheet.words("GlobalArgs", vec![text])
}

fn rights(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if sheet.is_set("read-only", service.read_only.as_ref()) {
        sheet.bare("ReadOnly", Text::new("true"))?;
        sheet.bare("ReadOnlyTmpfs", Text::new("false"))?;
    }
    for (key, flag, words) in [
        ("AddCapability", "cap-add", &service.cap_add),
        ("DropCapability", "cap-drop", &service.cap_drop),
    ] {
        for word in words.iter().flat_map(|words| &words.items) {
            let text = sheet.text(word);
            sheet.said(word.span, |sheet| sheet.listed(key, flag, text))?;
        }
    }
    for group in service.group_add.iter().flat_map(|words| &words.items) {
        sheet.option("GroupAdd", Some(group))?;
    }
    for option in service.security_opt.iter().flat_map(|words| &words.items) {
        sheet.said(option.span, |sheet| security_option(sheet, option))?;
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
        if let Some(value) = value {
            sheet.said(value.span, |sheet| namespace(sheet, flag, Some(value)))?;
        }
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
    value: Option<&Value<stackc_compiler::atoms::Line>>,
) -> Result<(), Bug> {
    let Some(said) = value else { return Ok(()) };
    if let Some(known) = sheet.known(flag, Some(said)) {
        if let Some(of) = known.0.strip_prefix("service:") {
            let name = match sheet.plan.stack.service(of) {
                Some(one) => name_text(sheet, one),
                None => Text::new(of),
            };
            return sheet.argument(flag, Text::new("container:").join(name));
        }
        sheet.argument(flag, Text::new(known.0.clone()))?;
    }
    Ok(())
}

fn security_option(
    sheet: &mut Sheet<'_>,
    option: &Value<stackc_compiler::atoms::Line>,
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
            sheet.report("logging", LOGGING, logging.span);
        }
    }
    sheet.listed_pairs("LogOpt", "log-opt", &logging.options)
}
