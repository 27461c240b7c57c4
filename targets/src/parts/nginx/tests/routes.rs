use std::time::Duration;

use super::fixture::{app, file, limit, name, route, twenty};
use super::{lines, prelude::*, with_routes};

fn proxied(path: &str, proxy: Proxy) -> String {
    with_routes(vec![route(path, Action::Proxy(proxy))])
}

fn exact(path: &str, action: Action) -> Route {
    Route::new(Match::Exact(Path::new(path).unwrap()), action)
}

fn gone() -> Action {
    Action::Respond {
        status: Status::new(410).unwrap(),
        body: Body::new("gone\nfor good").unwrap(),
    }
}

#[test]
fn a_path_is_whole_segments() {
    let text = proxied("/api", app());
    assert_eq!(
        lines(&text, "location = /api {"),
        lines(&text, "location ^~ /api/ {")
    );
}

#[test]
fn what_no_route_fits_is_not_found() {
    assert_eq!(
        lines(
            &proxied("/api", app()),
            "location / {\n            return 404;"
        ),
        ["return 404;"]
    );
    assert!(!proxied("/", app()).contains("return 404;"));
}

#[test]
fn an_exact_route_takes_its_path_from_a_wider_one() {
    let text = with_routes(vec![
        exact("/api", gone()),
        route("/api", Action::Proxy(app())),
    ]);
    assert_eq!(text.matches("location = /api {").count(), 1);
    assert!(lines(&text, "location = /api {").contains(&"default_type text/plain;".to_owned()));
}

#[test]
fn paths_are_rewritten_only_if_told() {
    assert!(!proxied("/api", app()).contains("rewrite"));
    let stripped = proxied(
        "/api",
        Proxy {
            strip_prefix: true,
            ..app()
        },
    );
    assert!(
        lines(&stripped, "location ^~ /api/ {")
            .contains(&"rewrite \"(?s)^/api/?(.*)$\" /$1 break;".to_owned())
    );
    let add_prefix = Some(Prefix::new(&Path::new("/v2").unwrap()).unwrap());
    let added = proxied(
        "/api",
        Proxy {
            add_prefix: add_prefix.clone(),
            ..app()
        },
    );
    assert!(added.contains("rewrite \"(?s)^/(.*)$\" /v2/$1 break;"));
    let both = proxied(
        "/api",
        Proxy {
            strip_prefix: true,
            add_prefix,
            ..app()
        },
    );
    assert!(both.contains("rewrite \"(?s)^/api/?(.*)$\" /v2/$1 break;"));
}

#[test]
fn the_root_has_no_prefix_to_strip() {
    assert!(
        !proxied(
            "/",
            Proxy {
                strip_prefix: true,
                ..app()
            }
        )
        .contains("rewrite")
    );
}

#[test]
fn a_route_without_rules_of_its_own_may_open_itself() {
    let text = with_routes(vec![Route {
        access: Some(vec![]),
        ..route("/", Action::Proxy(app()))
    }]);
    assert!(text.contains("            allow all;\n"));
}

#[test]
fn the_upgrade_is_set_before_a_rewrite_ends_the_phase() {
    let text = proxied(
        "/ws",
        Proxy {
            strip_prefix: true,
            websocket: true,
            ..app()
        },
    );
    assert_eq!(
        lines(&text, "location = /ws {"),
        [
            "proxy_read_timeout 3600s;",
            "proxy_send_timeout 3600s;",
            "set $upgrade $websocket;",
            "rewrite \"(?s)^/ws/?(.*)$\" /$1 break;",
            "proxy_pass http://app_3000;",
        ]
    );
}

#[test]
fn without_websockets_there_is_no_machinery_for_them() {
    let text = proxied("/", app());
    assert!(!text.contains("upgrade") && text.contains("proxy_set_header Connection \"\";"));
}

#[test]
fn options_of_a_service() {
    let proxy = Proxy {
        buffering: false,
        request_buffering: false,
        timeout: Some(Time::new(Duration::from_secs(300)).unwrap()),
        ..app()
    };
    let max_body = Some(Size::bytes(1 << 30));
    let text = with_routes(vec![Route {
        max_body,
        ..route("/", Action::Proxy(proxy))
    }]);
    assert_eq!(
        lines(&text, "location / {\n            client_max"),
        [
            "client_max_body_size 1g;",
            "proxy_buffering off;",
            "proxy_request_buffering off;",
            "proxy_read_timeout 300s;",
            "proxy_send_timeout 300s;",
            "proxy_pass http://app_3000;",
        ]
    );
}

