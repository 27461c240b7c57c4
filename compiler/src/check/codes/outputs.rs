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
    note(
        "target-lowers",
        "a target says something in another way that means the same",
        "The target has no word for what the stack says, and says it in other words. Nothing is lost; the note tells what the files will hold.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish="*:8080"
}

edge { http "*:80"; https "*:443" }

site "shop.example.com" {
    tls letsencrypt
    route "/" to="web:http"
}

target dokploy
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example.com" {
    tls letsencrypt
    route "/" to="web:http"
}

target dokploy
"#,
        },
    ),
    warning(
        "target-partial",
        "a target says only a part of what the stack says",
        "The target has no counterpart for what the stack says and goes on without it, or with less of it. The message says what is lost. Do without it, say it in the words that the message names, or keep it to the environments that are built for another target.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    container-name shop-web
}

target dokploy
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target dokploy
"#,
        },
    ),
    error(
        "target-refuses",
        "a target can't say what the stack says",
        "Without it the stack would not do what it says, so no file is made for this target. Say it in a way that the target knows, which the message names, or change it in the environment that is built for this target.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    bind "./data" to="/data"
}

target dokploy
"#,
            good: r#"
stack shop edition=1

volume data

service web {
    image "caddy:2.8"
    volume data to="/data"
}

target dokploy
"#,
        },
    ),
];
