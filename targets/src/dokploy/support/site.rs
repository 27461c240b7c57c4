//! Sites and the edge, which are Traefik here.

use stackc_compiler::{
    model::{
        BasicAuth, ConnectionLimit, Edge, EdgeNetwork, Header, RateLimit, Route, Site, Tls,
        TrustedProxy,
    },
    support,
};

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
        deny: Refused("has no counterpart in Traefik, which knows only who may visit; say allow-from"),
        routes => route,
        nginx: Partial("is left out: the edge is Dokploy's Traefik; keep an nginx service behind it"),
    }
}

support! {
    tls for Tls {
        mode: Exact,
        email: Lowered("is the address that Dokploy's own resolver has"),
        algorithm: Partial("is left out: the certificate is Traefik's own; take it away"),
        days: Partial("is left out: the certificate is Traefik's own; take it away"),
        cert: Partial("is not read here; upload it in Dokploy under Certificates"),
        key: Partial("is not read here; upload it in Dokploy under Certificates"),
        min: Exact,
    }
}

support! {
    rate_limit for RateLimit {
        name: Exact,
        rate: Lowered("is counted by the router of each route on its own"),
        burst: Exact,
        per: Exact,
    }
}

support! {
    connection_limit for ConnectionLimit {
        connections: Lowered("counts requests at a time, not connections"),
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
        file: Partial("is a file in Traefik's folder, which dokploy-api.json puts there and an import doesn't; put it there before the first deploy"),
    }
}

support! {
    route for Route {
        path: Exact,
        to: Exact,
        redirect: Exact,
        code: Exact,
        respond: Refused("is nothing that Dokploy's Traefik answers; route to a service that does"),
        body: Exact,
        root: Refused("is nothing that Dokploy's Traefik serves; route to a service with a web server that mounts the file"),
        exact: Exact,
        strip_prefix: Exact,
        add_prefix: Exact,
        websocket: Exact,
        buffering: Exact,
        request_buffering: Exact,
        timeout: Partial("is left out: Traefik has one for all, at its entrypoint; set it in Dokploy's Traefik"),
        max_body: Exact,
        rate_limit: Exact,
        burst: Exact,
        headers => header,
    }
}

support! {
    edge for Edge {
        place: Lowered("is Dokploy's Traefik, whatever is said"),
        http: Exact,
        https: Exact,
        image: Partial("is left out: the edge is Dokploy's Traefik; take it away"),
        networks: Lowered("is Dokploy's own network, which every service with a site joins"),
        trusted_proxy => trusted_proxy,
    }
}

support! {
    edge_network for EdgeNetwork {
        name: Exact,
    }
}

support! {
    trusted_proxy for TrustedProxy {
        ranges: Partial("is left out: it belongs into Traefik's own configuration; set forwardedHeaders.trustedIPs of its entrypoints"),
        header: Partial("is left out: Traefik reads X-Forwarded-For; take it away"),
    }
}
