//! References in values: `${…}` filled in where it is known when the stack is compiled, and kept where it is not.

use super::{MOST_GROWN, Reader};
use crate::{
    diag::{Diagnostic, nearest},
    reader::undefined_param,
    reference::{Fault, FaultKind, NAMESPACES, Piece, Reference},
    schema::{Holds, ValueSchema},
    source::{Span, Spanned},
    syntax::Scalar,
    template::{self, Closing, InputUse, Part, Template},
};

impl Reader<'_> {
    pub(super) fn reference_fault(&mut self, fault: &Fault, scalar: &Scalar) {
        let span = scalar.part(fault.start, fault.end);
        self.report(match &fault.kind {
            FaultKind::UnknownNamespace(text) => unknown_namespace(text, span),
            FaultKind::Unclosed => {
                Diagnostic::error("unclosed-reference", span, "this `${` has no `}`")
                    .help("a literal `${` is written `$${`")
            }
            FaultKind::Empty => {
                Diagnostic::error("unknown-reference", span, "this reference names nothing")
                    .help("for example ${param.domain}; a literal `${` is written `$${`")
            }
            FaultKind::TooDeep => {
                Diagnostic::error("unknown-reference", span, "references are nested too deep")
            }
        });
    }

    pub(super) fn expand(&mut self, pieces: &[Piece], scalar: &Scalar) -> Option<Template> {
        let mut template = Template::default();
        let mut whole = true;
        for piece in pieces {
            match piece {
                Piece::Text(text) => template.push(Part::Text(text.clone())),
                Piece::Reference(reference) => match self.reference(reference, scalar) {
                    Some(inner) => inner.parts.into_iter().for_each(|part| template.push(part)),
                    None => whole = false,
                },
            }
        }
        if let Some(open) = self.cut(&template) {
            self.report(
                Diagnostic::error(
                    "default-not-carriable",
                    open,
                    "Compose would take more of this line for the default or the message, for its braces don't close",
                )
                .help("let it be the last variable of its line, put the value into .env, or say the message without braces"),
            );
            whole = false;
        }
        whole.then_some(template)
    }

    /// An input or a secret whose default or message goes on to the last `}` of its line, where more of them follow.
    pub(super) fn cut(&self, template: &Template) -> Option<Span> {
        let mut open = None;
        for part in &template.parts {
            match part {
                Part::Text(text) => {
                    let (line, ends) = match text.split_once('\n') {
                        Some((line, _)) => (line, true),
                        None => (text.as_str(), false),
                    };
                    if open.is_some() && line.contains('}') {
                        return open;
                    }
                    if ends {
                        open = None;
                    }
                }
                Part::Input(_) | Part::Secret(_) if open.is_some() => return open,
                Part::Input(used) => {
                    let is_open = match &used.operator {
                        Some((_, word)) => template::closing_of(word) == Closing::Open,
                        None => self.scope.open_inputs.contains(&used.name.value),
                    };
                    open = is_open.then_some(used.name.span);
                }
                Part::Secret(secret) => {
                    let is_open = self.scope.open_secrets.contains(&secret.value);
                    open = is_open.then_some(secret.span);
                }
            }
        }
        open.filter(|_| self.in_word)
    }

    pub(super) fn reference(&mut self, reference: &Reference, scalar: &Scalar) -> Option<Template> {
        let span = scalar.part(reference.start, reference.end);
        let path = reference.path.as_str();
        let own = self.scope.names(span.file).own.as_deref();
        match reference.namespace.as_str() {
            "param" => self.param(path, span),
            "stack" | "environment" if own.is_some() => {
                self.outside(&reference.namespace, path, span);
                None
            }
            "stack" if path == "name" => Some(Template::text(self.scope.stack.clone())),
            "environment" if path == "name" => self.environment(span),
            "input" => self.input(reference, scalar, span),
            "secret" => self
                .secret(path, span)
                .map(|part| Template { parts: vec![part] }),
            "secret-file" => self.secret_file(path, span),
            "service" => self.service_reference(path, span),
            "self" => match own {
                Some(own) => self.part_of_service(own, path, span, &format!("self.{path}")),
                None => {
                    self.report(
                        Diagnostic::error(
                            "unknown-reference",
                            span,
                            "`${self.…}` has a meaning inside a module only",
                        )
                        .help("name the service: ${service.NAME.host}"),
                    );
                    None
                }
            },
            namespace => {
                self.report(
                    Diagnostic::error(
                        "unknown-reference",
                        span,
                        format!("`{namespace}` has no `{path}`"),
                    )
                    .help(format!("there is ${{{namespace}.name}}")),
                );
                None
            }
        }
    }

    pub(super) fn param(&mut self, name: &str, span: Span) -> Option<Template> {
        let names = self.scope.names(span.file);
        if names.own.is_none() {
            self.uses.mark("param", name);
        }
        match names.params.get(name) {
            Some(value) => {
                self.grown += value.text.len();
                if self.grown > MOST_GROWN {
                    let why = "the params of this stack become more than 16 MiB";
                    self.report(Diagnostic::error("param-cycle", span, why));
                    return None;
                }
                Some(Template::text(value.text.clone()))
            }
            // Why it has no value is said at its declaration.
            None if names.declared_params.contains_key(name) => None,
            None => {
                let declared = names.params.keys().map(String::as_str);
                self.report(undefined_param(name, span, declared));
                None
            }
        }
    }

    /// What a module can't see.
    pub(super) fn outside(&mut self, namespace: &str, path: &str, span: Span) {
        self.report(
            Diagnostic::error(
                "unknown-reference",
                span,
                format!(
                    "a module sees nothing outside of itself, not `${{{namespace}.{path}}}` either"
                ),
            )
            .help(format!(
                "let it be told: param {namespace}-{path}, and ${{param.{namespace}-{path}}} here"
            )),
        );
    }

    pub(super) fn environment(&mut self, span: Span) -> Option<Template> {
        let name = self.scope.environment.clone();
        if name.is_none() {
            self.report(
                Diagnostic::error("unknown-reference", span, "this stack has no environments")
                    .help("declare one: environment production default=#true"),
            );
        }
        name.map(Template::text)
    }

    pub(super) fn input(
        &mut self,
        reference: &Reference,
        scalar: &Scalar,
        span: Span,
    ) -> Option<Template> {
        let name = reference.path.as_str();
        let word = match &reference.operator {
            Some((operator, word)) => {
                let outside = std::mem::replace(&mut self.in_word, true);
                let word = self.expand(word, scalar);
                self.in_word = outside;
                Some((*operator, word?))
            }
            None => None,
        };
        if let Some(secret) = word.as_ref().and_then(|(_, word)| word.secrets().next()) {
            self.report(
                Diagnostic::error(
                    "secret-not-allowed",
                    secret.span,
                    format!("secret `{}` can't be the default of an input", secret.value),
                )
                .help("a default is written into the output"),
            );
            return None;
        }
        if let Some((_, word)) = &word
            && template::closing_of(word) == Closing::Early
        {
            self.report(
                Diagnostic::error(
                    "default-not-carriable",
                    span,
                    "Compose would take a `}` in this text for the end of the variable",
                )
                .help("put the value into .env, or write it on one line, with a `{` for each `}`"),
            );
            return None;
        }
        let names = self.scope.names(span.file);
        if !names.inputs.contains_key(name) {
            self.undefined(
                "input",
                name,
                span,
                names.inputs.keys().map(String::as_str),
                &format!("declare it: input {name}"),
            );
            return None;
        }
        self.uses.mark("input", name);
        let name = Spanned::new(name.to_owned(), span);
        Some(Template {
            parts: vec![Part::Input(InputUse {
                name,
                operator: word,
            })],
        })
    }

    pub(super) fn undefined<'n>(
        &mut self,
        what: &'static str,
        name: &str,
        span: Span,
        names: impl Iterator<Item = &'n str>,
        declare: &str,
    ) {
        let code = match what {
            "secret" => "undefined-secret",
            "input" => "undefined-input",
            "port" => "undefined-port",
            _ => "undefined-service",
        };
        let mut found = Diagnostic::error(code, span, format!("there is no {what} `{name}`"));
        let asked = name.rsplit(':').next().unwrap_or(name);
        found = match nearest(asked, names) {
            Some(word) => found.help(format!("did you mean `{word}`?")),
            None => found.help(declare.to_owned()),
        };
        self.diagnostics.push(found);
    }

    pub(crate) fn refuse_deploy_time(
        &mut self,
        template: &Template,
        scalar: &Scalar,
        schema: &ValueSchema,
    ) {
        if template.secrets().next().is_some() {
            self.refuse_secret(template, scalar);
            return;
        }
        let word = self.word.clone();
        let used = template.inputs().first().map(|used| used.name.clone());
        let (name, span) = used.map_or_else(
            || (String::new(), scalar.span),
            |used| (used.value, used.span),
        );
        debug_assert_eq!(schema.holds, Holds::Constant);
        self.report(
            Diagnostic::error(
                "deploy-time-value",
                span,
                format!("`{word}` must be known when the stack is compiled, input `{name}` is not"),
            )
            .help(format!(
                "a param is known: param {} default={}",
                name.to_ascii_lowercase(),
                schema.example
            )),
        );
    }
}

fn unknown_namespace(text: &str, span: Span) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-reference",
        span,
        format!("`${{{text}}}` is no reference of the stack language"),
    );
    let (head, rest) = text.split_once('.').unwrap_or((text, ""));
    match nearest(head, NAMESPACES).filter(|_| text.contains('.')) {
        Some(namespace) => found.help(format!("did you mean `${{{namespace}.{rest}}}`?")),
        None => found
            .help(format!("a literal `${{{text}}}` is written `$${{{text}}}`; a value that the deployer supplies is `${{input.{}}}`, one that the stack knows `${{param.{}}}`", last(text), last(text)))
            .fix(span, format!("$${{{text}}}")),
    }
}

/// The last part of a name with dots.
fn last(text: &str) -> &str {
    text.rsplit('.').next().unwrap_or(text)
}
