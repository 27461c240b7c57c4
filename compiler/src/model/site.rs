//! Sites: what the edge serves to whom, and where it sends the rest.

use crate::{
    atoms::{
        AnyText, Bool, Cidr, Count, Duration, Email, HeaderName, HeaderValue, Host, Line, Name,
        Rate, Size, StatusCode, UrlPath,
        words::{Per, TlsMode, TlsVersion},
    },
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// What is served under one or several host names; the first is the canonical one.
    Site "site" key Key::First; {
        /// The host names.
        arg host: Fixed<Host>,
        /// Further host names.
        args more_hosts: Fixed<Host>,
        /// The site that this one starts from.
        prop extends = "extends": Fixed<Host>,
        /// Where its certificate comes from; a site says it always.
        node tls: Tls,
        /// A named limit of requests.
        nodes rate_limits: RateLimit,
        /// A limit of connections at a time.
        node connection_limit: ConnectionLimit,
        /// A header of every response.
        nodes headers: Header,
        /// A header that every site has by itself and this one doesn't; `unset header NAME` says the same.
        each no_headers = "no-header": Fixed<Line>,
        /// The largest body of a request; 1MiB without it.
        value max_body = "max-body": Fixed<Size>,
        /// A password that visitors need.
        node basic_auth: BasicAuth,
        /// Addresses that may visit; all others may not. Without it everyone may.
        words allow_from = "allow-from": Fixed<Cidr>,
        /// Addresses that may not visit.
        words deny = "deny": Fixed<Cidr>,
        /// What happens to a path.
        nodes routes: Route,
        /// Lines of nginx, carried through into the server block as they stand.
        each nginx = "nginx": Fixed<AnyText>,
    }
}

/// The headers that every site has by itself, and their values.
pub const DEFAULT_HEADERS: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Strict-Transport-Security", "max-age=63072000"),
];

node! {
    /// Where a site's certificate comes from.
    Tls "tls" key Key::Sort; {
        /// `letsencrypt`, `self-signed`, `files` or `none`.
        arg mode: Fixed<TlsMode>,
        /// For letsencrypt: who is written to before a certificate expires.
        prop email = "email": Fixed<Email>,
        /// For self-signed: the kind of key, `rsa:2048` without it.
        prop algorithm = "algorithm": Fixed<Line>,
        /// For self-signed: how many days the certificate is valid, 365 without it.
        prop days = "days": Fixed<Count>,
        /// For files: the chain of certificates, in PEM.
        prop cert = "cert": Fixed<Line>,
        /// For files: the key, in PEM.
        prop key = "key": Fixed<Line>,
        /// The oldest TLS that is accepted, 1.2 without it.
        prop min = "min": Fixed<TlsVersion>,
    }
}

node! {
    /// A limit of requests that routes use. Above it a visitor gets 429; what is within the burst is not delayed.
    RateLimit "rate-limit" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// How many requests in what time.
        req_prop rate = "rate": Fixed<Rate>,
        /// How many more may come at once; 0 without it.
        prop burst = "burst": Fixed<Count>,
        /// What is counted: `client-ip`, the default.
        prop per = "per": Fixed<Per>,
    }
}

node! {
    /// A limit of connections at a time; above it a visitor gets 429. With HTTP/2 each request under way counts as one: with less than 128 a page may lose parts.
    ConnectionLimit "connection-limit" key Key::Once; {
        /// How many.
        arg connections: Fixed<Count>,
        /// What is counted: `client-ip`, the default.
        prop per = "per": Fixed<Per>,
    }
}

node! {
    /// A header of every response, of errors too. The service's own header of that name is replaced.
    Header "header" key Key::FirstFolded; {
        /// Its name; not `Set-Cookie`, which would take the place of every cookie of the service.
        arg name: Fixed<HeaderName>,
        /// Its value, which is not empty.
        arg value: Fixed<HeaderValue>,
    }
}

node! {
    /// A user name and password that visitors need.
    BasicAuth "basic-auth" key Key::Once; {
        /// What the browser shows.
        arg realm: Fixed<Line>,
        /// The secret that holds the password file, as `htpasswd` writes it: `file=(secret)NAME`.
        req_prop file = "file": crate::model::SecretName,
    }
}

node! {
    /// What happens to a path and all below it; the longest match wins, whole segments only.
    Route "route" key Key::First; slots [["to", "redirect", "respond", "root"]]; {
        /// The path: `/api` is `/api` and `/api/x`, not `/apix`.
        arg path: Fixed<UrlPath>,
        /// The service and its port's name: `server:http`.
        prop to = "to": Fixed<Line>,
        /// The URL or path that visitors are sent to; one that ends with `/…` keeps what follows.
        prop redirect = "redirect": Fixed<Line>,
        /// The status of a redirect, 308 without it.
        prop code = "code": Fixed<StatusCode>,
        /// The status of a fixed response.
        prop respond = "respond": Fixed<StatusCode>,
        /// The body of a fixed response; empty without it.
        prop body = "body": Fixed<AnyText>,
        /// The `file` whose folder is served below the path.
        prop root = "root": Fixed<Name>,
        /// Whether only the path itself matches, nothing below it; `#false` without it.
        prop exact = "exact": Fixed<Bool>,
        /// Whether the route's path is taken off before the service sees it; `#false` without it.
        prop strip_prefix = "strip-prefix": Fixed<Bool>,
        /// A path that is put before the one that the service sees.
        prop add_prefix = "add-prefix": Fixed<UrlPath>,
        /// Whether connections may be upgraded to WebSocket; `#false` without it.
        prop websocket = "websocket": Fixed<Bool>,
        /// Whether responses are collected before they are sent on; `#true` without it, `#false` for server-sent events.
        prop buffering = "buffering": Fixed<Bool>,
        /// Whether request bodies are collected before they are sent on; `#true` without it.
        prop request_buffering = "request-buffering": Fixed<Bool>,
        /// How long the service may be silent; two minutes without it, an hour where `websocket` is set.
        prop timeout = "timeout": Fixed<Duration>,
        /// The largest body of a request here; the site's without it.
        prop max_body = "max-body": Fixed<Size>,
        /// The name of a rate limit of the site.
        prop rate_limit = "rate-limit": Fixed<Name>,
        /// The burst here, if it isn't the rate limit's.
        prop burst = "burst": Fixed<Count>,
        /// A header of every response here.
        nodes headers: Header,
    }
}
