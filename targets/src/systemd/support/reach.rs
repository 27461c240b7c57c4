//! What a service reaches and mounts, with Quadlet.

use stackc_compiler::{
    model::{
        Bind, Device, ExtraHost, FileMount, NetworkAttachment, OtherMount, PortDeclaration,
        SecretMount, Tmpfs, VolumeMount,
    },
    support,
};

support! {
    port for PortDeclaration {
        name: Exact,
        target: Exact,
        protocol: Exact,
        publish: Exact,
        mode: Partial("is left out: there is one machine; take it away"),
        app_protocol: Lowered("is left out: it is a hint"),
        compose_name: Lowered("is left out: it is a name in Compose's file"),
        expose: Lowered("is left out: containers of one network reach every port"),
    }
}

support! {
    volume_mount for VolumeMount {
        name: Exact,
        to: Exact,
        read_only: Exact,
        no_copy: Exact,
        subpath: Exact,
        selinux: Exact,
        consistency: Lowered("is left out: it is for Docker Desktop"),
        long: Exact,
        labels: Partial("is left out: podman has no such thing; take it away"),
    }
}

support! {
    bind for Bind {
        source: Exact,
        to: Exact,
        read_only: Exact,
        create_host_path: Exact,
        propagation: Exact,
        selinux: Exact,
        recursive: Exact,
        consistency: Lowered("is left out: it is for Docker Desktop"),
        long: Exact,
    }
}

support! {
    tmpfs for Tmpfs {
        path: Exact,
        options: Exact,
        size: Exact,
        mode: Exact,
        read_only: Exact,
    }
}

support! {
    other_mount for OtherMount {
        kind: Exact,
        source: Exact,
        to: Exact,
        read_only: Partial("is left out: podman has no such thing; take it away"),
        subpath: Exact,
        consistency: Lowered("is left out: it is for Docker Desktop"),
    }
}

support! {
    file_mount for FileMount {
        name: Exact,
        to: Exact,
        uid: Exact,
        gid: Exact,
        mode: Exact,
    }
}

support! {
    secret_mount for SecretMount {
        name: Exact,
        to: Exact,
        uid: Exact,
        gid: Exact,
        mode: Exact,
    }
}

support! {
    attachment for NetworkAttachment {
        name: Exact,
        ipv4: Exact,
        ipv6: Exact,
        mac: Exact,
        priority: Partial("is left out: podman has no such thing; take it away"),
        gateway_priority: Partial("is left out: podman has no such thing; take it away"),
        interface: Exact,
        aliases: Exact,
        link_local_ips: Partial("is left out: podman has no such thing; take it away"),
        driver_opts: Partial("is left out: podman has no such thing; take it away"),
    }
}

support! {
    extra_host for ExtraHost {
        name: Exact,
        address: Exact,
    }
}

support! {
    device for Device {
        source: Exact,
        to: Exact,
        permissions: Exact,
    }
}
