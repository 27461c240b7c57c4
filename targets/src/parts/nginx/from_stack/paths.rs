//! Where nginx finds certificates, challenges, passwords and served files, in a container and on a host.

use stackc_compiler::{atoms::words::TlsMode, model::Site, resolve::Stack};

use crate::text::nginx::{FilePath, Reason};

/// The folder that certificate challenges are answered from.
pub const ACME_WEBROOT: &str = "/var/www/certbot";
/// The folder of nginx's configuration in its container: a folder is mounted, since a single file that is replaced on the host stays the old one inside.
pub const CONTAINER_CONFIGURATION: &str = "/etc/nginx/stack";
/// The folder of the container with a folder of certificate and key for each site that is self-signed or has files.
pub const CONTAINER_TLS: &str = "/etc/nginx/tls";
/// The folder of the container with a folder of certificate and key for each site that has Let's Encrypt.
pub const CONTAINER_CERTIFICATES: &str = "/etc/nginx/certificates";

/// The folder of the container where secrets are files.
const CONTAINER_SECRETS: &str = "/run/secrets";
/// The folder of the container below which files are served.
const CONTAINER_FILES: &str = "/srv";
/// Where certbot keeps what is valid now, on a host.
const HOST_CERTIFICATES: &str = "/etc/letsencrypt/live";

/// The name of the folder with a site's certificate, from the site's first host: `*.x` is `_wildcard.x`.
#[must_use]
pub fn certificate_folder(host: &str) -> String {
    match host.strip_prefix("*.") {
        Some(rest) => format!("_wildcard.{rest}"),
        None => host.to_owned(),
    }
}

/// The folder on a host for what the stack's nginx needs there: `tls/`, `secrets/` and `files/`.
#[must_use]
pub fn host_folder(stack: &Stack) -> String {
    format!("/etc/stackc/{}", stack.project)
}

/// The folder with the certificate and key of a site whose mode makes or expects them in a fixed place.
pub(super) fn certificates(stack: &Stack, on_host: bool, mode: TlsMode, host: &str) -> String {
    let folder = certificate_folder(host);
    match (on_host, mode) {
        (false, TlsMode::LetsEncrypt) => format!("{CONTAINER_CERTIFICATES}/{folder}"),
        (false, _) => format!("{CONTAINER_TLS}/{folder}"),
        (true, TlsMode::LetsEncrypt) => format!("{HOST_CERTIFICATES}/{folder}"),
        (true, _) => format!("{}/tls/{folder}", host_folder(stack)),
    }
}

/// The file with the passwords that a secret holds.
pub(super) fn passwords(stack: &Stack, on_host: bool, secret: &str) -> Result<FilePath, Reason> {
    FilePath::new(&if on_host {
        format!("{}/secrets/{secret}", host_folder(stack))
    } else {
        format!("{CONTAINER_SECRETS}/{secret}")
    })
}

/// The file or folder that a route serves.
pub(super) fn served(stack: &Stack, on_host: bool, file: &str) -> Result<FilePath, Reason> {
    FilePath::new(&if on_host {
        host_file(stack, file)
    } else {
        format!("{CONTAINER_FILES}/{file}")
    })
}

/// Where a host has a file or folder of the stack that a route serves.
#[must_use]
pub fn host_file(stack: &Stack, file: &str) -> String {
    format!("{}/files/{file}", host_folder(stack))
}

/// The folder of challenges, if a site has Let's Encrypt.
pub(super) fn acme_webroot(stack: &Stack) -> Result<Option<FilePath>, Reason> {
    let encrypted = |site: &Site| {
        site.tls
            .as_ref()
            .is_some_and(|tls| tls.mode.value == TlsMode::LetsEncrypt)
    };
    let any = stack.sites.iter().any(encrypted);
    any.then(|| FilePath::new(ACME_WEBROOT)).transpose()
}
