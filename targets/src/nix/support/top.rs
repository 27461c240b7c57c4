//! What a stack declares, for arion and agenix.

use stackc_compiler::{
    model::{FileDeclaration, Input, Model, Network, Secret, Subnet, Volume},
    support,
};

support! {
    network for Network {
        name: Exact,
        host_name: Exact,
        driver: Exact,
        external: Exact,
        internal: Exact,
        attachable: Exact,
        ipv4: Refused("has no option in arion; take it away"),
        ipv6: Exact,
        driver_opts: Exact,
        labels: Exact,
        ipam_driver: Exact,
        ipam_opts: Exact,
        subnets => subnet,
    }
}

support! {
    subnet for Subnet {
        cidr: Exact,
        gateway: Exact,
        range: Exact,
        aux: Exact,
    }
}

support! {
    volume for Volume {
        name: Exact,
        host_name: Exact,
        driver: Exact,
        external: Exact,
        driver_opts: Exact,
        labels: Exact,
    }
}

support! {
    secret for Secret {
        name: Exact,
        env: Exact,
        file: Exact,
        external: Partial("is left to Swarm, which arion does not run; let agenix keep it"),
        host_name: Exact,
        optional: Lowered("has an encrypted file all the same; encrypt an empty text to leave it out"),
        driver: Exact,
        template_driver: Exact,
        hex: Exact,
        base64: Exact,
        base64url: Exact,
        min_length: Exact,
        message: Exact,
        labels: Exact,
        driver_opts: Exact,
    }
}

support! {
    file_declaration for FileDeclaration {
        name: Exact,
        external: Partial("is left to Swarm, which arion does not run; give it a source"),
        host_name: Exact,
        path: Exact,
        hash_label: Exact,
        env: Exact,
        template_driver: Exact,
        source: Exact,
        content: Exact,
        labels: Exact,
    }
}

support! {
    model for Model {
        name: Exact,
        model: Exact,
        context_size: Exact,
        runtime_flags: Exact,
    }
}

support! {
    input for Input {
        name: Exact,
        kind: Exact,
        default: Exact,
        min: Exact,
        max: Exact,
        one_of: Exact,
        pattern: Exact,
        optional: Exact,
        message: Exact,
    }
}
