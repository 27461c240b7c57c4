//! A service of a Compose file.

use stackc_compiler::{
    artifact::{Origin, sha256},
    model::{Command, Gpu, Hook, SecretMount, Service},
};

use super::{
    Context, build, deploy, health,
    keys::{Absent, Keys, mapping},
    misc, mounts, networks, ports, raw,
    text::Texts,
};
use crate::text::yaml::{Map, Yaml};

/// The mapping of a service.
#[must_use]
pub fn service(service: &Service, context: Context<'_>) -> Map {
    let texts = Texts::new(context.stack);
    let Service {
        name: _,
        extends: _,
        image,
        build,
        command,
        entrypoint,
        env,
        env_files,
        label_files,
        ports,
        mounts,
        volumes_from,
        files,
        secrets,
        networks,
        network_mode,
        depends_on,
        healthcheck,
        database: _,
        restart,
        profiles,
        replicas: _,
        scale,
        resources: _,
        placement: _,
        deploy: _,
        logging,
        labels,
        annotations,
        harden: _,
        read_only,
        cap_add,
        cap_drop,
        security_opt,
        privileged,
        user,
        group_add,
        userns_mode,
        container_name,
        hostname,
        domainname,
        working_dir,
        platform,
        pull_policy,
        pull_refresh_after,
        init,
        tty,
        stdin_open,
        attach,
        use_api_socket,
        stop_signal,
        stop_grace_period,
        links,
        external_links,
        extra_hosts,
        dns,
        dns_search,
        dns_opt,
        mac_address,
        devices,
        device_cgroup_rules,
        gpus,
        gpu,
        ulimits,
        sysctls,
        storage_opts,
        blkio,
        mem_limit,
        mem_reservation,
        memswap_limit,
        mem_swappiness,
        cpus,
        cpu_shares,
        cpu_quota,
        cpu_period,
        cpu_count,
        cpu_percent,
        cpu_rt_runtime,
        cpu_rt_period,
        cpuset,
        pids_limit,
        shm_size,
        oom_score_adj,
        oom_kill_disable,
        pid,
        ipc,
        uts,
        cgroup,
        cgroup_parent,
        isolation,
        runtime,
        credential_spec,
        post_start,
        pre_stop,
        watch,
        provider,
        models,
        compose,
        span: _,
    } = service;
    let mut keys = Keys::new(texts);

    // What runs.
    keys.value("image", image.as_ref());
    if let Some(build) = build {
        keys.map
            .set_from("build", build::build(build, context, texts), build.span);
    }
    if let Some(provider) = provider {
        keys.map_from("provider", misc::provider(provider, texts), provider.span);
    }
    keys.value("platform", platform.as_ref());
    keys.value("pull_policy", pull_policy.as_ref());
    keys.value("pull_refresh_after", pull_refresh_after.as_ref());
    keys.value("container_name", container_name.as_ref());
    keys.words("profiles", profiles.as_ref());
    keys.value("scale", scale.as_ref());
    keys.value("hostname", hostname.as_ref());
    keys.value("domainname", domainname.as_ref());
    if let Some(entrypoint) = entrypoint {
        let words = misc::command(&Command::from(entrypoint.clone()), texts);
        keys.map.set_from("entrypoint", words, entrypoint.span);
    }
    if let Some(command) = command {
        keys.map
            .set_from("command", misc::command(command, texts), command.span);
    }
    keys.value("working_dir", working_dir.as_ref());
    keys.value("user", user.as_ref());
    keys.words("group_add", group_add.as_ref());
    keys.value("init", init.as_ref());
    keys.value("tty", tty.as_ref());
    keys.value("stdin_open", stdin_open.as_ref());
    keys.value("attach", attach.as_ref());
    keys.value("use_api_socket", use_api_socket.as_ref());
    keys.value("runtime", runtime.as_ref());
    keys.value("isolation", isolation.as_ref());

    // What it is told.
    let env_files = misc::env_files(env_files, context, texts);
    match <[(Yaml, Origin); 1]>::try_from(env_files) {
        Ok([(only @ Yaml::Text(_), origin)]) => keys.map.set_from("env_file", only, origin),
        Ok(one) => keys.items_from("env_file", one.into()),
        Err(many) => keys.items_from("env_file", many),
    }
    if let Some(env) = mapping(texts, env, |value| texts.secret_text(value), Absent::Null) {
        keys.map.set("environment", env);
    }
    keys.items_from("label_file", misc::paths(label_files, context, texts));
    keys.items_from("secrets", secret_entries(service, secrets, context, texts));
    keys.items_from("configs", config_entries(service, context, texts));
    keys.map_opt("models", misc::models(models, texts));

    // What it reaches, and who reaches it.
    let (published, exposed) = ports::ports(ports, texts);
    keys.items_from("ports", published);
    keys.items_from("expose", exposed);
    keys.value("network_mode", network_mode.as_ref());
    keys.map.put_opt(networks::networks(networks, texts));
    keys.value("mac_address", mac_address.as_ref());
    keys.items_from("extra_hosts", misc::extra_hosts(extra_hosts, texts));
    keys.words("dns", dns.as_ref());
    keys.words("dns_search", dns_search.as_ref());
    keys.words("dns_opt", dns_opt.as_ref());
    keys.each("links", links);
    keys.each("external_links", external_links);
    keys.map.put_opt(networks::depends_on(depends_on, texts));

    // What is mounted.
    let (mut volumes, memory) = mounts::mounts(mounts, context, texts);
    volumes.extend(folder_mounts(service, context, texts));
    keys.items_from("volumes", volumes);
    keys.items_from("volumes_from", misc::volumes_from(volumes_from, texts));
    keys.items_from("tmpfs", memory);
    keys.items_from("devices", misc::devices(devices, texts));
    keys.words("device_cgroup_rules", device_cgroup_rules.as_ref());
    keys.value("gpus", gpus.as_ref());
    keys.items_from(
        "gpus",
        gpu.iter()
            .map(|gpu: &Gpu| (deploy::device_request(gpu, texts), gpu.span.into()))
            .collect(),
    );

    // What it may do.
    keys.value("privileged", privileged.as_ref());
    keys.value("read_only", read_only.as_ref());
    keys.words("cap_add", cap_add.as_ref());
    keys.words("cap_drop", cap_drop.as_ref());
    keys.map_opt(
        "security_opt",
        security_opt
            .as_ref()
            .map(|words| misc::security_opt(&words.items, context, texts)),
    );
    keys.value("userns_mode", userns_mode.as_ref());
    keys.value("pid", pid.as_ref());
    keys.value("ipc", ipc.as_ref());
    keys.value("uts", uts.as_ref());
    keys.value("cgroup", cgroup.as_ref());
    keys.value("cgroup_parent", cgroup_parent.as_ref());
    if let Some(spec) = credential_spec {
        keys.map.set_from(
            "credential_spec",
            misc::credential_spec(spec, texts),
            spec.span,
        );
    }

    // What it may use.
    keys.value("mem_limit", mem_limit.as_ref());
    keys.value("mem_reservation", mem_reservation.as_ref());
    keys.value("memswap_limit", memswap_limit.as_ref());
    keys.value("mem_swappiness", mem_swappiness.as_ref());
    keys.value("cpus", cpus.as_ref());
    keys.value("cpu_shares", cpu_shares.as_ref());
    keys.value("cpu_quota", cpu_quota.as_ref());
    keys.value("cpu_period", cpu_period.as_ref());
    keys.value("cpu_count", cpu_count.as_ref());
    keys.value("cpu_percent", cpu_percent.as_ref());
    keys.value("cpu_rt_runtime", cpu_rt_runtime.as_ref());
    keys.value("cpu_rt_period", cpu_rt_period.as_ref());
    keys.value("cpuset", cpuset.as_ref());
    keys.value("pids_limit", pids_limit.as_ref());
    keys.value("shm_size", shm_size.as_ref());
    keys.value("oom_score_adj", oom_score_adj.as_ref());
    keys.value("oom_kill_disable", oom_kill_disable.as_ref());
    if let Some(blkio) = blkio {
        keys.map
            .set_from("blkio_config", misc::blkio(blkio, texts), blkio.span);
    }
    keys.map("ulimits", build::ulimits_map(ulimits, texts));
    keys.pairs("sysctls", sysctls);
    keys.pairs("storage_opt", storage_opts);
    let deploy = deploy::deploy(service, texts);
    if service.deploy.is_some() {
        keys.map.set("deploy", deploy);
    } else {
        keys.map("deploy", deploy);
    }

    // How it lives.
    if let Some(check) = healthcheck {
        keys.map.set_from(
            "healthcheck",
            health::healthcheck(check, ports, texts),
            check.span,
        );
    }
    keys.value("restart", restart.as_ref());
    keys.value("stop_signal", stop_signal.as_ref());
    keys.value("stop_grace_period", stop_grace_period.as_ref());
    keys.items_from(
        "post_start",
        post_start
            .iter()
            .map(|hook| (misc::hook(hook, texts), hook.span.into()))
            .collect(),
    );
    let pre_stop = pre_stop.iter().cloned().map(Hook::from);
    keys.items_from(
        "pre_stop",
        pre_stop
            .map(|hook| (misc::hook(&hook, texts), hook.span.into()))
            .collect(),
    );
    if let Some(logging) = logging {
        keys.map
            .set_from("logging", misc::logging(logging, texts), logging.span);
    }
    if let Some(labels) = mapping(texts, labels, |value| texts.text(value), Absent::Empty) {
        keys.map.set("labels", labels);
    }
    keys.pairs("annotations", annotations);
    if !watch.is_empty() {
        let mut develop = Keys::new(texts);
        develop.items_from(
            "watch",
            watch
                .iter()
                .map(|watch| (misc::watch(watch, context, texts), watch.span.into()))
                .collect(),
        );
        keys.map("develop", develop.map);
    }
    if !files.is_empty() {
        add_files_label(&mut keys.map, service, context);
    }
    raw::carry(&mut keys.map, compose.as_ref(), texts);
    keys.map
}

