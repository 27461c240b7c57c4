//! The development environment of the service for many tenants: it is started by the team's own Makefile, without nginx, from mounted source.

use std::fs;

use stackc_golden_tests::{
    engine::{Engine, Project, Setup},
    process::Finished,
    stackc,
};

use super::{
    deployment::{Deployment, PLAIN},
    examples::CHRONOS,
    pages::{FIRST, ask, rows, write},
    report::Report,
};

/// The API, which is asked without a proxy.
const API: Deployment = Deployment {
    name: "chronos-dev",
    site: "http://localhost:3001",
    ..PLAIN
};

/// Two companies with one user each.
const TENANTS: &str = "
insert into tenants (slug, name) values ('other', 'Other company');
insert into users (tenant_id, email, password_hash) select id, slug || '@example.com', 'x' from tenants;
";

pub(super) fn prove() {
    let mut report = Report::new(API.name);
    let engine = Engine::new();
    let tree = stackc::repository().join(CHRONOS.tree);
    let setup = Setup {
        name: API.name,
        tree: &tree,
        place: "out/dev/compose",
        ..Setup::default()
    };
    let project = Project::new(&engine, setup);
    works(&make(&project, "dev"));
    report.proved("`make dev` checks the environment, and everything starts and is healthy");

    CHRONOS.make_table(&project);
    write(&API, &project, FIRST);
    let count = || ask(&project, &API.page("count"), &[]).body;
    assert_ne!(count(), count());
    report.proved("the API at 3001 has its database and its cache");
    for page in ["http://localhost:3000/", "http://localhost:8080/"] {
        assert_eq!(ask(&project, page, &[]).status, 200, "{page}");
    }
    let sent = ask(&project, &API.page("mail"), &["--data", "for someone"]);
    assert_eq!(sent.status, 202, "{sent:?}");
    let kept = ask(&project, "http://localhost:8025/messages", &[]).body;
    assert!(kept.contains("for someone"), "{kept}");
    report.proved("the front end, Adminer and MailHog answer, and MailHog has what the API sent");

    on_loopback(&project);
    mounted(&project);
    report.proved("every port is on loopback, and what is saved is seen by API and front end");
    versions(&project);
    tenants(&project);
    report.proved("PostgreSQL 15 shows the API the rows of one tenant alone; Redis is a 7");

    works(&make(&project, "health ENV=dev"));
    works(&make(&project, "verify ENV=dev"));
    report.proved("`make health` and `make verify` are green");
    works(&make(&project, "dev-down"));
    // The API waits for its database and its cache.
    works(&project.compose(&["up", "--detach", "--wait", "--pull", "never", "api"]));
    assert_eq!(rows(&API, &project), [FIRST]);
    report.proved("the row survives `make dev-down`");
    refused(&project);
    report.proved("`make dev` starts nothing with a JWT secret of less than 32 characters, a URL that is none and a number that is too large");
}

fn works(done: &Finished) {
    assert!(done.succeeded(), "{}", done.output());
}

/// A word of the example's own Makefile.
fn make(project: &Project<'_>, word: &str) -> Finished {
    project.sh(&format!("make -C ../../.. {word}"))
}

fn on_loopback(project: &Project<'_>) {
    for container in project.inspect() {
        let ports = container["HostConfig"]["PortBindings"].as_object();
        for binding in ports
            .into_iter()
            .flatten()
            .flat_map(|(_, all)| all.as_array())
            .flatten()
        {
            assert_eq!(binding["HostIp"], "127.0.0.1", "{}", container["Name"]);
        }
    }
}

fn mounted(project: &Project<'_>) {
    for (service, file) in [
        ("api", "backend/src/server.js"),
        ("web", "frontend/src/main.js"),
    ] {
        let (_, inside) = file.split_once('/').unwrap();
        let script = format!(
            "echo '// just saved' >>../../../{file}; docker compose exec -T {service} tail -n 1 /app/{inside}"
        );
        let done = project.sh(&script);
        assert_eq!(done.stdout, "// just saved\n", "{}", done.output());
    }
}

fn versions(project: &Project<'_>) {
    let version = owner(project, "show server_version");
    assert!(version.starts_with("15."), "{version}");
    let redis = project.sh(
        "docker compose exec -T cache sh -c 'REDISCLI_AUTH=$(cat /run/secrets/cache-password) redis-cli info server'",
    );
    assert!(
        redis.stdout.contains("redis_version:7."),
        "{}",
        redis.output()
    );
}

/// The API's role sees nothing without a tenant, and with one only that one's rows.
fn tenants(project: &Project<'_>) {
    owner(project, TENANTS);
    let seen = |before: &str| {
        let statements = format!("set role chronos_app; {before} select email from users");
        owner(project, &statements)
    };
    assert_eq!(seen(""), "");
    let as_other = "select set_config('chronos.tenant', id::text, false) from tenants where slug = 'other' \\g /dev/null\n";
    assert_eq!(seen(as_other), "other@example.com\n");
}

/// What psql answers to the owner of the tables.
fn owner(project: &Project<'_>, statements: &str) -> String {
    let script = format!(
        "docker compose exec -T db psql -v ON_ERROR_STOP=1 --quiet --tuples-only --no-align --username=chronos_owner chronos <<'END'\n{statements};\nEND"
    );
    let done = project.sh(&script);
    works(&done);
    done.stdout
}

fn refused(project: &Project<'_>) {
    let env = project.engine().path(&format!("{}/.env", project.folder()));
    let text = fs::read_to_string(&env).unwrap();
    for (name, value) in [
        ("JWT_SECRET", "0123456789012345678901234567890"),
        ("PUBLIC_URL", "localhost"),
        ("SESSION_HOURS", "169"),
    ] {
        let others = text.lines().filter(|line| !line.starts_with(name));
        let lines: Vec<String> = others
            .map(str::to_owned)
            .chain([format!("{name}='{value}'\n")])
            .collect();
        fs::write(&env, lines.join("\n")).unwrap();
        let done = make(project, "dev");
        assert!(!done.succeeded(), "{name}: {}", done.output());
        let complaint = format!("FAIL {name}: ");
        assert!(done.stdout.contains(&complaint), "{}", done.output());
    }
    fs::write(&env, text).unwrap();
}
