//! From the value tree to text: two blanks for each level, one binding to a line.

use stackc_compiler::artifact::{Origin, Traced};

use super::{
    string::{fits_indented, indented, name, path, quoted},
    value::{Attrs, Nix, Segment},
};

/// A Nix file.
#[derive(Clone, Debug)]
pub struct File {
    /// The comment at its top, line by line.
    pub banner: Vec<String>,
    /// The names that the file takes from the set it is called with, if it is a function; more are always allowed.
    pub arguments: Option<Vec<&'static str>>,
    /// Names that hold in the whole file.
    pub names: Attrs,
    /// What the file is.
    pub body: Nix,
}

/// The text of a file.
#[must_use]
pub fn print(file: &File) -> Traced {
    let mut out = Traced::default();
    comment(&file.banner, 0, &mut out);
    if let Some(arguments) = &file.arguments {
        let all: Vec<&str> = arguments.iter().copied().chain(["..."]).collect();
        out.text.push_str(&format!("{{ {} }}:\n", all.join(", ")));
    }
    if !file.names.is_empty() {
        out.text.push_str("let\n");
        bindings(&file.names, 1, &mut out);
        out.text.push_str("in\n");
    }
    value(&file.body, 0, &mut out);
    out.text.push('\n');
    out
}

fn indent(level: usize, out: &mut Traced) {
    out.text.push_str(&"  ".repeat(level));
}

fn comment(lines: &[String], level: usize, out: &mut Traced) {
    for line in lines {
        indent(level, out);
        let line = line.replace(char::is_control, " ");
        out.text.push_str(format!("# {line}").trim_end());
        out.text.push('\n');
    }
}

fn value(nix: &Nix, level: usize, out: &mut Traced) {
    match nix {
        Nix::Null => out.text.push_str("null"),
        Nix::Bool(flag) => out.text.push_str(if *flag { "true" } else { "false" }),
        Nix::Int(number) => int(*number, out),
        Nix::Text(segments) => text(segments, level, out),
        Nix::Path(at) => out.text.push_str(&path(at)),
        Nix::Reference(names) => out.text.push_str(&dotted(names)),
        Nix::Call(function, argument) => {
            out.text.push_str(&dotted(function));
            out.text.push(' ');
            nested(argument, level, out);
        }
        Nix::List(items) => list(items, &[], level, out),
        Nix::Set(attrs) => set(attrs, level, out),
    }
}

fn dotted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|part| name(part)).collect();
    names.join(".")
}

/// A value where a call needs parentheses.
fn nested(nix: &Nix, level: usize, out: &mut Traced) {
    if matches!(nix, Nix::Call(..)) {
        out.text.push('(');
        value(nix, level, out);
        out.text.push(')');
    } else {
        value(nix, level, out);
    }
}

/// Nix has no negative literals, and none for the smallest number.
fn int(number: i64, out: &mut Traced) {
    match number {
        i64::MIN => out.text.push_str("(-9223372036854775807 - 1)"),
        0.. => out.text.push_str(&number.to_string()),
        _ => out.text.push_str(&format!("({number})")),
    }
}

fn text(segments: &[Segment], level: usize, out: &mut Traced) {
    if let [Segment::Literal(literal)] = segments
        && fits_indented(literal)
    {
        lines(literal, level, out);
        return;
    }
    out.text.push('"');
    for (place, segment) in segments.iter().enumerate() {
        match segment {
            Segment::Literal(literal) => {
                out.text.push_str(&quoted(literal));
                // A dollar before what is filled in would hide it.
                let filled = matches!(segments.get(place + 1), Some(Segment::Value(_)));
                if filled && literal.ends_with('$') {
                    out.text.pop();
                    out.text.push_str("\\$");
                }
            }
            Segment::Value(inner) => {
                out.text.push_str("${");
                value(inner, level, out);
                out.text.push('}');
            }
        }
    }
    out.text.push('"');
}

fn lines(literal: &str, level: usize, out: &mut Traced) {
    out.text.push_str("''\n");
    for line in literal.lines() {
        if !line.is_empty() {
            indent(level + 1, out);
            out.text.push_str(&indented(line));
        }
        out.text.push('\n');
    }
    indent(level, out);
    out.text.push_str("''");
}

fn list(items: &[Nix], origins: &[Origin], level: usize, out: &mut Traced) {
    match items {
        [] => out.text.push_str("[ ]"),
        [only] if is_short(only) => {
            let start = out.text.len();
            out.text.push_str("[ ");
            value(only, level, out);
            out.text.push_str(" ]");
            let origin = origins.first().copied().unwrap_or_default();
            out.origins.mark(start, out.text.len(), origin);
        }
        items => {
            out.text.push_str("[\n");
            for (place, item) in items.iter().enumerate() {
                let start = out.text.len();
                indent(level + 1, out);
                nested(item, level + 1, out);
                out.text.push('\n');
                let origin = origins.get(place).copied().unwrap_or_default();
                out.origins.mark(start, out.text.len(), origin);
            }
            indent(level, out);
            out.text.push(']');
        }
    }
}

fn is_short(nix: &Nix) -> bool {
    match nix {
        Nix::Set(attrs) => attrs.is_empty(),
        Nix::List(items) => items.is_empty(),
        Nix::Text(_) => {
            let mut out = Traced::default();
            value(nix, 0, &mut out);
            out.text.len() <= 60 && !out.text.contains('\n')
        }
        Nix::Call(..) => false,
        Nix::Null | Nix::Bool(_) | Nix::Int(_) | Nix::Path(_) | Nix::Reference(_) => true,
    }
}

fn set(attrs: &Attrs, level: usize, out: &mut Traced) {
    if attrs.is_empty() {
        out.text.push_str("{ }");
        return;
    }
    out.text.push_str("{\n");
    bindings(attrs, level + 1, out);
    indent(level, out);
    out.text.push('}');
}

fn bindings(attrs: &Attrs, level: usize, out: &mut Traced) {
    for (place, binding) in attrs.bindings().iter().enumerate() {
        if place > 0 && binding.spaced {
            out.text.push('\n');
        }
        comment(&binding.comment, level, out);
        let start = out.text.len();
        indent(level, out);
        out.text.push_str(&dotted(&binding.path));
        out.text.push_str(" = ");
        match &binding.value {
            Nix::List(items) => list(items, &binding.items, level, out),
            other => value(other, level, out),
        }
        out.text.push_str(";\n");
        out.origins.mark(start, out.text.len(), binding.origin);
    }
}
