//! What backups and jobs add to the composition: the containers that the Compose target has too, save restic's.

use super::is_restic;
use crate::{
    parts::{
        backup,
        compose::{self, Context, backup_services, files_name, store_name},
    },
    text::yaml::{Map, Yaml},
};

/// Adds their services and volumes.
pub(in super::super) fn add(document: &mut Map, context: Context<'_>) {
    let stack = context.stack;
    let mut services = section(document, "services");
    for job in &stack.jobs {
        if let Some(map) = compose::job(job, context) {
            services.set(job.name.value.0.clone(), map);
        }
    }
    let mut volumes = section(document, "volumes");
    for plan in backup::plans(stack) {
        let repositories: Vec<String> = plan
            .stores
            .iter()
            .filter(|store| is_restic(store))
            .map(|store| store_name(&plan, store))
            .collect();
        for (name, map) in backup_services(&plan, context) {
            if !repositories.contains(&name) {
                services.set(name, map);
            }
        }
        volumes.set(files_name(&plan), Map::new());
    }
    document.set("services", services);
    if !volumes.is_empty() {
        document.set("volumes", volumes);
    }
}

fn section(document: &Map, key: &str) -> Map {
    match document.get(key) {
        Some(Yaml::Map(map)) => map.clone(),
        _ => Map::new(),
    }
}
