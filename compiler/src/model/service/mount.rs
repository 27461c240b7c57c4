//! What is mounted into a service.

use crate::{
    atoms::{AnyText, Bool, FileMode, Line, Size, words::Selinux},
    reader::{node, node_group},
    schema::Key,
    template::{Fixed, Value},
};

const TO: Key = Key::Mount {
    prop: "to",
    default_prefix: "",
};

node_group! {
    /// A mount.
    Mount {
        /// A volume of the stack, or an anonymous one.
        Volume(VolumeMount),
        /// A path of the host.
        Bind(Bind),
        /// Memory.
        Tmpfs(Tmpfs),
        /// Another kind.
        Other(OtherMount),
    }
}

node! {
    /// Mounts a volume of the stack; without a name an anonymous one.
    VolumeMount "volume" key TO; {
        /// The volume.
        opt_arg name: Value<Line>,
        /// The path in the container.
        req_prop to = "to": Value<Line>,
        /// Whether it can only be read.
        prop read_only = "read-only": Value<Bool>,
        /// Whether an empty volume is not filled from the image.
        prop no_copy = "no-copy": Value<Bool>,
        /// The folder of the volume that is mounted.
        prop subpath = "subpath": Value<Line>,
        /// SELinux relabelling: `z` (shared) or `Z` (private).
        prop selinux = "selinux": Value<Selinux>,
        /// How consistent it is (Docker Desktop).
        prop consistency = "consistency": Value<Line>,
        /// Whether Compose gets its long form with nothing more in it than is said here; without it, what the short form says. The volume is
        /// the same, and Docker Compose recreates a container whose mount goes from one form to the other.
        prop long = "long": Fixed<Bool>,
        /// A label of an anonymous volume.
        pairs labels = "label": Value<AnyText>,
    }
}

node! {
    /// Mounts a path of the host, which the compiler never reads. A relative one is relative to the file that says it.
    Bind "bind" key TO; {
        /// The path on the host.
        arg source: Value<Line>,
        /// The path in the container.
        req_prop to = "to": Value<Line>,
        /// Whether it can only be read.
        prop read_only = "read-only": Value<Bool>,
        /// Whether a missing path becomes an empty folder; `#true` without it, as in Compose's short form.
        prop create_host_path = "create-host-path": Value<Bool>,
        /// How mounts below it propagate; `rprivate` without it.
        prop propagation = "propagation": Value<Line>,
        /// SELinux relabelling: `z` (shared) or `Z` (private).
        prop selinux = "selinux": Value<Selinux>,
        /// Whether mounts below it are mounted too: `enabled`, the default, `disabled`, `writable` or `readonly`.
        prop recursive = "recursive": Value<Line>,
        /// How consistent it is (Docker Desktop).
        prop consistency = "consistency": Value<Line>,
        /// Whether Compose gets its long form with nothing more in it than is said here; without it, what the short form says. Where
        /// `create-host-path` is not given, the version of Docker Compose then decides what becomes of a missing path.
        prop long = "long": Fixed<Bool>,
    }
}

node! {
    /// Mounts memory.
    Tmpfs "tmpfs" key Key::Mount { prop: "", default_prefix: "" }; {
        /// The path in the container.
        arg path: Value<Line>,
        /// Mount options, `"size=64m,mode=1777"`; in place of `size`, `mode` and `read-only`.
        prop options = "options": Value<Line>,
        /// How large it may become; half of the host's memory without it.
        prop size = "size": Value<Size>,
        /// Its mode; without it that of the folder that it covers, and `1777` where there is none.
        prop mode = "mode": Value<FileMode>,
        /// Whether it can only be read.
        prop read_only = "read-only": Value<Bool>,
    }
}

node! {
    /// Mounts what has no word of its own: a named pipe, a cluster volume, an image.
    OtherMount "mount" key TO; {
        /// `npipe`, `cluster` or `image`.
        arg kind: Value<Line>,
        /// What is mounted.
        opt_arg source: Value<Line>,
        /// The path in the container.
        req_prop to = "to": Value<Line>,
        /// Whether it can only be read.
        prop read_only = "read-only": Value<Bool>,
        /// The folder of it that is mounted.
        prop subpath = "subpath": Value<Line>,
        /// How consistent it is (Docker Desktop).
        prop consistency = "consistency": Value<Line>,
    }
}
