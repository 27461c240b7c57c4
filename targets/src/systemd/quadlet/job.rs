//! Jobs: containers that run once, or commands in those of services.

use stackc_compiler::{
    answers,
    artifact::{Artifacts, Bug},
    atoms::Image,
    model::{Job, Service},
    resolve::Stack,
    template::Value,
};

use super::{
    Output, command,
    container::{builder, container, container_name},
    environment::variable,
    image,
    lifecycle::{self, Life},
    network::needs,
    resources,
    sheet::Sheet,
};
use crate::{
    parts::compose::{alike, awaited, with_waits},
    systemd::{
        plan::{Plan, written},
        runs::{self, Run},
    },
    text::unit::{Setting, Text},
};

/// The stack with what jobs bring to it: services wait for the jobs before them, and a job has the secrets of the service that it is like.
pub(super) fn with_jobs(stack: &Stack) -> Stack {
    let mut waiting = with_waits(stack).into_owned();
    for job in &stack.jobs {
        let Some(like) = &job.like else { continue };
        let implied = stack.implied_secrets.iter();
        let implied = implied.filter(|(owner, _)| *owner == like.value.0);
        let own = implied.map(|(_, secret)| (file_name(job), secret.clone()));
        waiting.implied_secrets.extend(own);
    }
    waiting
}

/// What its file is called: services wait for one that comes before them by its own name.
fn file_name(job: &Job) -> String {
    let name = &job.name.value.0;
    if job.before.is_empty() {
        format!("job-{name}")
    } else {
        name.clone()
    }
}

fn is_interactive(job: &Job) -> bool {
    job.interactive.is_some_and(|flag| flag.value.0)
}

/// The jobs with a container of their own.
fn own(stack: &Stack) -> impl Iterator<Item = &Job> {
    let all = stack.jobs.iter();
    all.filter(|job| job.within.is_none() && !is_interactive(job))
}

/// Whether a container joins the network `default`, where no service does.
pub(super) fn joins_default(stack: &Stack) -> bool {
    own(stack).any(|job| job.image.is_some() && job.networks.is_empty())
}

/// Adds the containers.
pub(super) fn add<'a>(plan: &'a Plan<'a>, output: &mut Output) -> Result<(), Bug> {
    for job in own(plan.stack) {
        let like = job.like.as_ref();
        let like = like.and_then(|like| plan.stack.service(&like.value.0));
        let name = file_name(job);
        let sheet = match like {
            Some(like) => like_service(plan, job, like)?,
            None => of_image(plan, job, &name)?,
        };
        output.take(sheet, &name, "container", Some(job.span))?;
    }
    Ok(())
}

fn like_service<'a>(plan: &'a Plan<'a>, job: &Job, like: &Service) -> Result<Sheet<'a>, Bug> {
    let mut sheet = container(plan, &of_service(plan, job, like), Life::Once)?;
    let decided = like
        .image
        .as_ref()
        .is_some_and(|image| image.get().is_none());
    if like.build.is_some() && decided {
        // Quadlet sees the need of an image only where its file stands for it.
        needs(&mut sheet, &builder(plan, &like.name.value.0));
    }
    Ok(sheet)
}

fn of_service(plan: &Plan<'_>, job: &Job, like: &Service) -> Service {
    let mut service = alike(job, like, plan.stack);
    service.name.value.0 = file_name(job);
    if let Some(build) = service.build.take() {
        // Quadlet takes the file that builds it for an image, but for a name that an input decides.
        let unit = plan.unit(&like.name.value.0);
        let image = Value::known(Image(format!("{unit}.build")), build.span);
        let named = service.image.take().filter(|image| image.get().is_none());
        service.image = Some(named.unwrap_or(image));
        service.pull_policy = None;
    }
    service
}

