//! What stands at the top of a stack.

use stackc_compiler::{
    model::{FileDeclaration, Input, Model, Network, Secret, Subnet, Volume},
    support,
};

support! {
    secret for Secret {
        name: Exact,
        env: Exact,
        file: Exact,
        external: Exact,
        host_name: Exact,
        optional: Exact,
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
        external: Exact,
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
    network for Network {
        name: Exact,
        host_name: Exact,
        driver: Exact,
        external: Exact,
        internal: Exact,
        attachable: Exact,
        ipv4: Exact,
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

support! {
    model for Model {
        name: Exact,
        model: Exact,
        context_size: Exact,
        runtime_flags: Exact,
    }
}
