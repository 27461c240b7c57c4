//! `dokploy-api.json`: the calls of Dokploy's API that make the server be what the stack says, in order. Each finds what is there by its name.

use serde::Serialize;
use serde_json::{Value, json};
use stackc_compiler::{artifact::Bug, resolve::Stack};

use super::{
    delivery::{self, FILES, MountedFile},
    ingress::{Domain, Ingress},
    template, variables,
};

/// The version of the plan's form.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Plan {
    format_version: u32,
    generated: String,
    dokploy: String,
    server: Server,
    rules: [&'static str; 8],
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Server {
    url: Value,
    headers: Value,
}

/// One thing that has to be there, or be done.
#[derive(Serialize)]
struct Step {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    find: Option<Find>,
    #[serde(skip_serializing_if = "Option::is_none")]
    create: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<Wait>,
}

/// Where it is found: the one item of a list that has these values.
#[derive(Serialize)]
struct Find {
    get: &'static str,
    query: Value,
    list: &'static str,
    r#where: Value,
    id: &'static str,
}

#[derive(Serialize)]
struct Call {
    post: &'static str,
    body: Value,
    /// Where the answer holds the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'static str>,
}

#[derive(Serialize)]
struct Wait {
    get: &'static str,
    query: Value,
    field: &'static str,
    done: &'static str,
    failed: &'static str,
}

const RULES: [&str; 8] = [
    "steps run in order; GET is /api/<get> with the query, POST is /api/<post> with the body as JSON",
    "a step with `find` takes the item of the list whose fields equal `where`; without one it runs `create`, else `update` if there is one",
    "`id` says which field, of the item or of create's answer, is the step's id",
    "{\"$step\": \"compose\"} is the id of that step",
    "{\"$env\": \"NAME\"} is the variable NAME of the CI; the run stops if it is not set",
    "{\"$secret\": \"NAME\"} is the variable NAME of the CI; if it is not set, `update` or `run` is left out and `create` stops the run",
    "{\"$file\": \"path\"} is the text of that file beside this one",
    "{\"$dotenv\": [...]} is a text with a line NAME=value for each entry: the CI's variable, else what compose.one has for it, else the default; a value is put between quotes (' or ` or \") that it does not hold; a required one without a value stops the run",
];

impl Step {
    fn ensure(id: impl Into<String>, find: Find, create: Call, update: Option<Call>) -> Self {
        Self {
            id: id.into(),
            find: Some(find),
            create: Some(create),
            update,
            run: None,
            wait: None,
        }
    }

    fn run(id: impl Into<String>, call: Call) -> Self {
        Self {
            id: id.into(),
            find: None,
            create: None,
            update: None,
            run: Some(call),
            wait: None,
        }
    }
}

fn call(post: &'static str, body: Value) -> Call {
    Call {
        post,
        body,
        id: None,
    }
}

fn step(id: &str) -> Value {
    json!({ "$step": id })
}

fn env(name: &str) -> Value {
    json!({ "$env": name })
}

fn file(path: &str) -> Value {
    json!({ "$file": path })
}

/// The text of the plan.
pub(super) fn text(
    stack: &Stack,
    ingress: &Ingress,
    files: &[MountedFile],
    banner: &[String],
) -> Result<String, Bug> {
    let target = stack.target(super::ID);
    let version = target.and_then(|target| target.version);
    let mut steps = vec![
        project(stack),
        environment(stack),
        compose(stack),
        compose_file(stack),
        variables_step(stack),
    ];
    steps.extend(files.iter().map(mount));
    steps.extend(secret_mounts(stack));
    let passwords = ingress.middlewares.passwords.iter();
    steps.extend(passwords.map(|passwords| {
        let variable = stack.secret(&passwords.secret).map(variables::of_secret);
        let name = variable.map_or_else(String::new, |variable| variable.name);
        let body = json!({ "path": passwords.path, "traefikConfig": { "$secret": name } });
        Step::run(
            format!("passwords {}", passwords.path),
            call("settings.updateTraefikFile", body),
        )
    }));
    steps.extend(ingress.domains.iter().map(domain));
    steps.push(deploy());
    let plan = Plan {
        format_version: FORMAT,
        generated: banner.join(" "),
        dokploy: version.map_or_else(
            || "0.30".to_owned(),
            |version| format!("{}.{}", version.value.major, version.value.minor),
        ),
        server: Server {
            url: env("DOKPLOY_URL"),
            headers: json!({ "x-api-key": env("DOKPLOY_API_KEY") }),
        },
        rules: RULES,
        steps,
    };
    let text = serde_json::to_string_pretty(&plan)
        .map_err(|error| Bug(format!("the plan is no JSON: {error}")))?;
    Ok(format!("{text}\n"))
}

fn project(stack: &Stack) -> Step {
    let said = stack.target(super::ID).and_then(|it| it.project.as_ref());
    let name = said.map_or(stack.name.as_str(), |name| name.value.0.as_str());
    let description = stack.description.clone().unwrap_or_default();
    Step::ensure(
        "project",
        Find {
            get: "project.all",
            query: json!({}),
            list: "",
            r#where: json!({ "name": name }),
            id: "projectId",
        },
        Call {
            post: "project.create",
            body: json!({ "name": name, "description": description }),
            id: Some("project.projectId"),
        },
        None,
    )
}

fn environment(stack: &Stack) -> Step {
    // Dokploy makes this one with every project.
    let name = stack.environment.as_deref().unwrap_or("production");
    Step::ensure(
        "environment",
        Find {
            get: "environment.byProjectId",
            query: json!({ "projectId": step("project") }),
            list: "",
            r#where: json!({ "name": name }),
            id: "environmentId",
        },
        Call {
            post: "environment.create",
            body: json!({ "name": name, "projectId": step("project") }),
            id: Some("environmentId"),
        },
        None,
    )
}

fn kind(stack: &Stack) -> &'static str {
    if super::is_swarm(stack) {
        "stack"
    } else {
        "docker-compose"
    }
}

