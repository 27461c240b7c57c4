//! What a service reaches and who reaches it.

use stackc_compiler::{
    model::{
        CredentialSpec, DependsOn, ExtraHost, LogDriver, ModelUse, NetworkAttachment,
        PortDeclaration,
    },
    support,
};

support! {
    port_declaration for PortDeclaration {
        name: Exact,
        target: Exact,
        protocol: Exact,
        publish: Exact,
        mode: Exact,
        app_protocol: Exact,
        compose_name: Exact,
        expose: Exact,
    }
}

support! {
    network_attachment for NetworkAttachment {
        name: Exact,
        ipv4: Exact,
        ipv6: Exact,
        mac: Exact,
        priority: Exact,
        gateway_priority: Exact,
        interface: Exact,
        aliases: Exact,
        link_local_ips: Exact,
        driver_opts: Exact,
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
    extra_host for ExtraHost {
        name: Exact,
        address: Exact,
    }
}

support! {
    log_driver for LogDriver {
        driver: Exact,
        options: Exact,
    }
}

support! {
    credential_spec for CredentialSpec {
        config: Exact,
        file: Exact,
        registry: Exact,
    }
}

support! {
    model_use for ModelUse {
        name: Exact,
        endpoint_var: Exact,
        model_var: Exact,
    }
}
