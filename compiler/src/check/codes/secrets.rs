//! Where a secret may not be.

use super::{Code, Examples, error, judgement};

pub(super) const CODES: &[Code] = &[
    judgement(
        "plain-secret",
        "a literal looks like a secret",
        "What stands in a stack is in git and in every output. A value under a name that ends in PASSWORD, SECRET, TOKEN, KEY and the like, a password, a token or the address of a chat hook in a URL, a token that its form gives away and the defaults of tutorials are taken for secrets: declare a `secret` and use it by name. Where the text is meant to be plain, write `(plain)\"…\"`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        DB_PASSWORD "correct-horse"
    }
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service web {
    image "caddy:2.8"
    env {
        DB_PASSWORD (secret)db-password
    }
}
"#,
        },
    ),
    error(
        "secret-not-allowed",
        "a secret stands where others could read it",
        "A secret may go into a service's `env`, into a file that is mounted for it, into a build secret and into credentials. Labels, commands, healthchecks, build arguments and names are shown by `docker inspect`, in process lists and in logs. Let the program read an environment variable or a file instead.",
        Examples {
            bad: r#"
stack shop edition=1

secret api-key hex=32

service web {
    image "shop:1.4"
    command serve "--api-key=${secret.api-key}"
}
"#,
            good: r#"
stack shop edition=1

secret api-key hex=32

service web {
    image "shop:1.4"
    command serve "--api-key-file=${secret-file.api-key}"
}
"#,
        },
    ),
    error(
        "base64-in-url",
        "a secret that is made as base64 stands in a URL",
        "Base64 has `/` and `+`, which end the password in a URL or change it: the connection fails for some values and not for others. Make the secret with `hex=` or `base64url=`.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password base64=32

service web {
    image "shop:1.4"
    env {
        DATABASE_URL "postgres://shop:${secret.db-password}@db/shop"
    }
}
"#,
            good: r#"
stack shop edition=1

secret db-password base64url=32

service web {
    image "shop:1.4"
    env {
        DATABASE_URL "postgres://shop:${secret.db-password}@db/shop"
    }
}
"#,
        },
    ),
];
