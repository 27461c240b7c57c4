//! Which ports are reached from where: those of services, and those of the edge.

use std::cmp::Ordering;

use super::{
    super::facts::exposure as facts,
    Found, Pair,
    assumed::{Assumed, assumed},
    privileges::is_internal,
};
use crate::{
    atoms::{Publish, PublishAddress},
    effect::{Address, Fact},
    model::{Edge, Service},
    resolve::Stack,
    source::Span,
};

/// A port that is published.
struct Published {
    /// What it is called in the plan.
    name: String,
    /// Where; none where an input decides it that has no default.
    publish: Option<Assumed<Publish>>,
    /// Whether the service is in no network but internal ones, so that the port is not reached.
    is_cut_off: bool,
    span: Span,
}

/// What becomes of every published port.
pub(super) fn ports(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let nothing: Vec<Published> = Vec::new();
    for after in &pair.after.services {
        let name = &after.name.value.0;
        let before = pair.before.service(pair.name_before("service", name));
        let old = before.map(|before| of_service(pair.before, before));
        compare(
            &Address::new("service", name),
            &old.unwrap_or_default(),
            &of_service(pair.after, after),
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
                &of_service(pair.before, before),
                &nothing,
                say,
            );
        }
    }
}

fn of_service(stack: &Stack, service: &Service) -> Vec<Published> {
    let is_cut_off = is_cut_off(stack, service);
    let ports = service.ports.iter().filter_map(|port| {
        let publish = port.publish.as_ref()?;
        Some(Published {
            name: port.name.value.0.clone(),
            publish: assumed(stack, publish),
            is_cut_off,
            span: publish.span,
        })
    });
    ports.collect()
}

/// Whether every network of a service is internal; one that names none is in the default network.
fn is_cut_off(stack: &Stack, service: &Service) -> bool {
    let names = service.networks.iter().map(|network| &network.name.value.0);
    let mut names: Vec<&str> = names.map(String::as_str).collect();
    if names.is_empty() && service.network_mode.is_none() {
        names.push("default");
    }
    let is_internal = |name: &&str| {
        let mut networks = stack.networks.iter();
        networks.any(|network| network.name.value.0 == *name && is_internal(stack, network))
    };
    !names.is_empty() && names.iter().all(is_internal)
}

fn of_edge(edge: &Edge) -> Vec<Published> {
    let both = [("http", &edge.http), ("https", &edge.https)];
    let listened = both.into_iter().filter_map(|(name, publish)| {
        let publish = publish.as_ref()?;
        Some(Published {
            name: name.to_owned(),
            publish: Some(Assumed::sure(publish.value.clone())),
            is_cut_off: false,
            span: publish.span,
        })
    });
    listened.collect()
}

fn compare(address: &Address, old: &[Published], new: &[Published], say: &mut dyn FnMut(Found)) {
    for now in new {
        let was = old.iter().find(|was| was.name == now.name);
        if let Some(fact) = judged(was, now) {
            let before = was.map_or_else(|| "not at all".to_owned(), shown);
            let what = format!("{}: {before} → {}", now.name, shown(now));
            let publishes = was.into_iter().chain([now]);
            let inputs = publishes.flat_map(Published::unless);
            let found = Found::new(address.clone(), fact).what(what).unless(inputs);
            say(found.at(now.span));
        }
    }
    for was in old.iter().filter(|was| !was.is_cut_off) {
        if !new.iter().any(|now| now.name == was.name) {
            let what = format!("{}: {} → not at all", was.name, shown(was));
            let found = Found::new(address.clone(), &facts::PORT_NARROWER);
            say(found.what(what).unless(was.unless()).was_at(was.span));
        }
    }
}

impl Published {
    fn unless(&self) -> impl Iterator<Item = &String> {
        self.publish.iter().flat_map(|publish| &publish.unless)
    }
}

fn judged(was: Option<&Published>, now: &Published) -> Option<&'static Fact> {
    let written = |publish: &Published| publish.publish.as_ref().map(|known| reach(&known.value));
    let Some(was) = was else {
        return Some(match now.is_cut_off {
            true => &facts::PORT_CUT_OFF,
            false => &facts::PORT_NEW,
        });
    };
    let order = || Some(written(was)?.cmp(&written(now)?));
    match (was.is_cut_off, now.is_cut_off) {
        (false, true) => Some(&facts::PORT_NARROWER),
        (true, false) => Some(&facts::PORT_WIDER),
        (true, true) => (order()? == Ordering::Less).then_some(&facts::PORT_CUT_OFF),
        (false, false) => match order()? {
            Ordering::Less => Some(&facts::PORT_WIDER),
            Ordering::Greater => Some(&facts::PORT_NARROWER),
            Ordering::Equal => None,
        },
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
    let Some(Assumed { value: publish, .. }) = &published.publish else {
        return "where an input says".to_owned();
    };
    let ports = match &publish.ports {
        Some(ports) if ports.first == ports.last => ports.first.to_string(),
        Some(ports) => format!("{}-{}", ports.first, ports.last),
        None => "any port".to_owned(),
    };
    let place = match &publish.address {
        PublishAddress::Loopback => "loopback",
        PublishAddress::Every => "every interface",
        PublishAddress::Address(address) => address,
    };
    let cut_off = if published.is_cut_off {
        " in internal networks alone"
    } else {
        ""
    };
    format!("{place} {ports}{cut_off}")
}
