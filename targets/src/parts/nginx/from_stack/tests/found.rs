//! What is found, and where.

use super::{EDGE, PLAIN, SERVICE, faults, help, is, route_faults, site_faults};

fn tls_faults(rest: &str) -> Vec<(&'static str, String)> {
    site_faults(&format!("tls {rest}"))
}

#[test]
fn a_site_needs_an_edge() {
    let text = format!("site app.example.com {{ {PLAIN} }}");
    assert_eq!(faults(&text), is([("missing-edge", "app.example.com")]));
    assert_eq!(help(&text), "edge { http \"*:80\"; https \"*:443\" }");
    assert_eq!(faults(EDGE), is([("unused-edge", EDGE)]));
    assert_eq!(
        faults("target nginx"),
        is([("unused-target", "target nginx")])
    );
}

#[test]
fn an_edge_has_the_ports_that_its_sites_need() {
    let with = |edge: &str, tls: &str| {
        let found = faults(&format!(
            "edge {{ {edge} }}\nsite app.example.com {{ tls {tls} }}"
        ));
        found.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!(with("https \"*:443\"", "none"), ["edge-port"]);
    assert_eq!(
        with("https \"*:443\"", "letsencrypt email=\"a@b.example\""),
        ["edge-port"]
    );
    assert_eq!(with("http \"*:80\"", "self-signed"), ["edge-port"]);
    assert_eq!(with("https \"*:443\"", "self-signed"), [""; 0]);
    assert_eq!(with("http \"*\"", "none"), ["edge-port"]);
    assert_eq!(with("http \"*:80-90\"", "none"), ["edge-port"]);
}

#[test]
fn a_host_names_its_nginx() {
    let text = format!("edge {{ place host; http \"*:80\" }}\nsite app.example.com {{ {PLAIN} }}");
    assert_eq!(faults(&text), is([("missing-nginx-version", "host")]));
    assert!(help(&text).starts_with("target nginx { version \"1.26\" }"));
    let old = format!("{text}\ntarget nginx {{ version \"1.18\" }}");
    assert_eq!(faults(&old), is([("nginx-too-old", "\"1.18\"")]));
}

#[test]
fn a_host_reaches_published_ports_alone() {
    let with = |port: &str| {
        format!(
            "service app {{ image \"app:1\"; port http {port} }}
             edge {{ place host; http \"*:80\" }}
             site app.example.com {{ {PLAIN}; route \"/\" to=\"app:http\" }}
             target nginx {{ version \"1.26\" }}"
        )
    };
    assert_eq!(
        faults(&with("3000")),
        is([("unpublished-port", "\"app:http\"")])
    );
    assert_eq!(help(&with("3000")), "port http 3000 publish=3000");
    assert_eq!(
        help(&with("3000 publish=\"127.0.0.1:\"")),
        "port http 3000 publish=3000"
    );
    assert_eq!(
        faults(&format!("input P\n{}", with("3000 publish=\"${input.P}\""))),
        is([("not-carriable", "\"${input.P}\"")])
    );
}

#[test]
fn a_site_says_what_its_tls_is() {
    let text = format!("{EDGE}\nsite app.example.com");
    assert_eq!(faults(&text), is([("missing-tls", "app.example.com")]));
    let help = help(&text);
    for choice in ["letsencrypt email=", "self-signed", "files cert=", "none"] {
        assert!(help.contains(&format!("tls {choice}")), "{choice}");
    }
}

#[test]
fn each_kind_of_tls_has_its_own_properties() {
    assert_eq!(
        tls_faults("letsencrypt"),
        is([("missing-property", "tls letsencrypt")])
    );
    assert_eq!(
        tls_faults("files cert=a"),
        is([("missing-property", "tls files cert=a")])
    );
    assert_eq!(tls_faults("self-signed cert=a"), is([("conflict", "a")]));
    assert_eq!(
        tls_faults("none min=\"1.3\""),
        is([("conflict", "\"1.3\"")])
    );
    assert_eq!(
        tls_faults("self-signed algorithm=\"rsa:1024\""),
        is([("wrong-type", "\"rsa:1024\"")])
    );
    assert_eq!(tls_faults("self-signed days=0"), is([("wrong-type", "0")]));
    assert_eq!(
        tls_faults("self-signed algorithm=\"ecdsa:p384\" days=30 min=\"1.3\""),
        is([])
    );
}

#[test]
fn lets_encrypt_knows_public_names_alone() {
    for host in [
        "localhost",
        "\"192.0.2.1\"",
        "\"*.example.com\"",
        "app.localhost",
    ] {
        let text = format!("{EDGE}\nsite {host} {{ tls letsencrypt email=\"a@b.example\" }}");
        assert_eq!(faults(&text), is([("tls-mode", host)]));
    }
}

#[test]
fn files_of_a_host_are_absolute() {
    let text = "edge { place host; https \"*:443\" }
                site app.example.com { tls files cert=\"a.pem\" key=\"/b.pem\" }
                target nginx { version \"1.26\" }";
    assert_eq!(faults(text), is([("relative-path", "\"a.pem\"")]));
}

#[test]
fn a_host_belongs_to_one_site() {
    let text = format!(
        "{EDGE}\nsite a.example b.example {{ {PLAIN} }}\nsite c.example b.example {{ {PLAIN} }}"
    );
    assert_eq!(faults(&text), is([("duplicate", "b.example")]));
}

#[test]
fn a_route_goes_to_what_there_is() {
    assert_eq!(
        route_faults("\"/\" to=\"ap:http\""),
        is([("undefined-service", "\"ap:http\"")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"nothing:http\""),
        is([("undefined-service", "\"nothing:http\"")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:htttp\""),
        is([("undefined-port", "\"app:htttp\"")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:81\""),
        is([("undefined-port", "\"app:81\"")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app\""),
        is([("ambiguous-port", "\"app\"")])
    );
    assert_eq!(
        route_faults("\"/\""),
        is([("missing-route-action", "route \"/\"")])
    );
}

#[test]
fn helps_can_be_pasted() {
    let help = |rest: &str| {
        help(&format!(
            "{SERVICE}\n{EDGE}\nsite app.example.com {{ {PLAIN}; route {rest} }}"
        ))
    };
    assert_eq!(help("\"/\" to=\"app:htttp\""), "did you mean `http`?");
    assert_eq!(
        help("\"/\" to=\"app:81\""),
        "declare it: service app { port http 81 }"
    );
    assert_eq!(help("\"/\" to=app"), "say which one: to=\"app:http\"");
    assert_eq!(
        help("\"/\" to=\"web:http\""),
        "declare it: service web { image \"…\"; port http 8080 }"
    );
}

#[test]
fn a_route_needs_one_port_of_tcp() {
    let with = |port: &str| {
        faults(&format!(
            "input PORT\nservice app {{ image \"app:1\"; port http {port} }}
             {EDGE}
             site app.example.com {{ {PLAIN}; route \"/\" to=\"app:http\" }}"
        ))
        .into_iter()
        .filter(|(code, _)| *code != "unused-input")
        .collect::<Vec<_>>()
    };
    let refused = is([("not-carriable", "\"app:http\"")]);
    for port in ["\"3000-3005\"", "3000 protocol=udp", "\"${input.PORT}\""] {
        assert_eq!(with(port), refused, "{port}");
    }
}

#[test]
fn the_edge_shares_a_network_with_what_it_routes_to() {
    let text = format!(
        "network front\nnetwork back
         service app {{ image \"app:1\"; network back; port http 3000 }}
         service web {{ image \"app:1\"; network-mode host; port http 3001 }}
         edge {{ http \"*:80\"; network front }}
         site app.example.com {{ {PLAIN}; route \"/\" to=\"app:http\"; route \"/web\" to=\"web:http\" }}"
    );
    assert_eq!(
        faults(&text),
        is([
            ("unreachable-service", "\"app:http\""),
            ("unreachable-service", "\"web:http\"")
        ])
    );
}

#[test]
fn what_says_nothing_of_a_route_is_refused() {
    assert_eq!(
        route_faults("\"/\" respond=204 websocket=#true"),
        is([("conflict", "#true")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:http\" code=301"),
        is([("conflict", "301")])
    );
    assert_eq!(
        route_faults("\"/\" redirect=\"/x\" body=b"),
        is([("conflict", "b")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:http\" burst=3"),
        is([("conflict", "3")])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:http\" respond=204").len(),
        1,
        "one of four"
    );
}

#[test]
fn limits_are_declared() {
    let found = site_faults(&format!(
        "{PLAIN}\nrate-limit api rate=\"1/s\"\nroute \"/\" to=\"app:http\" rate-limit=apis"
    ));
    assert_eq!(found, is([("undefined-rate-limit", "apis")]));
    assert_eq!(
        site_faults(&format!("{PLAIN}\nconnection-limit 0")),
        is([("not-carriable", "0")])
    );
    assert_eq!(
        site_faults(&format!(
            "{PLAIN}\nrate-limit api rate=\"1/s\" burst=1000001"
        )),
        is([("not-carriable", "1000001")])
    );
}

#[test]
fn two_routes_for_the_same_paths() {
    let found = site_faults(&format!(
        "{PLAIN}\nroute \"/a%20b\" respond=204\nroute \"/a b/\" respond=204\nroute \"/a b\" respond=204 exact=#true"
    ));
    assert_eq!(found, is([("duplicate", "\"/a b/\"")]));
}

#[test]
fn redirects_and_responses_that_cannot_be() {
    for to in [
        "//evil.example/",
        "x.example",
        "https://x.example/a b",
        "ftp://x",
        "/ü",
        "/\\\\evil",
    ] {
        let found = route_faults(&format!("\"/\" redirect=\"{to}\""));
        assert_eq!(
            found.first().map(|found| found.0),
            Some("wrong-type"),
            "{to}"
        );
    }
    assert_eq!(
        route_faults("\"/\" redirect=\"/x\" code=304"),
        is([("not-carriable", "304")])
    );
    assert_eq!(
        route_faults("\"/\" respond=301"),
        is([("not-carriable", "301")])
    );
    assert_eq!(route_faults("\"/\" respond=200 body=\"a\\u{0}b\"").len(), 1);
}

#[test]
fn what_no_writer_takes_is_at_its_line() {
    assert_eq!(
        site_faults(&format!("{PLAIN}\nheader Content-Length \"3\"")),
        is([("not-carriable", "Content-Length")])
    );
    let long = "x".repeat(4100);
    assert_eq!(
        site_faults(&format!("{PLAIN}\nheader X-A {long}")),
        is([("not-carriable", &long)])
    );
    assert_eq!(
        route_faults("\"/\" to=\"app:http\" timeout=\"30d\""),
        is([("not-carriable", "\"30d\"")])
    );
    assert_eq!(
        site_faults(&format!("{PLAIN}\nno-header X-Powered-By")),
        is([("unset-nothing", "X-Powered-By")])
    );
    assert_eq!(
        faults(&format!(
            "secret h\n{EDGE}\nsite a.example {{ {PLAIN}; basic-auth off file=(secret)h }}"
        )),
        is([("not-carriable", "off")])
    );
}

#[test]
fn files_are_folders_beside_the_stack() {
    let with = |file: &str, edge: &str, route: &str| {
        faults(&format!(
            "file x {{ {file} }}\n{edge}\nsite a.example {{ {PLAIN}; route {route} }}\ntarget nginx {{ version \"1.28\" }}"
        ))
    };
    let refused = is([("not-carriable", "x")]);
    assert_eq!(
        with("source www", EDGE, "\"/\" root=x exact=#true"),
        refused
    );
    assert_eq!(with("source \"robots.txt\"", EDGE, "\"/\" root=x"), refused);
    assert_eq!(with("content hello", EDGE, "\"/\" root=x"), refused);
    let host = "edge { place host; http \"*:80\" }";
    assert_eq!(with("source www", host, "\"/\" root=x"), is([]));
    assert_eq!(with("content hello", host, "\"/\" root=x"), refused);
}
