//! What a service reaches and mounts, for arion.

use stackc_compiler::{
    model::{
        Bind, Device, ExtraHost, FileMount, NetworkAttachment, OtherMount, PortDeclaration,
        SecretMount, Tmpfs, VolumeMount, VolumesFrom,
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
    extra_host for ExtraHost {
        name: Exact,
        address: Exact,
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
        consistency: Exact,
        long: Exact,
        labels: Exact,
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
        consistency: Exact,
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
        read_only: Exact,
        subpath: Exact,
        consistency: Exact,
    }
}

support! {
    volumes_from for VolumesFrom {
        service: Exact,
        container: Exact,
        read_only: Exact,
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
        uid: Lowered("is the owner of the file that agenix decrypts"),
        gid: Lowered("is the group of the file that agenix decrypts"),
        mode: Lowered("is the mode of the file that agenix decrypts"),
    }
}

support! {
    device for Device {
        source: Exact,
        to: Exact,
        permissions: Exact,
    }
}
