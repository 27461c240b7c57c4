//! How services of a project are started, and which of them can be waited for.
//!
//! With `--wait` docker compose 2.26 takes a container whose test is turned off for a failure. Where a stack has such a service, all are started
//! first, and then those are waited for that have a test, or only have to run.

use std::collections::BTreeSet;

use stackc_compiler::{
    atoms::words::Condition,
    model::{DependsOn, Service},
    resolve::Stack,
};

use super::edge;
use crate::text::shell::Word;

/// The words of each call of docker compose that starts services and waits for them: the services that are named, or all.
#[must_use]
pub fn start(stack: &Stack, options: &[&str], services: &[&str]) -> Vec<Vec<String>> {
    let call = |words: &[&str], services: &[&str]| -> Vec<String> {
        let words = ["up", "--detach"].iter().chain(words).chain(services);
        words.map(|word| (*word).to_owned()).collect()
    };
    let Some(waited) = waited(stack) else {
        return vec![call(&[&["--wait"], options].concat(), services)];
    };
    let mut calls = vec![call(options, services)];
    let is_meant = |name: &&str| services.is_empty() || services.contains(name);
    let names: Vec<&str> = waited.into_iter().filter(is_meant).collect();
    // Without a name all would be waited for.
    if !names.is_empty() {
        calls.push(call(&["--wait", "--no-deps", "--no-recreate"], &names));
    }
    calls
}

/// The same as lines of a shell, behind the command that is docker compose.
#[must_use]
pub fn start_lines(
    stack: &Stack,
    command: &str,
    options: &[&str],
    services: &[&str],
) -> Vec<String> {
    let calls = start(stack, options, services).into_iter();
    calls
        .map(|words| {
            let words: String = words
                .iter()
                .map(|one| format!(" {}", Word::new(one)))
                .collect();
            format!("{command}{words}")
        })
        .collect()
}

/// The services that can be waited for, where that is not all of them.
#[must_use]
pub fn waited(stack: &Stack) -> Option<Vec<&str>> {
    if !stack.services.iter().any(is_untested) {
        return None;
    }
    let ending = ending(stack);
    let own = stack.services.iter().filter(|service| {
        !is_untested(service)
            && service.profiles.is_none()
            && !ending.contains(service.name.value.0.as_str())
    });
    let mut names: Vec<&str> = own.map(|service| service.name.value.0.as_str()).collect();
    let edge = edge::names(stack).into_iter();
    names.extend(edge.filter_map(|(kind, name)| {
        let runs = kind == "service" && name != edge::PLACEHOLDERS;
        runs.then_some(name)
    }));
    Some(names)
}

/// Whether the service's test is turned off, or an input may turn it off.
fn is_untested(service: &Service) -> bool {
    service.healthcheck.as_ref().is_some_and(|check| {
        let none = check.none.is_some_and(|none| none.value.0);
        let disable = check.disable.as_ref();
        none || disable.is_some_and(|disable| disable.get().is_none_or(|disable| disable.0))
    })
}

/// The services that others wait for until they have ended.
fn ending(stack: &Stack) -> BTreeSet<&str> {
    let services = stack.services.iter();
    let own = services.flat_map(|service| &service.depends_on);
    own.filter_map(ended).collect()
}

fn ended(one: &DependsOn) -> Option<&str> {
    let ends = one
        .condition
        .is_some_and(|condition| condition.value == Condition::Completed);
    let name = one.service.get().filter(|_| ends)?;
    Some(&name.0)
}

#[cfg(test)]
mod tests {
    use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary};

    use super::start_lines;

    fn lines(services: &str, named: &[&str]) -> Vec<String> {
        let request = Request {
            path: "stack.kdl".to_owned(),
            text: format!("stack shop edition=1\n{services}\n"),
            ..Request::default()
        };
        let compilation = compile(&request, &EmptyLibrary, &[]);
        let stack = compilation.default_stack().expect("a stack");
        start_lines(stack, "compose", &["--no-recreate"], named)
    }

    #[test]
    fn all_are_waited_for_at_once() {
        let services = "service web { image \"a:1\" }\nservice db { image \"b:1\"; healthcheck disable=#false }";
        assert_eq!(
            lines(services, &[]),
            ["compose up --detach --wait --no-recreate"]
        );
        assert_eq!(
            lines(services, &["db"]),
            ["compose up --detach --wait --no-recreate db"]
        );
    }

    /// docker compose 2.26 answers `container … has no healthcheck configured` where it waits for such a service.
    #[test]
    fn what_has_no_test_is_not_waited_for() {
        let services = "edge { http \"*:80\" }
site a.example { tls none; route \"/\" to=\"web:http\" }
service web { image \"a:1\"; port http 80; depends-on once condition=completed }
service once { image \"b:1\" }
service tools { image \"b:1\"; profile debug }
service quiet { image \"c:1\"; healthcheck { none } }";
        assert_eq!(
            lines(services, &[]),
            [
                "compose up --detach --no-recreate",
                "compose up --detach --wait --no-deps --no-recreate web nginx"
            ]
        );
        assert_eq!(
            lines(services, &["web", "quiet"]),
            [
                "compose up --detach --no-recreate web quiet",
                "compose up --detach --wait --no-deps --no-recreate web"
            ]
        );
        assert_eq!(
            lines(services, &["quiet"]),
            ["compose up --detach --no-recreate quiet"]
        );
    }

    #[test]
    fn an_input_may_turn_a_test_off() {
        let services = "input QUIET type=bool default=\"false\"
service web { image \"a:1\"; healthcheck disable=\"${input.QUIET}\" }";
        assert_eq!(lines(services, &[]), ["compose up --detach --no-recreate"]);
    }
}
