//! Defaults of inputs that need one another.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Input,
    resolve::Stack,
    source::Span,
    template::{Expr, Template},
};

pub(super) const RULE: Rule = Rule {
    code: "input-cycle",
    check,
};

/// How many defaults may stand in one another.
const DEEPEST: usize = 16;
/// The most variables that a default may become when those in it are written out.
const MOST: usize = 1000;

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let inputs: BTreeMap<&str, &Input> = stack
        .inputs
        .iter()
        .map(|input| (input.name.value.0.as_str(), input))
        .collect();
    let mut walk = Walk {
        inputs,
        done: BTreeMap::new(),
        diagnostics,
    };
    for input in &stack.inputs {
        walk.size(&input.name.value.0, &mut Vec::new());
    }
}

/// How deep a default is, and how many variables it becomes.
#[derive(Clone, Copy)]
struct Size {
    depth: usize,
    uses: usize,
}

struct Walk<'a> {
    inputs: BTreeMap<&'a str, &'a Input>,
    done: BTreeMap<&'a str, Option<Size>>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Walk<'a> {
    fn size(&mut self, name: &str, open: &mut Vec<&'a str>) -> Option<Size> {
        let (name, input) = self
            .inputs
            .get_key_value(name)
            .map(|(name, input)| (*name, *input))?;
        if let Some(done) = self.done.get(name) {
            return *done;
        }
        let template = input.default.as_ref().map(|default| &default.expr);
        let span = input
            .default
            .as_ref()
            .map_or(input.name.span, |default| default.span);
        let size = match template {
            Some(Expr::Deferred(template)) => {
                open.push(name);
                let size = self.template(template, span, open);
                open.pop();
                size
            }
            Some(Expr::Known(_)) | None => Some(Size { depth: 1, uses: 1 }),
        };
        self.done.insert(name, size);
        size
    }

    fn template(
        &mut self,
        template: &Template,
        span: Span,
        open: &mut Vec<&'a str>,
    ) -> Option<Size> {
        let mut size = Size { depth: 1, uses: 1 };
        for used in template.inputs() {
            let name = &used.name.value;
            if let Some(first) = open.iter().position(|other| other == name) {
                let circle = open.get(first..).unwrap_or_default();
                let found = self.circle(name, span, circle);
                let way = open.join(" → ");
                self.diagnostics
                    .push(found.help(format!("the way it took: {way} → {name}")));
                return None;
            }
            if open.len() >= DEEPEST {
                return self.too_large(span);
            }
            let inner = self.size(&used.name.value, open)?;
            size.depth = size.depth.max(inner.depth + 1);
            size.uses = size.uses.saturating_add(inner.uses);
        }
        if size.depth > DEEPEST || size.uses > MOST {
            return self.too_large(span);
        }
        Some(size)
    }

    /// A default that leads back to its own input, with each step of the way.
    fn circle(&self, name: &str, span: Span, circle: &[&str]) -> Diagnostic {
        let message = format!("input `{name}` needs its own value");
        let mut found = Diagnostic::error(RULE.code, span, message);
        for (one, next) in circle.iter().zip(circle.iter().skip(1)) {
            let input = self.inputs.get(one);
            if let Some(step) = input.and_then(|input| input.default.as_ref()) {
                found = found.other(step.span, format!("`{one}` needs `{next}`"));
            }
        }
        found
    }

    fn too_large(&mut self, span: Span) -> Option<Size> {
        self.diagnostics.push(Diagnostic::error(
            RULE.code,
            span,
            "too many inputs stand in one another's defaults",
        ));
        None
    }
}
