//! The script that composes what is whole only when a unit starts: POSIX sh, whose `${A:-b}` is Compose's.

use std::{collections::BTreeSet, fmt::Write as _};

use stackc_compiler::{
    atoms::AnyText,
    model::{Input, Secret},
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, Template, Value},
};

use super::values::{Composed, Values};
use crate::text::shell::Word;

/// The name of the script.
pub(super) const SCRIPT: &str = "values.sh";

const OPENING: &str = r#"# Composes the values that a unit needs when it starts, from the variables in `env` and the files in `secrets`.
#
# usage: values.sh UNIT FILE
# shellcheck disable=SC2016,SC2059,SC2154 # what stands in single quotes is meant as it stands; `deployed` sets each env_NAME
set -eu
umask 077
export LC_ALL=C
stackc_folder=$(dirname -- "$0")
stackc_secrets=$stackc_folder/secrets
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

"#;

/// Only where an input is read. The shell's own variables and those of its environment are none of the deployer's, so each has a name of ours.
const DEPLOYED: &str = include_str!("deployed.sh");

/// Only where podman would split a value.
const WHOLE: &str = r#"# whole NAME CHARACTERS VALUE: behind one of these characters podman would read options.
whole() {
    case $3 in
        *["$2"]*)
            echo "$1 holds one of these, behind which podman would read options: $2" >&2
            exit 1
            ;;
    esac
}

"#;

/// Only where podman would take a value for an option.
const NO_OPTION: &str = r#"# no_option NAME VALUE: podman would read an option where the name of an image stands.
no_option() {
    case $2 in
        -*)
            echo "$1 begins with a dash: podman would read an option" >&2
            exit 1
            ;;
    esac
}

"#;

/// Only where a list is composed. What stands at the end of a line is kept from the shell, which takes line ends away.
const JSON: &str = r#"# What is no text in JSON: all control characters but the line end.
stackc_escapes='s/[\\"]/\\&/g; s/	/\\t/g; $!s/$/\\n/'
for stackc_code in 01 02 03 04 05 06 07 08 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f; do
    stackc_escapes="$stackc_escapes; s/$(printf "\\$(printf '%03o' "0x$stackc_code")")/\\\\u00$stackc_code/g"
done

# json WORD...: a list of them
json() {
    stackc_list=
    for stackc_word; do
        stackc_word=$(printf '%s.' "$stackc_word" | sed "$stackc_escapes" | tr -d '\n')
        stackc_list=$stackc_list${stackc_list:+,}\"${stackc_word%.}\"
    done
    printf '[%s]' "$stackc_list"
}

"#;

const CLOSING: &str = "esac
mv \"$stackc_file.new\" \"$stackc_file\"
";

/// The script for all units that need one.
pub(super) fn text(stack: &Stack, banner: &[String], units: &[(String, Values)]) -> String {
    let (mut reads, mut guards, mut dashes) = (false, false, false);
    let mut cases = String::new();
    for (unit, values) in units {
        let mut writer = Writer::new(stack);
        for (name, composed) in values.composed_ones() {
            let guard = values.guarded(name);
            guards |= guard.is_some();
            let is_first = values.is_first(name);
            dashes |= is_first;
            writer.variable(name, composed, guard, is_first);
        }
        let _ = writeln!(cases, "    {})", Word::new(unit));
        if !writer.inputs.is_empty() {
            reads = true;
            let names: Vec<&str> = writer.inputs.iter().map(String::as_str).collect();
            let _ = writeln!(cases, "        deployed {}", names.join(" "));
        }
        for line in writer.lines {
            let _ = writeln!(cases, "        {line}");
        }
        cases.push_str("        ;;\n");
    }
    let mut out = String::from("#!/bin/sh\n");
    for line in banner {
        let _ = writeln!(out, "# {line}");
    }
    out.push_str(OPENING);
    if reads {
        out.push_str(DEPLOYED);
        out.push('\n');
    }
    if guards {
        out.push_str(WHOLE);
    }
    if dashes {
        out.push_str(NO_OPTION);
    }
    let mut all = units.iter().flat_map(|(_, values)| values.composed_ones());
    if all.any(|(_, one)| matches!(one, Composed::List(_))) {
        out.push_str(JSON);
    }
    out.push_str("case $1 in\n");
    out.push_str(&cases);
    out.push_str(CLOSING);
    out
}

/// Inputs stand in one another's defaults at most this deep; the check refuses a cycle.
const DEPTH: usize = 32;

