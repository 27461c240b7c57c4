//! The steps of the plan.

use serde_json::{Value, json};
use stackc_compiler::resolve::Stack;

use super::{
    api::{Call, Find, Known, Step, Wait},
    delivery::{self, FILES, MountedFile},
    ingress::Domain,
    middleware::Passwords,
    template, variables,
};

fn call(post: &'static str, body: Value) -> Call {
    Call {
        post,
        body,
        id: None,
    }
}

/// The id of a step before.
pub(super) fn step(id: &str) -> Value {
    json!({ "$step": id })
}

/// A variable of the CI.
pub(super) fn env(name: &str) -> Value {
    json!({ "$env": name })
}

fn file(path: &str) -> Value {
    json!({ "$file": path })
}

/// A file with passwords in Traefik's folder.
pub(super) fn passwords(passwords: &Passwords, stack: &Stack) -> Step {
    let variable = stack.secret(&passwords.secret).map(variables::of_secret);
    let name = variable.map_or_else(String::new, |variable| variable.name);
    let body = json!({ "path": passwords.path, "traefikConfig": { "$secret": name } });
    Step::run(
        format!("passwords {}", passwords.path),
        call("settings.updateTraefikFile", body),
    )
}

/// The name of the project.
pub(super) fn project_name(stack: &Stack) -> &str {
    let said = stack.target(super::ID).and_then(|it| it.project.as_ref());
    said.map_or(stack.name.as_str(), |name| name.value.0.as_str())
}

/// The name of the environment; without one that which Dokploy makes with every project.
pub(super) fn environment_name(stack: &Stack) -> &str {
    stack.environment.as_deref().unwrap_or("production")
}

pub(super) fn project(stack: &Stack) -> Step {
    let name = project_name(stack);
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

pub(super) fn environment(stack: &Stack) -> Step {
    let name = environment_name(stack);
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

pub(super) fn compose(stack: &Stack) -> Step {
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

pub(super) fn compose_file(stack: &Stack) -> Step {
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

pub(super) fn variables_step(stack: &Stack) -> Step {
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
    Step {
        known: Some(Known {
            get: "compose.one",
            query: json!({ "composeId": step("compose") }),
            field: "env",
        }),
        ..Step::run(
            "environment variables",
            call("compose.saveEnvironment", body),
        )
    }
}

pub(super) fn mount(mounted: &MountedFile) -> Step {
    let content = file(&format!("files/{}", mounted.path));
    file_mount(&mounted.path, &content)
}

pub(super) fn secret_mounts(stack: &Stack) -> impl Iterator<Item = Step> {
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

pub(super) fn domain(domain: &Domain) -> Step {
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

pub(super) fn deploy() -> Step {
    let body = json!({ "composeId": step("compose"), "title": "stackc" });
    Step {
        wait: Some(Wait {
            get: "deployment.allByCompose",
            query: json!({ "composeId": step("compose") }),
            id: "deploymentId",
            field: "status",
            done: "done",
            failed: ["error", "cancelled"],
        }),
        ..Step::run("deploy", call("compose.deploy", body))
    }
}
