//! `template.toml` → what Dokploy reads of it, each with its place.

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::{FileId, Sources, Span, Spanned},
};
use toml::de::{DeTable, DeValue};

use super::dotenv;
use crate::Given;

/// Longer than this no template is.
const LONGEST: usize = 1 << 20;

/// The keys of a domain that the stack has no word for.
const FOREIGN: [&str; 5] = [
    "middlewares",
    "customEntrypoint",
    "customCertResolver",
    "certificateType",
    "env",
];

/// What Dokploy reads of a template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    /// The file's first byte.
    pub start: Option<Span>,
    /// `[variables]`, in the order of the file.
    pub variables: Vec<(Spanned<String>, String)>,
    /// `env`, in the order of the file; of a name that stands there twice, the last.
    pub env: Vec<Pair>,
    /// `[[config.domains]]`.
    pub domains: Vec<Domain>,
    /// `[[config.mounts]]`.
    pub mounts: Vec<Mount>,
}

/// A variable of the environment.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// Its name.
    pub key: Spanned<String>,
    /// Its value.
    pub value: String,
    /// Whether names in its value are filled in.
    pub filled_in: bool,
    /// From its name to the end of its value.
    pub span: Span,
}

/// A domain.
#[derive(Clone, Debug)]
pub(crate) struct Domain {
    /// Where it stands.
    pub span: Span,
    /// The service that answers.
    pub service: Spanned<String>,
    /// The service's port.
    pub port: u16,
    /// The host name; without one Dokploy makes it.
    pub host: Option<Spanned<String>>,
    /// The path; `/` without one.
    pub path: String,
    /// What is put before the path that the service sees.
    pub internal_path: Option<String>,
    /// Whether the path is taken off.
    pub strip_path: bool,
    /// Whether it is served over TLS.
    pub https: bool,
}

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct Mount {
    /// Where it stands.
    pub span: Span,
    /// Its path below `files/`.
    pub path: String,
    /// Its content.
    pub content: String,
}

/// Reads a template; what is wrong with it is reported, and then it is left out as a whole.
pub(crate) fn read(
    given: &Given,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Template> {
    if given.text.len() > LONGEST {
        let start = span(sources.add(given.path.clone(), ""), 0..0);
        diagnostics.push(
            Diagnostic::warning(
                "not-imported",
                start,
                "the template is longer than 1 MiB and is left out",
            )
            .help("the stack is made of the Compose file alone"),
        );
        return None;
    }
    let file = sources.add(given.path.clone(), given.text.clone());
    // Dokploy refuses a byte order mark, editors don't show it.
    let skipped = given.text.len() - given.text.trim_start_matches('\u{feff}').len();
    let text = given.text.get(skipped..).unwrap_or_default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let place = span(file, range.start + skipped..range.end + skipped);
        diagnostics.push(
            Diagnostic::warning(
                "not-imported",
                place,
                format!(
                    "the template is left out, for it is not TOML: {}",
                    one_line(error.message())
                ),
            )
            .help("the stack is made of the Compose file alone"),
        );
    }
    if !errors.is_empty() {
        return None;
    }
    let mut reader = Reader {
        file,
        skipped,
        diagnostics,
    };
    Some(reader.template(document.get_ref()))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn span(file: FileId, range: std::ops::Range<usize>) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        file,
        start: byte(range.start),
        end: byte(range.end.max(range.start)),
    }
}

/// A key with its value.
struct Field<'t> {
    key: &'t str,
    value: &'t DeValue<'t>,
    key_span: Span,
    value_span: Span,
}