/// Secrets that are mounted, and those whose path the service asks for.
fn secret_entries(
    service: &Service,
    secrets: &[SecretMount],
    context: Context<'_>,
    texts: Texts<'_>,
) -> Vec<(Yaml, Origin)> {
    let mounted = secrets
        .iter()
        .map(|secret| (mounts::secret_mount(secret, texts), secret.span.into()));
    let name = &service.name.value.0;
    let implied = context
        .stack
        .implied_secrets
        .iter()
        .filter(|(owner, _)| owner == name);
    mounted
        .chain(implied.map(|(_, name)| {
            let declared = context.stack.secret(name).map(|secret| secret.span);
            (Yaml::text(name.clone()), declared.into())
        }))
        .collect()
}

/// Whether a file is a folder, which Compose mounts as a volume.
fn is_folder(name: &str, context: Context<'_>) -> bool {
    context.stack.content(name).is_some_and(|content| {
        content.files.iter().any(|(path, _)| !path.is_empty()) || content.files.is_empty()
    })
}

fn config_entries(
    service: &Service,
    context: Context<'_>,
    texts: Texts<'_>,
) -> Vec<(Yaml, Origin)> {
    let single = service
        .files
        .iter()
        .filter(|file| !is_folder(&file.name.value.0, context));
    single
        .map(|file| (mounts::file_mount(file, texts), file.span.into()))
        .collect()
}

