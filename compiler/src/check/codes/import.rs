//! Compose files that are imported. The examples are Compose files; `# in NAME:` stands before the text of each but the first.

use super::{Code, Examples, Language, error, warning};

pub(super) const CODES: &[Code] = &[
    of_compose(error(
        "yaml-syntax",
        "a file is not YAML",
        "The reader stopped at the place that is shown. The usual causes are a tab in the indentation, a line that is indented by one blank too many, and a value that holds `: ` or starts with `*`, `&`, `@` or `%` and has no quotes.",
        Examples {
            bad: r#"
services:
  web:
    image: "nginx:1.27
"#,
            good: r#"
services:
  web:
    image: "nginx:1.27"
"#,
        },
    )),
    of_compose(error(
        "yaml-duplicate-key",
        "a key stands twice in one mapping",
        "YAML gives every key of a mapping one value, and Compose refuses a file in which a key has two: which of them holds would be a matter of luck. Keep the one that is meant.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:1.27
    restart: always
    restart: unless-stopped
"#,
            good: r#"
services:
  web:
    image: nginx:1.27
    restart: unless-stopped
"#,
        },
    )),
    of_compose(error(
        "yaml-key",
        "a key is not text",
        "The keys of a Compose file are text. YAML reads `1:`, `true:` and `null:` as a number, a boolean and nothing, and lists and mappings can be keys as well; Compose refuses all of these. In quotes it is text.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:1.27
    labels:
      1: first
"#,
            good: r#"
services:
  web:
    image: nginx:1.27
    labels:
      "1": first
"#,
        },
    )),
    of_compose(error(
        "yaml-alias",
        "an alias stands for nothing that can be put there",
        "`*name` repeats what `&name` marks earlier in the same file. The anchor has to stand before the alias and not around it, and what `<<` merges into a mapping is a mapping itself, or a list of mappings.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:1.27
    logging: *logging
"#,
            good: r#"
x-logging: &logging
  driver: json-file
  options:
    max-size: 10m

services:
  web:
    image: nginx:1.27
    logging: *logging
"#,
        },
    )),
    of_compose(error(
        "yaml-too-large",
        "a file is too large or too deep once its aliases are filled in",
        "Aliases that repeat aliases grow without bound: ten lines can stand for a billion values. A project has at most 200,000 values, nested at most 64 deep; real ones have a few thousand, nested ten deep.",
        Examples {
            bad: r#"
x-a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]

services:
  web:
    image: nginx:1.27
"#,
            good: r#"
x-defaults: &defaults
  restart: unless-stopped

services:
  web:
    <<: *defaults
    image: nginx:1.27
"#,
        },
    )),
    of_compose(error(
        "not-compose",
        "a file is YAML, but no Compose file",
        "A Compose file is a mapping with `services` in it, and at least one service is left when all files are merged. A list, a single value and an empty file are refused, as Compose refuses them.",
        Examples {
            bad: r#"
- image: nginx:1.27
"#,
            good: r#"
services:
  web:
    image: nginx:1.27
"#,
        },
    )),
    of_compose(error(
        "unknown-key",
        "a key is none that Compose knows at this place",
        "Compose refuses a file with a key that it does not know. Mostly it is a slip of the pen, or a key that stands one level too high or too deep. What is meant for other tools starts with `x-`.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:1.27
    restat: always
"#,
            good: r#"
services:
  web:
    image: nginx:1.27
    restart: always
"#,
        },
    )),
    of_compose(error(
        "import-extends",
        "a service can't be extended",
        "`extends` takes over another service, of this file or of the one that `file` names, before anything else is merged. The service has to be there, its name may hold no variable, and no service extends itself, not even by way of others.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:1.27
    extends:
      service: base
"#,
            good: r#"
services:
  base:
    image: nginx:1.27
    restart: always
  web:
    extends:
      service: base
"#,
        },
    )),
    of_compose(error(
        "import-include",
        "a file can't be included",
        "`include` adds other Compose files to a project, and the import makes one stack of them all. The files have to be there, none may include itself, and what they name must not be something else in the files that include them.",
        Examples {
            bad: r#"
include:
  - db.yaml

services:
  db:
    image: postgres:16.4
# in db.yaml:
services:
  db:
    image: mariadb:11.4
"#,
            good: r#"
include:
  - db.yaml

services:
  web:
    image: nginx:1.27
# in db.yaml:
services:
  db:
    image: mariadb:11.4
"#,
        },
    )),
    of_compose(error(
        "bad-variable",
        "a variable is not written as Compose reads it",
        "A variable is `$NAME` or `${NAME}`, and between the braces a default or a message may follow: `${NAME:-default}`, `${NAME:?message}`, `${NAME:+instead}`, each also without the colon. A dollar that is meant as one is written twice: `$$`.",
        Examples {
            bad: r#"
services:
  web:
    image: nginx:${TAG
"#,
            good: r#"
services:
  web:
    image: nginx:${TAG}
"#,
        },
    )),
    of_compose(warning(
        "not-imported",
        "something has no counterpart in a stack and was left out",
        "The stack that comes out of an import does what Compose does with the files, except for what these warnings name: what Compose itself ignores, such as `x-…` extensions (--keep-extensions keeps them), and the few things that a stack has no word for. `stackc import --strict` fails if there are any.",
        Examples {
            bad: r#"
x-maintainer: Ada

services:
  web:
    image: nginx:1.27
"#,
            good: r#"
# maintained by Ada

services:
  web:
    image: nginx:1.27
"#,
        },
    )),
    of_compose(warning(
        "credential-kept",
        "a credential stands in the Compose file, and now in the stack",
        "An import changes nothing by itself, so a password in the file is a password in the stack: it is marked `(plain)`, which tells the compiler that it is meant. Whoever can read the repository can read it. `stackc import --extract-secrets` makes a secret of it, whose value stands in `.env` alone; then change the password, for the old one stays in the history.",
        Examples {
            bad: r#"
services:
  db:
    image: postgres:16.4
    environment:
      POSTGRES_PASSWORD: correct-horse-7
"#,
            good: r#"
services:
  db:
    image: postgres:16.4
    environment:
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}
"#,
        },
    )),
    of_compose(warning(
        "secret-extracted",
        "a credential of the Compose file became a secret",
        "With --extract-secrets a password that stands in the file becomes a `secret` of the stack. Its value is not in the stack: before the next `docker compose up` it has to stand in `.env`, under the name that `.env.example` has for it. Credentials that are equal, and stand under the same key, are one secret.",
        Examples {
            bad: r#"
services:
  db:
    image: postgres:16.4
    environment:
      POSTGRES_PASSWORD: correct-horse-7
"#,
            good: r#"
services:
  db:
    image: postgres:16.4
    environment:
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}
"#,
        },
    )),
];

/// A code whose examples are Compose files.
const fn of_compose(code: Code) -> Code {
    Code {
        language: Language::Compose,
        ..code
    }
}
