//! `[[config.domains]]`: what Dokploy's Traefik serves.

use stackc_compiler::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

use super::{
    Reader,
    field::{Field, scalar},
};

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

impl Reader {
    pub(super) fn domain(&mut self, table: &DeTable<'_>, place: Span) -> Option<Domain> {
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
        let mut unknown = Vec::new();
        for field in self.fields(table) {
            match field.key {
                "serviceName" => {
                    if let Some(name) = self.domain_text(&field) {
                        domain.service = Spanned::new(name, field.value_span);
                    }
                }
                "host" => {
                    let host = self.domain_text(&field).unwrap_or_default();
                    let host = host.trim().to_owned();
                    if !host.is_empty() {
                        domain.host = Some(Spanned::new(host, field.value_span));
                    }
                }
                "path" => {
                    if let Some(path) = self.domain_text(&field) {
                        domain.path = rooted(&path);
                    }
                }
                "internalPath" => {
                    domain.internal_path = self.domain_text(&field).as_deref().map(rooted);
                }
                "port" => match port(field.value) {
                    Some(port) => domain.port = port,
                    None => self.gap(
                        field.value_span,
                        "a domain's port is a number from 1 to 65535",
                        "the route goes to port 3000, as where Dokploy finds none",
                    ),
                },
                "https" => domain.https = self.flag(&field, false),
                "stripPath" => domain.strip_path = self.flag(&field, false),
                "enabled" => enabled = self.flag(&field, true),
                // Dokploy sets it itself.
                "domainType" => {}
                _ if self.foreign(&field) => {}
                _ => unknown.push(field),
            }
        }
        self.unknown(
            &unknown,
            "of a domain",
            "it is left out; a domain has serviceName, port, host, path, https, stripPath and internalPath",
        );
        self.served(domain, enabled)
    }

    /// The domain, if anything serves it.
    fn served(&mut self, domain: Domain, enabled: bool) -> Option<Domain> {
        if domain.service.value.is_empty() {
            self.gap(
                domain.span,
                "this domain names no service",
                "it is left out; serviceName = \"…\" names one",
            );
            return None;
        }
        if !enabled {
            self.gap(
                domain.span,
                "this domain is switched off",
                "it is left out; a `site` in the environment serves it",
            );
            return None;
        }
        Some(domain)
    }

    fn domain_text(&mut self, field: &Field<'_>) -> Option<String> {
        let text = field.text();
        if text.is_none() {
            self.wrong(field, "text", "it is left out; write it in quotes");
        }
        text
    }

    fn flag(&mut self, field: &Field<'_>, otherwise: bool) -> bool {
        field.value.as_bool().unwrap_or_else(|| {
            let help = format!("it is read as {otherwise}; write true or false");
            self.wrong(field, "a boolean", &help);
            otherwise
        })
    }

    /// Reports a key that the stack has no word for; whether it is one.
    fn foreign(&mut self, field: &Field<'_>) -> bool {
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
            "forwardAuthEnabled" => self.gap(
                field.key_span,
                "`forwardAuthEnabled` lets Dokploy ask who sends a request",
                "it is left out; a site has basic-auth",
            ),
            "uniqueConfigKey" => self.gap(
                field.key_span,
                "`uniqueConfigKey` is a part of the names in Dokploy's Traefik",
                "it is left out; nothing of the stack needs it",
            ),
            "customEntrypoint" => self.gap(
                field.key_span,
                "`customEntrypoint` is a word of Dokploy's Traefik",
                "it is left out; `edge` says which ports the sites listen on",
            ),
            key @ ("customCertResolver" | "certificateType") => self.gap(
                field.key_span,
                format!("`{key}` is a word of Dokploy's Traefik"),
                "it is left out; `tls` in the site says where its certificate comes from",
            ),
            _ => return false,
        }
        true
    }
}

fn port(value: &DeValue<'_>) -> Option<u16> {
    let text = scalar(value)?;
    text.trim().parse::<u16>().ok().filter(|port| *port > 0)
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim().trim_matches('/'))
}
