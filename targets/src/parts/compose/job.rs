//! A job as a service of a Compose file that is run once.

use std::borrow::Cow;

use stackc_compiler::{
    atoms::{Line, words::Condition},
    model::{DependsOn, Job, Service},
    resolve::Stack,
    source::Spanned,
    template::Value,
};

use super::{
    Context,
    keys::{Absent, Keys, mapping},
    misc,
    networks::depends_on,
    service,
    text::Texts,
};
use crate::text::yaml::{Map, Yaml};

/// The profile of jobs that no start brings about.
const PROFILE: &str = "jobs";

/// The stack, with each service waiting for the jobs that come before it.
#[must_use]
pub fn with_waits(stack: &Stack) -> Cow<'_, Stack> {
    if stack.jobs.iter().all(|job| job.before.is_empty()) {
        return Cow::Borrowed(stack);
    }
    let mut waiting = stack.clone();
    for job in &stack.jobs {
        for before in &job.before {
            let name = &before.service.value.0;
            let mut services = waiting.services.iter_mut();
            if let Some(service) = services.find(|service| service.name.value.0 == *name) {
                service.depends_on.push(wait(job, before.span));
            }
        }
    }
    Cow::Owned(waiting)
}

fn wait(job: &Job, span: stackc_compiler::source::Span) -> DependsOn {
    DependsOn {
        service: Value::known(Line(job.name.value.0.clone()), span),
        condition: Some(Spanned::new(Condition::Completed, span)),
        required: None,
        restart: None,
        span,
    }
}

/// The mapping of a job, if it has a container of its own.
#[must_use]
pub fn job(job: &Job, context: Context<'_>) -> Option<Map> {
    let texts = Texts::new(context.stack);
    let mut map = match (&job.like, &job.image) {
        (Some(like), _) => {
            let like = context.stack.service(&like.value.0)?;
            service(&alike(job, like, context.stack), context)
        }
        (None, Some(_)) => own(job, texts),
        (None, None) => return None,
    };
    if job.before.is_empty() {
        map.set("profiles", Yaml::words([PROFILE]));
    }
    if job.interactive.is_some_and(|flag| flag.value.0) {
        map.set("stdin_open", Yaml::from(true));
        map.set("tty", Yaml::from(true));
    }
    map.set("restart", Yaml::text("no"));
    Some(map)
}

/// What a job waits for by its own word, as a service would say it.
#[must_use]
pub fn awaited(job: &Job) -> Vec<DependsOn> {
    let all = job.depends_on.iter().map(|one| DependsOn {
        service: Value::known(Line(one.service.value.0.clone()), one.service.span),
        condition: one.condition,
        required: None,
        restart: None,
        span: one.span,
    });
    all.collect()
}

/// What a service has, without what others reach it by and without what makes it stay.
#[must_use]
pub fn alike(job: &Job, like: &Service, stack: &Stack) -> Service {
    let stays = |name: &str| {
        let is_job = stack.jobs.iter().any(|one| one.name.value.0 == name);
        !is_job && job.before.iter().all(|one| one.service.value.0 != name)
    };
    let mut once = like.clone();
    once.command = job.command.clone().or(once.command);
    once.env
        .retain(|old| !job.env.iter().any(|new| new.key.get() == old.key.get()));
    once.env.extend(job.env.iter().cloned());
    // No job waits for another: it would run that one again. Nor does it wait for what comes after it.
    once.depends_on
        .retain(|depends| depends.service.get().is_none_or(|name| stays(&name.0)));
    let own = awaited(job);
    let is_own = |old: &DependsOn| {
        let named = |new: &DependsOn| new.service.get() == old.service.get();
        own.iter().any(named)
    };
    once.depends_on.retain(|old| !is_own(old));
    once.depends_on.extend(own);
    for network in &mut once.networks {
        network.ipv4 = None;
        network.ipv6 = None;
        network.mac = None;
        network.aliases = None;
        network.link_local_ips = None;
    }
    once.ports.clear();
    once.labels.clear();
    once.label_files.clear();
    once.annotations.clear();
    once.post_start.clear();
    once.pre_stop.clear();
    once.watch.clear();
    once.healthcheck = None;
    once.profiles = None;
    once.restart = None;
    once.replicas = None;
    once.scale = None;
    once.deploy = None;
    once.container_name = None;
    once.hostname = None;
    once.mac_address = None;
    once
}

fn own(job: &Job, texts: Texts<'_>) -> Map {
    let Job {
        name: _,
        interactive: _,
        within: _,
        like: _,
        image,
        command,
        env,
        networks,
        depends_on: _,
        schedule: _,
        before: _,
        span: _,
    } = job;
    let mut keys = Keys::new(texts);
    keys.value("image", image.as_ref());
    if let Some(command) = command {
        keys.map
            .set_from("command", misc::command(command, texts), command.span);
    }
    let env = mapping(texts, env, |value| texts.secret_text(value), Absent::Null);
    keys.map_opt("environment", env);
    let networks = networks.iter().map(|one| one.name.value.0.clone());
    keys.items("networks", networks.map(Yaml::text).collect());
    keys.map.put_opt(depends_on(&awaited(job), texts));
    keys.map
}