struct Reader<'d> {
    file: FileId,
    skipped: usize,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn place(&self, range: std::ops::Range<usize>) -> Span {
        span(
            self.file,
            range.start + self.skipped..range.end + self.skipped,
        )
    }

    fn gap(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.diagnostics
            .push(Diagnostic::warning("not-imported", span, message).help(help));
    }

    /// The keys of a table in the order of the file.
    fn fields<'t>(&self, table: &'t DeTable<'t>) -> Vec<Field<'t>> {
        let mut fields: Vec<Field<'t>> = table
            .iter()
            .map(|(key, value)| Field {
                key: key.get_ref(),
                value: value.get_ref(),
                key_span: self.place(key.span()),
                value_span: self.place(value.span()),
            })
            .collect();
        fields.sort_by_key(|field| field.key_span.start);
        fields
    }

    fn template(&mut self, document: &DeTable<'_>) -> Template {
        let mut template = Template {
            start: Some(span(self.file, 0..0)),
            ..Template::default()
        };
        for field in self.fields(document) {
            match (field.key, field.value) {
                ("variables", DeValue::Table(table)) => {
                    for variable in self.fields(table) {
                        if let DeValue::String(text) = variable.value {
                            template.variables.push((
                                Spanned::new(variable.key.to_owned(), variable.key_span),
                                text.to_string(),
                            ));
                        }
                    }
                }
                ("config", DeValue::Table(table)) => self.config(table, &mut template),
                _ => {}
            }
        }
        template
    }

    fn config(&mut self, table: &DeTable<'_>, template: &mut Template) {
        for field in self.fields(table) {
            match (field.key, field.value) {
                ("env", value) => {
                    for pair in self.env(value) {
                        template
                            .env
                            .retain(|other| other.key.value != pair.key.value);
                        template.env.push(pair);
                    }
                }
                ("domains", DeValue::Array(items)) => {
                    for item in items.iter() {
                        if let DeValue::Table(table) = item.get_ref() {
                            let domain = self.domain(table, self.place(item.span()));
                            template.domains.extend(domain);
                        }
                    }
                }
                ("mounts", DeValue::Array(items)) => {
                    for item in items.iter() {
                        if let DeValue::Table(table) = item.get_ref() {
                            let mount = self.mount(table, self.place(item.span()));
                            template.mounts.extend(mount);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn env(&mut self, value: &DeValue<'_>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        match value {
            DeValue::Table(table) => {
                for field in self.fields(table) {
                    let Some(text) = scalar(field.value) else {
                        self.gap(
                            field.key_span,
                            format!("the value of `{}` is not one value", field.key),
                            "it is left out; write it as text",
                        );
                        continue;
                    };
                    let is_text = matches!(field.value, DeValue::String(_));
                    pairs.push(pair(&field, text, is_text));
                }
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    let place = self.place(item.span());
                    match item.get_ref() {
                        DeValue::String(text) => {
                            let Some((key, value)) = text.split_once('=') else {
                                continue;
                            };
                            let key = key.trim();
                            let key = key.strip_prefix("export ").unwrap_or(key).trim();
                            pairs.push(Pair {
                                key: Spanned::new(key.to_owned(), place),
                                value: value.to_owned(),
                                filled_in: true,
                                span: place,
                            });
                        }
                        DeValue::Table(table) => {
                            if let Some(field) = self.fields(table).first()
                                && let Some(text) = scalar(field.value)
                            {
                                pairs.push(pair(field, text, false));
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        pairs.retain(|pair| dotenv::is_name(&pair.key.value));
        pairs
    }

    fn domain(&mut self, table: &DeTable<'_>, place: Span) -> Option<Domain> {
        let mut domain = Domain {
            span: place,
            service: Spanned::new(String::new(), place),
            port: 3000,
            host: None,
            path: "/".to_owned(),
            internal_path: None,
            strip_path: false,
            https: false,
        };
        let mut enabled = true;
        for field in self.fields(table) {
            let text = match field.value {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            };
            match (field.key, text) {
                ("serviceName", Some(name)) => {
                    domain.service = Spanned::new(name, field.value_span);
                }
                ("host", Some(host)) if !host.trim().is_empty() => {
                    domain.host = Some(Spanned::new(host.trim().to_owned(), field.value_span));
                }
                ("path", Some(path)) => domain.path = rooted(&path),
                ("internalPath", Some(path)) => domain.internal_path = Some(rooted(&path)),
                ("port", _) => match port(field.value) {
                    Some(port) => domain.port = port,
                    None => self.gap(
                        field.value_span,
                        "a domain's port is a number from 1 to 65535",
                        "the route goes to port 3000, as where Dokploy finds none",
                    ),
                },
                ("https", _) => domain.https = field.value.as_bool().unwrap_or_default(),
                ("stripPath", _) => domain.strip_path = field.value.as_bool().unwrap_or_default(),
                ("enabled", _) => enabled = field.value.as_bool().unwrap_or(true),
                (key, _) if FOREIGN.contains(&key) => self.foreign(&field),
                _ => {}
            }
        }
        if domain.service.value.is_empty() {
            self.gap(
                place,
                "this domain names no service",
                "it is left out; serviceName = \"…\" names one",
            );
            return None;
        }
        if !enabled {
            self.gap(
                place,
                "this domain is switched off",
                "it is left out; a `site` in the environment serves it",
            );
            return None;
        }
        Some(domain)
    }

    fn foreign(&mut self, field: &Field<'_>) {
        match field.key {
            "env" => self.gap(
                field.key_span,
                "this `env` belongs to the domain above it, where Dokploy ignores it",
                "it is left out; write [config.env] above it",
            ),
            "middlewares" => self.gap(
                field.key_span,
                "`middlewares` names what Dokploy's Traefik does with a request",
                "it is left out; a site has header, basic-auth, rate-limit and allow-from",
            ),
            key => self.gap(
                field.key_span,
                format!("`{key}` is a word of Dokploy's Traefik"),
                "it is left out; `tls` in the site says where its certificate comes from",
            ),
        }
    }

    fn mount(&mut self, table: &DeTable<'_>, place: Span) -> Option<Mount> {
        let text = |key: &str| {
            table
                .iter()
                .find_map(|(name, value)| match value.get_ref() {
                    DeValue::String(text) if name.get_ref() == key => Some(text.to_string()),
                    _ => None,
                })
        };
        match (text("filePath"), text("content")) {
            (Some(path), Some(content)) if !path.ends_with('/') => Some(Mount {
                span: place,
                path,
                content,
            }),
            (Some(path), _) if path.ends_with('/') => {
                self.gap(
                    place,
                    "this mount makes a folder",
                    "it is left out; a `bind` makes its folder by itself",
                );
                None
            }
            (Some(_), _) => {
                self.gap(
                    place,
                    "this mount has no `content`",
                    "it is left out; Dokploy fails on it",
                );
                None
            }
            // Dokploy reads nothing else: `source`, `target` and `mountPath` do nothing.
            (None, _) => None,
        }
    }
}

fn pair(field: &Field<'_>, value: String, filled_in: bool) -> Pair {
    Pair {
        key: Spanned::new(field.key.to_owned(), field.key_span),
        value,
        filled_in,
        span: field.key_span.to(field.value_span),
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn port(value: &DeValue<'_>) -> Option<u16> {
    let text = scalar(value)?;
    text.trim().parse::<u16>().ok().filter(|port| *port > 0)
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim().trim_matches('/'))
}
