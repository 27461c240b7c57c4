//! Networks, volumes and images: what containers have in common.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{Bool, NetworkName, ObjectName},
    model::{Build, Network, Service, Volume},
    resolve::Stack,
    template::{Expr, Value},
};

use super::{files, image, network::needs, settled::settled, sheet::Sheet, shown::Shown};
use crate::{systemd::plan::Plan, text::unit::Text};

answers! {
    NAME: ["network" "name"] "where it holds more than letters, digits, `.`, `_` and `-`" => Refused("is no name of a network for podman; use letters, digits, `.`, `_` and `-`");
    FILE: ["network" "name", "volume" "name"] "where it exists already and ends in `.network`, `.volume`, `.container` or `.pod`" => Refused("ends as a file of Quadlet's does, which it would look for; it needs another name");
    OVERLAY: ["network" "driver"] "where it is `overlay`" => Partial("is a bridge of this machine: podman has no network over several; use the flavour compose with Swarm for that");
    DRIVER: ["network" "driver"] "where it is none of podman's" => Refused("is no driver of podman's; use bridge, macvlan or ipvlan");
    CONTEXT: ["service build" "context"] "where it starts with an input" => Partial("is taken from the folder of the Quadlet files where it is relative; start it with a fixed folder, such as `./`");
    ARG: ["service build" "arg"] "where it has no value" => Partial("has no value, and podman passes none of the deployer's variables on; give it one");
}

/// The endings of the files that Quadlet looks for where a network or a volume is named.
const FILES: [&str; 4] = [".network", ".volume", ".container", ".pod"];

/// Whether it exists already, if nothing else is set where the stack is deployed.
fn is_external(stack: &Stack, flag: Option<&Value<Bool>>) -> bool {
    match flag.map(|flag| &flag.expr) {
        Some(Expr::Known(flag)) => flag.0,
        Some(Expr::Deferred(template)) => {
            settled(stack, template).is_some_and(|text| text == "true")
        }
        None => false,
    }
}

/// Its name on the host: what is said, else the stack's name, else `<project>_<name>`.
fn host_name<A: Shown>(
    sheet: &mut Sheet<'_>,
    name: &str,
    said: Option<&Value<A>>,
    external: bool,
) -> Text {
    match said {
        Some(said) => sheet.text(said),
        None if external => Text::new(name),
        None => Text::new(format!("{}_{name}", sheet.plan.stack.project)),
    }
}

/// What a container says of a network or a volume: the file that makes it, or the name of one that is there or that an input names.
fn of<A: Shown>(
    sheet: &mut Sheet<'_>,
    kind: &'static str,
    name: &str,
    said: Option<&Value<A>>,
    external: Option<&Value<Bool>>,
) -> Text {
    if is_external(sheet.plan.stack, external) {
        let own = host_name(sheet, name, said, true);
        let file = |own: &str| FILES.iter().any(|ending| own.ends_with(ending));
        if own.literal().is_some_and(|own| file(&own)) {
            let place = said
                .map(|said| said.span)
                .or(external.map(|flag| flag.span));
            if let Some(place) = place {
                sheet.report("name", FILE, place);
            }
        }
        return own;
    }
    let unit = sheet.plan.unit(name);
    if said.is_some_and(|said| said.get().is_none()) {
        needs(sheet, &format!("{unit}-{kind}.service"));
        return host_name(sheet, name, said, false);
    }
    Text::new(format!("{unit}.{kind}"))
}

/// What a container says of a network.
pub(super) fn network_of(sheet: &mut Sheet<'_>, name: &str) -> Text {
    let mut all = sheet.plan.stack.networks.iter();
    let one = all.find(|one| one.name.value.0 == name);
    let (said, external) = one.map_or((None, None), |one| {
        (one.host_name.as_ref(), one.external.as_ref())
    });
    if let Some(said) = said
        && said.get().is_some_and(|name| !ObjectName::fits(&name.0))
    {
        sheet.report("name", NAME, said.span);
    }
    of(sheet, "network", name, said, external)
}

/// What a container says of a volume.
pub(super) fn volume_of(sheet: &mut Sheet<'_>, name: &str) -> Text {
    let mut all = sheet.plan.stack.volumes.iter();
    let one = all.find(|one| one.name.value.0 == name);
    let (said, external) = one.map_or((None, None), |one| {
        (one.host_name.as_ref(), one.external.as_ref())
    });
    of(sheet, "volume", name, said, external)
}

/// The file of the network `default` where it is not declared.
pub(super) fn default_network<'a>(plan: &'a Plan<'a>) -> Result<Sheet<'a>, Bug> {
    let mut sheet = Sheet::new(plan, "Network", "network default")?;
    let own = host_name::<NetworkName>(&mut sheet, "default", None, false);
    sheet.bare("NetworkName", own)?;
    Ok(sheet)
}

