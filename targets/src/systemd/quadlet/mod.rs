//! The flavour `quadlet`: a file for each container, network, volume and image, which podman's generator makes units of.

mod backup;
mod command;
mod container;
mod environment;
mod files;
mod gpus;
mod health;
mod image;
mod job;
mod json;
mod lifecycle;
mod limits;
mod links;
mod mounts;
mod network;
mod readme;
mod relations;
mod resources;
mod script;
mod settled;
mod sheet;
mod shown;
mod stack_target;
mod values;
mod zero;

use stackc_compiler::{
    answers,
    artifact::{Artifact, Artifacts, Bug},
    model::Service,
    resolve::Stack,
    source::Span,
    target::{Report, Row},
};

use super::{
    names::{self, Named},
    plan::Plan,
    renewal,
    runs::{self, Run},
};
use crate::{
    parts::{host_nginx, shipped},
    text::unit::Unit,
};
use lifecycle::Life;
pub(super) use relations::Relations;
use sheet::{Found, Sheet};
use values::Values;

/// A file that is written, and what it could not say.
struct Made {
    path: String,
    unit: Unit,
    origin: Option<Span>,
}

/// Everything that a stack becomes.
#[derive(Default)]
struct Output {
    files: Vec<Made>,
    values: Vec<(String, Values)>,
    found: Found,
}

impl Output {
    /// Takes a finished file: its name without the project, its ending, and what the script calls it.
    fn take(
        &mut self,
        mut sheet: Sheet<'_>,
        name: &str,
        kind: &str,
        origin: Option<Span>,
    ) -> Result<(), Bug> {
        let called = if kind == "container" {
            name.to_owned()
        } else {
            let called = format!("{kind}:{name}");
            lifecycle::values(&mut sheet, &called)?;
            called
        };
        let path = format!("{}.{kind}", sheet.plan.unit(name));
        self.found.append(&mut sheet.found);
        if !sheet.values.is_empty() {
            self.values.push((called, sheet.values));
        }
        self.files.push(Made {
            path,
            unit: sheet.unit,
            origin,
        });
        Ok(())
    }
}

fn output(plan: &Plan<'_>) -> Result<Output, Bug> {
    let stack = plan.stack;
    let mut output = Output::default();
    for service in &stack.services {
        let name = &service.name.value.0;
        let span = Some(service.span);
        if let Some(sheet) = resources::build(plan, service)? {
            output.take(
                sheet,
                name,
                "build",
                service.build.as_ref().map(|build| build.span),
            )?;
        }
        output.take(
            container::container(plan, service, Life::Service)?,
            name,
            "container",
            span,
        )?;
    }
    let declared = stack
        .networks
        .iter()
        .any(|one| one.name.value.0 == "default");
    let joined = stack.services.iter().any(joins_default)
        || backup::joins_default(plan)
        || job::joins_default(stack);
    if !declared && joined {
        output.take(
            resources::default_network(plan)?,
            "default",
            "network",
            None,
        )?;
    }
    for network in &stack.networks {
        if let Some(sheet) = resources::network(plan, network)? {
            output.take(sheet, &network.name.value.0, "network", Some(network.span))?;
        }
    }
    for volume in &stack.volumes {
        if let Some(sheet) = resources::volume(plan, volume)? {
            output.take(sheet, &volume.name.value.0, "volume", Some(volume.span))?;
        }
    }
    job::add(plan, &mut output)?;
    backup::add(plan, &mut output)?;
    Ok(output)
}

fn joins_default(service: &Service) -> bool {
    let named = service
        .networks
        .iter()
        .any(|one| one.name.value.0 == "default");
    named || service.networks.is_empty() && service.network_mode.is_none()
}

/// The plan of the stack with what its jobs bring to it.
fn with_jobs<'a>(stack: &'a Stack, plan: &Plan<'_>) -> Plan<'a> {
    Plan {
        stack,
        banner: plan.banner.clone(),
        back: plan.back.clone(),
        relations: Relations::new(stack),
        user: plan.user,
    }
}

answers! {
    NUL: ["target" "name"] "where a text of the stack holds a NUL" => Refused("can't hold a NUL, which a text of the stack has; take it away");
    ONE: ["service" "replicas", "service" "scale"] "where it is not 1" => Refused("is one with Quadlet, whose unit is one container; declare further services with extends, each with an alias of this one's name in its networks");
}

/// What the table tells of what depends on a value.
pub(super) fn rows() -> Vec<Row> {
    [
        sheet::at_times(),
        backup::at_times(),
        command::at_times(),
        container::at_times(),
        environment::at_times(),
        files::at_times(),
        gpus::at_times(),
        health::at_times(),
        image::at_times(),
        job::at_times(),
        lifecycle::at_times(),
        limits::at_times(),
        mounts::at_times(),
        network::at_times(),
        resources::at_times(),
        at_times(),
    ]
    .concat()
}

