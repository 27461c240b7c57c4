//! `[config.env]`: values that the deployer need not supply.

use std::collections::BTreeMap;

use stackc_compiler::{diag::Diagnostic, source::Span};

use super::{
    Origin, Part, Value,
    overlay::{Alias, Builder, named, prop, text},
    read::Pair,
};
use crate::{
    declare::{Declaration, Form},
    kdl::{Node, Value as Written},
    made::Hint,
};

/// So many names one finding shows at most.
const MOST_NAMES: usize = 20;

/// Findings that are one for several variables.
#[derive(Default)]
struct Lists {
    unused: Vec<(String, Span)>,
    random: Vec<(String, Span)>,
    defaulted: Vec<(String, Span)>,
    apart: Vec<(String, Span)>,
    unknown: Vec<(String, Span)>,
}

impl Builder<'_> {
    /// The overlay's inputs, and the secrets that are one.
    pub(super) fn env(&mut self) {
        let dokploy = self.dokploy;
        let mut lists = Lists::default();
        for (pair, value) in dokploy.pairs() {
            let convert = self.convert;
            match convert.declarations.get(&pair.key.value) {
                None if self.is_file(&pair.key.value) => self.secret(pair, value, "", None),
                None => lists.unused.push((pair.key.value.clone(), pair.key.span)),
                Some(Declaration {
                    secret: Some(secret),
                    hint,
                    ..
                }) => self.secret(pair, value, secret, hint.as_ref()),
                Some(declaration) => self.input(pair, value, declaration, &mut lists),
            }
        }
        let (message, help) = if self.reads_env_file() {
            (
                "only an env_file that is `.env` holds",
                "put what is needed into .env, which the services read",
            )
        } else {
            (
                "the Compose file uses no variable",
                "they are left out; a service has a variable by environment: KEY: ${KEY}",
            )
        };
        self.listed(&lists.unused, message, help);
        self.listed(
            &lists.unknown,
            "the template has no value for a `${…}` in",
            "the inputs stay as the Compose file has them",
        );
        self.listed(
            &lists.random,
            "Dokploy makes a random value for",
            "put one into .env",
        );
        self.listed(
            &lists.defaulted,
            "Dokploy makes a random value, and the Compose file has a default, for",
            "put a value into .env: without one it is the default, which everyone can read",
        );
        self.listed(
            &lists.apart,
            "the Compose file has uses with a default of their own for",
            "they don't follow the template's value; put it into .env",
        );
    }

    /// Whether a variable holds the content of a secret or a file.
    fn is_file(&self, variable: &str) -> bool {
        self.base
            .iter()
            .filter(|node| matches!(node.kind.as_str(), "secret" | "file"))
            .any(|node| prop(node, "env") == Some(variable))
    }

    /// Whether a service is given the whole `.env`.
    fn reads_env_file(&self) -> bool {
        self.base
            .iter()
            .flat_map(|node| &node.children)
            .filter(|child| child.kind == "env-file")
            .filter_map(named)
            .any(|path| path == ".env" || path.ends_with("/.env"))
    }

    fn listed(&mut self, keys: &[(String, Span)], message: &str, help: &str) {
        let Some((_, first)) = keys.first() else {
            return;
        };
        let mut names: Vec<String> = keys
            .iter()
            .take(MOST_NAMES)
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        let more = keys.len() - names.len();
        if more > 0 {
            names.push(format!("and {more} more"));
        }
        self.gap(*first, format!("{message} {}", names.join(", ")), help);
    }

    fn secret(&mut self, pair: &Pair, value: &Value, secret: &str, hint: Option<&Hint>) {
        match (value.only(), hint) {
            (_, Some(Hint::SameAs(first))) => {
                let declared = self.convert.declarations.get(first);
                if let Some(first) = declared.and_then(|first| first.secret.as_ref()) {
                    self.same(pair.span, secret, first);
                }
            }
            (Some(Part::Made(..)), _) | (None, _) if value.parts.len() < 2 => {}
            (Some(Part::Random(what, _)), _) => {
                let message = format!(
                    "Dokploy makes {what} for `{}`, the stack has no way to make one",
                    pair.key.value
                );
                self.gap(pair.key.span, message, "put one into .env");
            }
            _ => {
                let found = Diagnostic::warning(
                    "not-imported",
                    pair.span,
                    format!(
                        "`{}` is a secret in the stack, which holds no value of it",
                        pair.key.value
                    ),
                )
                .redact(pair.span)
                .help("put the value into .env, where it stays out of git");
                self.findings.push(found);
            }
        }
    }

    /// Two secrets with one value: in the environment there is only the first.
    fn same(&mut self, span: Span, secret: &str, first: &str) {
        let unset = Node::new("unset", span)
            .arg(Written::Word("secret".to_owned()))
            .arg(Written::Word(secret.to_owned()));
        self.unset.push(unset);
        let reference = format!("${{secret.{secret}}}");
        let other = format!("${{secret.{first}}}");
        self.in_env(span, |value| match value {
            Written::Secret(name) if name == secret => Some(Written::Secret(first.to_owned())),
            value => replaced(value, &reference, &other),
        });
    }

    /// Changes values of the services' `env`; what was changed before is changed further.
    fn in_env(&mut self, span: Span, change: impl Fn(&Written) -> Option<Written>) {
        for (service, variable) in variables(self.base) {
            let place = self
                .services
                .iter_mut()
                .find(|place| named(place) == Some(service));
            let Some(place) = place else { continue };
            if !place.children.iter().any(|child| child.kind == "env") {
                place.children.push(Node::new("env", span));
            }
            let Some(env) = place.children.iter_mut().find(|child| child.kind == "env") else {
                continue;
            };
            let ours = env
                .children
                .iter_mut()
                .find(|other| other.kind == variable.kind);
            match ours {
                Some(ours) => {
                    if let Some(value) = ours.args.first().and_then(&change) {
                        ours.args = vec![value];
                    }
                }
                None => {
                    if let Some(value) = variable.args.first().and_then(&change) {
                        env.children
                            .push(Node::new(variable.kind.clone(), span).arg(value));
                    }
                }
            }
            place
                .children
                .retain(|child| child.kind != "env" || !child.children.is_empty());
        }
    }

    fn input(&mut self, pair: &Pair, value: &Value, declaration: &Declaration, lists: &mut Lists) {
        let key = &pair.key.value;
        if value.parts.is_empty() {
            return;
        }
        let is_unknown = |part: &Part| matches!(part, Part::Text(text) if text.contains("${"));
        if pair.filled_in && value.parts.iter().any(is_unknown) {
            lists.unknown.push((key.clone(), pair.key.span));
            return;
        }
        if let Form::Default(word) = &declaration.form
            && word.literal().is_some()
            && word.literal() == value.literal()
        {
            return;
        }
        let written = self.written(value, pair.span, |builder, part| {
            match builder.alias(part) {
                Some(Alias::Input(name)) if name != *key => Some(format!("${{input.{name}}}")),
                _ => None,
            }
        });
        match written {
            Ok(text) => {
                self.inputs.push(laid_over(pair, &declaration.form, text));
                if self.has_own_operator(key) {
                    lists.apart.push((key.clone(), pair.key.span));
                }
            }
            Err(Part::Made(..)) if self.in_place(pair, value) => {}
            Err(_) if value.parts.len() == 1 => {
                let list = match declaration.form {
                    Form::Default(_) => &mut lists.defaulted,
                    Form::Plain | Form::Required(_) => &mut lists.random,
                };
                list.push((key.clone(), pair.key.span));
            }
            Err(_) if self.in_place(pair, value) => {}
            Err(part) => {
                let what = match part {
                    Part::Random(what, _) => what,
                    _ => "a secret",
                };
                self.gap(
                    pair.span,
                    format!(
                        "Dokploy puts {what} into the text of `{key}`, an input's default can't hold that"
                    ),
                    "the input stays as the Compose file has it; put the whole text into .env",
                );
            }
        }
    }

    /// Puts a text with secrets where the services have its input in their `env`, if it is nowhere else.
    fn in_place(&mut self, pair: &Pair, value: &Value) -> bool {
        let key = &pair.key.value;
        let base = self.base;
        let reference = format!("${{input.{key}}}");
        let in_env: usize = variables(base)
            .filter_map(|(_, variable)| variable.args.first().and_then(text))
            .map(|text| text.matches(&reference).count())
            .sum();
        let is_own = |part: &Part| match part {
            Part::Made(_, origin) | Part::Random(_, origin) => matches!(origin, Origin::Place(_)),
            Part::Text(_) | Part::Host(_) | Part::StackName => false,
        };
        let needed = self.inputs.iter().any(|input| {
            prop(input, "default").is_some_and(|default| default.contains(&reference))
        });
        let passed_through =
            variables(base).any(|(_, variable)| variable.kind == *key && variable.args.is_empty());
        let elsewhere = in_env != self.uses(key) || needed || passed_through;
        if in_env == 0 || elsewhere || value.parts.iter().any(is_own) {
            return false;
        }
        let whole = self.written(value, pair.span, |builder, part| {
            match (builder.alias(part), part) {
                // An input that holds what is made here is taken away in its turn.
                (Some(Alias::Input(_)), Part::Made(made, Origin::Variable(variable))) => {
                    Some(builder.own_secret(variable, *made, pair.span))
                }
                _ => builder.reference(part, pair.span),
            }
        });
        let Ok(whole) = whole else {
            return false;
        };
        self.in_env(pair.span, |value| replaced(value, &reference, &whole));
        let unset = Node::new("unset", pair.span)
            .arg(Written::Word("input".to_owned()))
            .arg(Written::Word(key.clone()));
        self.unset.push(unset);
        true
    }

    /// How often an input is used in the stack.
    fn uses(&self, input: &str) -> usize {
        self.used.get(input).map_or(0, |used| used.times)
    }

    /// Whether a use of an input says what is to be when it is missing.
    fn has_own_operator(&self, input: &str) -> bool {
        self.used.get(input).is_some_and(|used| used.is_apart)
    }
}