/// The file of a network; nothing for one that exists already.
pub(super) fn network<'a>(plan: &'a Plan<'a>, network: &Network) -> Result<Option<Sheet<'a>>, Bug> {
    let Network {
        name,
        host_name: said,
        driver,
        external,
        internal,
        attachable: _,
        ipv4: _,
        ipv6,
        driver_opts,
        labels,
        ipam_driver,
        ipam_opts: _,
        subnets,
        span: _,
    } = network;
    let name = &name.value.0;
    let mut sheet = Sheet::new(plan, "Network", &format!("network {name}"))?;
    sheet.known("external", external.as_ref());
    if is_external(plan.stack, external.as_ref()) {
        return Ok(None);
    }
    let own = host_name(&mut sheet, name, said.as_ref(), false);
    sheet.bare("NetworkName", own)?;
    if let Some(driver) = driver {
        match driver.get().map(|name| name.0.as_str()) {
            Some("bridge" | "macvlan" | "ipvlan") | None => sheet.option("Driver", Some(driver))?,
            Some("overlay") => {
                sheet.report("driver", OVERLAY, driver.span);
            }
            Some(_) => {
                sheet.report("driver", DRIVER, driver.span);
            }
        }
    }
    if sheet.is_set("internal", internal.as_ref()) {
        sheet.bare("Internal", Text::new("true"))?;
    }
    if sheet.is_set("ipv6", ipv6.as_ref()) {
        sheet.bare("IPv6", Text::new("true"))?;
    }
    sheet.option("IPAMDriver", ipam_driver.as_ref())?;
    for subnet in subnets {
        sheet.option("Subnet", Some(&subnet.cidr))?;
        sheet.option("Gateway", subnet.gateway.as_ref())?;
        sheet.option("IPRange", subnet.range.as_ref())?;
    }
    sheet.pairs("Options", driver_opts)?;
    sheet.pairs("Label", labels)?;
    Ok(Some(sheet))
}

/// The file of a volume; nothing for one that exists already.
pub(super) fn volume<'a>(plan: &'a Plan<'a>, volume: &Volume) -> Result<Option<Sheet<'a>>, Bug> {
    let Volume {
        name,
        host_name: said,
        driver,
        external,
        driver_opts,
        labels,
        span: _,
    } = volume;
    let name = &name.value.0;
    let mut sheet = Sheet::new(plan, "Volume", &format!("volume {name}"))?;
    sheet.known("external", external.as_ref());
    if is_external(plan.stack, external.as_ref()) {
        return Ok(None);
    }
    let own = host_name(&mut sheet, name, said.as_ref(), false);
    sheet.bare("VolumeName", own)?;
    sheet.option("Driver", driver.as_ref())?;
    for pair in driver_opts {
        let value = pair.value.as_ref().map(|value| sheet.text(value));
        let text = sheet
            .text(&pair.key)
            .then("=")
            .join(value.unwrap_or_default());
        sheet.argument("opt", text)?;
    }
    sheet.pairs("Label", labels)?;
    Ok(Some(sheet))
}

/// The file of a service's image; nothing for one that is not built.
pub(super) fn build<'a>(plan: &'a Plan<'a>, service: &Service) -> Result<Option<Sheet<'a>>, Bug> {
    let Some(build) = &service.build else {
        return Ok(None);
    };
    let name = &service.name.value.0;
    let mut sheet = Sheet::new(plan, "Build", &format!("image of {name}"))?;
    match &service.image {
        Some(image) => image::option(&mut sheet, "ImageTag", Some(image))?,
        None => {
            let tag = format!("localhost/{}-{name}:latest", plan.stack.project);
            sheet.bare("ImageTag", Text::new(tag))?;
        }
    }
    what_is_built(&mut sheet, build)?;
    sheet.unit.add(
        "Service",
        "TimeoutStartSec",
        crate::text::unit::Setting::number(1800, ""),
    );
    Ok(Some(sheet))
}

fn what_is_built(sheet: &mut Sheet<'_>, build: &Build) -> Result<(), Bug> {
    let known = build.context.as_ref().and_then(Value::get);
    let remote =
        known.is_some_and(|context| context.0.contains("://") || context.0.starts_with("git@"));
    let context = match &build.context {
        Some(context) if remote => sheet.text(context),
        Some(context) => {
            let path = sheet.host_path(context);
            // Quadlet would take the unit's own folder for the context.
            if sheet.from_folder.take().is_some() {
                sheet.report("context", CONTEXT, context.span);
            }
            path
        }
        None => sheet.plan.path("", build.span),
    };
    sheet.bare("SetWorkingDirectory", context.clone())?;
    if let Some(file) = &build.dockerfile {
        let file = sheet.text(file);
        let absolute = file.literal().is_some_and(|text| text.starts_with('/')) || remote;
        let file = if absolute {
            file
        } else {
            context.then("/").join(file)
        };
        sheet.bare("File", file)?;
    }
    sheet.option("Target", build.target.as_ref())?;
    sheet.option("Network", build.network.as_ref())?;
    if sheet.is_set("pull", build.pull.as_ref()) {
        sheet.bare("Pull", Text::new("always"))?;
    }
    if sheet.is_set("no-cache", build.no_cache.as_ref()) {
        sheet.argument("no-cache", Text::new("true"))?;
    }
    sheet.option_argument("shm-size", build.shm_size.as_ref())?;
    for pair in &build.build_args {
        match &pair.value {
            Some(value) => {
                let value = sheet.text(value);
                let text = sheet.text(&pair.key).then("=").join(value);
                sheet.argument("build-arg", text)?;
            }
            None => {
                sheet.report("arg", ARG, pair.span);
            }
        }
    }
    for tag in &build.tags {
        let name = image::of_line(sheet, tag);
        sheet.said(tag.span, |sheet| sheet.argument("tag", name))?;
    }
    for platform in &build.platforms {
        sheet.option_argument("platform", Some(platform))?;
    }
    for secret in &build.secrets {
        let name = &secret.name.value.0;
        files::need(sheet, name);
        let id = match &secret.to {
            Some(to) => sheet.text(to),
            None => Text::new(name.clone()),
        };
        let source = sheet.plan.folder().then(format!("/secrets/{name}"));
        let text = Text::new("id=").join(id).then(",src=").join(source);
        sheet.words("Secret", vec![text])?;
    }
    sheet.pairs("Label", &build.labels)
}
