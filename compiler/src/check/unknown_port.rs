//! A healthcheck that names a port which the service does not have.

use super::Rule;
use crate::{
    atoms::{Atom as _, Line, Port, words::HealthClient},
    diag::{Diagnostic, Diagnostics, nearest},
    model::Service,
    resolve::Stack,
    template::Fixed,
};

pub(super) const RULE: Rule = Rule {
    code: "undefined-port",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let Some(check) = &service.healthcheck else {
            continue;
        };
        for port in [&check.tcp, &check.port].into_iter().flatten() {
            known(service, port, diagnostics);
        }
        if let (Some(http), None) = (&check.http, &check.port)
            && service.ports.len() != 1
        {
            let names: Vec<String> = service
                .ports
                .iter()
                .map(|port| format!("port={}", port.name.value.0))
                .collect();
            let help = if names.is_empty() {
                "port=8080".to_owned()
            } else {
                names.join(", or ")
            };
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    http.span,
                    "the healthcheck needs the port that it asks",
                )
                .help(help),
            );
        }
        if let Some(http) = check
            .http
            .as_ref()
            .filter(|http| !http.value.0.starts_with('/'))
        {
            diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    http.span,
                    "`http` takes a value of type URL path",
                )
                .label("it starts with `/`"),
            );
        }
        client(check, diagnostics);
    }
}

fn known(service: &Service, port: &Fixed<Line>, diagnostics: &mut Diagnostics) {
    let name = port.value.0.as_str();
    let names: Vec<&str> = service
        .ports
        .iter()
        .map(|port| port.name.value.0.as_str())
        .collect();
    if names.contains(&name) || Port::parse(name).is_ok() {
        return;
    }
    let owner = &service.name.value.0;
    let found = Diagnostic::error(
        RULE.code,
        port.span,
        format!("service `{owner}` has no port `{name}`"),
    )
    .other(service.name.span, "this service");
    diagnostics.push(match nearest(name, names) {
        Some(word) => found
            .help(format!("did you mean `{word}`?"))
            .fix(port.span, word),
        None => found.help(format!("declare it: port {name} 8080")),
    });
}

fn client(check: &crate::model::Healthcheck, diagnostics: &mut Diagnostics) {
    let Some(with) = check.with else { return };
    let fits = match with.value {
        HealthClient::Curl | HealthClient::Wget => check.http.is_some(),
        HealthClient::Bash | HealthClient::Nc => check.tcp.is_some(),
    };
    if !fits {
        diagnostics.push(
            Diagnostic::error(
                "conflict",
                with.span,
                format!("`{}` is not what this test is made with", with.value.word()),
            )
            .help("curl and wget go with http=, bash and nc with tcp="),
        );
    }
}
