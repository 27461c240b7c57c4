//! What can't be read as KDL, or is read otherwise than it is meant.

use super::{Code, Examples, NONE, error};

pub(super) const CODES: &[Code] = &[
    error(
        "syntax",
        "something can't be read as it stands",
        "A stack is a KDL 2 document: a node is a name, its values, its `key=value` properties and a block in braces. References, paths, durations, sizes and everything else that is not one plain word stand in quotes; booleans are `#true` and `#false`; comments start with `//`. The habits of YAML and JSON (`key: value`, `key = value`, `[a, b]`, `# comment`) are each named where they are found, with what was meant.",
        Examples {
            bad: r#"
stack shop edition=1

param domain default="shop.example"

# the shop
service web {
    image: "caddy:2.8"
    env {
        DOMAIN ${param.domain}
        DEBUG true
    }
}
"#,
            good: r#"
stack shop edition=1

param domain default="shop.example"

// the shop
service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
        DEBUG #true
    }
}
"#,
        },
    ),
    error(
        "unclosed-block",
        "a block has no closing brace",
        "Every `{` needs its `}`. Where the indentation shows which block was left open, the place at which it should have ended is shown too; the file is read as if it had ended there, so that the rest is still checked.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        DEBUG #true
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        DEBUG #true
    }
}
"#,
        },
    ),
    error(
        "stray-brace",
        "a closing brace closes nothing",
        "No block is open where this `}` stands. Either it is one too many, or a block above was closed too early and its last lines slipped out of it.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    }
    restart always
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    restart always
}
"#,
        },
    ),
    error(
        "unclosed-string",
        "a string has no closing quote",
        "A string in `\"` ends on the line on which it starts. A text of several lines stands in `\"\"\"`, each on a line of its own.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8
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
        "multi-line-string",
        "the lines of a string in triple quotes don't fit together",
        "The blanks before the closing `\"\"\"` are taken from every line, so each line starts with at least these. The opening and the closing quotes stand on lines without text of the string.",
        Examples {
            bad: r#"
stack shop edition=1

file greeting {
    content """
        hello
      world
        """
}

service web {
    image "caddy:2.8"
    file greeting to="/srv/greeting"
}
"#,
            good: r#"
stack shop edition=1

file greeting {
    content """
        hello
        world
        """
}

service web {
    image "caddy:2.8"
    file greeting to="/srv/greeting"
}
"#,
        },
    ),
    error(
        "unclosed-comment",
        "a comment has no end",
        "A comment that starts with `/*` ends with `*/`, and each `/*` inside needs one of its own. What follows an unclosed comment is not read, so nothing that is said there counts.",
        Examples {
            bad: r#"
stack shop edition=1

/* the shop
service web {
    image "caddy:2.8"
}
"#,
            good: r#"
stack shop edition=1

/* the shop */
service web {
    image "caddy:2.8"
}
"#,
        },
    ),
    error(
        "bad-escape",
        "a backslash in a string is followed by something without a meaning",
        "In a string in quotes a backslash starts an escape: `\\n`, `\\t`, `\\\"`, `\\\\`, `\\u{1F600}`. For a backslash itself write two, or use a raw string, in which nothing is an escape: `#\"\\d+\"#`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        PATTERN "\d+"
    }
}
"#,
            good: r##"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        PATTERN #"\d+"#
    }
}
"##,
        },
    ),
    error(
        "forbidden-character",
        "a character may not stand in a file",
        "KDL forbids control characters and those that change the direction of text: they can't be seen, and make a line look like what it is not. Take the character out, or write it as an escape in a string.",
        Examples {
            bad: "
stack shop edition=1

service web {
    image \"caddy:2.8\"
    env {
        GREETING \"hello \u{202e}world\"
    }
}
",
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        GREETING "hello \u{202e}world"
    }
}
"#,
        },
    ),
    error(
        "nesting-too-deep",
        "blocks stand too deep in one another",
        "A stack needs about five levels; 64 are read. A file that goes deeper has almost always lost a `}` somewhere above.",
        NONE,
    ),
    error(
        "file-too-large",
        "a file is larger than 1 MiB",
        "A stack is written and read by people: split a large one with `include`, and put large content into files of its own, which `file NAME { source \"./path\" }` ships. What is too large is not read at all.",
        NONE,
    ),
    error(
        "too-many-errors",
        "there are more syntax errors than are shown",
        "The first hundred syntax errors of a file are shown and the others counted. Mend the first ones and check again: in most cases the rest follows from them, or the file is not a stack.",
        NONE,
    ),
    error(
        "parser-failed",
        "the parser failed on a file",
        "This is a fault of the compiler, or of the system that it runs on, and not of the file. Please report it with the file that causes it.",
        NONE,
    ),
    error(
        "format-failed",
        "a file can't be put into the one layout",
        "The formatter reads what it wrote once more, and writes nothing if that would mean something else. This is a fault of the compiler: please report it with the file that causes it.",
        NONE,
    ),
];
