//! Networks, volumes, secrets and files, with Quadlet.

use stackc_compiler::{
    model::{FileDeclaration, Input, Network, Secret, Subnet, Volume},
    support,
};

support! {
    network for Network {
        name: Exact,
        host_name: Exact,
        driver: Exact,
        external: Exact,
        internal: Exact,
        attachable: Lowered("is left out: every container may join"),
        ipv4: Partial("is left out: podman has no such thing; take it away"),
        ipv6: Exact,
        driver_opts: Exact,
        labels: Exact,
        ipam_driver: Exact,
        ipam_opts: Partial("is left out: podman has no such thing; take it away"),
        subnets => subnet,
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
    subnet for Subnet {
        cidr: Exact,
        gateway: Exact,
        range: Exact,
        aux: Partial("is left out: podman reserves no address; take it away"),
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
        external: Exact,
        host_name: Exact,
        optional: Exact,
        driver: Refused("needs a driver of Docker's; let podman keep it"),
        template_driver: Refused("needs a driver of Docker's; write the text where it is used"),
        hex: Exact,
        base64: Exact,
        base64url: Exact,
        min_length: Exact,
        message: Exact,
        labels: Partial("is left out: podman has no such thing; take it away"),
        driver_opts: Refused("needs a driver of Docker's; let podman keep it"),
    }
}

support! {
    file for FileDeclaration {
        name: Exact,
        external: Refused("needs Swarm; give the file a source"),
        host_name: Partial("is left out: podman has no such thing; take it away"),
        path: Exact,
        hash_label: Exact,
        env: Refused("has its content in a variable, which Quadlet can't mount; give it a source"),
        template_driver: Refused("needs Swarm; write the content itself"),
        source: Exact,
        content: Exact,
        labels: Partial("is left out: podman has no such thing; take it away"),
    }
}
