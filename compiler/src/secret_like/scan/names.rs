//! Which words are names of secrets.

use crate::secret_like::{is_secret_name, may_name_secret};

/// Directives of nginx whose last word is that of a secret: they name where a request goes, or the path of a file.
const DIRECTIVES: [&str; 8] = [
    "ssl_certificate_key",
    "proxy_ssl_certificate_key",
    "proxy_pass",
    "fastcgi_pass",
    "grpc_pass",
    "memcached_pass",
    "scgi_pass",
    "uwsgi_pass",
];

/// Whether a value under this name is never shown: also names that other languages write.
pub(in crate::secret_like) fn names_secret(name: &str) -> bool {
    if ["--requirepass", "--masterauth", "--passphrase"].contains(&name) {
        return true;
    }
    // AUTHORIZATION and APIKEY end with such letters too.
    if !may_name_secret(name) || DIRECTIVES.contains(&name) {
        return false;
    }
    if is_secret_name(name) {
        return true;
    }
    let mut words = String::with_capacity(name.len() + 4);
    let mut chars = name.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let starts = last.is_lowercase()
            || last.is_ascii_digit()
            || last.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && starts {
            words.push('_');
        }
        words.push(c);
        last = c;
    }
    let last = words.rsplit(['_', '-', '.']).next().unwrap_or("");
    is_secret_name(&words)
        || last.eq_ignore_ascii_case("authorization")
        || last.eq_ignore_ascii_case("apikey")
}
