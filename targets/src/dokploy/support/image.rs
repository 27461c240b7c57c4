//! What a service runs and how its health is seen.

use stackc_compiler::{
    model::{Build, BuildSecret, Command, Entrypoint, Healthcheck, Hook, PreStop, Provider, Watch},
    support,
};

use super::{limits::ulimit, reach::extra_host};

support! {
    build for Build {
        context: Exact,
        dockerfile: Exact,
        target: Exact,
        network: Exact,
        pull: Exact,
        no_cache: Exact,
        shm_size: Exact,
        isolation: Exact,
        privileged: Exact,
        provenance: Exact,
        sbom: Exact,
        max_size: Partial("is not checked; let CI build the image and look at its size"),
        build_args: Exact,
        cache_from: Exact,
        cache_to: Exact,
        platforms: Exact,
        tags: Exact,
        labels: Exact,
        secrets => build_secret,
        ssh: Exact,
        additional_contexts: Exact,
        extra_hosts => extra_host,
        entitlements: Exact,
        ulimits => ulimit,
        dockerfile_inline: Exact,
    }
}

support! {
    build_secret for BuildSecret {
        name: Exact,
        to: Exact,
        uid: Exact,
        gid: Exact,
        mode: Exact,
    }
}

support! {
    command for Command {
        words: Exact,
        shell: Exact,
        line: Exact,
    }
}

support! {
    entrypoint for Entrypoint {
        words: Exact,
        shell: Exact,
        line: Exact,
    }
}

support! {
    healthcheck for Healthcheck {
        http: Exact,
        tcp: Exact,
        port: Exact,
        with: Exact,
        shell: Exact,
        interval: Exact,
        timeout: Exact,
        retries: Exact,
        start_period: Exact,
        start_interval: Exact,
        disable: Exact,
        shell_words: Exact,
        command: Exact,
        none: Exact,
    }
}

support! {
    hook for Hook {
        words: Exact,
        line: Exact,
        user: Exact,
        privileged: Exact,
        working_dir: Exact,
        env: Exact,
    }
}

support! {
    pre_stop for PreStop {
        words: Exact,
        line: Exact,
        user: Exact,
        privileged: Exact,
        working_dir: Exact,
        env: Exact,
    }
}

support! {
    watch for Watch {
        path: Exact,
        action: Exact,
        to: Exact,
        initial_sync: Exact,
        ignore: Exact,
        include: Exact,
        exec: Exact,
    }
}

support! {
    provider for Provider {
        kind: Exact,
        options: Exact,
    }
}
