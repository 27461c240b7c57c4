//! What a service runs, is told and waits for, for arion.

use stackc_compiler::{
    model::{
        Build, BuildSecret, Command, CredentialSpec, DependsOn, Entrypoint, EnvFile, Healthcheck,
        Hook, LogDriver, ModelUse, PreStop, Provider,
    },
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
        extra_hosts: Exact,
        entitlements: Exact,
        ulimits: Exact,
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
    log_driver for LogDriver {
        driver: Exact,
        options: Exact,
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
    provider for Provider {
        kind: Exact,
        options: Exact,
    }
}

support! {
    model_use for ModelUse {
        name: Exact,
        endpoint_var: Exact,
        model_var: Exact,
    }
}

support! {
    credential_spec for CredentialSpec {
        config: Exact,
        file: Exact,
        registry: Exact,
    }
}
