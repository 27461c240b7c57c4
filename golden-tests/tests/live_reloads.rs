//! What a plan says of nginx on a host, and what nginx does: a running one gets the configuration of another stack and is told to reload.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{fs, time::Duration};

use stackc_compiler::{
    artifact::Artifacts,
    compile::compile,
    effect::{Files, Situation},
    resolve::{Request, Stack},
    source::EmptyLibrary,
    target::{Place, Target},
};
use stackc_golden_tests::{
    live::{Request as Ask, Scenario, World, isolated, wait_until},
    nginx::Version,
};
use stackc_targets::REGISTRY;

/// A change: its name, what listens and what the site has, before and now; and the fact of the plan that has to hold.
type Case = (
    &'static str,
    [&'static str; 2],
    [&'static str; 2],
    &'static str,
);

const RELOAD: &str = "nginx-reload";
const RESTART: &str = "nginx-restart";
const PLAIN: [&str; 2] = ["http \"*:80\"", ""];

const CASES: &[Case] = &[
    ("another answer", PLAIN, PLAIN, RELOAD),
    (
        "a new header",
        PLAIN,
        [PLAIN[0], "header X-Plan yes"],
        RELOAD,
    ),
    (
        "another rate",
        [
            PLAIN[0],
            "rate-limit api rate=\"10/s\"\nroute \"/api\" respond=204 rate-limit=api",
        ],
        [
            PLAIN[0],
            "rate-limit api rate=\"5/m\"\nroute \"/api\" respond=204 rate-limit=api",
        ],
        RELOAD,
    ),
    (
        "a limit of connections",
        PLAIN,
        [PLAIN[0], "connection-limit 9"],
        RELOAD,
    ),
    (
        "a new route",
        PLAIN,
        [PLAIN[0], "route \"/new\" respond=204"],
        RELOAD,
    ),
    (
        "every address after one",
        ["http \"192.0.2.10:80\"", ""],
        PLAIN,
        RESTART,
    ),
    (
        "one address after every one",
        PLAIN,
        ["http \"192.0.2.10:80\"", ""],
        RESTART,
    ),
    (
        "another port",
        PLAIN,
        ["http \"*:80\"\nhttps \"*:8443\"", ""],
        RELOAD,
    ),
];

fn nginx() -> &'static dyn Target {
    *REGISTRY
        .iter()
        .find(|target| target.id() == "nginx")
        .unwrap()
}

/// A stack whose site answers with a word.
fn stack([edge, site]: [&str; 2], word: &str, version: &str) -> Stack {
    let text = format!(
        "stack shop edition=1\nedge {{\n    place host\n    {edge}\n}}\nsite localhost {{\n    tls none\n    {site}\n    \
         route \"/\" respond=200 body=\"{word}\"\n}}\ntarget nginx {{ version \"{version}\" }}\n"
    );
    let request = Request {
        path: "stack.kdl".to_owned(),
        text,
        ..Request::default()
    };
    let mut compilation = compile(&request, &EmptyLibrary, REGISTRY);
    assert!(
        !compilation.diagnostics.has_errors(),
        "{}\n{:#?}",
        request.text,
        compilation.diagnostics.items()
    );
    compilation.stacks.remove(0)
}

fn made(stack: &Stack) -> Artifacts {
    nginx().emit(stack, &Place::default()).unwrap()
}

fn conf(files: &Artifacts) -> String {
    String::from_utf8(files.get("nginx.conf").unwrap().bytes.clone()).unwrap()
}

/// The facts that a plan names for the way from one stack to the other.
fn predicted(before: &Stack, after: &Stack) -> Vec<&'static str> {
    let (old, new) = (made(before), made(after));
    let situation = Situation {
        before,
        after,
        files: Files {
            before: &old,
            after: &new,
        },
        named: &[],
    };
    let seen = nginx().see(situation);
    seen.iter().map(|seen| seen.fact.name).collect()
}

fn answer(world: &World) -> Result<String, String> {
    let response = Ask::get("/").plain().ask(world)?;
    Ok(response.text())
}

/// Waits for an answer: for a moment a worker that ends still gives the one before.
fn answers(world: &World, word: &str) -> Result<(), String> {
    wait_until(Duration::from_secs(5), || match answer(world)? {
        said if said == word => Ok(()),
        said => Err(format!("it answers {said:?}, not {word:?}")),
    })
}

fn judge(case: &Case, world: &World, number: &str) -> Result<(), String> {
    let (_, old, new, fact) = case;
    let (before, after) = (stack(*old, "before", number), stack(*new, "after", number));
    let predicted = predicted(&before, &after);
    if predicted != [*fact] {
        return Err(format!("the plan says {predicted:?}"));
    }
    world.stop_nginx();
    world.write("/etc/nginx/nginx.conf", conf(&made(&before)));
    world.start_nginx()?;
    answers(world, "before")?;
    let is_taken = world.takes_over(&conf(&made(&after)))?;
    if is_taken != (*fact == RELOAD) {
        return Err(format!("a reload takes it over: {is_taken}"));
    }
    answers(world, if is_taken { "after" } else { "before" })?;
    world.stop_nginx();
    world.start_nginx()?;
    answers(world, "after")
}

fn judge_all(version: Version, number: &str) {
    let folder = tempfile::tempdir().unwrap();
    let first = stack(PLAIN, "before", number);
    fs::write(folder.path().join("nginx.conf"), conf(&made(&first))).unwrap();
    let scenario = Scenario::new(version, folder.path()).https_port(None);
    let world = scenario.start().unwrap();
    let failures: Vec<String> = CASES
        .iter()
        .filter_map(|case| {
            judge(case, &world, number)
                .err()
                .map(|why| format!("{}: {why}", case.0))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nginx_1_22_does_as_planned() {
    isolated("nginx_1_22_does_as_planned", || {
        judge_all(Version::V1_22, "1.22");
    });
}

#[test]
fn nginx_1_26_does_as_planned() {
    isolated("nginx_1_26_does_as_planned", || {
        judge_all(Version::V1_26, "1.26");
    });
}

#[test]
fn nginx_1_28_does_as_planned() {
    isolated("nginx_1_28_does_as_planned", || {
        judge_all(Version::V1_28, "1.28");
    });
}
