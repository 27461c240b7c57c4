//! What the engine tells about starts and health, in its order.

use std::fs;

use serde_json::Value;
use stackc_golden_tests::engine::{Engine, Project};

const FILE: &str = "/srv/live/events";

/// Keeps everything that happens from now on.
pub(super) fn listen(engine: &Engine) {
    let script = format!(
        "docker events --filter type=container --filter event=start --filter event=die --filter event=health_status --format '{{{{json .}}}}' >{FILE} 2>/dev/null </dev/null &"
    );
    let done = engine.sh("/", &script);
    assert!(done.succeeded(), "{}", done.output());
}

/// Forgets what happened.
pub(super) fn forget(engine: &Engine) {
    fs::write(engine.path(FILE), "").unwrap();
}

/// That no service started before those that it waits for were as it waits for.
pub(super) fn in_order(project: &Project<'_>) -> usize {
    let text = fs::read_to_string(project.engine().path(FILE)).unwrap();
    let events: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line.trim_start_matches('\0')).ok())
        .collect();
    let first = |service: &str, what: &str| {
        let is = |event: &&Value| {
            event["Actor"]["Attributes"]["com.docker.compose.service"] == service
                && event["Action"].as_str() == Some(what)
        };
        events
            .iter()
            .find(is)
            .and_then(|event| event["timeNano"].as_i64())
    };
    let mut orders = 0;
    for (service, config) in project.services() {
        let Some(started) = first(service, "start") else {
            continue;
        };
        for (other, how) in config["depends_on"].as_object().into_iter().flatten() {
            let what = match how["condition"].as_str() {
                Some("service_healthy") => "health_status: healthy",
                Some("service_completed_successfully") => "die",
                _ => "start",
            };
            let Some(ready) = first(other, what) else {
                panic!("{service} started, and {other} never said `{what}`:\n{text}");
            };
            assert!(
                ready < started,
                "{service} started before {other} said `{what}`"
            );
            orders += 1;
        }
    }
    assert!(orders > 0, "nothing waits for anything");
    orders
}
