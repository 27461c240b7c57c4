//! The files that a stack is read from.

use super::{Code, Examples, NONE, error};

pub(super) const CODES: &[Code] = &[
    error(
        "missing-stack",
        "a file does not open with its stack's name and edition",
        "The first line names the stack, which becomes the Compose project, and the edition of the language that it is written in, so that a newer compiler still reads it as it was meant.",
        Examples {
            bad: r#"
service web {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "misplaced-stack",
        "a file that is included opens a stack of its own",
        "`include` adds a file's nodes to the stack that names it, so the file has no `stack` line. To start from a whole other stack and change it, use `stack NAME edition=1 extends=\"other.kdl\"`.",
        Examples {
            bad: r#"
stack shop edition=1

include "web.kdl"

// in web.kdl:
stack web edition=1

service web {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

include "web.kdl"

// in web.kdl:
service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "unknown-edition",
        "this compiler does not know the edition of a stack",
        "The edition fixes the meaning of the language. This compiler knows edition 1; a stack of a later one needs a newer compiler.",
        Examples {
            bad: r#"
stack shop edition=7

service web {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "missing-file",
        "there is no file at a path",
        "Paths in `include`, `extends` and `source` are relative to the file that writes them, and the files are read when the stack is compiled. A path on the host that the compiler never reads is a `bind`.",
        Examples {
            bad: r#"
stack shop edition=1

file conf {
    source "./Caddyfile"
}

service web {
    image "caddy:2.8"
    file conf to="/etc/caddy/Caddyfile"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    bind "/etc/shop/Caddyfile" to="/etc/caddy/Caddyfile"
}
"#,
        },
    ),
    error(
        "unreadable-file",
        "a file can't be read",
        "The file is there, and the system doesn't let it be read, or it is not UTF-8 text where a stack is expected. The message says which.",
        NONE,
    ),
    error(
        "file-outside",
        "a path leads out of what a stack may read",
        "A stack names files by relative paths, in its own folder or in the git work tree around it; links that leave it are not followed. So a stack means the same on every machine, and reading one never copies files from elsewhere into an output.",
        Examples {
            bad: r#"
stack shop edition=1

include "/etc/stacks/web.kdl"
"#,
            good: r#"
stack shop edition=1

include "stacks/web.kdl"

// in stacks/web.kdl:
service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "include-cycle",
        "a file includes itself, on whatever way",
        "The files of a stack form a tree. Take one of the `include` lines away; names that are declared anywhere in the stack are known in all of its files.",
        Examples {
            bad: r#"
stack shop edition=1

include "web.kdl"

// in web.kdl:
include "stack.kdl"

service web {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

include "web.kdl"

// in web.kdl:
service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "too-many-files",
        "a stack has more than 256 files",
        "Nobody writes that many by hand: a script that makes the files, or an `include` that it put in the wrong place, is the likely cause. Put what belongs together into one file.",
        NONE,
    ),
];
