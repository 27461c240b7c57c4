//! What is mounted into a service.

use stackc_compiler::{
    model::{
        Bind, EnvFile, FileMount, Mount, OtherMount, SecretMount, Tmpfs, VolumeMount, VolumesFrom,
    },
    support,
};

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
    env_file for EnvFile {
        path: Exact,
        required: Exact,
        format: Exact,
    }
}

support! {
    volumes_from for VolumesFrom {
        service: Exact,
        container: Exact,
        read_only: Exact,
    }
}

/// The kinds of mount.
pub(super) mod mount {
    use stackc_compiler::target::{Report, Row};

    use super::{Mount, bind, other_mount, tmpfs, volume_mount};

    /// Reports what is said in a mount.
    pub(in super::super) fn review(mount: &Mount, report: &mut Report<'_>) {
        match mount {
            Mount::Volume(mount) => volume_mount::review(mount, report),
            Mount::Bind(mount) => bind::review(mount, report),
            Mount::Tmpfs(mount) => tmpfs::review(mount, report),
            Mount::Other(mount) => other_mount::review(mount, report),
        }
    }

    /// The rows of every kind.
    pub(in super::super) fn rows() -> Vec<Row> {
        [
            volume_mount::rows(),
            bind::rows(),
            tmpfs::rows(),
            other_mount::rows(),
        ]
        .concat()
    }
}