#[test]
fn a_limit_is_shared_and_its_burst_is_the_routes() {
    let limited = |path, burst| Route {
        rate_limit: Some(limit(burst)),
        ..route(path, Action::Proxy(app()))
    };
    let text = with_routes(vec![limited("/a", None), limited("/b", Some(0))]);
    assert_eq!(text.matches("limit_req_zone").count(), 1);
    assert_eq!(
        lines(&text, "location = /a {")[0],
        "limit_req zone=crm.company.com_api burst=20 nodelay;"
    );
    assert_eq!(
        lines(&text, "location = /b {")[0],
        "limit_req zone=crm.company.com_api;"
    );
}

#[test]
fn an_answer_without_rules_is_a_return() {
    let text = with_routes(vec![exact("/old", gone())]);
    assert_eq!(
        lines(&text, "location = /old {"),
        [
            "default_type text/plain;",
            "return 410 \"gone\\nfor good\";"
        ]
    );
}

#[test]
fn an_answer_with_rules_comes_after_them() {
    let denied = Route {
        access: Some(vec![AccessRule::DenyAll]),
        ..exact("/old", gone())
    };
    let text = with_routes(vec![denied]);
    let guard = lines(&text, "location = /old {");
    assert_eq!(guard.first().unwrap(), "deny all;");
    assert_eq!(guard.last().unwrap(), "try_files /none @answer_1;");
    assert_eq!(
        lines(&text, "location @answer_1 {").last().unwrap(),
        "return 410 \"gone\\nfor good\";"
    );
}

#[test]
fn a_sites_rules_guard_its_answers_too() {
    let mut conf = twenty(Version::new(1, 28, 0));
    let site = &mut conf.sites[0];
    site.access = vec![
        AccessRule::Allow(Cidr::new("10.0.0.0/8").unwrap()),
        AccessRule::DenyAll,
    ];
    let to = Word::new("https://example.org/$x").unwrap();
    site.routes = vec![route(
        "/away",
        Action::Redirect {
            code: RedirectCode::new(308).unwrap(),
            to,
        },
    )];
    let text = render(&conf).unwrap();
    assert!(text.contains("        allow 10.0.0.0/8;\n        deny all;\n"));
    assert_eq!(
        lines(&text, "location @answer_1 {"),
        ["return 308 \"https://example.org/${dollar}x\";"]
    );
}

#[test]
fn a_folder_appears_below_its_path() {
    let text = with_routes(vec![route("/docs", Action::Files(file("/srv/docs")))]);
    assert_eq!(lines(&text, "location = /docs {"), ["return 308 /docs/;"]);
    assert_eq!(lines(&text, "location ^~ /docs/ {"), ["alias /srv/docs/;"]);
    let text = with_routes(vec![route("/", Action::Files(file("/srv/site")))]);
    assert_eq!(
        lines(&text, "location / {\n            root"),
        ["root /srv/site;"]
    );
    let text = with_routes(vec![exact(
        "/robots.txt",
        Action::Files(file("/srv/robots.txt")),
    )]);
    assert_eq!(
        lines(&text, "location = /robots.txt {"),
        ["alias /srv/robots.txt;"]
    );
}

#[test]
fn a_password_and_the_authors_own_lines() {
    let realm = Realm::new("Staff only").unwrap();
    let basic_auth = Some(BasicAuth {
        realm,
        file: file("/run/secrets/htpasswd"),
    });
    let extra = Raw::lines("proxy_cache off;").unwrap();
    let text = with_routes(vec![Route {
        basic_auth,
        extra,
        ..route("/", Action::Proxy(app()))
    }]);
    assert_eq!(
        lines(&text, "location / {\n            auth"),
        [
            "auth_basic \"Staff only\";",
            "auth_basic_user_file /run/secrets/htpasswd;",
            "proxy_cache off;",
            "proxy_pass http://app_3000;",
        ]
    );
}

#[test]
fn connections_are_counted_by_site() {
    let mut conf = twenty(Version::new(1, 28, 0));
    conf.sites[0].connection_limit = std::num::NonZeroU32::new(20);
    conf.sites[0].rate_limits.push(RateLimit {
        name: name("connections"),
        rate: Rate::per_minute(std::num::NonZeroU32::MIN),
        burst: 0,
    });
    let text = render(&conf).unwrap();
    assert!(
        text.contains("limit_conn_zone $binary_remote_addr zone=crm.company.com-connections:10m;")
    );
    assert!(text.contains("        limit_conn crm.company.com-connections 20;\n"));
    assert!(text.contains("zone=crm.company.com_connections:10m rate=1r/m;"));
}
