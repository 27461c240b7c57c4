//! The edge and its sites.

use super::{Code, Examples, error, warning};

pub(super) const CODES: &[Code] = &[
    error(
        "missing-edge",
        "a stack has a site and no edge",
        "The edge says where the reverse proxy lives and which ports it listens on. Being public is always written out, so there is no edge by default.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "edge-port",
        "the edge doesn't listen where a site needs it",
        "Sites with TLS need `https`, and `http` for the redirect and for Let's Encrypt's check; sites without TLS need `http`. Each is one fixed port, since redirects name it.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80" }

site "shop.example" {
    tls self-signed
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls self-signed
    route "/" to="web:http"
}
"#,
        },
    ),
    warning(
        "unused-edge",
        "a stack has an edge and no site",
        "An edge without a site has nothing to serve, so none is made: no port is opened. Add a site, or take the edge away.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

edge { http "*:80"; https "*:443" }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls self-signed
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "name-taken",
        "a service, a volume or a unit has a name that something else brings",
        "Where the edge is a container, it brings services and volumes of its own: `nginx`, and what renews certificates. A second one of the same name would change the first. Give the stack's own another name. A module brings its service under the name that `as=` says, and all else as `<as>-NAME`: these have to be free too. With the systemd target each unit has a name of its own: Quadlet makes `shop-data-volume.service` of the volume `data`, so no service is called `data-volume` there. And no unit is called as one that the machine has, such as `docker.service` or `default.target`: ours would take its place.",
        Examples {
            bad: r#"
stack shop edition=1

service nginx {
    image "shop:1.4"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls self-signed
    route "/" to="nginx:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls self-signed
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "missing-tls",
        "a site says nothing about TLS",
        "Each site says where its certificate comes from: `letsencrypt`, `self-signed`, `files`, or `none` for plain HTTP. Nothing is assumed, since both an open site and a certificate that nobody asked for would surprise.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "tls-mode",
        "a certificate can't come from where the site says",
        "Let's Encrypt gives certificates for public host names, by a request to port 80: not for `localhost`, an address, or a wildcard. Use `self-signed` or `files` for such a site.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site localhost {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site localhost {
    tls self-signed
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "missing-route-action",
        "nothing answers at a route",
        "A route has one of `to` (a service), `redirect` (a URL), `respond` (a status) and `root` (a file or folder of the stack).",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" websocket=#true
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" to="web:http" websocket=#true
}
"#,
        },
    ),
    error(
        "relative-path",
        "a path must be absolute here",
        "The nginx of a host knows nothing of the stack's folder: certificates that it reads are named by their absolute path on that host.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls files cert="tls/shop.pem" key="tls/shop.key"
    route "/" to="web:http"
}

target nginx { version "1.28" }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls files cert="/etc/ssl/shop.pem" key="/etc/ssl/shop.key"
    route "/" to="web:http"
}

target nginx { version "1.28" }
"#,
        },
    ),
    error(
        "missing-nginx-version",
        "the version of the host's nginx is not known",
        "A configuration is right for a version of nginx, never in general. The container's version is the compiler's to choose; that of a host is what is installed there, so the stack names it.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}

target nginx { version "1.26" }
"#,
        },
    ),
    error(
        "nginx-too-old",
        "a version of nginx can't do what every site needs",
        "Unknown hosts are refused before a certificate is shown, which nginx can since 1.19.4. Older versions would show the certificate of one site to everyone.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}

target nginx { version "1.18" }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}

edge { place host; http "*:80"; https "*:443" }

site "shop.example" {
    tls letsencrypt email="ops@shop.example"
    route "/" to="web:http"
}

target nginx { version "1.22" }
"#,
        },
    ),
];
