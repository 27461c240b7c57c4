//! `playbook.yml`: what differs from stack to stack, and the order of the tasks.

use stackc_compiler::{
    model::Service,
    resolve::{Stack, join},
};

use super::{
    places,
    plan::{Plan, Runs},
    tasks::{self, File},
};
use crate::{
    parts::{nginx::host_folder, project},
    text::{
        jinja::{literal, quoted},
        yaml::{self, Map, Yaml},
    },
};

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut play = Map::new();
    play.set("name", literal(&format!("Deploy {}", plan.stack.project)));
    play.set("hosts", "all");
    play.set("become", true);
    play.set("gather_facts", true);
    play.set("gather_subset", Yaml::List(vec![Yaml::text("min")]));
    play.set("vars", variables(plan));
    let steps = tasks::steps(plan);
    play.set("tasks", steps.iter().map(import).collect::<Yaml>());
    play.set("handlers", Yaml::List(vec![handlers()]));
    yaml::print_list(&[Yaml::from(play)], &plan.banner)
}

fn import(file: &File) -> Yaml {
    let mut map = Map::new();
    map.set("name", file.says);
    map.set("ansible.builtin.import_tasks", file.path());
    map.set("tags", Yaml::List(vec![Yaml::text(file.tag)]));
    Yaml::from(map)
}

fn handlers() -> Yaml {
    let mut map = Map::new();
    map.set("name", "Handlers");
    map.set("ansible.builtin.import_tasks", tasks::HANDLERS.path());
    Yaml::from(map)
}

fn texts<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> Yaml {
    let all = all.into_iter();
    all.map(|one| Yaml::text(literal(one.as_ref()))).collect()
}

fn variables(plan: &Plan<'_>) -> Map {
    let mut map = Map::new();
    map.set("project", literal(&plan.stack.project));
    map.set_with_comment(
        "compiled_in",
        format!(
            "{{{{ playbook_dir ~ {} }}}}",
            quoted(&format!("/{}", plan.place.top))
        ),
        "Where everything was compiled, on the machine that deploys.",
    );
    lock(plan, &mut map);
    map.set_with_comment("home", literal(&plan.home()), "Where it lies on the host.");
    map.set("project_folder", literal(&plan.project()));
    for (name, groups) in [
        ("plain_files", places::plain(plan)),
        ("unit_files", places::units(plan)),
        ("checked_files", places::looked_at(plan)),
    ] {
        for group in &groups {
            let [entries, places] = group.variables();
            map.set(entries.0, entries.1);
            map.set(places.0, places.1);
        }
        map.set(name, places::files(&groups));
    }
    compose(plan, &mut map);
    nginx(plan, &mut map);
    map.set(
        "deployed",
        "{{ plain_files | combine(unit_files, checked_files) }}",
    );
    for (name, script, wanted) in [
        ("rules_script", "env-check.sh", plan.has_rules()),
        ("cron_script", "timers.sh", plan.has_cron()),
    ] {
        if wanted {
            let path = format!("{}/{script}", plan.mirrored("ops"));
            map.set(name, literal(&path));
        }
    }
    if plan.has_cron() {
        let from = join(plan.folder("ops").unwrap_or(""), "timers.sh");
        map.set("cron_from", literal(&from));
    }
    map.set("values_on_host", literal(&plan.values()));
    map.set_with_comment(
        "needed_values",
        texts(plan.needed_values()),
        "What a start needs of the operator. No value of a secret stands in these files.",
    );
    secrets(plan, &mut map);
    map
}

/// What is read of the lock: the files of this environment, without the rules for git.
fn lock(plan: &Plan<'_>, map: &mut Map) {
    let path = quoted(&format!("/{}", plan.place.lock));
    map.set(
        "lock",
        format!("{{{{ lookup('ansible.builtin.file', compiled_in ~ {path}) | from_json }}}}"),
    );
    let environment = match &plan.stack.environment {
        Some(name) => format!("'equalto', {}", quoted(name)),
        None => "'undefined'".to_owned(),
    };
    map.set(
        "compiled",
        "{{ lock.artifacts | dict2items | rejectattr('key', 'search', '(^|/)[.]gitignore$') | list }}",
    );
    map.set(
        "locked",
        format!("{{{{ compiled | selectattr('value.environment', {environment}) | list }}}}"),
    );
}

fn compose(plan: &Plan<'_>, map: &mut Map) {
    let files = plan.compose_files();
    if files.is_empty() {
        return;
    }
    let from = plan.folder(places::composer(plan)).unwrap_or("");
    map.set("compose_from", literal(from));
    let mut command = vec!["docker", "compose", "--project-name", &plan.stack.project];
    command.extend(files.iter().flat_map(|file| ["--file", file]));
    map.set("compose", texts(command));
    map.set("compose_files", texts(files));
    map.set_with_comment(
        "built_services",
        texts(plan.built()),
        "Their images are looked for anew at every start.",
    );
    let waited = project::waited(plan.stack).filter(|_| plan.runs == Runs::Compose);
    if let Some(waited) = waited {
        map.set_with_comment(
            "waited_services",
            texts(waited),
            "The rest has no test: docker compose takes it for a failure to wait for those.",
        );
    }
}

fn nginx(plan: &Plan<'_>, map: &mut Map) {
    let from = plan.nginx().and_then(|target| plan.folder(target));
    if let Some(from) = from {
        map.set("nginx_from", literal(&join(from, "nginx.conf")));
    }
    if plan.is_self_signed() {
        let (script, folder) = match plan.nginx() {
            Some("nginx") => (
                plan.mirrored("nginx"),
                format!("{}/tls", host_folder(plan.stack)),
            ),
            Some(_) => (plan.home(), format!("{}/tls", host_folder(plan.stack))),
            None => (plan.project(), format!("{}/tls", plan.project())),
        };
        let script = format!("{script}/make-certificates.sh");
        map.set("certificates", texts([script, folder]));
    }
}

/// The services that mount a secret as a file.
fn readers<'s>(stack: &'s Stack, secret: &str) -> Vec<&'s str> {
    let mounts = |service: &&Service| {
        let mut mounted = service.secrets.iter().map(|one| one.name.value.0.as_str());
        let mut implied = stack.implied_secrets.iter();
        let name = &service.name.value.0;
        mounted.any(|one| one == secret)
            || implied.any(|(owner, one)| owner == name && one == secret)
    };
    let services = stack.services.iter().filter(mounts);
    services
        .map(|service| service.name.value.0.as_str())
        .collect()
}

fn secrets(plan: &Plan<'_>, map: &mut Map) {
    let all = plan.secret_files();
    let needed = all.iter().filter(|one| !super::plan::is_optional(one));
    map.set("needed_secrets", texts(needed.map(|one| &one.name.value.0)));
    map.set("secrets", texts(all.iter().map(|one| &one.name.value.0)));
    if plan.runs == Runs::Compose {
        let readers: Map = all
            .iter()
            .map(|one| {
                let name = &one.name.value.0;
                (name.clone(), texts(readers(plan.stack, name)))
            })
            .collect();
        map.set("secret_services", readers);
    }
}
