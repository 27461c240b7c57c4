//! Which ports are reached from where: those of services, and those of the edge.

use super::{super::facts::exposure as facts, Found, Pair};
use crate::{
    atoms::{Publish, PublishAddress},
    effect::{Address, Fact},
    model::{Edge, Service},
    source::Span,
    template::Expr,
};

/// A port that is published.
struct Published {
    /// What it is called in the plan.
    name: String,
    /// Where; none where an input decides it.
    publish: Option<Publish>,
    span: Span,
}

/// What becomes of every published port.
pub(super) fn ports(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let nothing: Vec<Published> = Vec::new();
    for after in &pair.after.services {
        let name = &after.name.value.0;
        let before = pair.before.service(pair.name_before("service", name));
        let old = before.map(of_service).unwrap_or_default();
        compare(
            &Address::new("service", name),
            &old,
            &of_service(after),
            say,
        );
    }
    let edge = |edge: Option<&Edge>| edge.map(of_edge).unwrap_or_default();
    let address = Address::only("edge");
    compare(
        &address,
        &edge(pair.before.edge.as_ref()),
        &edge(pair.after.edge.as_ref()),
        say,
    );
    for before in &pair.before.services {
        let name = &before.name.value.0;
        let renamed = pair
            .renames
            .iter()
            .any(|one| one.kind == "service" && one.from == *name);
        if pair.after.service(name).is_none() && !renamed {
            compare(
                &Address::new("service", name),
                &of_service(before),
                &nothing,
                say,
            );
        }
    }
}

fn of_service(service: &Service) -> Vec<Published> {
    let ports = service.ports.iter().filter_map(|port| {
        let publish = port.publish.as_ref()?;
        Some(Published {
            name: port.name.value.0.clone(),
            publish: match &publish.expr {
                Expr::Known(known) => Some(known.clone()),
                Expr::Deferred(_) => None,
            },
            span: publish.span,
        })
    });
    ports.collect()
}

fn of_edge(edge: &Edge) -> Vec<Published> {
    let both = [("http", &edge.http), ("https", &edge.https)];
    let listened = both.into_iter().filter_map(|(name, publish)| {
        let publish = publish.as_ref()?;
        Some(Published {
            name: name.to_owned(),
            publish: Some(publish.value.clone()),
            span: publish.span,
        })
    });
    listened.collect()
}

fn compare(address: &Address, old: &[Published], new: &[Published], say: &mut dyn FnMut(Found)) {
    for now in new {
        let was = old.iter().find(|was| was.name == now.name);
        if let Some((fact, what)) = judged(was, now) {
            say(Found::new(address.clone(), fact).what(what).at(now.span));
        }
    }
    for was in old {
        if !new.iter().any(|now| now.name == was.name) {
            let what = format!("{}: {} → not at all", was.name, shown(was));
            let found = Found::new(address.clone(), &facts::PORT_NARROWER);
            say(found.what(what).was_at(was.span));
        }
    }
}

fn judged(was: Option<&Published>, now: &Published) -> Option<(&'static Fact, String)> {
    let what = |was: &str| format!("{}: {was} → {}", now.name, shown(now));
    let Some(was) = was else {
        return Some((&facts::PORT_NEW, what("not at all")));
    };
    let reach = |publish: &Published| publish.publish.as_ref().map(reach);
    match reach(was)?.cmp(&reach(now)?) {
        std::cmp::Ordering::Less => Some((&facts::PORT_WIDER, what(&shown(was)))),
        std::cmp::Ordering::Greater => Some((&facts::PORT_NARROWER, what(&shown(was)))),
        std::cmp::Ordering::Equal => None,
    }
}

/// From how far away a port is reached.
fn reach(publish: &Publish) -> u8 {
    match &publish.address {
        _ if !publish.is_public() => 0,
        PublishAddress::Address(address) if !is_every(address) => 1,
        _ => 2,
    }
}

fn is_every(address: &str) -> bool {
    matches!(address, "0.0.0.0" | "[::]")
}

fn shown(published: &Published) -> String {
    let Some(publish) = &published.publish else {
        return "where an input says".to_owned();
    };
    let ports = match &publish.ports {
        Some(ports) if ports.first == ports.last => ports.first.to_string(),
        Some(ports) => format!("{}-{}", ports.first, ports.last),
        None => "any port".to_owned(),
    };
    match &publish.address {
        PublishAddress::Loopback => format!("loopback {ports}"),
        PublishAddress::Every => format!("every interface {ports}"),
        PublishAddress::Address(address) => format!("{address} {ports}"),
    }
}
