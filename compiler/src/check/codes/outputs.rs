//! Environments, targets and where their files go.

use super::{Code, Examples, error, note, warning};

pub(super) const CODES: &[Code] = &[
    error(
        "default-environment",
        "it is not clear which environment is built when none is named",
        "One environment is the default: the only one, or the one with `default=#true`. Its Compose project has the stack's name, the others `<stack>-<environment>`, so the default can't be a matter of order.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

environment dev
environment production
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

environment dev
environment production default=#true
"#,
        },
    ),
    error(
        "engine-too-old",
        "the Docker Engine of the target can't do what the stack says",
        "An older engine refuses the container, or leaves the setting out without a word. Say which engine runs where the stack is deployed with `target compose { engine \"…\" }`, or do without.",
        Examples {
            bad: r#"
stack shop edition=1

volume data

service web {
    image "caddy:2.8"
    volume data to="/data" subpath=web
}

target compose { engine "25.0" }
"#,
            good: r#"
stack shop edition=1

volume data

service web {
    image "caddy:2.8"
    volume data to="/data" subpath=web
}

target compose { engine "26.0" }
"#,
        },
    ),
    note(
        "target-lowers",
        "a target says a word in another way",
        "The target has no such word, and what it says in its place means the same for the service. Nothing has to be done; the note says what to look for in the output.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
    attach #false
}

target systemd { flavour quadlet }
"#,
            good: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
}

target systemd { flavour quadlet }
"#,
        },
    ),
    warning(
        "target-partial",
        "a target leaves a part of a word out",
        "The target can't say all of it: what it says holds, the rest is left out. The message says what is lost; say it in another way, or take it away where this target is built.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
    deploy mode=replicated
}

target systemd { flavour quadlet }
"#,
            good: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
}

target systemd { flavour quadlet }
"#,
        },
    ),
    error(
        "target-refuses",
        "a target can't say a word at all",
        "Without it the service would be another one, so nothing is written. Say it in a way that the target knows, or build the stack for another target: an environment may name its own.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
    replicas 3
}

target systemd { flavour quadlet }
"#,
            good: r#"
stack shop edition=1

service web {
    image "docker.io/library/caddy:2.8"
}

service web-2 extends=web

target systemd { flavour quadlet }
"#,
        },
    ),
    warning(
        "unused-target",
        "a target has nothing to write",
        "The nginx target writes the configuration of the host's nginx: without a site there is none. Add a site, or take the target away.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose
target nginx { version "1.28" }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose
"#,
        },
    ),
    error(
        "output-clash",
        "two outputs would write one file, or the stack reads what its build writes",
        "Each environment and each target needs a folder of its own, or the second would overwrite the first. Name the environment in the path. A `file` or a `secret` can't name an output either: the next build would take in what the last one made.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose { out "deploy" }

environment dev
environment production default=#true
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose { out "deploy/${environment.name}" }

environment dev
environment production default=#true
"#,
        },
    ),
    error(
        "output-outside",
        "a target's files would lie outside of the stack's folder",
        "`out` names a folder below the stack's: what a stack says never overwrites files elsewhere. To write to another place, give `--out` on the command line.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose { out "../deploy" }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose { out "deploy" }
"#,
        },
    ),
];