fn of_image<'a>(plan: &'a Plan<'a>, job: &Job, name: &str) -> Result<Sheet<'a>, Bug> {
    let Job {
        name: _,
        interactive: _,
        within: _,
        like: _,
        image,
        command: words,
        env,
        networks,
        depends_on: _,
        schedule: _,
        before,
        span: _,
    } = job;
    let mut sheet = Sheet::new(plan, "Container", name)?;
    for key in env.iter().filter_map(|pair| pair.key.get()) {
        sheet.values.reserve(&key.0);
    }
    let own = format!("{}-{name}-1", plan.stack.project);
    sheet.bare("ContainerName", Text::new(own))?;
    image::option(&mut sheet, "Image", image.as_ref())?;
    command::command(&mut sheet, words.as_ref())?;
    for pair in env {
        variable(&mut sheet, pair)?;
    }
    let mut joined: Vec<&str> = networks
        .iter()
        .map(|one| one.name.value.0.as_str())
        .collect();
    if joined.is_empty() {
        joined.push("default");
    }
    for network in joined {
        let file = resources::network_of(&mut sheet, network);
        sheet.bare("Network", file)?;
    }
    lifecycle::waits_for(&mut sheet, &awaited(job));
    lifecycle::ends(&mut sheet, !before.is_empty());
    lifecycle::values(&mut sheet, name)?;
    Ok(sheet)
}

/// Adds the timers, and the units of what runs in a running container.
pub(super) fn units(plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
    for run in runs::jobs(plan) {
        let mut jobs = plan.stack.jobs.iter();
        let job = jobs.find(|job| plan.unit(&file_name(job)) == run.unit);
        if let Some(job) = job.filter(|job| job.within.is_some()) {
            inside(plan, &run, job, artifacts)?;
        }
        run.add_timer(plan, artifacts)?;
    }
    Ok(())
}

/// The jobs that have a plain unit: those in a running container.
pub(super) fn plain<'a>(plan: &Plan<'a>) -> Vec<Run<'a>> {
    let inside = |run: &Run<'_>| {
        let mut jobs = plan.stack.jobs.iter();
        jobs.any(|job| job.within.is_some() && plan.unit(&file_name(job)) == run.unit)
    };
    runs::jobs(plan).into_iter().filter(inside).collect()
}

fn inside(plan: &Plan<'_>, run: &Run<'_>, job: &Job, artifacts: &mut Artifacts) -> Result<(), Bug> {
    let within = job.within.as_ref();
    let Some(service) = within.and_then(|name| plan.stack.service(&name.value.0)) else {
        return Ok(());
    };
    let mut unit = run.start(plan)?;
    let of = format!("{}.service", plan.unit(&service.name.value.0));
    for key in ["Requisite", "After"] {
        unit.add("Unit", key, Setting::units([of.as_str()]));
    }
    let mut words = ["/usr/bin/podman", "exec"].map(Text::new).to_vec();
    words.push(Text::new(container_name(plan, service)));
    let mut sheet = Sheet::new(plan, "Container", "")?;
    if let Some(command) = &job.command {
        words.extend(command::words_of(&mut sheet, "command", command));
    }
    unit.add("Service", "ExecStart", written(Setting::command(&words))?);
    run.add_service(&unit, artifacts)
}

answers! {
    COMMAND: ["job command" "words", "job command" "shell", "job command" "line"] "of a job in a running container where it holds an input" => Refused("in a running container can't hold an input; give the service a variable with it, and read that");
    CONTAINER: ["job" "in"] "where an input decides the container's name" => Refused("is a container whose name an input decides; give it a fixed name, or the job `like`");
}

/// What a job in a running container can't say: no script composes the values of its unit.
pub(super) fn check(stack: &Stack, report: &mut stackc_compiler::target::Report<'_>) {
    for job in &stack.jobs {
        let Some(within) = &job.within else { continue };
        let words = job.command.iter();
        let mut words = words.flat_map(|one| one.words.iter().chain(&one.shell).chain(&one.line));
        if let Some(text) = words.find(|text| text.get().is_none()) {
            report.answer("command", COMMAND, text.span);
        }
        let service = stack.service(&within.value.0);
        let name = service.and_then(|service| service.container_name.as_ref());
        if name.is_some_and(|name| name.get().is_none()) {
            report.answer("in", CONTAINER, within.span);
        }
    }
}
