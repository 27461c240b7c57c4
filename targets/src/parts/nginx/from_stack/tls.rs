//! The certificate of a site.

use stackc_compiler::{
    atoms::words,
    diag::{Diagnostic, Diagnostics},
    model::{self, Site},
    source::Span,
    template::Fixed,
};

use super::{
    super::{Tls, TlsVersion},
    Scene, carried, hosts, paths,
};
use crate::parts::certificates;
use crate::text::nginx::{FilePath, Reason};

/// What a site may say about its TLS.
const CHOICES: &str = "say one of
  tls letsencrypt email=\"ops@example.com\"
  tls self-signed
  tls files cert=\"./tls/fullchain.pem\" key=\"./tls/privkey.pem\"
  tls none";

/// The certificate, or none for a site that is served by plain HTTP; the outer `None` is a fault.
pub(super) fn tls(scene: &Scene<'_>, site: &Site, found: &mut Diagnostics) -> Option<Option<Tls>> {
    let Some(tls) = &site.tls else {
        found.push(
            Diagnostic::error(
                "missing-tls",
                site.host.span,
                "the site says nothing about TLS",
            )
            .help(CHOICES),
        );
        return None;
    };
    let mode = tls.mode.value;
    strangers(tls, found);
    let files = match mode {
        words::TlsMode::None => return Some(None),
        words::TlsMode::LetsEncrypt => {
            issuable(site, tls, found);
            fixed(scene, site, mode)
        }
        words::TlsMode::SelfSigned => {
            certificates::check(tls, found);
            fixed(scene, site, mode)
        }
        words::TlsMode::Files => files(scene, site, tls, found)?,
    };
    let min = match tls.min.as_ref().map(|min| min.value) {
        None | Some(words::TlsVersion::V1_2) => TlsVersion::V1_2,
        Some(words::TlsVersion::V1_3) => TlsVersion::V1_3,
    };
    let [certificate, key] = files.map(|(path, span)| carried(path, span, found));
    Some(Some(Tls {
        certificate: certificate?,
        key: key?,
        min,
    }))
}

/// The paths of certificate and key, and where they come from.
type Files = [(Result<FilePath, Reason>, Span); 2];

/// Certificate and key where they are made.
fn fixed(scene: &Scene<'_>, site: &Site, mode: words::TlsMode) -> Files {
    let folder = paths::certificates(scene.stack, scene.on_host(), mode, &site.host.value.0);
    ["fullchain.pem", "privkey.pem"]
        .map(|name| (FilePath::new(&format!("{folder}/{name}")), site.host.span))
}

/// Certificate and key that somebody else provides: mounted in a container, where they are on a host.
fn files(
    scene: &Scene<'_>,
    site: &Site,
    tls: &model::Tls,
    found: &mut Diagnostics,
) -> Option<Files> {
    let cert = required(tls.cert.as_ref(), tls, "cert", "./tls/fullchain.pem", found);
    let key = required(tls.key.as_ref(), tls, "key", "./tls/privkey.pem", found);
    let (cert, key) = (cert?, key?);
    if !scene.on_host() {
        return Some(fixed(scene, site, words::TlsMode::Files));
    }
    for path in [cert, key] {
        if !path.value.0.starts_with('/') {
            found.push(
                Diagnostic::error(
                    "relative-path",
                    path.span,
                    "the host's nginx is not in the stack's folder: this path is absolute",
                )
                .help("for example \"/etc/ssl/private/app.example.com.pem\""),
            );
            return None;
        }
    }
    Some([cert, key].map(|path| (FilePath::new(&path.value.0), path.span)))
}

fn required<'a, T>(
    value: Option<&'a Fixed<T>>,
    tls: &model::Tls,
    word: &str,
    example: &str,
    found: &mut Diagnostics,
) -> Option<&'a Fixed<T>> {
    if value.is_none() {
        let mode = tls.mode.value.word();
        found.push(
            Diagnostic::error(
                "missing-property",
                tls.span,
                format!("`tls {mode}` needs `{word}`"),
            )
            .help(format!("{word}=\"{example}\"")),
        );
    }
    value
}

/// Reports properties that belong to another mode.
fn strangers(tls: &model::Tls, found: &mut Diagnostics) {
    use words::TlsMode::{Files, LetsEncrypt, None as Plain, SelfSigned};
    let model::Tls {
        mode,
        email,
        algorithm,
        days,
        cert,
        key,
        min,
        span: _,
    } = tls;
    let given = [
        ("email", email.as_ref().map(|value| value.span), LetsEncrypt),
        (
            "algorithm",
            algorithm.as_ref().map(|value| value.span),
            SelfSigned,
        ),
        ("days", days.as_ref().map(|value| value.span), SelfSigned),
        ("cert", cert.as_ref().map(|value| value.span), Files),
        ("key", key.as_ref().map(|value| value.span), Files),
    ];
    let word = mode.value.word();
    for (name, span, owner) in given {
        if let Some(span) = span
            && owner != mode.value
        {
            found.push(
                Diagnostic::error(
                    "conflict",
                    span,
                    format!("`{name}` says nothing of `tls {word}`"),
                )
                .help(format!("it goes with `tls {}`", owner.word())),
            );
        }
    }
    if let Some(min) = min
        && mode.value == Plain
    {
        found.push(
            Diagnostic::error("conflict", min.span, "`min` says nothing of `tls none`")
                .help("take it away"),
        );
    }
}

/// Reports what Let's Encrypt gives no certificate for, or not by plain HTTP.
fn issuable(site: &Site, tls: &model::Tls, found: &mut Diagnostics) {
    required(tls.email.as_ref(), tls, "email", "ops@example.com", found);
    for (host, span) in hosts::of(site) {
        let why = if host.starts_with("*.") {
            "asks by DNS, which stackc doesn't do, before it gives a certificate for a wildcard"
        } else if host.parse::<std::net::IpAddr>().is_ok() {
            "gives certificates for names, not for addresses"
        } else if !host.contains('.') || host.ends_with(".localhost") {
            "gives certificates only for names that are known in the whole internet"
        } else {
            continue;
        };
        found.push(
            Diagnostic::error("tls-mode", span, format!("Let's Encrypt {why}"))
                .other(tls.mode.span, "Let's Encrypt is asked for here")
                .help("tls self-signed, or tls files cert=… key=…"),
        );
    }
}
