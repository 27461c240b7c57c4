//! A whole run: every environment of a stack read, resolved and checked, all findings in one report.

use std::collections::BTreeMap;

use crate::{
    check,
    diag::{Diagnostic, Diagnostics, Severity, nearest},
    model::StackFile,
    reader::{NodeType, Uses},
    resolve::{
        Modules, One, Request, Stack, check_overlaid_params, check_overlays, check_set,
        check_unused, check_unused_in_module, kind, load, places, spread,
    },
    schema::validate,
    secret_like,
    source::{FileId, Library, Sources, Span},
    syntax::Node,
    target::{Target, select},
};

/// Each environment is a whole stack of its own.
const MOST_ENVIRONMENTS: usize = 64;

/// A stack in each of its environments, and everything that was found on the way.
#[derive(Debug, Default)]
pub struct Compilation {
    /// Every file that was read.
    pub sources: Sources,
    /// What was found, sorted by place.
    pub diagnostics: Diagnostics,
    /// The stack in each environment, in the order of the file; one if it has no environments. After an error some may be missing.
    pub stacks: Vec<Stack>,
    /// The names of the environments, in the order of the file.
    pub environments: Vec<String>,
    /// Path and bytes of every file that a `file` node ships, for the lock.
    pub shipped: BTreeMap<String, Vec<u8>>,
    /// Where each file of a module is used.
    pub module_uses: BTreeMap<FileId, Span>,
}

impl Compilation {
    /// The stack that is built when no environment is named.
    #[must_use]
    pub fn default_stack(&self) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.is_default)
    }
}

