//! Whether arion's option of a service takes a value, by the types that its modules declare.

use super::convert::bare;
use crate::text::yaml::{Map, Yaml};

/// The options that are a text.
const TEXTS: [&str; 9] = [
    "image",
    "hostname",
    "container_name",
    "working_dir",
    "user",
    "restart",
    "network_mode",
    "stop_signal",
    "stop_grace_period",
];
/// The options that are a list of texts.
const LISTS: [&str; 8] = [
    "env_file",
    "tmpfs",
    "devices",
    "dns",
    "links",
    "external_links",
    "extra_hosts",
    "expose",
];

/// Whether `service.KEY` takes the value.
pub(super) fn fits(key: &str, yaml: &Yaml) -> bool {
    let yaml = bare(yaml);
    match key {
        "entrypoint" => is_text(yaml),
        key if TEXTS.contains(&key) => is_text(yaml),
        key if LISTS.contains(&key) => is_texts(yaml),
        "tty" | "privileged" => matches!(yaml, Yaml::Bool(_)),
        // An empty one takes the image's away, and might be taken for none.
        "command" => is_text(yaml) || is_texts(yaml) && !is_empty(yaml),
        "environment" | "sysctls" => is_map_of(yaml, is_text_or_int),
        "labels" => is_map_of(yaml, is_text),
        "ports" | "volumes" => matches!(yaml, Yaml::List(_)),
        "depends_on" => is_texts(yaml) || is_map_of(yaml, is_condition),
        "networks" => is_texts(yaml) || is_map_of(yaml, is_attachment),
        "healthcheck" => is_healthcheck(yaml),
        "build" => is_build(yaml),
        "blkio_config" => is_blkio(yaml),
        _ => false,
    }
}

/// Whether `networks.NAME` takes the mapping: there is no way around the options of a network.
pub(super) fn network(map: &Map) -> bool {
    map.entries().iter().all(|entry| {
        let yaml = bare(&entry.value);
        match entry.key.as_str() {
            "driver" | "name" => is_text(yaml),
            "attachable" | "enable_ipv6" | "internal" | "external" => matches!(yaml, Yaml::Bool(_)),
            "driver_opts" => matches!(yaml, Yaml::Map(_)),
            "ipam" => true,
            "labels" => is_map_of(yaml, is_text),
            _ => false,
        }
    })
}

pub(super) fn is_text(yaml: &Yaml) -> bool {
    matches!(bare(yaml), Yaml::Text(_) | Yaml::Quoted(_))
}

fn is_int(yaml: &Yaml) -> bool {
    matches!(bare(yaml), Yaml::Number(number) if number.as_str().parse::<i64>().is_ok())
}

fn is_text_or_int(yaml: &Yaml) -> bool {
    is_text(yaml) || is_int(yaml)
}

pub(super) fn is_texts(yaml: &Yaml) -> bool {
    match bare(yaml) {
        Yaml::Words(_) => true,
        Yaml::List(items) => items.iter().all(is_text),
        _ => false,
    }
}

fn is_empty(yaml: &Yaml) -> bool {
    match yaml {
        Yaml::Words(words) => words.is_empty(),
        Yaml::List(items) => items.is_empty(),
        _ => false,
    }
}

fn is_map_of(yaml: &Yaml, each: impl Fn(&Yaml) -> bool) -> bool {
    matches!(bare(yaml), Yaml::Map(map) if map.entries().iter().all(|entry| each(&entry.value)))
}

/// Whether it is a mapping in which each key is known and has its type.
fn is_record(yaml: &Yaml, field: impl Fn(&str, &Yaml) -> bool) -> bool {
    matches!(bare(yaml), Yaml::Map(map) if map.entries().iter().all(|entry| field(&entry.key, &entry.value)))
}

fn is_condition(yaml: &Yaml) -> bool {
    is_record(yaml, |key, value| key == "condition" && is_text(value))
}

fn is_attachment(yaml: &Yaml) -> bool {
    is_record(yaml, |key, value| match key {
        "aliases" | "link_local_ips" => is_texts(value),
        "ipv4_address" | "ipv6_address" => is_text(value),
        "priority" => is_int(value),
        _ => false,
    })
}

/// arion says the times that are not given, and nothing at all without a test.
fn is_healthcheck(yaml: &Yaml) -> bool {
    let tested = matches!(bare(yaml), Yaml::Map(map) if map.get("test").is_some());
    tested
        && is_record(yaml, |key, value| match key {
            "test" => is_texts(value),
            "interval" | "timeout" | "start_period" => is_text(value),
            "retries" => is_int(value),
            _ => false,
        })
}

/// arion says nothing at all without a context.
fn is_build(yaml: &Yaml) -> bool {
    let placed = matches!(bare(yaml), Yaml::Map(map) if map.get("context").is_some());
    placed
        && is_record(yaml, |key, value| {
            matches!(key, "context" | "dockerfile" | "target") && is_text(value)
        })
}

fn is_blkio(yaml: &Yaml) -> bool {
    let devices = |value: &Yaml, rate: &str, each: fn(&Yaml) -> bool| {
        let one = |item: &Yaml| {
            is_record(item, |key, value| match key {
                "path" => is_text(value),
                key => key == rate && each(value),
            })
        };
        matches!(bare(value), Yaml::List(items) if items.iter().all(one))
    };
    is_record(yaml, |key, value| match key {
        "weight" => is_int(value),
        "weight_device" => devices(value, "weight", is_int),
        "device_read_bps" | "device_write_bps" => devices(value, "rate", is_text),
        "device_read_iops" | "device_write_iops" => devices(value, "rate", is_int),
        _ => false,
    })
}
