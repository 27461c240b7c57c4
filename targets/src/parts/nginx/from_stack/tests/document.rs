//! The process, the edge, certificates, headers and access.

use super::{EDGE, PLAIN, SERVICE, block, conf, site};

fn on_host(edge: &str, body: &str) -> String {
    conf(&format!(
        "service app {{ image \"app:1\"; port http 3000 publish=3100 }}
         {edge}
         site app.example.com {{ {body}; route \"/\" to=\"app:http\" }}
         target nginx {{ version \"1.26\" }}"
    ))
}

const HOST_EDGE: &str = "edge { place host; http 8080; https \"*:8443\" }";

#[test]
fn a_container_listens_on_the_usual_ports_and_knows_the_published_ones() {
    let text = conf(&format!(
        "{SERVICE}
         edge {{ http \"*:8080\"; https \"*:8443\" }}
         site app.example.com {{ tls self-signed; route \"/\" to=\"app:http\" }}"
    ));
    assert!(text.contains("listen 80;") && text.contains("listen 443 ssl;"));
    assert!(text.contains("return 308 https://$host:8443$request_uri;"));
    assert!(text.contains("resolver 127.0.0.11 ") && text.contains("server app:3000 resolve;"));
    assert!(text.contains("error_log stderr warn;") && text.contains("access_log /dev/stdout "));
    assert!(text.contains("ssl_certificate /etc/nginx/tls/app.example.com/fullchain.pem;"));
    assert!(text.starts_with("# Generated.\n") && !text.contains("\nuser "));
}

#[test]
fn a_host_listens_where_it_is_published_and_goes_to_published_ports() {
    let text = on_host(HOST_EDGE, "tls self-signed");
    assert!(text.contains("listen 127.0.0.1:8080;") && text.contains("listen 8443 ssl;"));
    assert!(text.contains("server 127.0.0.1:3100;") && !text.contains("resolver "));
    assert!(text.contains("user www-data;") && text.contains("pid /run/nginx.pid;"));
    assert!(text.contains("error_log /var/log/nginx/error.log warn;"));
    assert!(text.contains("access_log /var/log/nginx/access.log "));
    assert!(text.contains("ssl_certificate_key /etc/stackc/shop/tls/app.example.com/privkey.pem;"));
}

#[test]
fn a_service_on_another_address_of_the_host_is_found_there() {
    let at = |publish: &str| {
        conf(&format!(
            "service app {{ image \"app:1\"; port http 3000 publish=\"{publish}\" }}
             edge {{ place host; http \"*:80\" }}
             site app.example.com {{ tls none; route \"/\" to=\"app\" }}
             target nginx {{ version \"1.22\" }}"
        ))
    };
    assert!(at("192.0.2.1:3000").contains("server 192.0.2.1:3000;"));
    assert!(at("[2001:db8::1]:3000").contains("server [2001:db8::1]:3000;"));
    assert!(at("*:3000").contains("server 127.0.0.1:3000;"));
    assert!(at("[::]:3000").contains("server [::1]:3000;"));
}

#[test]
fn certificates_are_where_they_are_made() {
    let certificate = |text: String| {
        let line = text.lines().find(|line| line.contains("ssl_certificate "));
        line.map(|line| line.trim().to_owned()).unwrap_or_default()
    };
    let encrypted = "tls letsencrypt email=\"ops@example.com\"";
    assert_eq!(
        certificate(site(encrypted)),
        "ssl_certificate /etc/nginx/certificates/app.example.com/fullchain.pem;"
    );
    assert_eq!(
        certificate(on_host(
            "edge { place host; http \"*:80\"; https \"*:443\" }",
            encrypted
        )),
        "ssl_certificate /etc/letsencrypt/live/app.example.com/fullchain.pem;"
    );
    assert_eq!(
        certificate(site("tls files cert=\"a.pem\" key=\"a.key\"")),
        "ssl_certificate /etc/nginx/tls/app.example.com/fullchain.pem;"
    );
    assert_eq!(
        certificate(on_host(
            HOST_EDGE,
            "tls files cert=\"/etc/ssl/a.pem\" key=\"/etc/ssl/a.key\""
        )),
        "ssl_certificate /etc/ssl/a.pem;"
    );
    let wildcard = conf(&format!(
        "{EDGE}\nsite \"*.example.com\" {{ tls self-signed min=\"1.3\" }}"
    ));
    assert_eq!(
        certificate(wildcard),
        "ssl_certificate /etc/nginx/tls/_wildcard.example.com/fullchain.pem;"
    );
}

#[test]
fn every_site_has_the_usual_headers() {
    let usual = [
        "add_header X-Content-Type-Options nosniff always;",
        "add_header X-Frame-Options SAMEORIGIN always;",
        "add_header Referrer-Policy strict-origin-when-cross-origin always;",
    ];
    let added = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| line.starts_with("add_header"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(added(&site(PLAIN)), usual);
    let both = [usual, usual].concat();
    assert_eq!(
        added(&site("tls self-signed")),
        both,
        "a redirect has them too"
    );
    let hsts = "add_header Strict-Transport-Security max-age=63072000 always;";
    assert_eq!(
        added(&site("tls files cert=a key=b")),
        [&both[..], &[hsts]].concat()
    );
}

#[test]
fn a_site_changes_its_headers() {
    let text = site(&format!(
        "{PLAIN}
         header x-frame-options DENY
         header X-New \"a $b\"
         no-header Referrer-Policy"
    ));
    let lines = block(&text, "server_name app.example.com;");
    assert_eq!(
        lines.get(..3).unwrap(),
        [
            "add_header X-Content-Type-Options nosniff always;",
            "add_header x-frame-options DENY always;",
            "add_header X-New \"a ${dollar}b\" always;",
        ]
    );
    assert!(!text.contains("Referrer-Policy"));
}

#[test]
fn sites_with_other_headers_redirect_with_them() {
    let text = conf(&format!(
        "{EDGE}
         site a.example.com {{ tls self-signed }}
         site b.example.com {{ tls self-signed; header X-B 1 }}
         site c.example.com {{ tls files cert=a key=b }}"
    ));
    assert!(text.contains("server_name a.example.com c.example.com;"));
    let of_b = block(&text, "server_name b.example.com;");
    assert!(of_b.contains(&"add_header X-B 1 always;".to_owned()));
}

#[test]
fn who_may_come() {
    let text = site(
        &format!(
            "{PLAIN}
         allow-from \"10.0.0.0/8\" \"2001:db8::1\"
         deny \"10.6.6.6\"
         connection-limit 20
         max-body \"1.5GiB\"
         basic-auth \"Staff only\" file=(secret)htpasswd
         }}
         secret htpasswd {{"
        )
        .replace("}}", "}")
        .replace("{{", "{"),
    );
    let lines = block(&text, "server_name app.example.com;").join("\n");
    assert!(lines.contains("deny 10.6.6.6;\nallow 10.0.0.0/8;\nallow 2001:db8::1;\ndeny all;"));
    assert!(
        lines.contains("client_max_body_size 1536m;\nlimit_conn app.example.com-connections 20;")
    );
    assert!(
        lines.contains("auth_basic \"Staff only\";\nauth_basic_user_file /run/secrets/htpasswd;")
    );
}

#[test]
fn the_edge_believes_the_proxies_that_it_names() {
    let text = conf(&format!(
        "edge {{ http \"*:80\"; trusted-proxy \"10.0.0.0/8\" \"192.0.2.7\" header=CF-Connecting-IP }}
         site app.example.com {{ {PLAIN} }}"
    ));
    assert!(text.contains("set_real_ip_from 10.0.0.0/8;\n    set_real_ip_from 192.0.2.7;\n    real_ip_header CF-Connecting-IP;"));
}

#[test]
fn an_edge_of_https_alone_redirects_nobody() {
    let text = conf("edge { https \"*:443\" }\nsite app.example.com { tls self-signed }");
    assert!(!text.contains("return 308") && !text.contains("listen 80"));
}

#[test]
fn ipv6_and_lines_of_ones_own() {
    let text = conf(&format!(
        "edge {{ http \"*:80\" }}
         site app.example.com {{ {PLAIN}; nginx \"add_trailer X-A b;\" }}
         target nginx {{ ipv6 }}"
    ));
    assert!(text.contains("listen [::]:80;") && text.contains("        add_trailer X-A b;\n"));
}