/// Reads a stack and everything that it includes, and checks it in every environment for the targets that it is built for.
pub fn compile(
    request: &Request,
    library: &dyn Library,
    targets: &[&'static dyn Target],
) -> Compilation {
    let mut compilation = compile_openly(request, library, targets);
    secret_like::hide(&compilation.sources, &mut compilation.diagnostics);
    compilation
}

/// As [`compile`], but literals that no report shows still stand in the texts of the findings.
pub fn compile_openly(
    request: &Request,
    library: &dyn Library,
    targets: &[&'static dyn Target],
) -> Compilation {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(request, library, &mut sources, &mut diagnostics);
    let main = loaded.main;
    let mut nodes = loaded.nodes;
    validate(&nodes, StackFile::SCHEMA, &mut diagnostics);
    spread(&mut nodes, StackFile::SCHEMA);
    check_overlays(&nodes, &mut diagnostics);
    check_overlaid_params(&nodes, &mut diagnostics);
    let mut allowances = allowances(&nodes, &mut diagnostics);

    let environments: Vec<Node> = kind(&nodes, "environment").cloned().collect();
    let mut environments = environments;
    if let Some(extra) = environments.get(MOST_ENVIRONMENTS) {
        diagnostics.push(Diagnostic::error(
            "too-many-environments",
            extra.kind.span,
            format!("a stack has at most {MOST_ENVIRONMENTS} environments"),
        ));
        environments.truncate(MOST_ENVIRONMENTS);
    }
    let default = default_environment(&environments, &mut diagnostics);
    let base: Vec<Node> = nodes
        .into_iter()
        .filter(|node| node.kind.value != "environment")
        .collect();
    let mut compilation = Compilation {
        environments: environments
            .iter()
            .filter_map(Node::first)
            .map(str::to_owned)
            .collect(),
        ..Compilation::default()
    };
    let mut uses = Uses::default();
    let mut modules = Modules::new(library, &mut sources);
    let mut found: Vec<Diagnostics> = Vec::new();
    let names: Vec<&str> = targets.iter().map(|target| target.id()).collect();
    let choices: Vec<Option<&Node>> = match environments.as_slice() {
        [] => vec![None],
        all => all.iter().map(Some).collect(),
    };
    for (index, environment) in choices.iter().enumerate() {
        let mut own = Diagnostics::default();
        let is_default = default == Some(index) || environment.is_none();
        let one = One {
            base: &base,
            environment: *environment,
            is_default,
            request,
            main,
        };
        let mut used = Uses::default();
        let resolved = one.resolve(&mut modules, &mut used, &mut own);
        uses.names.extend(used.names.iter().cloned());
        if let Some((mut stack, shipped)) = resolved {
            stack.used = used;
            for rule in check::RULES {
                (rule.check)(&stack, &mut own);
            }
            check::undefined_target::check(&stack, &names, &mut own);
            let sound = !own.items().iter().any(|item| item.code == "input-cycle");
            for target in select(targets, &stack, &request.targets)
                .into_iter()
                .filter(|_| sound)
            {
                target.check(&stack, &mut own);
            }
            compilation.stacks.push(stack);
            compilation.shipped.extend(shipped);
        }
        found.push(own);
    }
    for nodes in modules.nodes() {
        allowances.extend(self::allowances(nodes, &mut diagnostics));
    }
    for nodes in modules.local() {
        check_overlaid_params(nodes, &mut diagnostics);
        check_unused_in_module(nodes, &mut diagnostics);
    }
    let (complete, places) = (loaded.complete && modules.complete, modules.places);
    diagnostics.extend(modules.diagnostics.into_items());
    join_findings(found, &choices, &mut diagnostics);
    check_unused(&base, &environments, &uses, &mut diagnostics);
    check_set(
        request,
        &base,
        &environments,
        &sources,
        main,
        &mut diagnostics,
    );
    if !complete {
        diagnostics.retain(|item| !follows_from_missing_text(item.code));
    }
    drop_followers(&places, &mut diagnostics);
    apply_allowances(&allowances, &places, &mut diagnostics);
    places::show(&places, &sources, &mut diagnostics);
    diagnostics.sort();
    let uses = places.iter().map(|(file, place)| (*file, place.used));
    compilation.module_uses = uses.collect();
    compilation.sources = sources;
    compilation.diagnostics = diagnostics;
    compilation
}

fn default_environment(environments: &[Node], diagnostics: &mut Diagnostics) -> Option<usize> {
    let marked = |node: &Node| {
        node.prop("default")
            .is_some_and(|prop| prop.value.text == "true")
    };
    let mut defaults = environments
        .iter()
        .enumerate()
        .filter(|(_, node)| marked(node));
    let first = defaults.next();
    if let (Some((_, first)), Some((_, second))) = (first, defaults.next()) {
        let span = second
            .prop("default")
            .map_or(second.kind.span, |prop| prop.name.span);
        let other = first
            .prop("default")
            .map_or(first.kind.span, |prop| prop.name.span);
        diagnostics.push(
            Diagnostic::error(
                "default-environment",
                span,
                "two environments are the default",
            )
            .label("the second one")
            .other(other, "the first one")
            .help("one environment has default=#true"),
        );
    }
    match (first, environments) {
        (Some((index, _)), _) => Some(index),
        (None, [_]) => Some(0),
        (None, []) => None,
        (None, [first, ..]) => {
            diagnostics.push(
                Diagnostic::error(
                    "default-environment",
                    first.kind.span,
                    "several environments, and none is the default",
                )
                .help(format!(
                    "environment {} default=#true",
                    first.first().unwrap_or("production")
                )),
            );
            None
        }
    }
}

/// Findings that an environment has alone say so, unless they lie in its own body.
fn join_findings(
    found: Vec<Diagnostics>,
    choices: &[Option<&Node>],
    diagnostics: &mut Diagnostics,
) {
    let mut times: BTreeMap<(&'static str, Span, String), usize> = BTreeMap::new();
    for own in &found {
        for item in own.items() {
            *times
                .entry((item.code, item.primary.span, item.message.clone()))
                .or_default() += 1;
        }
    }
    let many = found.len();
    for (own, environment) in found.into_iter().zip(choices) {
        for mut item in own.into_items() {
            let everywhere =
                times.get(&(item.code, item.primary.span, item.message.clone())) == Some(&many);
            if let Some(environment) = environment
                && !everywhere
                && !environment.span.contains(item.primary.span)
            {
                let name = environment.first().unwrap_or("");
                item.message = format!("{} (in environment {name})", item.message);
            }
            diagnostics.push(item);
        }
    }
}

/// Where part of a file could not be read, what is missing may stand there.
fn follows_from_missing_text(code: &str) -> bool {
    code.starts_with("missing-")
        || code.starts_with("undefined-")
        || code.starts_with("unused-")
        || code == "unset-nothing"
}

/// What only follows from another finding: names of a module that is used twice under one name, and what is missing because it has a wrong value.
fn drop_followers(places: &places::Places, diagnostics: &mut Diagnostics) {
    let of = |code: &str| -> Vec<Span> {
        let items = diagnostics.items().iter();
        items
            .filter(|item| item.code == code)
            .map(|item| item.primary.span)
            .collect()
    };
    let (twice, wrong) = (of("duplicate"), of("wrong-type"));
    // The first argument of a node that lacks another may be meant for both.
    let missing = of("missing-argument");
    let uses: Vec<Span> = places
        .values()
        .filter(|place| twice.contains(&place.name))
        .map(|place| place.used)
        .collect();
    let errors: Vec<Span> = diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error && item.code != "missing-route-action")
        .map(|item| item.primary.span)
        .collect();
    let is_within = |outer: Span, inner: &Span| {
        outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
    };
    diagnostics.retain(|item| match item.code {
        "name-taken" => !uses.contains(&item.primary.span),
        "missing-route-action" => {
            let route = item.primary.span;
            !errors.iter().any(|span| is_within(route, span))
        }
        "wrong-type" => {
            let at = item.primary.span;
            let is_first = |kind: &Span| kind.file == at.file && kind.end + 1 == at.start;
            !missing.iter().any(is_first)
        }
        "missing-property" => !wrong.iter().any(|span| is_within(item.primary.span, span)),
        _ => true,
    });
}

struct Allowance {
    code: String,
    reason: String,
    inside: Span,
}

fn allowances(nodes: &[Node], diagnostics: &mut Diagnostics) -> Vec<Allowance> {
    let mut found = Vec::new();
    for node in kind(nodes, "allow") {
        let whole = Span {
            start: 0,
            end: u32::MAX,
            ..node.span
        };
        found.extend(allowance(node, whole, diagnostics));
    }
    let mut waiting: Vec<&Node> = nodes.iter().collect();
    while let Some(node) = waiting.pop() {
        for child in node.nodes() {
            if child.kind.value == "allow" {
                found.extend(allowance(child, node.span, diagnostics));
            } else {
                waiting.push(child);
            }
        }
    }
    found
}

/// What an `allow` silences; a code that there is none of is a mistake.
fn allowance(node: &Node, inside: Span, diagnostics: &mut Diagnostics) -> Vec<Allowance> {
    let reason = node
        .prop("reason")
        .map_or("", |prop| prop.value.text.as_str());
    let mut found = Vec::new();
    for code in &node.args {
        if check::code(&code.text).is_some() {
            found.push(Allowance {
                code: code.text.clone(),
                reason: reason.to_owned(),
                inside,
            });
            continue;
        }
        let mut unknown = Diagnostic::error(
            "unknown-code",
            code.span,
            format!("there is no code `{}`", code.text),
        );
        unknown = match nearest(&code.text, check::CODES.iter().map(|code| code.name)) {
            Some(word) => unknown
                .help(format!("did you mean `{word}`?"))
                .fix(code.span, word),
            None => unknown.help("`stackc rules` lists the codes"),
        };
        diagnostics.push(unknown);
    }
    found
}

/// An `allow` in a `use` covers what is found in its module.
fn apply_allowances(
    allowances: &[Allowance],
    places: &places::Places,
    diagnostics: &mut Diagnostics,
) {
    for item in diagnostics.items_mut() {
        let spans = places::covered_by(item.primary.span, places);
        let covering = allowances.iter().find(|allowance| {
            allowance.code == item.code && spans.iter().any(|span| allowance.inside.contains(*span))
        });
        if let Some(allowance) = covering
            && (item.severity != Severity::Error || check::can_be_allowed(item.code))
        {
            item.allowed = Some(allowance.reason.clone());
        }
    }
}

#[cfg(test)]
mod tests;