/// The uses of an input in a stack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used {
    times: usize,
    /// Whether one of them says what is to be when it is missing.
    is_apart: bool,
}

/// The inputs that are used in a stack.
pub(super) fn used(base: &[Node]) -> BTreeMap<String, Used> {
    const START: &str = "${input.";
    let mut all: BTreeMap<String, Used> = BTreeMap::new();
    each_text(base, |text| {
        for (at, _) in text.match_indices(START) {
            let rest = text.get(at + START.len()..).unwrap_or_default();
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(end).unwrap_or_default();
            let is_apart = behind.starts_with([':', '-', '?', '+']);
            if is_apart || behind.starts_with('}') {
                let used = all.entry(name.to_owned()).or_default();
                used.times += 1;
                used.is_apart |= is_apart;
            }
        }
    });
    all
}

/// Every text of a stack.
fn each_text(base: &[Node], mut look: impl FnMut(&str)) {
    let mut waiting: Vec<&Node> = base.iter().collect();
    while let Some(node) = waiting.pop() {
        look(&node.kind);
        let props = node.props.iter().map(|(_, value)| value);
        for value in node.args.iter().chain(props).filter_map(text) {
            look(value);
        }
        waiting.extend(&node.children);
    }
}

/// The variables of all services, each with its service's name.
fn variables(base: &[Node]) -> impl Iterator<Item = (&str, &Node)> {
    base.iter()
        .filter(|node| node.kind == "service")
        .filter_map(|service| Some((named(service)?, service)))
        .flat_map(|(name, service)| {
            let env = service.children.iter().filter(|child| child.kind == "env");
            env.flat_map(|env| &env.children)
                .map(move |variable| (name, variable))
        })
}

/// A text with other words in it.
fn replaced(value: &Written, from: &str, to: &str) -> Option<Written> {
    let text = text(value).filter(|text| text.contains(from))?;
    Some(Written::Text(text.replace(from, to)))
}

/// The input with another default.
fn laid_over(pair: &Pair, form: &Form, text: String) -> Node {
    let node = Node::new("input", pair.span).arg(Written::Word(pair.key.value.clone()));
    let node = match form {
        Form::Plain => node.prop("optional", Written::Null),
        Form::Required(_) => node.prop("message", Written::Null),
        Form::Default(_) => node,
    };
    node.prop("default", Written::Text(text))
}
