use std::net::{IpAddr, Ipv6Addr};

use super::fixture::{app, file, name, route, tls, twenty};
use super::{block, lines, prelude::*};

fn conf() -> Conf {
    twenty(Version::new(1, 28, 0))
}

fn text(change: impl FnOnce(&mut Conf)) -> String {
    let mut conf = conf();
    change(&mut conf);
    render(&conf).unwrap()
}

#[test]
fn unknown_names_are_refused() {
    let text = text(|_| ());
    assert!(block(&text, "server {\n        listen 80 default_server;").contains("return 444;"));
    let https = block(&text, "server {\n        listen 443 ssl default_server;");
    assert!(https.contains("ssl_reject_handshake on;") && https.contains("return 421;"));
}

#[test]
fn http_leads_to_the_published_port() {
    assert!(text(|_| ()).contains("return 308 https://$host$request_uri;"));
    let other = text(|conf| {
        conf.edge.published_http = 3080;
        conf.edge.published_https = 3443;
    });
    assert!(other.contains("return 308 https://$host:3443$request_uri;"));
    assert_eq!(
        lines(&other, "map $scheme $published_port {"),
        ["default 3080;", "https 3443;"]
    );
    assert_eq!(
        lines(&other, "map $scheme $published_host {"),
        ["default $host:3080;", "https $host:3443;"]
    );
    assert!(other.contains("proxy_set_header Host $published_host;"));
}

#[test]
fn only_what_listens_everywhere_gets_an_ipv6_twin() {
    let text = text(|conf| {
        conf.edge.ipv6 = true;
        conf.edge.http = vec![(Some(IpAddr::V6(Ipv6Addr::LOCALHOST)), 80)];
    });
    assert!(text.contains("listen [::1]:80;") && !text.contains("listen [::]:80;"));
    assert!(text.contains("listen 443 ssl;") && text.contains("listen [::]:443 ssl;"));
}

#[test]
fn a_site_without_tls_is_served_on_http_alone() {
    let text = text(|conf| conf.sites[0].tls = None);
    for absent in ["443", "ssl", "308", "acme"] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(block(&text, "server {\n        listen 80;").contains("location / {"));
}

#[test]
fn challenges_are_answered_where_there_is_a_folder_for_them() {
    assert!(
        block(&text(|_| ()), "location ^~ /.well-known/acme-challenge/ {")
            .contains("root /var/www/certbot;")
    );
    assert!(!text(|conf| conf.acme_webroot = None).contains("acme"));
}

#[test]
fn a_stricter_site_says_so_itself() {
    let text = text(|conf| {
        let mut strict = conf.sites[0].clone();
        strict.hosts = vec![ServerName::new("strict.company.com").unwrap()];
        strict.tls = Some(Tls {
            min: TlsVersion::V1_3,
            ..tls("strict.company.com")
        });
        conf.sites.push(strict);
    });
    assert_eq!(text.matches("ssl_protocols TLSv1.2 TLSv1.3;").count(), 1);
    assert_eq!(text.matches("ssl_protocols TLSv1.3;").count(), 1);
    assert_eq!(text.matches("if ($ssl_protocol != TLSv1.3) {").count(), 1);
}

#[test]
fn tls_1_3_alone_needs_no_cipher_list() {
    let text = text(|conf| {
        conf.sites[0].tls = Some(Tls {
            min: TlsVersion::V1_3,
            ..tls("x")
        });
    });
    assert!(text.contains("ssl_protocols TLSv1.3;") && !text.contains("ssl_ciphers"));
}

#[test]
fn only_trusted_proxies_say_who_the_client_is() {
    let text = text(|conf| {
        let trusted = vec![Cidr::new("10.0.0.0/8").unwrap()];
        conf.real_ip = Some(RealIp {
            trusted,
            header: HeaderName::new("X-Forwarded-For").unwrap(),
        });
    });
    assert!(text.contains("set_real_ip_from 10.0.0.0/8;\n    real_ip_header X-Forwarded-For;"));
    assert!(text.contains("proxy_set_header X-Forwarded-For $remote_addr;"));
    assert!(text.contains("proxy_set_header X-Forwarded-Proto $client_scheme;"));
}

#[test]
fn the_process_is_as_the_document_says() {
    let text = text(|conf| {
        conf.process.user = Some(name("www-data"));
        conf.process.pid = Some(file("/tmp/nginx.pid"));
        conf.process.temporary_files = Some(file("/tmp"));
        conf.logs.error = Some(file("/var/log/nginx/error.log"));
    });
    for line in [
        "user www-data;",
        "pid /tmp/nginx.pid;",
        "    proxy_temp_path /tmp/proxy;",
        "error_log /var/log/nginx/error.log warn;",
    ] {
        assert!(text.contains(&format!("{line}\n")), "{line}");
    }
}

#[test]
fn a_document_that_nginx_would_refuse_is_a_bug() {
    let refused = |change: fn(&mut Conf)| {
        let mut conf = conf();
        change(&mut conf);
        render(&conf).is_err()
    };
    assert!(refused(|conf| conf.sites.push(conf.sites[0].clone())));
    assert!(refused(|conf| conf.resolver = None));
    assert!(refused(|conf| conf.edge.https.clear()));
    assert!(refused(|conf| conf.sites[0].hosts.clear()));
    assert!(refused(|conf| conf.sites[0].rate_limits.clear()));
    assert!(refused(|conf| conf.sites[0]
        .routes
        .push(route("/api/", Action::Proxy(app())))));
}

#[test]
fn long_names_get_larger_tables() {
    assert!(!text(|_| ()).contains("hash_bucket_size"));
    let host = format!("{}.company.com", "x".repeat(50));
    let long = text(|conf| conf.sites[0].hosts.push(ServerName::new(&host).unwrap()));
    assert!(long.contains("server_names_hash_bucket_size 128;"));
}
