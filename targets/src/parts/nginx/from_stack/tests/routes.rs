//! Routes.

use super::{EDGE, PLAIN, SERVICE, block, conf, route, site};

fn at(rest: &str, location: &str) -> Vec<String> {
    block(&route(rest), &format!("location {location} {{"))
}

#[test]
fn to_a_service_by_the_name_or_number_of_its_port() {
    for to in ["app:http", "app:3000"] {
        assert_eq!(
            at(&format!("\"/\" to=\"{to}\""), "/"),
            ["proxy_pass http://app_3000;"]
        );
    }
    let only = conf(&format!(
        "service app {{ image \"app:1\"; port http 3000 }}
         {EDGE}
         site app.example.com {{ {PLAIN}; route \"/\" to=app }}"
    ));
    assert!(only.contains("proxy_pass http://app_3000;"));
}

#[test]
fn everything_that_a_proxy_may_have() {
    let lines = at(
        "\"/api\" to=\"app:http\" strip-prefix=#true add-prefix=\"/v2\" websocket=#true buffering=#false request-buffering=#false timeout=\"1m30s\" max-body=\"2GiB\" { header X-A b }",
        "^~ /api/",
    );
    for line in [
        "client_max_body_size 2g;",
        "add_header X-A b always;",
        "proxy_buffering off;",
        "proxy_request_buffering off;",
        "proxy_read_timeout 90s;",
        "set $upgrade $websocket;",
        "rewrite \"(?s)^/api/?(.*)$\" /v2/$1 break;",
        "proxy_pass http://app_3000;",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line} in {lines:#?}");
    }
}

#[test]
fn limits() {
    let text = site(&format!(
        "{PLAIN}
         rate-limit api rate=\"10/s\" burst=20 per=client-ip
         rate-limit login rate=\"5/m\"
         route \"/api\" to=\"app:http\" rate-limit=api burst=50
         route \"/login\" to=\"app:http\" rate-limit=login exact=#true"
    ));
    assert!(text.contains("zone=app.example.com_api:10m rate=10r/s;"));
    assert!(text.contains("zone=app.example.com_login:10m rate=5r/m;"));
    assert!(
        block(&text, "location = /api {")
            .contains(&"limit_req zone=app.example.com_api burst=50 nodelay;".to_owned())
    );
    assert!(
        block(&text, "location = /login {")
            .contains(&"limit_req zone=app.example.com_login;".to_owned())
    );
}

#[test]
fn redirects() {
    assert_eq!(
        at("\"/old\" redirect=\"/new\"", "= /old"),
        ["return 308 /new;"]
    );
    assert_eq!(
        at(
            "\"/old\" redirect=\"https://x.example/a?b\" code=302",
            "^~ /old/"
        ),
        ["return 302 \"https://x.example/a?b\";"]
    );
}

#[test]
fn redirects_that_keep_what_follows() {
    for ending in ["…", "*"] {
        assert_eq!(
            at(
                &format!("\"/old\" redirect=\"https://x.example/new/{ending}\" code=301"),
                "^~ /old/"
            ),
            [
                r#"if ($request_uri ~ "^/old[/\\\\]*(.*)$") {"#,
                "return 301 https://x.example/new/$1;",
                "}",
                "return 301 https://x.example/new/;",
            ]
        );
    }
}

#[test]
fn responses() {
    assert_eq!(
        at(
            "\"/health\" respond=200 body=\"fine\\n\" exact=#true",
            "= /health"
        ),
        ["default_type text/plain;", "return 200 \"fine\\n\";"]
    );
    assert!(route("\"/\" respond=204").contains("return 204 \"\";"));
}

#[test]
fn files() {
    let text = conf(&format!(
        "{SERVICE}
         file page {{ source www }}
         file robots {{ source \"robots.txt\" }}
         {EDGE}
         site app.example.com {{
             {PLAIN}
             route \"/\" root=page
             route \"/docs\" root=page
             route \"/robots.txt\" root=robots exact=#true
         }}"
    ));
    assert_eq!(block(&text, "location / {"), ["root /srv/page;"]);
    assert_eq!(block(&text, "location ^~ /docs/ {"), ["alias /srv/page/;"]);
    assert_eq!(
        block(&text, "location = /robots.txt {"),
        ["alias /srv/robots;"]
    );
}
