//! Everything under `deploy`.

use stackc_compiler::model::{
    Deploy, GenericResource, Gpu, Placement, Reservation, Resources, RestartPolicy, Service,
    UpdatePolicy,
};

use super::{keys::Keys, text::Texts};
use crate::text::yaml::{Map, Yaml};

/// The mapping under `deploy`, from the four nodes that speak of it.
pub(super) fn deploy(service: &Service, texts: Texts<'_>) -> Map {
    let mut keys = Keys::new(texts);
    let settings = service.deploy.as_ref();
    if let Some(Deploy {
        mode,
        endpoint_mode,
        labels,
        restart_policy: _,
        update: _,
        rollback: _,
        span: _,
    }) = settings
    {
        keys.value("mode", mode.as_ref());
        keys.value("endpoint_mode", endpoint_mode.as_ref());
        keys.pairs("labels", labels);
    }
    keys.value("replicas", service.replicas.as_ref());
    if let Some(resources) = &service.resources {
        keys.map_from("resources", resources_map(resources, texts), resources.span);
    }
    if let Some(placement) = &service.placement {
        keys.map_from("placement", placement_map(placement, texts), placement.span);
    }
    if let Some(settings) = settings {
        if let Some(policy) = &settings.restart_policy {
            keys.map
                .set_from("restart_policy", restart_policy(policy, texts), policy.span);
        }
        if let Some(update) = &settings.update {
            keys.map
                .set_from("update_config", update_policy(update, texts), update.span);
        }
        if let Some(rollback) = &settings.rollback {
            let policy = update_policy(&UpdatePolicy::from(rollback.clone()), texts);
            keys.map.set_from("rollback_config", policy, rollback.span);
        }
    }
    keys.map
}

fn resources_map(resources: &Resources, texts: Texts<'_>) -> Map {
    let Resources {
        memory,
        cpus,
        pids,
        reserve,
        span: _,
    } = resources;
    let mut limits = Keys::new(texts);
    if let Some(cpus) = cpus {
        limits
            .map
            .set_from("cpus", Yaml::quoted(texts.text(cpus)), cpus.span);
    }
    limits.value("memory", memory.as_ref());
    limits.value("pids", pids.as_ref());
    let mut keys = Keys::new(texts);
    // What is written with nothing in it is an empty mapping, which Docker Compose tells from none.
    if reserve.is_none() || !limits.map.is_empty() {
        keys.map.set("limits", limits.map);
    }
    if let Some(reserve) = reserve {
        keys.map
            .set_from("reservations", reservation(reserve, texts), reserve.span);
    }
    keys.map
}

fn reservation(reserve: &Reservation, texts: Texts<'_>) -> Map {
    let Reservation {
        memory,
        cpus,
        devices,
        generic,
        span: _,
    } = reserve;
    let mut keys = Keys::new(texts);
    if let Some(cpus) = cpus {
        keys.map
            .set_from("cpus", Yaml::quoted(texts.text(cpus)), cpus.span);
    }
    keys.value("memory", memory.as_ref());
    let devices = devices.iter().cloned().map(Gpu::from);
    keys.items(
        "devices",
        devices
            .map(|device| device_request(&device, texts))
            .collect(),
    );
    keys.items(
        "generic_resources",
        generic
            .iter()
            .map(|resource| generic_resource(resource, texts))
            .collect(),
    );
    keys.map
}

/// A device by its capabilities, under `deploy` or `gpus`.
pub(super) fn device_request(device: &Gpu, texts: Texts<'_>) -> Yaml {
    let Gpu {
        capabilities,
        driver,
        count,
        ids,
        options,
        span: _,
    } = device;
    let mut keys = Keys::new(texts);
    keys.value("driver", driver.as_ref());
    if let Some(count) = count {
        let text = texts.text(count);
        let number = crate::text::yaml::Number::parse(&text);
        keys.map
            .set("count", number.map_or_else(|| Yaml::text(text), Yaml::from));
    }
    if let Some(ids) = ids {
        let text = texts.text(ids);
        keys.map
            .set("device_ids", Yaml::words(text.split(',').map(str::trim)));
    }
    if !capabilities.is_empty() {
        keys.map.set(
            "capabilities",
            Yaml::words(capabilities.iter().map(|word| texts.text(word))),
        );
    }
    keys.pairs("options", options);
    Yaml::from(keys.map)
}

fn generic_resource(resource: &GenericResource, texts: Texts<'_>) -> Yaml {
    let GenericResource {
        kind,
        value,
        span: _,
    } = resource;
    let mut spec = Keys::new(texts);
    spec.value("kind", Some(kind));
    spec.value("value", Some(value));
    let mut map = Map::new();
    map.set("discrete_resource_spec", spec.map);
    Yaml::from(map)
}

fn placement_map(placement: &Placement, texts: Texts<'_>) -> Map {
    let Placement {
        max_replicas,
        constraints,
        spread,
        span: _,
    } = placement;
    let mut keys = Keys::new(texts);
    keys.each("constraints", constraints);
    let preferences = spread.iter().map(|spread| {
        let mut map = Map::new();
        map.set("spread", texts.yaml(spread));
        Yaml::from(map)
    });
    keys.items("preferences", preferences.collect());
    keys.value("max_replicas_per_node", max_replicas.as_ref());
    keys.map
}

fn restart_policy(policy: &RestartPolicy, texts: Texts<'_>) -> Map {
    let RestartPolicy {
        condition,
        delay,
        max_attempts,
        window,
        span: _,
    } = policy;
    let mut keys = Keys::new(texts);
    keys.value("condition", condition.as_ref());
    keys.value("delay", delay.as_ref());
    keys.value("max_attempts", max_attempts.as_ref());
    keys.value("window", window.as_ref());
    keys.map
}

fn update_policy(policy: &UpdatePolicy, texts: Texts<'_>) -> Map {
    let UpdatePolicy {
        parallelism,
        delay,
        failure_action,
        monitor,
        max_failure_ratio,
        order,
        span: _,
    } = policy;
    let mut keys = Keys::new(texts);
    keys.value("parallelism", parallelism.as_ref());
    keys.value("delay", delay.as_ref());
    keys.value("failure_action", failure_action.as_ref());
    keys.value("monitor", monitor.as_ref());
    keys.value("max_failure_ratio", max_failure_ratio.as_ref());
    keys.value("order", order.as_ref());
    keys.map
}