fn compose(stack: &Stack) -> Step {
    Step::ensure(
        "compose",
        Find {
            get: "environment.one",
            query: json!({ "environmentId": step("environment") }),
            list: "compose",
            r#where: json!({ "name": stack.name }),
            id: "composeId",
        },
        Call {
            post: "compose.create",
            body: json!({
                "name": stack.name,
                "environmentId": step("environment"),
                "composeType": kind(stack),
                "appName": stack.project,
                "composeFile": file("docker-compose.yml"),
            }),
            id: Some("composeId"),
        },
        None,
    )
}

fn compose_file(stack: &Stack) -> Step {
    let body = if super::is_git(stack) {
        json!({
            "composeId": step("compose"),
            "composeType": kind(stack),
            "sourceType": "git",
            "customGitUrl": env("DOKPLOY_GIT_URL"),
            "customGitBranch": env("DOKPLOY_GIT_BRANCH"),
            "composePath": env("DOKPLOY_COMPOSE_PATH"),
        })
    } else {
        json!({
            "composeId": step("compose"),
            "composeType": kind(stack),
            "sourceType": "raw",
            "composeFile": file("docker-compose.yml"),
        })
    };
    Step::run("compose file", call("compose.update", body))
}

fn variables_step(stack: &Stack) -> Step {
    let lines: Vec<Value> = variables::of(stack)
        .into_iter()
        .map(|variable| {
            let mut line = json!({
                "name": variable.name,
                "required": variable.required,
                "secret": variable.secret,
            });
            if let (Some(object), Some(default)) = (line.as_object_mut(), variable.default) {
                object.insert("default".to_owned(), Value::String(default));
            }
            line
        })
        .collect();
    let body = json!({
        "composeId": step("compose"),
        "env": { "$dotenv": lines },
        "createEnvFile": true,
    });
    Step::run(
        "environment variables",
        call("compose.saveEnvironment", body),
    )
}

fn mount(mounted: &MountedFile) -> Step {
    let content = file(&format!("files/{}", mounted.path));
    file_mount(&mounted.path, &content)
}

fn secret_mounts(stack: &Stack) -> impl Iterator<Item = Step> {
    let files = stack
        .secrets
        .iter()
        .filter(|secret| delivery::is_file(secret, stack));
    files.map(|secret| {
        let path = template::secret_path(&secret.name.value.0);
        file_mount(&path, &json!({ "$secret": secret.variable() }))
    })
}

fn file_mount(path: &str, content: &Value) -> Step {
    let id = format!("mount {path}");
    let update = json!({ "mountId": step(&id), "content": content });
    Step::ensure(
        id,
        Find {
            get: "mounts.listByServiceId",
            query: json!({ "serviceId": step("compose"), "serviceType": "compose" }),
            list: "",
            r#where: json!({ "filePath": path }),
            id: "mountId",
        },
        Call {
            post: "mounts.create",
            body: json!({
                "serviceId": step("compose"),
                "serviceType": "compose",
                "type": "file",
                "filePath": path,
                "mountPath": format!("{FILES}/{path}"),
                "content": content,
            }),
            id: Some("mountId"),
        },
        Some(call("mounts.update", update)),
    )
}

fn domain(domain: &Domain) -> Step {
    let id = format!("domain {}{}", domain.host, domain.path);
    let certificate = if domain.letsencrypt {
        "letsencrypt"
    } else {
        "none"
    };
    let fields = json!({
        "host": domain.host,
        "path": domain.path,
        "serviceName": domain.service,
        "port": domain.port,
        "https": domain.https,
        "certificateType": certificate,
        "stripPath": domain.strip,
        "internalPath": domain.internal,
        "middlewares": domain.middlewares,
    });
    let with = |more: &[(&str, Value)]| {
        let mut body = fields.clone();
        if let Some(object) = body.as_object_mut() {
            for (key, value) in more {
                object.insert((*key).to_owned(), value.clone());
            }
        }
        body
    };
    let create = with(&[
        ("composeId", step("compose")),
        ("domainType", json!("compose")),
    ]);
    let update = with(&[("domainId", step(&id)), ("enabled", json!(true))]);
    Step::ensure(
        id,
        Find {
            get: "domain.byComposeId",
            query: json!({ "composeId": step("compose") }),
            list: "",
            r#where: json!({ "host": domain.host, "path": domain.path }),
            id: "domainId",
        },
        Call {
            post: "domain.create",
            body: create,
            id: Some("domainId"),
        },
        Some(call("domain.update", update)),
    )
}

fn deploy() -> Step {
    let body = json!({ "composeId": step("compose"), "title": "stackc" });
    Step {
        wait: Some(Wait {
            get: "compose.one",
            query: json!({ "composeId": step("compose") }),
            field: "composeStatus",
            done: "done",
            failed: "error",
        }),
        ..Step::run("deploy", call("compose.deploy", body))
    }
}
