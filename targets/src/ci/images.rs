//! The job that builds and pushes the images of the stack, as its Compose file says.

use stackc_compiler::model::Service;

use super::{
    plan::Plan,
    steps::{self, actions, checkout, list, run, uses},
};
use crate::text::{
    github::literal,
    yaml::{Map, Number, Yaml},
};

const SIZE: &str = include_str!("run/size.sh");
const SECRET: &str = include_str!("run/secret.sh");
const MINUTES: u16 = 60;

/// The job; nothing if the stack builds no image.
pub(super) fn job(plan: &Plan<'_>) -> Option<Map> {
    let built = plan.built();
    let folder = plan.folder_of("compose")?;
    if built.is_empty() {
        return None;
    }
    let file = format!("{folder}/docker-compose.yml");
    let mut variables = vec![(
        "COMPOSE".to_owned(),
        Yaml::text(literal(file.trim_start_matches('/'))),
    )];
    variables.extend(plan.variables());
    if let Some(platform) = platform(plan) {
        variables.push((
            "DOCKER_DEFAULT_PLATFORM".to_owned(),
            Yaml::text(literal(platform)),
        ));
    }
    let packages = (plan.registry() == Some("ghcr.io")).then_some(("packages", "write"));
    let permissions = steps::permissions(packages.as_slice());
    let mut job = Map::new();
    job.set("name", "Images");
    job.set("needs", "check");
    job.set("if", super::workflow::delivers());
    job.set("runs-on", plan.runner());
    job.set("timeout-minutes", Number::from(MINUTES));
    job.set("permissions", permissions);
    job.set("env", variables.into_iter().collect::<Map>());
    job.set("steps", list(all(plan, &built)));
    Some(job)
}

/// The platform of the hosts, where all have one.
fn platform<'a>(plan: &Plan<'a>) -> Option<&'a str> {
    let mut platforms = plan.stack.hosts.iter().map(|host| host.platform.as_ref());
    let first = platforms.next()??.value.0.as_str();
    let same = platforms.all(|other| other.is_some_and(|other| other.value.0 == first));
    (same && first != "linux/amd64").then_some(first)
}

fn all(plan: &Plan<'_>, built: &[&Service]) -> Vec<Map> {
    let mut all = vec![checkout(false)];
    if platform(plan).is_some() {
        all.push(uses(
            "Run programs of other platforms",
            actions::QEMU,
            Map::new(),
        ));
    }
    for secret in plan.build_files() {
        let name = &secret.name.value.0;
        let variable = secret.variable();
        let folder = plan.folder_of("compose").unwrap_or("");
        all.push(run(
            "Write a secret that a build reads",
            &[
                ("FOLDER", literal(&format!("./{folder}/secrets"))),
                ("NAME", literal(name)),
                ("VALUE", format!("${{{{ secrets.{variable} }}}}")),
            ],
            SECRET,
        ));
    }
    // Before the builds: what they start from may be private too.
    let registry = plan.registry();
    all.extend(registry.map(|host| uses("Log in to the registry", actions::LOGIN, login(host))));
    let names: Vec<&str> = built.iter().map(|one| one.name.value.0.as_str()).collect();
    for name in &names {
        all.push(service(
            &format!("Build {name}"),
            name,
            "docker compose --file \"$COMPOSE\" build \"$SERVICE\"",
        ));
    }
    for one in built {
        let build = one.build.as_ref();
        if let Some(most) = build.and_then(|build| build.max_size.as_ref()) {
            let name = &one.name.value.0;
            let mut step = service(&format!("Hold {name} against its size"), name, SIZE);
            let mut variables = Map::new();
            variables.set("SERVICE", literal(name));
            variables.set("MOST", Yaml::quoted(most.value.bytes.to_string()));
            step.set("env", variables);
            all.push(step);
        }
    }
    if registry.is_some() {
        for name in &names {
            all.push(service(
                &format!("Push {name}"),
                name,
                "docker compose --file \"$COMPOSE\" push \"$SERVICE\"",
            ));
        }
    }
    if !plan.build_files().is_empty() {
        let folder = plan.folder_of("compose").unwrap_or("");
        let mut clean = run(
            "Remove the secrets of the builds",
            &[("FOLDER", literal(&format!("./{folder}/secrets")))],
            "rm -rf \"$FOLDER\"",
        );
        clean.set("if", "always()");
        all.push(clean);
    }
    all
}

fn service(name: &str, service: &str, script: &str) -> Map {
    run(&literal(name), &[("SERVICE", literal(service))], script)
}

fn login(host: &str) -> Map {
    let (user, password) = if host == "ghcr.io" {
        ("${{ github.actor }}", "${{ github.token }}")
    } else {
        (
            "${{ vars.REGISTRY_USER }}",
            "${{ secrets.REGISTRY_PASSWORD }}",
        )
    };
    let mut with = Map::new();
    with.set("registry", literal(host));
    with.set("username", user);
    with.set("password", password);
    with
}
