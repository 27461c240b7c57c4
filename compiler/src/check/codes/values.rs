//! Params, inputs and what they may hold.

use super::{Code, Examples, error, judgement};

pub(super) const CODES: &[Code] = &[
    error(
        "missing-param",
        "a param has no value in an environment",
        "A param is known when the stack is compiled, in every environment: by its default, by `param NAME VALUE` in the environment's body, or by `--set NAME=VALUE`. A value that only the deployer knows is an `input`.",
        Examples {
            bad: r#"
stack shop edition=1

param domain type=host

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
    }
}
"#,
            good: r#"
stack shop edition=1

param domain type=host default="shop.example"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
    }
}
"#,
        },
    ),
    error(
        "param-cycle",
        "a param needs its own value",
        "A param's value may speak of other params, but the way must end somewhere. Write one of the values out.",
        Examples {
            bad: r#"
stack shop edition=1

param domain default="www.${param.zone}"
param zone default="${param.domain}"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
    }
}
"#,
            good: r#"
stack shop edition=1

param domain default="www.${param.zone}"
param zone default="shop.example"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
    }
}
"#,
        },
    ),
    error(
        "deploy-time-value",
        "a value that the deployer supplies stands where the compiler must know it",
        "An input is only known when the stack is started. Names, routes, params and everything else that shapes the output must be known before: use a `param`, which each environment or `--set` can give another value.",
        Examples {
            bad: r#"
stack shop edition=1

input HOST

service "${input.HOST}" {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

param host default=web

service "${param.host}" {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "default-not-carriable",
        "a default or a message holds a brace that would end the variable",
        "Compose reads `${NAME:-default}` and `${NAME:?message}` up to the first `}` that closes nothing, and has no way to quote one: what stands behind such a brace would become a part of the value in silence. That holds for the default of an input and for the `message` of inputs and secrets. Where a `{` is left open, or `{}` stands in it, Compose reads on to the last `}` of the line, so nothing with a brace may stand behind it. Put the value into `.env`, or into a file, and say the message without braces.",
        Examples {
            bad: r#"
stack shop edition=1

input FEATURES default="beta} on"

service web {
    image "caddy:2.8"
    env {
        FEATURES "${input.FEATURES}"
    }
}
"#,
            good: r#"
stack shop edition=1

input FEATURES

service web {
    image "caddy:2.8"
    env {
        FEATURES "${input.FEATURES}"
    }
}
"#,
        },
    ),
    error(
        "not-carriable",
        "a value can't be written into an output",
        "The format that it goes to has no way to say this value: no output holds the character U+0000, and an nginx configuration has places where some characters can't stand. The message says what is in the way.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        SEPARATOR "\u{0}"
    }
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        SEPARATOR ","
    }
}
"#,
        },
    ),
    judgement(
        "variable-collision",
        "two declarations would be supplied by one variable",
        "A secret's variable is its name in upper case with `_` for `-`, an input's is its name as it stands. Two that share a variable would always have the same value: give a secret another variable with `env=`.",
        Examples {
            bad: r#"
stack shop edition=1

input DB_NAME
secret db-name hex=32

service web {
    image "caddy:2.8"
    env {
        NAME "${input.DB_NAME}"
        SALT (secret)db-name
    }
}
"#,
            good: r#"
stack shop edition=1

input DB_NAME
secret db-name env=DB_NAME_SALT hex=32

service web {
    image "caddy:2.8"
    env {
        NAME "${input.DB_NAME}"
        SALT (secret)db-name
    }
}
"#,
        },
    ),
];
