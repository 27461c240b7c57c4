//! The nginx.conf that NixOS makes of a module's options, as far as ours set them.

use std::fmt::Write as _;

use serde_json::Value;

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

/// The text for `services.nginx`.
pub(crate) fn conf(nginx: &Value) -> String {
    let mut out = String::from(
        "events {}\nhttp {\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n",
    );
    for (name, upstream) in entries(&nginx["upstreams"]) {
        let servers: String = entries(&upstream["servers"])
            .map(|(server, _)| format!("server {server};\n"))
            .collect();
        let extra = text(&upstream["extraConfig"]);
        let _ = writeln!(out, "upstream {name} {{\n{servers}{extra}\n}}");
    }
    out.push_str(
        "sendfile on;\ntcp_nopush on;\nkeepalive_timeout 65;\nssl_protocols TLSv1.2 TLSv1.3;\n\
         map $http_upgrade $connection_upgrade {\ndefault upgrade;\n'' close;\n}\n\
         client_max_body_size 10m;\nserver_tokens off;\n",
    );
    out.push_str(text(&nginx["commonHttpConfig"]));
    for (name, host) in entries(&nginx["virtualHosts"]) {
        server(name, host, &mut out);
    }
    out.push_str("}\n");
    out
}

/// Where it listens: address with port, and whether for TLS.
fn listens(host: &Value, encrypted: bool) -> Vec<(String, bool)> {
    if let Some(listed) = host["listen"].as_array() {
        let one = |entry: &Value| {
            let address = format!("{}:{}", text(&entry["addr"]), entry["port"]);
            (address, flag(&entry["ssl"]))
        };
        return listed.iter().map(one).collect();
    }
    let mut all = vec![("0.0.0.0:80".to_owned(), false)];
    if encrypted {
        all.push(("0.0.0.0:443".to_owned(), true));
    }
    all
}

fn server(name: &str, host: &Value, out: &mut String) {
    const CHALLENGES: &str = "location ^~ /.well-known/acme-challenge/ {\nroot /var/lib/acme/acme-challenge;\nauth_basic off;\n}\n";
    let force = flag(&host["forceSSL"]);
    let reject = flag(&host["rejectSSL"]);
    let encrypted = force || reject || flag(&host["addSSL"]) || flag(&host["onlySSL"]);
    let challenges = if flag(&host["enableACME"]) {
        CHALLENGES
    } else {
        ""
    };
    let default = if flag(&host["default"]) {
        " default_server"
    } else {
        ""
    };
    let aliases = host["serverAliases"].as_array().into_iter().flatten();
    let names: String = aliases.map(|alias| format!(" {}", text(alias))).collect();
    let names = format!("server_name {name}{names};\n");
    let listens = listens(host, encrypted);
    let lines = |wanted: &dyn Fn(bool) -> bool| -> String {
        let chosen = listens.iter().filter(|(_, ssl)| wanted(*ssl));
        let line = |(address, ssl): &(String, bool)| {
            let ssl = if *ssl { " ssl" } else { "" };
            format!("listen {address}{ssl}{default};\n")
        };
        chosen.map(line).collect()
    };
    if force {
        let listen = lines(&|ssl| !ssl);
        let code = &host["redirectCode"];
        let _ = writeln!(
            out,
            "server {{\n{listen}{names}{challenges}location / {{\nreturn {code} https://$host$request_uri;\n}}\n}}"
        );
    }
    let listen = lines(&|ssl| !force || ssl);
    let _ = writeln!(out, "server {{\n{listen}{names}http2 on;\n{challenges}");
    if reject {
        out.push_str("ssl_reject_handshake on;\n");
    } else if encrypted {
        let own = |key: &str, file: &str| {
            let acme = format!("/var/lib/acme/{name}/{file}");
            host[key].as_str().map_or(acme, str::to_owned)
        };
        let certificate = own("sslCertificate", "fullchain.pem");
        let key = own("sslCertificateKey", "key.pem");
        let _ = writeln!(
            out,
            "ssl_certificate {certificate};\nssl_certificate_key {key};"
        );
    }
    for (at, location) in entries(&host["locations"]) {
        let _ = writeln!(out, "location {at} {{\n{}", text(&location["extraConfig"]));
        if let Some(code) = location["return"].as_str() {
            let _ = writeln!(out, "return {code};");
        }
        out.push_str("}\n");
    }
    let _ = writeln!(out, "{}}}", text(&host["extraConfig"]));
}
