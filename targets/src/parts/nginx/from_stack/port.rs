//! The port of a service that a route goes to.

use stackc_compiler::{
    atoms::{Line, words::Protocol},
    diag::{Diagnostic, Diagnostics, nearest},
    model::{PortDeclaration, Service},
    template::Fixed,
};

/// The port of this name or number; without either the only one that there is.
pub(super) fn declared<'a>(
    service: &'a Service,
    wanted: Option<&str>,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<&'a PortDeclaration> {
    let Some(wanted) = wanted else {
        return only(service, to, found);
    };
    let named = service
        .ports
        .iter()
        .find(|port| port.name.value.0 == wanted);
    let numbered = || {
        let number = wanted.parse::<u16>().ok()?;
        let is = |port: &&PortDeclaration| {
            port.target
                .get()
                .is_some_and(|target| target.first == number && target.last == number)
        };
        service.ports.iter().find(is)
    };
    let port = named.or_else(numbered);
    if port.is_none() {
        undefined(service, wanted, to, found);
    }
    port
}

fn only<'a>(
    service: &'a Service,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<&'a PortDeclaration> {
    let owner = &service.name.value.0;
    match service.ports.as_slice() {
        [port] => Some(port),
        [] => {
            found.push(
                Diagnostic::error(
                    "undefined-port",
                    to.span,
                    format!("service `{owner}` has no port"),
                )
                .other(service.name.span, "this service")
                .help(format!("declare it: service {owner} {{ port http 8080 }}")),
            );
            None
        }
        [first, ..] => {
            let name = &first.name.value.0;
            found.push(
                Diagnostic::error(
                    "ambiguous-port",
                    to.span,
                    format!("service `{owner}` has several ports"),
                )
                .other(service.name.span, "this service")
                .help(format!("say which one: to=\"{owner}:{name}\"")),
            );
            None
        }
    }
}

fn undefined(service: &Service, wanted: &str, to: &Fixed<Line>, found: &mut Diagnostics) {
    let owner = &service.name.value.0;
    let names = service.ports.iter().map(|port| port.name.value.0.as_str());
    let nearest = nearest(wanted, names);
    let diagnostic = Diagnostic::error(
        "undefined-port",
        to.span,
        format!("service `{owner}` has no port `{wanted}`"),
    )
    .other(service.name.span, "this service");
    let line = if wanted.parse::<u16>().is_ok() {
        format!("port http {wanted}")
    } else {
        format!("port {wanted} 8080")
    };
    found.push(match nearest {
        Some(word) => diagnostic
            .help(format!("did you mean `{word}`?"))
            .fix(to.span, format!("\"{owner}:{word}\"")),
        None => diagnostic.help(format!("declare it: service {owner} {{ {line} }}")),
    });
}

/// The port's number, which is one, known when the stack is compiled, and TCP.
pub(super) fn number(
    service: &Service,
    port: &PortDeclaration,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<u16> {
    let protocol = port.protocol.as_ref();
    let tcp = protocol.is_none_or(|protocol| protocol.get() == Some(&Protocol::Tcp));
    let single = port
        .target
        .get()
        .filter(|target| target.first == target.last);
    let why = match (tcp, port.target.get(), single) {
        (true, _, Some(number)) => return Some(number.first),
        (false, ..) => "nginx speaks HTTP over TCP, and this port is another one",
        (true, None, None) => "nginx needs a number that is known when the stack is compiled",
        (true, Some(_), None) => "nginx needs one port, and this is a range",
    };
    found.push(
        Diagnostic::error("not-carriable", to.span, why)
            .other(
                port.span,
                format!("this port of `{}`", service.name.value.0),
            )
            .help("declare one port of its own for the route: port http 8080"),
    );
    None
}
