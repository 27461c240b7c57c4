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
        "two outputs would write one file",
        "Each environment and each target needs a folder of its own, or the second would overwrite the first. Name the environment in the path.",
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
    error(
        "target-refuses",
        "a target can't do what the stack says",
        "A target has no way to say it, and without it something else would run. The help says what to do: say it in another way, or do without.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    network front
}

network front ipv4=#false

target nix
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    network front
}

network front

target nix
"#,
        },
    ),
    warning(
        "target-partial",
        "a target does what the stack says only in part",
        "The output works, and something that the stack says has no effect there or costs something. The help says what to do about it.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    watch "./html" action=restart
}

target nix
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target nix
"#,
        },
    ),
    note(
        "target-lowers",
        "a target says in its own way what the stack says",
        "The meaning is the same, and the output looks different from what one might look for: a folder of the host has another place, or a property has become another one.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    bind "./html" to="/srv"
}

target nix
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    bind "/srv/shop/html" to="/srv"
}

target nix
"#,
        },
    ),
];
