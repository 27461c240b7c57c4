//! The edge and its sites, for the host's nginx.

use stackc_compiler::{
    model::{BasicAuth, ConnectionLimit, Edge, Header, RateLimit, Route, Site, Tls, TrustedProxy},
    support,
};

support! {
    edge for Edge {
        place: Exact,
        http: Exact,
        https: Exact,
        image: Partial("is not used, for NixOS brings its own nginx; take it away"),
        networks: Partial("is not joined, for nginx is on the host; take it away"),
        trusted_proxy => trusted_proxy,
    }
}

support! {
    trusted_proxy for TrustedProxy {
        ranges: Exact,
        header: Exact,
    }
}

support! {
    site for Site {
        host: Exact,
        more_hosts: Exact,
        extends: Exact,
        tls => tls,
        rate_limits => rate_limit,
        connection_limit => connection_limit,
        headers => header,
        no_headers: Exact,
        max_body: Exact,
        basic_auth => basic_auth,
        allow_from: Exact,
        deny: Exact,
        routes => route,
        nginx: Exact,
    }
}

support! {
    tls for Tls {
        mode: Exact,
        email: Exact,
        algorithm: Exact,
        days: Exact,
        cert: Exact,
        key: Exact,
        min: Exact,
    }
}

support! {
    rate_limit for RateLimit {
        name: Exact,
        rate: Exact,
        burst: Exact,
        per: Exact,
    }
}

support! {
    connection_limit for ConnectionLimit {
        connections: Exact,
        per: Exact,
    }
}

support! {
    header for Header {
        name: Exact,
        value: Exact,
    }
}

support! {
    basic_auth for BasicAuth {
        realm: Exact,
        file: Exact,
    }
}

support! {
    route for Route {
        path: Exact,
        to: Exact,
        redirect: Exact,
        code: Exact,
        respond: Exact,
        body: Exact,
        root: Exact,
        exact: Exact,
        strip_prefix: Exact,
        add_prefix: Exact,
        websocket: Exact,
        buffering: Exact,
        request_buffering: Exact,
        timeout: Exact,
        max_body: Exact,
        rate_limit: Exact,
        burst: Exact,
        headers: Exact,
    }
}
