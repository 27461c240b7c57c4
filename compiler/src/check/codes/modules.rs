//! Modules, choices and overlays.

use super::{Code, Examples, NONE, error};

pub(super) const CODES: &[Code] = &[
    error(
        "unknown-choice",
        "a param is set to something that is none of its choices",
        "A param with `choice` nodes has one value for each of them: its type is its choices. The body of the one that is picked is laid over the stack.",
        Examples {
            bad: r#"
stack shop edition=1

param mail default=smpt {
    choice smtp { service web { env { MAIL "smtp.company.example" } } }
    choice none { service web { env { MAIL off } } }
}

service web {
    image "shop:1.4"
}
"#,
            good: r#"
stack shop edition=1

param mail default=smtp {
    choice smtp { service web { env { MAIL "smtp.company.example" } } }
    choice none { service web { env { MAIL off } } }
}

service web {
    image "shop:1.4"
}
"#,
        },
    ),
    error(
        "misplaced-node",
        "a node stands where it has no meaning",
        "The body of an environment or of a choice is an overlay on the stack: it can't open a stack, include files, or hold environments. A choice can't pick another choice either: all of them are picked first, by their defaults, the environment and `--set`. What is included or picked at the top level holds everywhere.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

environment dev default=#true {
    include "debug.kdl"
}

// in debug.kdl:
service debug {
    image "busybox:1.36"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

environment dev default=#true {
    service debug {
        image "busybox:1.36"
    }
}
"#,
        },
    ),
    error(
        "unknown-module",
        "the standard library has no module of that name",
        "`use NAME as=x` takes a module of the standard library, which `stackc modules` lists. A module of the stack's own is named by its path: `use \"./modules/NAME.kdl\" as=x`.",
        Examples {
            bad: r#"
stack shop edition=1

use cache as=cache
"#,
            good: r#"
stack shop edition=1

use "./modules/cache.kdl" as=cache

// in modules/cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
}
"#,
        },
    ),
    error(
        "missing-module",
        "a file that is used as a module does not open as one",
        "The first line of a module is `module NAME edition=1`. A file that only adds nodes to a stack, under the names that it writes, is added with `include`.",
        Examples {
            bad: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
service {
    image "redis:7.4.1-alpine"
}
"#,
            good: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
}
"#,
        },
    ),
    error(
        "missing-service",
        "a module has no service of its own",
        "One service of a module has no name: it is called what `as=` says where the module is used, and its exports are read through it. All other services have names, which become `<as>-NAME`.",
        Examples {
            bad: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

service redis {
    image "redis:7.4.1-alpine"
}
"#,
            good: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
}
"#,
        },
    ),
    error(
        "reserved-name",
        "a module gives something a name that has a meaning of its own",
        "`${service.NAME.host}`, `.port` and `.published` are there for every service, so no export can be called that. In the block of a `use`, `network`, `volume`, `service`, `unset` and `allow` change the module's inside, so no param and no secret of a module can be called that. `self` is the module's own service.",
        Examples {
            bad: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
    port redis 6379
}

export host "redis://${self.host}:${self.port.redis}"
"#,
            good: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
    port redis 6379
}

export url "redis://${self.host}:${self.port.redis}"
"#,
        },
    ),
    error(
        "module-cycle",
        "a module uses itself, on whatever way",
        "A module may be made of other modules, at most 8 in one another, and none of them may use one that it is part of.",
        Examples {
            bad: r#"
stack shop edition=1

use "./cache.kdl" as=cache

// in cache.kdl:
module cache edition=1

use "./cache.kdl" as=replica

service {
    image "redis:7.4.1-alpine"
}
"#,
            good: r#"
stack shop edition=1

use "./cache.kdl" as=cache
use "./cache.kdl" as=replica

// in cache.kdl:
module cache edition=1

service {
    image "redis:7.4.1-alpine"
}
"#,
        },
    ),
    error(
        "too-many-modules",
        "a stack uses more modules than any stack means to",
        "A stack uses at most 512 modules, those that stand inside of other modules included. So a few modules that use one another twice each can't grow beyond all bounds.",
        NONE,
    ),
];
