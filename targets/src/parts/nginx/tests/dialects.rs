use super::fixture::twenty;
use super::{block, lines, prelude::*};

fn text(version: Version) -> String {
    render(&twenty(version)).unwrap()
}

const OLD: Version = Version::new(1, 22, 1);
const MIDDLE: Version = Version::new(1, 26, 3);
const NEW: Version = Version::new(1, 27, 3);

#[test]
fn http2_is_said_as_the_version_says_it() {
    assert!(text(OLD).contains("listen 443 ssl http2;") && !text(OLD).contains("http2 on;"));
    assert!(text(MIDDLE).contains("listen 443 ssl;") && text(MIDDLE).contains("http2 on;"));
}

#[test]
fn plain_http_never_speaks_http2() {
    assert!(!block(&text(MIDDLE), "server {\n        listen 80 default_server;").contains("http2"));
}

#[test]
fn a_current_nginx_resolves_in_a_group_that_keeps_connections() {
    assert_eq!(
        lines(&text(NEW), "upstream twenty-server_3000 {"),
        [
            "zone twenty-server_3000 64k;",
            "server twenty-server:3000 resolve;",
            "keepalive 16;"
        ]
    );
    assert!(text(NEW).contains("proxy_pass http://twenty-server_3000;"));
}

#[test]
fn an_older_nginx_resolves_at_each_request() {
    let old = text(MIDDLE);
    assert!(!old.contains("upstream twenty"));
    assert!(old.contains("set $to_twenty_server_3000 http://twenty-server:3000;"));
    assert!(old.contains("proxy_pass $to_twenty_server_3000;"));
}

#[test]
fn services_of_like_names_have_variables_of_their_own() {
    let mut conf = twenty(OLD);
    for (place, name) in ["a-b", "a_b"].into_iter().enumerate() {
        let upstream = Upstream::service(name, 1).unwrap();
        conf.sites[0].routes[place].action = Action::Proxy(Proxy::to(upstream));
    }
    let text = render(&conf).unwrap();
    assert!(text.contains("set $to_a_b_1 http://a-b:1;"));
    assert!(text.contains("set $to_a_b_1__1 http://a_b:1;"));
}

#[test]
fn services_of_like_names_have_groups_of_their_own() {
    let mut conf = twenty(NEW);
    for (place, name) in ["A", "a", "crm.company.com_api"].into_iter().enumerate() {
        let upstream = Upstream::service(name, 80).unwrap();
        conf.sites[0].routes[place].action = Action::Proxy(Proxy::to(upstream));
    }
    let mut limit = conf.sites[0].rate_limits[0].clone();
    limit.name = Name::new("api_80").unwrap();
    conf.sites[0].rate_limits.push(limit);
    let text = render(&conf).unwrap();
    for (group, server) in [
        ("A_80", "A"),
        ("a_80__1", "a"),
        ("crm.company.com_api_80__1", "crm.company.com_api"),
    ] {
        let group_of = block(&text, &format!("upstream {group} {{"));
        assert!(
            group_of.contains(&format!("server {server}:80")),
            "{group_of}"
        );
        assert!(
            text.contains(&format!("proxy_pass http://{group};")),
            "{group}"
        );
    }
}

#[test]
fn an_address_is_a_plain_group_in_every_version() {
    for version in [OLD, MIDDLE, NEW] {
        let mut conf = twenty(version);
        conf.resolver = None;
        for route in &mut conf.sites[0].routes {
            route.action = Action::Proxy(Proxy::to(Upstream::address(
                "127.0.0.1:3000".parse().unwrap(),
            )));
        }
        let text = render(&conf).unwrap();
        assert_eq!(
            lines(&text, "upstream 127.0.0.1_3000 {"),
            ["server 127.0.0.1:3000;", "keepalive 16;"]
        );
        assert!(!text.contains("resolver"));
    }
}

#[test]
fn one_ticket_key_for_ever_is_no_ticket_key() {
    assert!(text(OLD).contains("ssl_session_tickets off;"));
    assert!(!text(MIDDLE).contains("ssl_session_tickets"));
}
