//! Names in mappings that Compose takes as mappings alone: it fills in none of them, and takes one that begins with `x-` for an extension.

use stackc_compiler::{
    atoms::AnyText,
    diag::{Diagnostic, Diagnostics},
    model::{Network, Service},
    reader::Pair,
    resolve::Stack,
    source::Span,
    template::{Expr, Value},
};

/// Reports every name that such a mapping can't hold.
pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut found: Vec<(Span, String)> = Vec::new();
    for service in &stack.services {
        found.extend(of_service(service));
    }
    found.extend(stack.networks.iter().flat_map(of_network));
    let volumes = stack.volumes.iter().flat_map(|one| &one.driver_opts);
    let secrets = stack.secrets.iter().flat_map(|one| &one.driver_opts);
    found.extend(volumes.chain(secrets).filter_map(option));
    for (span, why) in found {
        diagnostics.push(
            Diagnostic::error("wrong-type", span, why)
                .help("give it another name, or take it out: docker compose refuses the file, or ignores the option"),
        );
    }
}

fn of_service(service: &Service) -> impl Iterator<Item = (Span, String)> {
    let logging = service.logging.iter().flat_map(|one| &one.options);
    let networks = service.networks.iter().flat_map(|one| &one.driver_opts);
    let options = logging.chain(&service.storage_opts).chain(networks);
    let build = service.build.iter().flat_map(|build| &build.ulimits);
    let ulimits = service.ulimits.iter().chain(build);
    let ulimits = ulimits.filter_map(|limit| Some((limit.span, why(&limit.name.get()?.0)?)));
    options.filter_map(option).chain(ulimits)
}

fn of_network(network: &Network) -> impl Iterator<Item = (Span, String)> {
    let addresses = network.subnets.iter().flat_map(|subnet| &subnet.aux);
    let options = network.driver_opts.iter().chain(&network.ipam_opts);
    options.chain(addresses).filter_map(option)
}

fn option(pair: &Pair<Value<AnyText>>) -> Option<(Span, String)> {
    let why = match &pair.key.expr {
        Expr::Known(key) => why(&key.0)?,
        Expr::Deferred(_) => {
            "Compose fills in no name of an option, and this one is not known before".to_owned()
        }
    };
    Some((pair.span, why))
}

fn why(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("an option has a name".to_owned());
    }
    let is_extension = name.starts_with("x-");
    is_extension
        .then(|| format!("Compose takes `{name}` for an extension here, not for what it is"))
}