struct Writer<'a> {
    stack: &'a Stack,
    lines: Vec<String>,
    /// The inputs that are read.
    inputs: BTreeSet<String>,
    steps: usize,
    depth: usize,
}

impl<'a> Writer<'a> {
    fn new(stack: &'a Stack) -> Self {
        Self {
            stack,
            lines: Vec::new(),
            inputs: BTreeSet::new(),
            steps: 0,
            depth: 0,
        }
    }

    /// One variable of the unit.
    fn variable(&mut self, name: &str, composed: &Composed, guard: Option<String>, is_first: bool) {
        let text = match composed {
            Composed::Text(template) => self.template(template),
            Composed::List(texts) => {
                let words: Vec<String> = texts.iter().map(|text| self.template(text)).collect();
                // A step of its own: within an argument a word that is missing would not end the script.
                let step = self.step(&format!("$(json {})", words.join(" ")));
                format!("\"${step}\"")
            }
            Composed::Passed => {
                let own = self.deployed(name);
                let line = format!("[ -z \"${{{own}+x}}\" ] || put {name} \"${own}\"");
                self.lines.push(line);
                return;
            }
        };
        if let Some(guard) = guard {
            let guard = Word::new(&guard);
            self.lines.push(format!("whole {name} {guard} {text}"));
        }
        if is_first {
            self.lines.push(format!("no_option {name} {text}"));
        }
        self.lines.push(format!("put {name} {text}"));
    }

    /// The name that the script has for a variable of the deployer's.
    fn deployed(&mut self, name: &str) -> String {
        self.inputs.insert(name.to_owned());
        format!("env_{name}")
    }

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
        let own = self.deployed(name);
        if let Some((operator, word)) = &used.operator {
            return self.operator(&own, *operator, word);
        }
        let Some(input) = self.stack.input(name) else {
            return format!("\"${{{own}-}}\"");
        };
        self.declared(name, &own, input)
    }

    fn operator(&mut self, name: &str, operator: Operator, word: &Template) -> String {
        let step = self.word(&condition(name, operator), |writer| writer.template(word));
        format!("\"${{{name}{}${step}}}\"", operator.symbol())
    }

    /// Keeps a word for later that is only read under a condition: what it needs must not fail the unit where it isn't read.
    fn word(&mut self, condition: &str, write: impl FnOnce(&mut Self) -> String) -> String {
        let before = std::mem::take(&mut self.lines);
        let text = write(self);
        let inner = std::mem::replace(&mut self.lines, before);
        if inner.is_empty() {
            return self.step(&text);
        }
        self.lines.push(format!("if {condition}; then"));
        self.lines
            .extend(inner.iter().map(|line| format!("    {line}")));
        self.steps += 1;
        let name = format!("stackc_{}", self.steps);
        self.lines.push(format!("    {name}={text}"));
        self.lines.push("fi".to_owned());
        name
    }

    fn declared(&mut self, name: &str, own: &str, input: &Input) -> String {
        if let Some(default) = &input.default {
            if self.depth >= DEPTH {
                return format!("\"${{{own}-}}\"");
            }
            let condition = condition(own, Operator::DefaultIfEmpty);
            let step = self.word(&condition, |writer| writer.default(default));
            return format!("\"${{{own}:-${step}}}\"");
        }
        if input.optional.is_some_and(|optional| optional.value.0) {
            return format!("\"${{{own}-}}\"");
        }
        let message = input
            .message
            .as_ref()
            .map(|message| message.value.0.clone());
        let message = message.unwrap_or_else(|| format!("set {name} in env"));
        let step = self.step(&Word::new(&message).to_string());
        format!("\"${{{own}:?${step}}}\"")
    }

    fn default(&mut self, default: &Value<AnyText>) -> String {
        self.depth += 1;
        let text = match &default.expr {
            Expr::Known(text) => Word::new(&text.0).to_string(),
            Expr::Deferred(template) => self.template(template),
        };
        self.depth -= 1;
        text
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

/// When the word of an operator is read.
fn condition(name: &str, operator: Operator) -> String {
    match operator {
        Operator::DefaultIfEmpty | Operator::ErrorIfEmpty => format!("[ -z \"${{{name}-}}\" ]"),
        Operator::DefaultIfUnset | Operator::ErrorIfUnset => format!("[ -z \"${{{name}+x}}\" ]"),
        Operator::ReplaceIfFull => format!("[ -n \"${{{name}-}}\" ]"),
        Operator::ReplaceIfSet => format!("[ -n \"${{{name}+x}}\" ]"),
    }
}
