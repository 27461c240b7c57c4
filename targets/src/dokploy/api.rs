//! `dokploy-api.json`: the calls of Dokploy's API that make the server be what the stack says, in order. Each finds what is there by its name.

use serde::Serialize;
use serde_json::{Value, json};
use stackc_compiler::{artifact::Bug, resolve::Stack};

use super::{
    delivery::MountedFile,
    ingress::Ingress,
    steps::{self, env},
};

/// The version of the plan's form.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Plan {
    format_version: u32,
    generated: String,
    dokploy: String,
    server: Server,
    rules: [&'static str; 10],
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Server {
    url: Value,
    headers: Value,
}

/// One thing that has to be there, or be done.
#[derive(Serialize)]
pub(super) struct Step {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) find: Option<Find>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) create: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) update: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) known: Option<Known>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) run: Option<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wait: Option<Wait>,
}

/// Where it is found: the one item of a list that has these values.
#[derive(Serialize)]
pub(super) struct Find {
    pub(super) get: &'static str,
    pub(super) query: Value,
    pub(super) list: &'static str,
    pub(super) r#where: Value,
    pub(super) id: &'static str,
}

/// A call that changes something.
#[derive(Serialize)]
pub(super) struct Call {
    pub(super) post: &'static str,
    pub(super) body: Value,
    /// Where the answer holds the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'static str>,
}

/// What is there already, and is kept where nothing else is said.
#[derive(Serialize)]
pub(super) struct Known {
    pub(super) get: &'static str,
    pub(super) query: Value,
    pub(super) field: &'static str,
}

/// A list in which something new comes to an end.
#[derive(Serialize)]
pub(super) struct Wait {
    pub(super) get: &'static str,
    pub(super) query: Value,
    pub(super) id: &'static str,
    pub(super) field: &'static str,
    pub(super) done: &'static str,
    pub(super) failed: [&'static str; 2],
}

const RULES: [&str; 10] = [
    "steps run in order; GET is /api/<get> with the query, POST is /api/<post> with the body as JSON",
    "a step with `find` takes the one item of the list whose fields equal `where`, with what is filled in there, and several stop the run; without one it runs `create`, else `update` if there is one",
    "`id` says which field, of the item or of create's answer, is the step's id",
    "{\"$step\": \"compose\"} is the id of that step",
    "{\"$env\": \"NAME\"} is the variable NAME of the CI; the run stops if it is not set and no `default` stands beside it",
    "{\"$secret\": \"NAME\"} is the variable NAME of the CI; if it is not set, `update` or `run` is left out and `create` stops the run",
    "{\"$file\": \"path\"} is the text of that file beside this one",
    "{\"$dotenv\": [...]} is a text with a line NAME=value for each entry: the CI's variable, else what `known` has for it, else the default; a value is put between quotes (' or ` or \") that it does not hold; a required one without a value stops the run; what else stands in `known` stays as it is",
    "`known` is a text that is asked for before `run`: that field of the answer",
    "`wait` is a list that is asked for before `run`, and after it until an item whose id is new has one of the words in its field",
];

impl Step {
    /// What is there by its name, or is made.
    pub(super) fn ensure(
        id: impl Into<String>,
        find: Find,
        create: Call,
        update: Option<Call>,
    ) -> Self {
        Self {
            id: id.into(),
            find: Some(find),
            create: Some(create),
            update,
            known: None,
            run: None,
            wait: None,
        }
    }

    /// What is done each time.
    pub(super) fn run(id: impl Into<String>, call: Call) -> Self {
        Self {
            id: id.into(),
            find: None,
            create: None,
            update: None,
            known: None,
            run: Some(call),
            wait: None,
        }
    }
}

/// The text of the plan.
pub(super) fn text(
    stack: &Stack,
    ingress: &Ingress,
    files: &[MountedFile],
    beside: Vec<Step>,
    banner: &[String],
) -> Result<String, Bug> {
    let target = stack.target(super::ID);
    let version = target.and_then(|target| target.version);
    let mut steps = vec![
        steps::project(stack),
        steps::environment(stack),
        steps::compose(stack),
        steps::compose_file(stack),
        steps::variables_step(stack),
    ];
    steps.extend(files.iter().map(steps::mount));
    steps.extend(steps::secret_mounts(stack));
    let passwords = ingress.middlewares.passwords.iter();
    steps.extend(passwords.map(|passwords| steps::passwords(passwords, stack)));
    steps.extend(ingress.domains.iter().map(steps::domain));
    steps.extend(beside);
    steps.push(steps::deploy());
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