fn folder_mounts(service: &Service, context: Context<'_>, texts: Texts<'_>) -> Vec<(Yaml, Origin)> {
    let folders = service
        .files
        .iter()
        .filter(|file| is_folder(&file.name.value.0, context));
    folders
        .map(|file| {
            let name = &file.name.value.0;
            let to = file
                .to
                .as_ref()
                .map_or_else(|| format!("/{name}"), |to| texts.text(to));
            let text = format!("./files/{name}:{to}:ro");
            (Yaml::text(text), file.span.into())
        })
        .collect()
}

/// The label that makes Compose recreate the container when the content of a file changes.
fn add_files_label(map: &mut Map, service: &Service, context: Context<'_>) {
    let Some(hash) = files_hash(service, context) else {
        return;
    };
    let label = (FILES_LABEL, Yaml::text(hash));
    let labels = match map.get("labels") {
        Some(Yaml::Map(labels)) => {
            let mut labels = labels.clone();
            labels.set(label.0, label.1);
            Yaml::from(labels)
        }
        Some(Yaml::List(items)) => {
            let mut items = items.clone();
            if let Yaml::Text(hash) = label.1 {
                items.push(Yaml::text(format!("{FILES_LABEL}={hash}")));
            }
            Yaml::from(items)
        }
        _ => {
            let mut labels = Map::new();
            labels.set(label.0, label.1);
            Yaml::from(labels)
        }
    };
    map.set("labels", labels);
}

/// The name of the label.
pub const FILES_LABEL: &str = "stackc.files";

/// One hash over path and content of every file whose content the compiler has.
fn files_hash(service: &Service, context: Context<'_>) -> Option<String> {
    let texts = Texts::new(context.stack);
    let mut bytes = Vec::new();
    for mount in &service.files {
        let name = &mount.name.value.0;
        let unhashed = context
            .stack
            .file(name)
            .and_then(|file| file.hash_label)
            .is_some_and(|label| !label.value.0);
        if unhashed {
            continue;
        }
        let to = mount
            .to
            .as_ref()
            .map_or_else(|| format!("/{name}"), |to| texts.text(to));
        if let Some(content) = context.stack.content(name) {
            for (path, content) in &content.files {
                bytes.extend(format!("{to}\0{path}\0{}\0", content.len()).bytes());
                bytes.extend(content);
            }
        } else if let Some(content) = context
            .stack
            .file(name)
            .and_then(|file| file.content.as_ref())
        {
            let text = texts.template(&content.template);
            bytes.extend(format!("{to}\0\0{}\0{text}", text.len()).bytes());
        }
    }
    (!bytes.is_empty()).then(|| sha256(&bytes))
}
