//! What a service runs, is told and waits for, with Quadlet.

use stackc_compiler::{
    model::{Build, BuildSecret, Command, DependsOn, Entrypoint, EnvFile, Healthcheck, LogDriver},
    support,
};

support! {
    build for Build {
        context: Exact,
        dockerfile: Exact,
        target: Exact,
        network: Exact,
        pull: Exact,
        no_cache: Exact,
        shm_size: Exact,
        isolation: Refused("is a word of Windows; take it away"),
        privileged: Refused("has no word in podman build; take it away"),
        provenance: Partial("is left out: podman has no such thing; take it away"),
        sbom: Partial("is left out: podman has no such thing; take it away"),
        max_size: Partial("is left out: podman has no such thing; take it away"),
        build_args: Exact,
        cache_from: Partial("is left out: podman has no such thing; take it away"),
        cache_to: Partial("is left out: podman has no such thing; take it away"),
        platforms: Exact,
        tags: Exact,
        labels: Exact,
        secrets => build_secret,
        ssh: Refused("has no word here yet; build the image elsewhere and name it"),
        additional_contexts: Refused("has no word here yet; build the image elsewhere and name it"),
        extra_hosts: Refused("has no word here yet; build the image elsewhere and name it"),
        entitlements: Partial("is left out: podman has no such thing; take it away"),
        ulimits: Refused("has no word here yet; build the image elsewhere and name it"),
        dockerfile_inline: Refused("has no file; write a Dockerfile"),
    }
}

support! {
    build_secret for BuildSecret {
        name: Exact,
        to: Exact,
        uid: Partial("is left out: podman has no such thing; take it away"),
        gid: Partial("is left out: podman has no such thing; take it away"),
        mode: Partial("is left out: podman has no such thing; take it away"),
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
    env_file for EnvFile {
        path: Exact,
        required: Exact,
        format: Exact,
    }
}

support! {
    depends_on for DependsOn {
        service: Exact,
        condition: Exact,
        required: Exact,
        restart: Exact,
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
    logging for LogDriver {
        driver: Exact,
        options: Exact,
    }
}
