//! How an image is built.

use crate::{
    atoms::{AnyText, Bool, FileMode, Line, Name, Size},
    model::Ulimit,
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// How the service's image is built. With an `image` beside it the result is tagged so.
    Build "build" key Key::Once; slots [["dockerfile", "dockerfile-inline"]]; {
        /// The folder with the Dockerfile, relative to the file that says it; `.` without it.
        opt_arg context: Value<Line>,
        /// The Dockerfile's path in it; `Dockerfile` without it.
        prop dockerfile = "dockerfile": Value<Line>,
        /// The stage that is built; the last without it.
        prop target = "target": Value<Line>,
        /// The network that building may use.
        prop network = "network": Value<Line>,
        /// Whether base images are always fetched; `#false` without it.
        prop pull = "pull": Value<Bool>,
        /// Whether the cache is not used; `#false` without it.
        prop no_cache = "no-cache": Value<Bool>,
        /// The size of /dev/shm while building.
        prop shm_size = "shm-size": Value<Size>,
        /// How building is isolated (Windows).
        prop isolation = "isolation": Value<Line>,
        /// Whether building has every right; `#false` without it.
        prop privileged = "privileged": Value<Bool>,
        /// Whether, or how, its provenance is attested.
        prop provenance = "provenance": Value<Line>,
        /// Whether, or how, a bill of materials is attested.
        prop sbom = "sbom": Value<Line>,
        /// The largest that the image may become; the ops and ci targets check it after a build.
        prop max_size = "max-size": Fixed<Size>,
        /// A build argument; without a value the deployer's variable is passed on.
        pairs build_args = "arg": Value<AnyText>,
        /// Where cached layers come from.
        each cache_from = "cache-from": Value<AnyText>,
        /// Where cached layers go.
        each cache_to = "cache-to": Value<AnyText>,
        /// A platform that it is built for.
        each platforms = "platform": Value<Line>,
        /// A further tag.
        each tags = "tag": Value<Line>,
        /// A label of the image.
        pairs labels = "label": Value<AnyText>,
        /// A secret that building may read.
        nodes secrets: BuildSecret,
        /// An SSH key or agent that building may use: `default` is the agent, a key has a path, relative to the file that says it.
        pairs ssh = "ssh": Value<Line>,
        /// A further folder or image under a name.
        pairs additional_contexts = "additional-context": Value<AnyText>,
        /// A name and an address for the hosts file while building.
        nodes extra_hosts: super::ExtraHost,
        /// A right that building asks for.
        each entitlements = "entitlement": Value<Line>,
        /// A limit of a kind of resource while building.
        nodes ulimits: Ulimit,
        /// The Dockerfile itself, in place of a file.
        value dockerfile_inline = "dockerfile-inline": Value<AnyText>,
    }
}

node! {
    /// A secret that building may read.
    BuildSecret "secret" key Key::First; {
        /// The secret.
        arg name: Fixed<Name>,
        /// The name or path under which building finds it; its own name without it.
        prop to = "to": Value<Line>,
        /// The owner's number.
        prop uid = "uid": Value<Line>,
        /// The group's number.
        prop gid = "gid": Value<Line>,
        /// Its mode; `0444` without it.
        prop mode = "mode": Value<FileMode>,
    }
}