/// Reports what the files could not say.
pub(super) fn check(plan: &Plan<'_>, report: &mut Report<'_>) {
    let stack = job::with_jobs(plan.stack);
    let plan = &with_jobs(&stack, plan);
    match output(plan) {
        Ok(output) => {
            for (word, answer, span) in &output.found {
                report.answer(word, *answer, *span);
            }
        }
        Err(_) => unwritten(plan.stack, report),
    }
    job::check(plan.stack, report);
    for service in &plan.stack.services {
        replicas(service, report);
    }
}

/// A text of the stack can't stand in a unit file.
fn unwritten(stack: &Stack, report: &mut Report<'_>) {
    let asked = stack.targets.iter().map(|target| target.span);
    let first = stack.services.iter().map(|service| service.span);
    if let Some(span) = asked.chain(first).next() {
        report.answer("target", NUL, span);
    }
}

/// The units that it writes, and those that Quadlet makes of its files.
pub(super) fn units(plan: &Plan<'_>) -> Vec<Named> {
    let stack = job::with_jobs(plan.stack);
    let plan = &with_jobs(&stack, plan);
    let mut all = vec![Named::of_stack(plan, "target")];
    let made = output(plan).map(|output| output.files).unwrap_or_default();
    all.extend(made.iter().map(|made| Named {
        unit: generated(&made.path),
        by: made.origin,
    }));
    let (_, plain) = runs(plan);
    all.extend(names::of_runs(plan, &plain));
    all
}

/// The unit that Quadlet makes of a file: `a.container` becomes `a.service`, `a.volume` `a-volume.service`.
fn generated(file: &str) -> String {
    match file.rsplit_once('.') {
        Some((name, "container")) => format!("{name}.service"),
        Some((name, kind)) => format!("{name}-{kind}.service"),
        None => format!("{file}.service"),
    }
}

/// A unit is one container.
fn replicas(service: &Service, report: &mut Report<'_>) {
    for (word, count) in [("replicas", &service.replicas), ("scale", &service.scale)] {
        if let Some(count) = count
            && count.get().is_none_or(|count| count.0 != 1)
        {
            report.answer(word, ONE, count.span);
        }
    }
}

/// The files of the flavour.
pub(super) fn artifacts(plan: &Plan<'_>) -> Result<Artifacts, Bug> {
    let stack = job::with_jobs(plan.stack);
    let plan = &with_jobs(&stack, plan);
    let output = output(plan)?;
    let mut artifacts = Artifacts::default();
    for made in &output.files {
        let artifact = Artifact {
            origin: made.origin,
            ..Artifact::traced(made.unit.print())
        };
        artifacts.add(format!("quadlet/{}", made.path), artifact)?;
    }
    let target = format!("{}.target", plan.stack.project);
    artifacts.add(target, Artifact::text(stack_target::text(plan)?))?;
    if !output.values.is_empty() {
        let script = script::text(plan.stack, &plan.banner, &output.values);
        artifacts.add(script::SCRIPT, Artifact::script(script))?;
    }
    if !plan.stack.inputs.is_empty() {
        artifacts.add("env.example", Artifact::traced(readme::env_example(plan)))?;
    }
    add_files(plan.stack, &mut artifacts)?;
    backup::scripts_and_units(plan, &mut artifacts)?;
    job::units(plan, &mut artifacts)?;
    renewal::add(plan, &mut artifacts)?;
    if host_nginx::is_on_host(plan.stack) {
        host_nginx::add(plan.stack, &plan.banner, &mut artifacts)?;
    }
    let readme = readme::text(plan, &artifacts);
    artifacts.add("README.md", Artifact::text(readme))?;
    Ok(artifacts)
}

/// What runs once: all of it, and what has a plain unit beside the files for Quadlet.
fn runs<'a>(plan: &Plan<'a>) -> (Vec<Run<'a>>, Vec<Run<'a>>) {
    let mut all = runs::backups(plan);
    all.extend(runs::jobs(plan));
    let mut plain = runs::backups(plan);
    plain.extend(job::plain(plan));
    (all, plain)
}

/// The files that containers mount: those that were read, and those whose content stands in the stack.
fn add_files(stack: &Stack, artifacts: &mut Artifacts) -> Result<(), Bug> {
    shipped::add(stack, artifacts)?;
    for file in &stack.files {
        let content = file.content.as_ref();
        if let Some(text) = content.and_then(|content| content.template.literal()) {
            let artifact = Artifact {
                origin: Some(file.span),
                ..Artifact::text(text)
            };
            artifacts.add(format!("files/{}", file.name.value.0), artifact)?;
        }
    }
    Ok(())
}
