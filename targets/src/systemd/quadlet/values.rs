//! Values that are whole only when a unit starts, and the script that composes them.
//!
//! Quadlet and systemd know `${A}`, and no default and no message. So each unit first runs `values.sh`, which has the deployer's `env` and the
//! secrets' files, and writes what the unit needs to a file that only its owner reads; systemd then fills the variables in.

use std::{collections::BTreeSet, fmt::Write as _};

use stackc_compiler::{
    model::{Input, Secret},
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, Template},
};

use crate::text::shell::Word;

/// The variables of one unit.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Names that mean something else in the unit.
    reserved: BTreeSet<String>,
    composed: Vec<(String, Template)>,
    fixed: Vec<(String, String)>,
}

impl Values {
    fn next(&self) -> String {
        format!("STACKC_{}", self.composed.len() + self.fixed.len() + 1)
    }

    /// Keeps a name for something else.
    pub(super) fn reserve(&mut self, name: &str) {
        self.reserved.insert(name.to_owned());
    }

    /// The variable of an input that the script fills in: the input's own name where it is free.
    pub(super) fn composed(&mut self, part: &Part) -> String {
        let name = match part {
            Part::Input(used) if used.operator.is_none() && self.is_free(&used.name.value) => {
                Some(used.name.value.clone())
            }
            _ => None,
        };
        let known = self.composed.iter().find(|(_, other)| is_same(other, part));
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = name.unwrap_or_else(|| self.next());
        let parts = vec![part.clone()];
        self.composed.push((name.clone(), Template { parts }));
        name
    }

    fn is_free(&self, name: &str) -> bool {
        let ours = name.starts_with("STACKC_") || is_podmans(name);
        !ours && !self.reserved.contains(name)
    }

    /// Composes a variable under the name that a container has it by.
    pub(super) fn named(&mut self, name: &str, template: &Template) {
        self.composed.push((name.to_owned(), template.clone()));
    }

    /// The variable of a text that is known and that Quadlet would not carry.
    pub(super) fn fixed(&mut self, text: String) -> String {
        let known = self.fixed.iter().find(|(_, other)| *other == text);
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = self.next();
        self.fixed.push((name.clone(), text));
        name
    }

    /// The variables with their values that stand in the unit itself.
    pub(super) fn known(&self) -> &[(String, String)] {
        &self.fixed
    }

    /// Whether the script has nothing to compose.
    pub(super) fn is_empty(&self) -> bool {
        self.composed.is_empty()
    }
}

/// Whether two texts are one and the same input, wherever it stands.
fn is_same(one: &Template, part: &Part) -> bool {
    match (one.parts.as_slice(), part) {
        ([Part::Input(a)], Part::Input(b)) => {
            a.name.value == b.name.value && a.operator == b.operator
        }
        _ => false,
    }
}

/// Variables that podman itself reads: with another value it would be another podman.
const PODMANS: [&str; 12] = [
    "PATH",
    "HOME",
    "USER",
    "TMPDIR",
    "NOTIFY_SOCKET",
    "LISTEN_FDS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "REGISTRY_AUTH_FILE",
    "DOCKER_CONFIG",
    "SHELL",
];
const PODMANS_OWN: [&str; 5] = ["CONTAINER", "XDG_", "LD_", "DBUS_", "STORAGE_"];

/// Whether podman itself reads a variable.
pub(super) fn is_podmans(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    PODMANS.contains(&upper.as_str()) || PODMANS_OWN.iter().any(|own| upper.starts_with(own))
}

/// The name of the script.
pub(super) const SCRIPT: &str = "values.sh";

const OPENING: &str = r#"# Composes the values that a unit needs when it starts, from the variables in `env` and the files in `secrets`.
#
# usage: values.sh UNIT FILE
set -eu
umask 077
stackc_secrets=$(dirname -- "$0")/secrets
stackc_file=$2
: > "$stackc_file.new"

# secret NAME: its value; the unit does not start without it.
secret() {
    if [ ! -r "$stackc_secrets/$1" ]; then
        echo "no secret $stackc_secrets/$1" >&2
        exit 1
    fi
    cat "$stackc_secrets/$1"
}

