//! What several jobs have: how a step is written, and the source of the repository.

use crate::text::yaml::{Map, Yaml};

/// The actions that are used, each by the tag of its major version.
pub(super) mod actions {
    pub(in super::super) const CHECKOUT: &str = "actions/checkout@v4";
    pub(in super::super) const CACHE: &str = "actions/cache@v4";
    pub(in super::super) const LOGIN: &str = "docker/login-action@v3";
    pub(in super::super) const QEMU: &str = "docker/setup-qemu-action@v3";
}

/// A step that uses an action.
pub(super) fn uses(name: &str, action: &str, with: Map) -> Map {
    let mut step = Map::new();
    step.set("name", name);
    step.set("uses", action);
    if !with.is_empty() {
        step.set("with", with);
    }
    step
}

/// A step that runs a script, which reads all that differs from variables.
pub(super) fn run(name: &str, variables: &[(&str, String)], script: &str) -> Map {
    let mut step = Map::new();
    step.set("name", name);
    if !variables.is_empty() {
        let variables = variables.iter().map(|(name, value)| (*name, value.clone()));
        step.set("env", variables.collect::<Map>());
    }
    step.set("run", script);
    step
}

/// The source, without a token that stays in it, and with the commit before it where that is wanted.
pub(super) fn checkout(with_parent: bool) -> Map {
    let mut with = Map::new();
    with.set("persist-credentials", false);
    if with_parent {
        with.set("fetch-depth", crate::text::yaml::Number::from(2_i64));
    }
    uses("Fetch the source", actions::CHECKOUT, with)
}

/// A job with its steps.
pub(super) fn list(steps: Vec<Map>) -> Yaml {
    steps.into_iter().map(Yaml::from).collect()
}

/// `contents: read`, and what else is asked for.
pub(super) fn permissions(more: &[(&str, &str)]) -> Map {
    let mut map = Map::new();
    map.set("contents", "read");
    for (key, value) in more {
        map.set(*key, *value);
    }
    map
}
