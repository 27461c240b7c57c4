//! Reads values: fills in what is known at compile time and keeps what is not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Scope, ServiceReference, Slot, Uses, scope::ServiceScope, undefined_param};
use crate::{
    atoms::{Atom, Identifier, Publish},
    diag::{Diagnostic, Diagnostics, nearest},
    reference::{self, Fault, FaultKind, NAMESPACES, Piece, Reference},
    schema::{Holds, ValueSchema, wrong_value},
    secret_like::{
        InUrl, is_harmless, is_secret_name, is_token, is_well_known_default, url_credential,
    },
    source::{Span, Spanned},
    syntax::{Node, Scalar, ScalarKind},
    template::{self, Closing, InputUse, Part, SecretText, Template},
};

/// References of one value that are followed to other values.
const MOST_FOLLOWED: usize = 256;
/// How many references stand behind one another: an export may speak of another module's.
const DEEPEST: usize = 24;
/// Bytes that the params of an environment may become in all its values.
const MOST_GROWN: usize = 16 << 20;

/// What a reader knows of the place that it reads, and where it puts what it finds.
pub struct Reader<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) uses: &'a mut Uses,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The service that is being read.
    pub(crate) service: Option<String>,
    /// Secrets whose path the service asked for without mounting them.
    pub(crate) implied_secrets: Vec<Spanned<String>>,
    /// Secrets whose value stands in a text.
    pub(crate) value_secrets: BTreeSet<String>,
    /// References from services to services.
    pub(crate) references: Vec<ServiceReference>,
    /// Where an export of a module is referred to: what it holds is used there.
    at: Option<Span>,
    /// Where exports are referred to that hold a secret, and where the module says so.
    ways: BTreeMap<Span, Span>,
    /// The last value that was read, with its references filled in.
    last: Option<Template>,
    word: String,
    depth: usize,
    /// Whether what is read stands behind an operator.
    in_word: bool,
    /// How many references of the value that is being read were followed.
    followed: usize,
    /// Bytes that references of this environment became.
    grown: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        scope: &'a Scope,
        uses: &'a mut Uses,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            scope,
            uses,
            diagnostics,
            service: None,
            implied_secrets: Vec::new(),
            references: Vec::new(),
            value_secrets: BTreeSet::new(),
            at: None,
            ways: BTreeMap::new(),
            last: None,
            word: String::new(),
            depth: 0,
            in_word: false,
            followed: 0,
            grown: 0,
        }
    }

    /// Reads what modules export, so that a fault in it is found although nobody refers to it.
    pub(crate) fn exports<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) {
        let values = self.value_secrets.clone();
        for node in nodes {
            if let [owner, _, value] = node.args.as_slice() {
                self.service = Some(owner.text.clone());
                let _: Option<SecretText> = self.slot(value, "export");
            }
        }
        // What is not referred to is in no service, and no text.
        self.service = None;
        self.value_secrets = values;
        self.implied_secrets.clear();
        self.references.clear();
    }

    /// Takes a finding.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads a value of the property, child or argument `word`.
    pub(crate) fn slot<T: Slot>(&mut self, scalar: &Scalar, word: &str) -> Option<T> {
        self.word.clear();
        self.word.push_str(word);
        T::read(scalar, self)
    }

    /// The text of a value, with its compile-time references filled in.
    pub(crate) fn template(&mut self, scalar: &Scalar, schema: &ValueSchema) -> Option<Template> {
        self.followed = 0;
        let template = self.fill(scalar, schema);
        self.last.clone_from(&template);
        self.doubled_dollar(scalar);
        if let Some(template) = &template {
            self.credential_in_url(template, scalar);
        }
        if scalar.text.contains('\0') {
            self.report(Diagnostic::error(
                "not-carriable",
                scalar.span,
                "a text with the character U+0000 can't be written into any output",
            ));
            return None;
        }
        template
    }

    /// A URL with a literal password or token, wherever it stands.
    fn credential_in_url(&mut self, template: &Template, scalar: &Scalar) {
        if scalar.is_annotated("plain") {
            return;
        }
        let Some(place) = url_credential(template) else {
            return;
        };
        if place == InUrl::Path {
            self.report(
                Diagnostic::error("plain-secret", scalar.span, "who knows the path of this URL may send messages to it; it would be in git and in the output")
                    .redact(scalar.span)
                    .help("declare it and put it in place: secret chat-hook, then \"https://hooks.slack.com/services/${secret.chat-hook}\"\nif it is meant to be plain: (plain)\"…\""),
            );
            return;
        }
        if place == InUrl::Query {
            self.report(
                Diagnostic::error("plain-secret", scalar.span, "the query of this URL holds a secret, which would be in git and in the output")
                    .redact(scalar.span)
                    .help("declare it and put it in place: secret hook-token hex=32, then \"https://example.com/hook?token=${secret.hook-token}\"\nif it is meant to be plain: (plain)\"…\""),
            );
            return;
        }
        self.report(
            Diagnostic::error("plain-secret", scalar.span, "this URL holds a password, which would be in git and in the output")
                .redact(scalar.span)
                .help("declare the password and put it in place: secret db-password hex=32, then \"postgres://user:${secret.db-password}@db/app\"\nif it is meant to be plain: (plain)\"…\""),
        );
    }

    /// `$$NAME` and `$$(…)` are what Compose's users write for one dollar; here they are two.
    fn doubled_dollar(&mut self, scalar: &Scalar) {
        if !scalar.text.contains('$') {
            return;
        }
        let doubled = scalar.text.match_indices("$$").find(|(at, _)| {
            let next = scalar
                .text
                .get(at + 2..)
                .and_then(|rest| rest.chars().next());
            next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '('))
        });
        if let Some((at, _)) = doubled {
            self.report(
                Diagnostic::warning(
                    "doubled-dollar",
                    scalar.part(at, at + 2),
                    "these are two dollars: a `$` needs no second one here",
                )
                .help("write one `$`; only a literal `${` is written `$${`"),
            );
        }
    }

    /// A variable that is passed through by its name alone: it is an input.
    pub(crate) fn pass_through(&mut self, name: &str, span: Span) {
        let names = self.scope.names(span.file);
        if names.inputs.contains_key(name) {
            self.uses.mark("input", name);
            return;
        }
        if Identifier::parse(name).is_err() {
            // Docker passes such a name through too, and no input can declare it.
            return;
        }
        let help =
            format!("declare it: input {name} optional=#true; or give it a value: {name} \"…\"");
        let inputs = names.inputs.keys().map(String::as_str);
        self.undefined("input", name, span, inputs, &help);
    }

    /// Reports the literal that was read last if it looks like a secret: by the name it stands under, or by what it is.
    pub(crate) fn refuse_plain_secret(&mut self, key: &str, scalar: &Scalar) {
        if scalar.is_annotated("plain") || names_secret_file(scalar) {
            return;
        }
        let Some(template) = self.last.take() else {
            return;
        };
        let literal = template.literal();
        let named =
            is_secret_name(key) && literal.as_deref().is_some_and(|text| !is_harmless(text));
        let known = literal
            .as_deref()
            .is_some_and(|text| is_well_known_default(text) || is_token(text));
        if !named && !known {
            return;
        }
        let name = key.to_ascii_lowercase().replace('_', "-");
        let found = Diagnostic::error(
            "plain-secret",
            scalar.span,
            format!("the value of `{key}` looks like a secret"),
        )
        .label("it would be in git and in the output")
        .redact(scalar.span);
        self.report(if self.word == "default" {
            found.help(format!("declare it as a secret: secret {name} hex=32\nif it is meant to be plain: default=(plain)\"…\""))
        } else {
            found.help(format!("secret {name} hex=32    // at the top of the file\n{key} (secret){name}    // here\nif it is meant to be plain: {key} (plain)\"…\""))
        });
    }

    fn fill(&mut self, scalar: &Scalar, schema: &ValueSchema) -> Option<Template> {
        match scalar
            .annotation
            .as_ref()
            .map(|annotation| annotation.value.as_str())
        {
            Some("secret") => return self.whole_secret(scalar),
            None | Some("plain") => {}
            Some(other) => {
                let span = scalar
                    .annotation
                    .as_ref()
                    .map_or(scalar.span, |annotation| annotation.span);
                self.report(
                    Diagnostic::error(
                        "unknown-annotation",
                        span,
                        format!("`({other})` is unknown"),
                    )
                    .help("there are `(secret)NAME` and `(plain)\"…\"`"),
                );
                return None;
            }
        }
        if scalar.kind != ScalarKind::Text || !scalar.text.contains("${") {
            if let Some(found) = wrong_value(scalar, &self.word, schema) {
                self.report(found);
                return None;
            }
            return Some(Template::text(scalar.text.clone()));
        }
        let (pieces, faults) = reference::parse(&scalar.text);
        for fault in &faults {
            self.reference_fault(fault, scalar);
        }
        let template = self.expand(&pieces, scalar)?;
        faults.is_empty().then_some(template)
    }

    /// Text that is known, read as a type.
    pub(crate) fn atom<A: Atom>(&mut self, text: &str, scalar: &Scalar) -> Option<A> {
        match A::parse(text) {
            Ok(value) => Some(value),
            Err(reason) => {
                let word = &self.word;
                let mut found = Diagnostic::error(
                    "wrong-type",
                    scalar.span,
                    format!("`{word}` takes a value of type {}", A::TYPE),
                )
                .label(reason);
                if text != scalar.text {
                    found = found.help(format!("with its references filled in it is {text:?}"));
                } else if let Some(near) = nearest(text, A::choices().iter().copied()) {
                    found = found.help(format!("did you mean `{near}`?"));
                }
                self.report(found);
                None
            }
        }
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

    pub(crate) fn refuse_secret(&mut self, template: &Template, scalar: &Scalar) {
        let word = self.word.clone();
        for secret in template.secrets() {
            let mut found = Diagnostic::error(
                "secret-not-allowed",
                secret.span,
                format!("secret `{}` can't go into `{word}`", secret.value),
            )
            .label("a secret would be readable here")
            .help(format!(
                "a secret may go into env, or be mounted as a file: secret {}",
                secret.value
            ));
            if let Some(way) = self.ways.get(&secret.span) {
                found = found.other(*way, "the export holds the secret");
            }
            self.diagnostics.push(found);
        }
        let _ = scalar;
    }

    /// Whether the literal is the name of a secret, as it stands there.
    pub(crate) fn names_a_secret(&self, scalar: &Scalar) -> bool {
        let names = self.scope.names(scalar.span.file);
        names.full("secret", &scalar.text).is_some()
    }

    fn whole_secret(&mut self, scalar: &Scalar) -> Option<Template> {
        let name = scalar.text.clone();
        self.secret(&name, scalar.span)
            .map(|part| Template { parts: vec![part] })
    }

    fn secret(&mut self, name: &str, span: Span) -> Option<Part> {
        let names = self.scope.names(span.file);
        if let Some(full) = names.full("secret", name) {
            self.uses.mark("secret", full);
            let place = self.at.unwrap_or(span);
            return Some(Part::Secret(Spanned::new(full.to_owned(), place)));
        }
        self.undefined(
            "secret",
            name,
            span,
            names.of_kind("secret"),
            &format!("declare it: secret {name}"),
        );
        None
    }

    fn undefined<'n>(
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

    fn reference_fault(&mut self, fault: &Fault, scalar: &Scalar) {
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

    fn expand(&mut self, pieces: &[Piece], scalar: &Scalar) -> Option<Template> {
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
    fn cut(&self, template: &Template) -> Option<Span> {
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

    fn reference(&mut self, reference: &Reference, scalar: &Scalar) -> Option<Template> {
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

    fn param(&mut self, name: &str, span: Span) -> Option<Template> {
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
    fn outside(&mut self, namespace: &str, path: &str, span: Span) {
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

    fn environment(&mut self, span: Span) -> Option<Template> {
        let name = self.scope.environment.clone();
        if name.is_none() {
            self.report(
                Diagnostic::error("unknown-reference", span, "this stack has no environments")
                    .help("declare one: environment production default=#true"),
            );
        }
        name.map(Template::text)
    }

    fn input(&mut self, reference: &Reference, scalar: &Scalar, span: Span) -> Option<Template> {
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

    /// The path of a secret as a file; asking for it mounts it.
    fn secret_file(&mut self, name: &str, span: Span) -> Option<Template> {
        let Some(Part::Secret(secret)) = self.secret(name, span) else {
            return None;
        };
        let name = secret.value.as_str();
        let Some(service) = self.service.clone() else {
            self.report(
                Diagnostic::error(
                    "unknown-reference",
                    span,
                    "`${secret-file.…}` has a meaning inside a service only",
                )
                .help("a secret's path is one in a container"),
            );
            return None;
        };
        let mounted = self
            .scope
            .services
            .get(&service)
            .and_then(|service| service.secret_paths.get(name));
        match mounted {
            Some(path) => Some(Template::text(path.clone())),
            None => {
                self.implied_secrets
                    .push(Spanned::new(name.to_owned(), secret.span));
                Some(Template::text(format!("/run/secrets/{name}")))
            }
        }
    }

    fn service_reference(&mut self, path: &str, span: Span) -> Option<Template> {
        let names = self.scope.names(span.file);
        let Some((full, rest)) = longest_service(names, path) else {
            let name = path.split_once('.').map_or(path, |(name, _)| name);
            self.undefined(
                "service",
                name,
                span,
                names.of_kind("service"),
                &format!("declare it: service {name} {{ image \"…\" }}"),
            );
            return None;
        };
        self.part_of_service(full, rest, span, &format!("service.{path}"))
    }

    /// What a reference says of a service by its whole name; `written` is the reference.
    fn part_of_service(
        &mut self,
        name: &str,
        rest: &str,
        span: Span,
        written: &str,
    ) -> Option<Template> {
        let place = self.at.unwrap_or(span);
        if let Some(from) = self.service.as_ref().filter(|from| *from != name) {
            self.references.push(ServiceReference {
                from: from.clone(),
                to: name.to_owned(),
                span: place,
            });
        }
        let scope = self.scope.services.get(name)?;
        match rest.split_once('.') {
            None if rest == "host" => Some(Template::text(name)),
            Some((what @ ("port" | "published"), port)) => {
                let Some((target, publish)) = scope.ports.get(port) else {
                    let help = undeclared_port(scope, name, what, port);
                    self.undefined(
                        "port",
                        &format!("{name}:{port}"),
                        span,
                        scope.ports.keys().map(String::as_str),
                        &help,
                    );
                    return None;
                };
                match (what, publish) {
                    ("port", _) => self.nested(target, span),
                    (_, Some(publish)) => self.published(publish, span),
                    _ => {
                        self.report(
                            Diagnostic::error(
                                "unpublished-port",
                                span,
                                format!("port `{port}` of `{name}` is not published"),
                            )
                            .help(format!(
                                "publish it: port {port} {} publish={}",
                                target.text, target.text
                            )),
                        );
                        None
                    }
                }
            }
            _ => match scope.exports.get(rest) {
                Some(export) => self.export(export, span),
                None => {
                    let exports = scope.exports.keys().map(String::as_str);
                    let base = written.strip_suffix(rest).unwrap_or("");
                    self.report(no_part(name, rest, span, base, exports));
                    None
                }
            },
        }
    }

    /// What a module exports, for the place that refers to it: a secret in it is used there.
    fn export(&mut self, export: &Scalar, span: Span) -> Option<Template> {
        let before = self.at;
        let place = before.unwrap_or(span);
        self.at = Some(place);
        let template = self.nested(export, span);
        self.at = before;
        if template.as_ref()?.secrets().next().is_some() {
            self.ways.insert(place, export.span);
        }
        template
    }

    /// A value that stands elsewhere, read for a place that refers to it.
    fn nested(&mut self, scalar: &Scalar, span: Span) -> Option<Template> {
        self.followed += 1;
        self.grown += scalar.text.len();
        if self.depth > DEEPEST || self.followed > MOST_FOLLOWED || self.grown > MOST_GROWN {
            self.report(Diagnostic::error(
                "unknown-reference",
                span,
                "this reference comes back to itself",
            ));
            return None;
        }
        if scalar.is_annotated("secret") {
            return self.whole_secret(scalar);
        }
        self.depth += 1;
        let (pieces, faults) = reference::parse(&scalar.text);
        let template = faults
            .is_empty()
            .then(|| self.expand(&pieces, scalar))
            .flatten();
        self.depth -= 1;
        template
    }

    fn published(&mut self, publish: &Scalar, span: Span) -> Option<Template> {
        let template = self.nested(publish, span)?;
        let Some(text) = template.literal() else {
            return Some(template);
        };
        let ports = Publish::parse(&text)
            .ok()
            .and_then(|publish| publish.fixed_ports());
        match ports {
            Some(ports) => Some(Template::text(ports.to_string())),
            None => {
                self.report(
                    Diagnostic::error(
                        "unpublished-port",
                        span,
                        "the engine picks this port when it starts the container",
                    )
                    .help("publish it at a port of its own"),
                );
                None
            }
        }
    }
}

/// Service names may hold dots: the longest declared one is meant. Its whole name, and what comes after.
fn longest_service<'n, 'p>(names: &'n Names, path: &'p str) -> Option<(&'n str, &'p str)> {
    path.match_indices('.').rev().find_map(|(at, _)| {
        let full = names.full("service", path.get(..at)?)?;
        Some((full, path.get(at + 1..)?))
    })
}

/// The finding about what a service is not known to have; `base` is the reference up to there.
fn no_part<'n>(
    name: &str,
    rest: &str,
    span: Span,
    base: &str,
    exports: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-reference",
        span,
        format!("service `{name}` has no `{rest}`"),
    );
    if let Some(word) = nearest(rest, exports.clone().chain(["host"])) {
        return found.help(format!("did you mean `${{{base}{word}}}`?"));
    }
    let own: String = exports.map(|name| format!("${{{base}{name}}}, ")).collect();
    let others = if own.is_empty() {
        "; others are exports of a module"
    } else {
        ""
    };
    found.help(format!(
        "there are {own}${{{base}host}}, ${{{base}port.NAME}} and ${{{base}published.NAME}}{others}"
    ))
}

/// The last part of a name with dots.
fn last(text: &str) -> &str {
    text.rsplit('.').next().unwrap_or(text)
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

/// What helps where a service has no port of this name: the name that this number has, or its declaration.
fn undeclared_port(service: &ServiceScope, name: &str, what: &str, port: &str) -> String {
    let mut ports = service.ports.iter();
    if let Some((called, _)) = ports.find(|(_, (target, _))| target.text == port) {
        return format!("port {port} is called `{called}`: ${{service.{name}.{what}.{called}}}");
    }
    match port.parse::<u16>() {
        Ok(number) => format!("declare it in service {name}: port p{number} {number}"),
        Err(_) => format!("declare it in service {name}: port {port} 8080"),
    }
}

/// Whether a text says where a secret's file is, as in `file://${secret-file.key}`: then it is no secret itself.
fn names_secret_file(scalar: &Scalar) -> bool {
    let (pieces, _) = reference::parse(&scalar.text);
    pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Reference(found) if found.namespace == "secret-file"))
}