# put NAME VALUE
put() {
    stackc_value=$(printf '%s.' "$2" | sed 's/[\\"$`]/\\&/g')
    printf '%s="%s"\n' "$1" "${stackc_value%.}" >> "$stackc_file.new"
}

case $1 in
"#;

const CLOSING: &str = "esac
mv \"$stackc_file.new\" \"$stackc_file\"
";

/// The script for all units that need one.
pub(super) fn script(stack: &Stack, banner: &[String], units: &[(String, Values)]) -> String {
    let mut out = String::from("#!/bin/sh\n");
    for line in banner {
        let _ = writeln!(out, "# {line}");
    }
    out.push_str(OPENING);
    for (unit, values) in units {
        let _ = writeln!(out, "    {})", Word::new(unit));
        let mut writer = Writer {
            stack,
            lines: Vec::new(),
            steps: 0,
            depth: 0,
        };
        for (name, template) in &values.composed {
            let text = writer.template(template);
            writer.lines.push(format!("put {name} {text}"));
        }
        for line in writer.lines {
            let _ = writeln!(out, "        {line}");
        }
        out.push_str("        ;;\n");
    }
    out.push_str(CLOSING);
    out
}

/// Inputs stand in one another's defaults at most this deep; the check refuses a cycle.
const DEPTH: usize = 32;

struct Writer<'a> {
    stack: &'a Stack,
    lines: Vec<String>,
    steps: usize,
    depth: usize,
}

impl Writer<'_> {
    /// The words of a text, one after the other without a blank.
    fn template(&mut self, template: &Template) -> String {
        let parts: String = template.parts.iter().map(|part| self.part(part)).collect();
        if parts.is_empty() {
            "''".to_owned()
        } else {
            parts
        }
    }

    fn part(&mut self, part: &Part) -> String {
        match part {
            Part::Text(text) => Word::new(text).to_string(),
            Part::Input(used) => self.input(used),
            Part::Secret(name) => self.secret(&name.value),
        }
    }

    /// Keeps a word for later: inside of `${A:-…}` only a variable stands, which no quoting can change.
    fn step(&mut self, word: &str) -> String {
        self.steps += 1;
        let name = format!("stackc_{}", self.steps);
        self.lines.push(format!("{name}={word}"));
        name
    }

    fn input(&mut self, used: &InputUse) -> String {
        let name = &used.name.value;
        if let Some((operator, word)) = &used.operator {
            return self.operator(name, *operator, word);
        }
        let Some(input) = self.stack.input(name) else {
            return format!("\"${{{name}-}}\"");
        };
        self.declared(name, input)
    }

    fn operator(&mut self, name: &str, operator: Operator, word: &Template) -> String {
        let text = self.template(word);
        let step = self.step(&text);
        format!("\"${{{name}{}${step}}}\"", operator.symbol())
    }

    fn declared(&mut self, name: &str, input: &Input) -> String {
        if let Some(default) = &input.default {
            if self.depth >= DEPTH {
                return format!("\"${{{name}-}}\"");
            }
            self.depth += 1;
            let text = match &default.expr {
                Expr::Known(text) => Word::new(&text.0).to_string(),
                Expr::Deferred(template) => self.template(template),
            };
            self.depth -= 1;
            let step = self.step(&text);
            return format!("\"${{{name}:-${step}}}\"");
        }
        if input.optional.is_some_and(|optional| optional.value.0) {
            return format!("\"${{{name}-}}\"");
        }
        let message = input
            .message
            .as_ref()
            .map(|message| message.value.0.clone());
        let message = message.unwrap_or_else(|| format!("set {name} in env"));
        let step = self.step(&Word::new(&message).to_string());
        format!("\"${{{name}:?${step}}}\"")
    }

    fn secret(&mut self, name: &str) -> String {
        let optional = self
            .stack
            .secret(name)
            .is_some_and(|secret: &Secret| secret.optional.is_some_and(|flag| flag.value.0));
        let file = Word::new(name);
        let read = if optional {
            format!("$(cat \"$stackc_secrets/\"{file} 2>/dev/null || :)")
        } else {
            format!("$(secret {file})")
        };
        let step = self.step(&read);
        format!("\"${step}\"")
    }
}
