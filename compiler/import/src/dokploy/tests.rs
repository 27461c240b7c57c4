//! What becomes of a template, rule by rule.

use proptest::prelude::*;
use stackc_compiler::{diag::Severity, source::EmptyLibrary};

use crate::{Given, Import, Request, import};

fn imported(compose: &str, template: Option<&str>) -> Import {
    let given = |path: &str, text: &str| Given {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let request = Request {
        files: vec![given("docker-compose.yml", compose)],
        template: template.map(|text| given("template.toml", text)),
        folder: "shop".to_owned(),
        ..Request::default()
    };
    import(
        &request,
        &EmptyLibrary,
        &EmptyLibrary,
        stackc_targets::REGISTRY,
    )
}

/// The stack and the messages about it.
fn both(compose: &str, template: &str) -> (String, Vec<String>) {
    let import = imported(compose, Some(template));
    let found = import
        .diagnostics
        .items()
        .iter()
        .map(|item| {
            let place = import.sources.slice(item.primary.span);
            format!("{} [{place}] {}", item.code, item.message)
        })
        .collect();
    (import.text.unwrap_or_default(), found)
}

/// What stands in `environment dokploy`, without its target and its indentation; nothing is to be found.
fn overlay(compose: &str, template: &str) -> String {
    let (text, found) = both(compose, template);
    assert!(found.is_empty(), "{found:?}\n{text}");
    body(&text)
}

fn body(text: &str) -> String {
    let start = "environment dokploy {\n    unset target compose\n    target dokploy {\n        out \"deploy/dokploy\"\n    }\n";
    let Some((_, body)) = text.split_once(start) else {
        return String::new();
    };
    let lines = body.trim_end().trim_end_matches('}').lines();
    let lines: Vec<&str> = lines
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    lines.join("\n").trim_end().to_owned()
}

fn found(compose: &str, template: &str) -> Vec<String> {
    both(compose, template).1
}

/// The lines of the stack outside of its environments that start with this.
fn lines(text: &str, start: &str) -> Vec<String> {
    let base = text.split("\nenvironment ").next().unwrap_or_default();
    base.lines()
        .filter(|line| line.starts_with(start))
        .map(str::to_owned)
        .collect()
}

const WEB: &str = "services:\n  web:\n    image: shop:1\n    ports:\n      - \"8080:80\"\n";

#[test]
fn nothing_to_say_makes_no_environment() {
    let without = imported(WEB, None).text;
    for template in [
        "",
        "[variables]\nmain = \"${domain}\"\n[config]\nisolated = true\n",
        "[config.env]\n[metadata]\nid = \"x\"\n",
    ] {
        assert_eq!(imported(WEB, Some(template)).text, without, "{template}");
    }
}

#[test]
fn a_domain_is_a_site_and_its_host_a_param() {
    let template = "[variables]\nmain_domain = \"${domain}\"\n\n[[config.domains]]\nserviceName = \"web\"\nport = 80\nhost = \"${main_domain}\"\n";
    let (text, found) = both(WEB, template);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        lines(&text, "param"),
        ["param main-domain type=host default=\"shop.localhost\""]
    );
    assert!(text.contains("\nenvironment compose default=#true\n\nenvironment dokploy {\n"));
    assert_eq!(
        body(&text),
        "edge {\n    http \"*:80\"\n}\nsite \"${param.main-domain}\" {\n    tls none\n    max-body \"0\"\n    unset header X-Content-Type-Options\n    unset header X-Frame-Options\n    unset header Referrer-Policy\n    route \"/\" to=\"web:http\" websocket=#true\n}"
    );
}

#[test]
fn a_port_that_no_service_declares_is_declared() {
    let template =
        "[[config.domains]]\nserviceName = \"web\"\nport = 3_010\nhost = \"a.example\"\n";
    let text = overlay(WEB, template);
    assert!(
        text.starts_with("service web {\n    port p3010 3010\n}\n"),
        "{text}"
    );
    assert!(text.contains("to=\"web:p3010\""));
    let template = "[[config.domains]]\nserviceName = \"web\"\nhost = \"a.example\"\n";
    assert!(overlay(WEB, template).contains("port p3000 3000\n"));
}

#[test]
fn one_host_is_one_site_and_paths_are_its_routes() {
    let template = "[variables]\nd = \"${domain}\"\n
[[config.domains]]\nserviceName = \"web\"\nport = 80\nhost = \"${d}\"\nhttps = true
[[config.domains]]\nserviceName = \"web\"\nport = 81\nhost = \"${d}\"\npath = \"api/\"\nstripPath = true\ninternalPath = \"/v2\"
[[config.domains]]\nserviceName = \"web\"\nport = 80\nhost = \"api-${d}\"\n";
    assert_eq!(
        overlay(WEB, template),
        "service web {\n    port p81 81\n}\nedge {\n    http \"*:80\"\n    https \"*:443\"\n}
site \"${param.d}\" {\n    tls self-signed\n    max-body \"0\"\n    unset header X-Content-Type-Options\n    unset header X-Frame-Options\n    unset header Referrer-Policy\n    route \"/\" to=\"web:http\" websocket=#true
    route \"/api\" to=\"web:p81\" strip-prefix=#true add-prefix=\"/v2\" websocket=#true\n}
site \"api-${param.d}\" {\n    tls none\n    max-body \"0\"\n    unset header X-Content-Type-Options\n    unset header X-Frame-Options\n    unset header Referrer-Policy\n    route \"/\" to=\"web:http\" websocket=#true\n}"
    );
}

#[test]
fn hosts_in_every_form() {
    let host = |variables: &str, host: &str| {
        let template = format!(
            "[variables]\n{variables}\n[[config.domains]]\nserviceName = \"web\"\nport = 80\n{host}\n"
        );
        let (text, found) = both(WEB, &template);
        let site = text
            .lines()
            .find(|line| line.contains("site "))
            .unwrap_or_default();
        (
            lines(&text, "param"),
            site.trim().trim_end_matches(" {").to_owned(),
            found.len(),
        )
    };
    let param = |name: &str| {
        (
            vec![format!("param {name} type=host default=\"shop.localhost\"")],
            format!("site \"${{param.{name}}}\""),
        )
    };
    let (params, site) = param("web-domain");
    assert_eq!(host("", ""), (params.clone(), site.clone(), 0));
    assert_eq!(
        host("", "host = \"${domain}\""),
        (params.clone(), site.clone(), 0)
    );
    assert_eq!(host("", "host = \"${hash:6}\""), (params, site, 1));
    let (params, site) = param("d");
    assert_eq!(
        host("d = \"https://${domain}\"", "host = \"${d}\""),
        (params.clone(), site.clone(), 1)
    );
    assert_eq!(
        host("d = \"app.${domain}\"", "host = \"${d}\""),
        (params, site, 0)
    );
    assert_eq!(
        host("d = \"shop.example\"", "host = \"${d}\""),
        (
            vec!["param d type=host default=\"shop.example\"".to_owned()],
            "site \"${param.d}\"".to_owned(),
            0
        )
    );
    assert_eq!(
        host("", "host = \"shop.example\""),
        (Vec::new(), "site \"shop.example\"".to_owned(), 0)
    );
}

#[test]
fn domains_that_nothing_can_answer() {
    let domain = |lines: &str| format!("[[config.domains]]\nhost = \"a.example\"\n{lines}\n");
    assert_eq!(
        found(WEB, &domain("serviceName = \"app\"")),
        ["not-imported [\"app\"] the Compose file has no service `app`"]
    );
    assert_eq!(found(WEB, &domain("port = 80")).len(), 1);
    assert_eq!(
        found(WEB, &domain("serviceName = \"web\"\nport = 0")).len(),
        1
    );
    assert_eq!(
        found(WEB, &domain("serviceName = \"web\"\nenabled = false")).len(),
        1
    );
    let host = "services:\n  web:\n    image: shop:1\n    network_mode: host\n";
    assert_eq!(found(host, &domain("serviceName = \"web\"")).len(), 1);
    let twice = domain("serviceName = \"web\"\nport = 80").repeat(2);
    assert_eq!(found(WEB, &twice).len(), 1);
}

#[test]
fn words_of_traefik_are_reported() {
    for line in [
        "middlewares = [\"a@file\"]",
        "customEntrypoint = \"x\"",
        "customCertResolver = \"x\"",
        "certificateType = \"letsencrypt\"",
        "env = [\"A=b\"]",
    ] {
        let template = format!("[[config.domains]]\nserviceName = \"web\"\nport = 80\n{line}\n");
        let found = found(WEB, &template);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
    }
}

const VARIABLES: &str = "services:
  web:
    image: shop:1
    environment:
      A: ${A}
      B: ${B:-b}
      C: ${C:?no C}
";

#[test]
fn values_are_defaults_of_inputs() {
    let template = "[variables]\nx = \"1\"\n[config.env]\nA = \"a${x}\"\nB = true\nC = 3\n";
    assert_eq!(
        overlay(VARIABLES, template),
        "input A optional=#null default=\"a1\"\ninput B default=\"true\"\ninput C message=#null default=\"3\""
    );
    let list = "[config]\nenv = [\"A='x # y'\", \"B=b # the default\", \"C=\", { A = \"${z}\" }]\n";
    assert_eq!(
        overlay(VARIABLES, list),
        "input A optional=#null default=\"$${z}\""
    );
}

#[test]
fn values_are_read_as_dotenv_reads_them() {
    let default = |value: &str| {
        let text = overlay(VARIABLES, &format!("[config.env]\nA = {value}\n"));
        text.split("default=").nth(1).map(str::to_owned)
    };
    assert_eq!(default("'a#b'").as_deref(), Some("\"a\""));
    assert_eq!(default("'\"a#b\" # c'").as_deref(), Some("\"a#b\""));
    assert_eq!(default("\" 'a' \"").as_deref(), Some("\"a\""));
    assert_eq!(default("\"'a\"").as_deref(), Some("\"'a\""));
    assert_eq!(default("' '"), None);
    // As dotenv 16 reads them: what follows the closing quote makes all of it bare.
    assert_eq!(default("\"'x' y\"").as_deref(), Some("\"'x' y\""));
    assert_eq!(default("\"'x' y'\"").as_deref(), Some("\"x' y\""));
    assert_eq!(default("\"'x' # y\"").as_deref(), Some("\"x\""));
    assert_eq!(default("\"'\"").as_deref(), Some("\"'\""));
    assert_eq!(default("\"'ü\"").as_deref(), Some("\"'ü\""));
}

#[test]
fn lines_below_a_value_are_reported() {
    let count = |value: &str| {
        let template = format!("[config.env]\nA = {value}\n");
        let found = found(VARIABLES, &template);
        let cut = found
            .iter()
            .filter(|found| found.contains("of which Dokploy reads the first"));
        cut.count()
    };
    assert_eq!(count("'''a\nb'''"), 1);
    assert_eq!(count("\"a\\rB=b\""), 1);
    assert_eq!(count("'''\"a\nb\"'''"), 0);
    assert_eq!(count("'''\"a\"\nB=b'''"), 1);
    assert_eq!(count("'''a\n\n # b\n'''"), 0);
}

#[test]
fn what_dokploy_ignores_is_reported() {
    let one = |template: &str| {
        let (text, found) = both(WEB, template);
        assert_eq!(found.len(), 1, "{template}: {found:?}");
        assert_eq!(Some(text), imported(WEB, None).text, "{template}");
        found[0].clone()
    };
    for (template, said) in [
        (
            "variables = 3",
            "[3] `variables` is a table, this is a number",
        ),
        (
            "[[variables]]\na = 'b'",
            "[[[variables]]] `variables` is a table, this is a list",
        ),
        (
            "[variables]\na = 3",
            "[3] the variable `a` is a number, Dokploy takes text only",
        ),
        (
            "config = true",
            "[true] `config` is a table, this is a boolean",
        ),
        (
            "[config]\nenv = 3",
            "[3] `env` is a table or a list, this is a number",
        ),
        (
            "[config]\nenv = [1979-05-27]",
            "[1979-05-27] `env` holds text, this is a date",
        ),
        (
            "[config]\nenv = ['A']",
            "['A'] this line of `env` gives no variable a value",
        ),
        (
            "[config]\nenv = ['A-B=c']",
            "['A-B=c'] this is no name of a variable",
        ),
        ("[config]\nenv = [{}]", "[{}] this entry of `env` is empty"),
        (
            "[config]\nenv = [{A = []}]",
            "[A] the value of `A` is not one value",
        ),
        (
            "[config.env]\nA = []",
            "[A] the value of `A` is not one value",
        ),
        (
            "[config]\ndomains = 'a'",
            "['a'] `domains` is a list of tables, this is text",
        ),
        (
            "[config]\ndomains = [1]",
            "[1] `domains` holds tables, this is a number",
        ),
        (
            "[config.mounts]\na = 1",
            "[[config.mounts]] `mounts` is a list of tables, this is a table",
        ),
        (
            "[config]\nmounts = [[]]",
            "[[]] `mounts` holds tables, this is a list",
        ),
        (
            "[[config.mounts]]\nfilePath = 3\ncontent = 'a'",
            "[3] `filePath` is text, this is a number",
        ),
        (
            "[[config.mounts]]\ncontent = 'a'",
            "[[[config.mounts]]] this mount has no `filePath`",
        ),
        (
            "[[config.mounts]]\nmountPath = 'a'\nsource = 'b'",
            "[mountPath] Dokploy reads no `mountPath`, `source` of a mount",
        ),
        (
            "[meta]\na = 1",
            "[meta] Dokploy reads no `meta` beside [variables] and [config]",
        ),
        (
            "[config]\nname = 'a'",
            "[name] Dokploy reads no `name` in [config]",
        ),
    ] {
        assert_eq!(one(template), format!("not-imported {said}"), "{template}");
    }
}

#[test]
fn what_a_domain_says_wrongly_leaves_the_domain() {
    for line in [
        "path = 3",
        "https = 'yes'",
        "stripPath = 1",
        "enabled = 'no'",
        "internalPath = []",
        "name = 'x'",
        "forwardAuthEnabled = true",
        "uniqueConfigKey = 3",
    ] {
        let template = format!(
            "[[config.domains]]\nserviceName = 'web'\nhost = 'a.example'\nport = 80\n{line}\n"
        );
        let (text, found) = both(WEB, &template);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(body(&text).contains("site \"a.example\""), "{line}: {text}");
    }
    assert_eq!(
        found(WEB, "[[config.domains]]\nserviceName = 3\n"),
        [
            "not-imported [[[config.domains]]] this domain names no service",
            "not-imported [3] `serviceName` is text, this is a number",
        ]
    );
}

#[test]
fn env_as_a_list() {
    assert_eq!(
        found(VARIABLES, "[config]\nenv = [{A = 'a', B = 'b'}]\n"),
        ["not-imported [B] Dokploy reads no `B` behind the first key of an entry of `env`"]
    );
    let list = "[config]\nenv = ['', '# x', ' export A = a', 'B: x', 'C=c']\n";
    assert_eq!(
        overlay(VARIABLES, list),
        "input A optional=#null default=\"a\"\ninput B default=\"x\"\ninput C message=#null default=\"c\""
    );
}

#[test]
fn a_template_full_of_faults_leaves_room_for_others() {
    let without = imported(WEB, None).text;
    let many = |line: fn(u32) -> String| -> String { (0..3000).map(line).collect() };
    let unknown = many(|n| format!("[[config.domains]]\nserviceName = 'x{n}'\n"));
    assert_eq!(imported(WEB, Some(&unknown)).text, without);
    let nameless = many(|n| format!("[[config.domains]]\nport = 'x{n}'\n"));
    let import = imported(WEB, Some(&nameless));
    assert_eq!(import.text, without);
    let items = import.diagnostics.items();
    assert_eq!(items.len(), 201);
    assert_eq!(
        items[200].message,
        "the template holds 801 more things from here on that are not carried over"
    );
    let values = format!("[config.env]\n{}", many(|n| format!("A{n} = 'a'\n")));
    let import = imported(VARIABLES, Some(&values));
    assert_eq!(import.text, imported(VARIABLES, None).text);
    let message = &import.diagnostics.items()[0].message;
    assert!(message.len() < 300, "{message}");
}

#[test]
fn a_value_that_nothing_names_stays_away() {
    assert_eq!(
        found(
            VARIABLES,
            "[config.env]\nA = \"${nope}\"\nZ = \"1\"\nY = \"2\"\n"
        ),
        [
            "not-imported [A] the template has no value for a `${…}` in `A`",
            "not-imported [Z] the Compose file uses no variable `Z`, `Y`",
        ]
    );
}

const SECRETS: &str = "services:
  db:
    image: db:1
    environment:
      PASSWORD: ${DB_PASSWORD}
      PEPPER: ${PEPPER}
  web:
    image: shop:1
    environment:
      PASSWORD: ${WEB_PASSWORD}
      URL: ${DATABASE_URL}
      NAME: ${NAME}
";

#[test]
fn helpers_say_how_secrets_are_made() {
    let hint = |helper: &str| {
        let template = format!("[config.env]\nPEPPER = \"{helper}\"\n");
        let (text, found) = both(SECRETS, &template);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(body(&text), "");
        lines(&text, "secret pepper").join("")
    };
    for (helper, said) in [
        ("${password}", "hex=8"),
        ("${password:33}", "hex=17"),
        ("${hash}", "hex=4"),
        ("${hash:64}", "hex=32"),
        ("${base64}", "base64=32"),
        ("${base64:48}", "base64=48"),
        ("${jwt}", "base64=32"),
        ("${jwt:64}", "hex=64"),
        ("${password:0}", "hex=1"),
    ] {
        assert_eq!(
            hint(helper),
            format!("secret pepper {said} optional=#true"),
            "{helper}"
        );
    }
}

#[test]
fn a_uuid_is_no_secret_that_the_stack_makes() {
    let template = "[config.env]\nPEPPER = \"${uuid}\"\n";
    let (text, found) = both(SECRETS, template);
    assert!(lines(&text, "secret pepper").is_empty(), "{text}");
    assert_eq!(
        found,
        ["not-imported [PEPPER] Dokploy makes a random value for `PEPPER`"]
    );
}

#[test]
fn a_generated_password_with_a_default_is_a_secret_where_it_is_generated() {
    let compose =
        "services:\n  web:\n    image: shop:1\n    environment:\n      PASS: ${PASS:-changeme}\n";
    let template = "[variables]\np = \"${password:32}\"\n[config.env]\nPASS = \"${p}\"\n";
    let (text, _) = both(compose, template);
    assert_eq!(
        body(&text),
        "unset input PASS\nsecret p hex=16\nservice web {\n    env {\n        PASS \"${secret.p}\"\n    }\n}"
    );
}

#[test]
fn a_generated_password_that_something_else_needs_stays_an_input() {
    let compose = "services:\n  web:\n    image: shop:1\n    environment:\n      PASS: ${PASS:-changeme}\n      URL: ${URL}\n  job:\n    image: job:1\n    environment: [PASS]\n";
    let template =
        "[variables]\np = \"${password:32}\"\n[config.env]\nURL = \"x${p}\"\nPASS = \"${p}\"\n";
    let (text, found) = both(compose, template);
    assert!(!text.contains("unset input PASS"), "{text}");
    assert!(
        found.iter().all(|found| !found.contains("left out")),
        "{found:?}"
    );
}

#[test]
fn a_generated_password_whose_default_would_hold_is_reported() {
    let compose = "services:\n  web:\n    image: shop:1\n    command: run ${PASS:-changeme}\n";
    let template = "[variables]\np = \"${password:32}\"\n[config.env]\nPASS = \"${p}\"\n";
    let found = found(compose, template);
    let said = "Dokploy makes a random value, and the Compose file has a default, for `PASS`";
    assert!(found.iter().any(|found| found.contains(said)), "{found:?}");
}

#[test]
fn what_the_dokploy_target_refuses_is_built_for_compose() {
    let compose = "services:\n  web:\n    image: shop:1\n    volumes: [\"../../../up:/data\"]\n";
    let template = "[variables]\nd = \"${domain}\"\n[[config.domains]]\nserviceName = \"web\"\nport = 80\nhost = \"${d}\"\n";
    let (text, found) = both(compose, template);
    assert!(
        text.contains("environment dokploy {\n    target compose {\n"),
        "{text}"
    );
    assert!(text.contains("site "), "{text}");
    let said = "is built for Compose, its target refuses it";
    assert!(found.iter().any(|found| found.contains(said)), "{found:?}");
}

#[test]
fn one_secret_under_two_names_is_one_in_the_environment() {
    let template = "[variables]\np = \"${password:32}\"\n[config.env]\nDB_PASSWORD = \"${p}\"\nWEB_PASSWORD = \"${p}\"\n";
    let (text, found) = both(SECRETS, template);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        lines(&text, "secret"),
        [
            "secret db-password hex=16 optional=#true",
            "secret web-password optional=#true // the same value as DB_PASSWORD",
        ]
    );
    assert_eq!(
        body(&text),
        "unset secret web-password\nservice web {\n    env {\n        PASSWORD (secret)db-password\n    }\n}"
    );
}

#[test]
fn a_text_with_a_secret_stands_where_it_is_used() {
    let template = "[variables]\np = \"${password:32}\"\nd = \"${domain}\"\n[config.env]\nDB_PASSWORD = \"${p}\"\nDATABASE_URL = \"pg://shop:${p}@db/${d}\"\n";
    assert_eq!(
        overlay(SECRETS, template),
        "unset input DATABASE_URL\nservice web {\n    env {\n        URL \"pg://shop:${secret.db-password}@db/${param.d}\"\n    }\n}"
    );
}

#[test]
fn a_text_with_a_secret_that_is_used_elsewhere_is_reported() {
    let compose = "services:\n  web:\n    image: shop:1\n    command: run ${URL}\n    environment:\n      URL: ${URL}\n";
    let template =
        "[variables]\np = \"${password:32}\"\n[config.env]\nURL = \"pg://shop:${p}@db\"\n";
    let found = found(compose, template);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("Dokploy puts a secret into the text of `URL`"));
}

#[test]
fn what_else_is_random_stays_an_input() {
    let template = "[variables]\nn = \"${username}\"\n[config.env]\nNAME = \"${n}\"\nDATABASE_URL = \"${email}\"\n";
    assert_eq!(
        found(SECRETS, template),
        ["not-imported [NAME] Dokploy makes a random value for `NAME`, `DATABASE_URL`"]
    );
}

#[test]
fn a_literal_secret_is_not_written_down() {
    let (text, found) = both(SECRETS, "[config.env]\nDB_PASSWORD = \"hunter22hunter\"\n");
    assert!(!text.contains("hunter22"));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("is a secret in the stack"), "{found:?}");
}

const FILES: &str = "services:
  web:
    image: shop:1
    volumes:
      - ../files/nginx.conf:/etc/nginx/nginx.conf:ro
      - ../files/conf:/etc/conf:ro
      - ../files/data:/data
    environment:
      PASSWORD: ${DB_PASSWORD}
";

fn mount(path: &str, content: &str) -> String {
    format!("[[config.mounts]]\nfilePath = \"{path}\"\ncontent = '''\n{content}'''\n")
}

#[test]
fn files_take_the_place_of_binds() {
    for path in ["nginx.conf", "/nginx.conf", "./nginx.conf"] {
        assert_eq!(
            overlay(FILES, &mount(path, "a $b ${c}")),
            "file nginx-conf {\n    content \"a $b $${c}\"\n}\nservice web {\n    file nginx-conf to=\"/etc/nginx/nginx.conf\"\n}"
        );
    }
}

#[test]
fn a_file_that_a_service_may_write_is_reported() {
    let writable = FILES.replace("nginx.conf:ro", "nginx.conf");
    assert_ne!(writable, FILES);
    let (text, found) = both(&writable, &mount("nginx.conf", "a"));
    assert!(
        text.contains("file nginx-conf to=\"/etc/nginx/nginx.conf\""),
        "{text}"
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("`web` may write this file, and a file of the stack is read-only"));
}

#[test]
fn files_in_folders() {
    let two = mount("conf/a", "1") + &mount("conf/b/a", "2") + &mount("data/x", "3");
    assert_eq!(
        overlay(FILES, &two),
        "file a {\n    content \"1\"\n}\nfile a-2 {\n    content \"2\"\n}\nfile x {\n    content \"3\"\n}
service web {\n    unset bind \"/etc/conf\"\n    file a to=\"/etc/conf/a\"\n    file a-2 to=\"/etc/conf/b/a\"\n    file x to=\"/data/x\"\n}"
    );
}

#[test]
fn the_last_of_two_files_counts() {
    let two = mount("nginx.conf", "1") + &mount("./nginx.conf", "2");
    assert!(overlay(FILES, &two).starts_with("file nginx-conf {\n    content \"2\"\n}\nservice"));
}

#[test]
fn content_is_filled_in() {
    let variables = "[variables]\nd = \"${domain}\"\np = \"${password:32}\"\nq = \"${base64:9}\"\nn = \"${username}\"\nl = \"x\"\n[config.env]\nDB_PASSWORD = \"${p}\"\n";
    let template =
        variables.to_owned() + &mount("nginx.conf", "${d} ${p} ${q} ${n} ${l} ${q} $$${APP_NAME}");
    assert_eq!(
        overlay(FILES, &template),
        "input N message=\"Dokploy makes a user name for it\"\nsecret q base64=9\nfile nginx-conf {
    content \"${param.d} ${secret.db-password} ${secret.q} ${input.N} x ${secret.q} $$$$${stack.name}\"\n}
service web {\n    file nginx-conf to=\"/etc/nginx/nginx.conf\"\n}"
    );
}

#[test]
fn helpers_in_files_stay_as_they_are() {
    let (text, found) = both(FILES, &mount("nginx.conf", "${domain} ${hash:4}"));
    assert!(text.contains("content \"$${domain} $${hash:4}\""), "{text}");
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("where this file says `${domain}`, `${hash:4}`"));
}

#[test]
fn mounts_that_no_container_sees() {
    assert_eq!(found(FILES, &mount("README.md", "x")).len(), 1);
    assert_eq!(found(FILES, &mount("conf/", "")).len(), 1);
    assert_eq!(
        found(FILES, "[[config.mounts]]\nfilePath = \"conf/a\"\n").len(),
        1
    );
    assert_eq!(found(FILES, "[[config.mounts]]\nsource = \"a\"\n").len(), 1);
}

#[test]
fn what_is_no_toml_is_reported_and_the_compose_file_stays() {
    let without = imported(WEB, None).text;
    for template in [
        "[config]\na = \n",
        "[[config.mounts]]\n[config.mounts]\n",
        "[config.env]\nA = \"\\d\"\n",
        "a = 1\na = 2\n",
    ] {
        let import = imported(WEB, Some(template));
        assert_eq!(import.text, without);
        assert!(import.diagnostics.count(Severity::Warning) > 0);
        assert!(!import.is_exact());
    }
    let long = "#".repeat(2 << 20);
    assert_eq!(found(WEB, &long).len(), 1);
}

#[test]
fn what_the_compiler_refuses_is_dropped_and_the_rest_stays() {
    let compose = "services:\n  nginx:\n    image: nginx:1\n    environment:\n      A: ${A}\n";
    let template = "[config.env]\nA = \"1\"\n[[config.domains]]\nserviceName = \"nginx\"\nport = 80\nhost = \"a.example\"\n";
    let (text, found) = both(compose, template);
    assert_eq!(body(&text), "input A optional=#null default=\"1\"");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("the template's domains are left out: "));
    let template = "[[config.domains]]\nserviceName = \"web\"\nport = 80\nhost = \"no host\"\n";
    let import = imported(WEB, Some(template));
    assert_eq!(import.text, imported(WEB, None).text);
    assert_eq!(
        import.diagnostics.count(Severity::Warning),
        import.diagnostics.items().len()
    );
}

#[test]
fn variables_that_stand_in_one_another_end() {
    let mut template = "[variables]\na = \"${b}\"\nb = \"${a}x\"\nc0 = \"0123456789\"\n".to_owned();
    for number in 1..40 {
        let before = format!("${{c{}}}", number - 1);
        template += &format!("c{number} = \"{before}{before}{before}{before}\"\n");
    }
    template += "[config.env]\nA = \"${a}\"\nB = \"${c39}\"\n";
    let found = found(VARIABLES, &template);
    assert_eq!(found.len(), 1, "{found:?}");
}

fn template() -> impl Strategy<Value = String> {
    let value = proptest::sample::select(vec![
        "\"${domain}\"",
        "\"${a}\"",
        "\"${b}/${a}\"",
        "\"${password:8}\"",
        "\"${password:99999999999}\"",
        "\"x${username}\"",
        "\"https://${domain}\"",
        "\"web\"",
        "\"nginx.conf\"",
        "\"conf/x\"",
        "\"${\"",
        "\"$${}}\"",
        "\"'#\\\"\"",
        "\"ü\\u200e\\n\\t\"",
        "true",
        "80",
        "0x50",
        "[1, {a = 2}]",
        "{a = \"b\"}",
        "1979-05-27",
    ]);
    let line = proptest::sample::select(vec![
        "a",
        "b",
        "A",
        "B",
        "C",
        "DB_PASSWORD",
        "serviceName",
        "host",
        "port",
        "path",
        "https",
        "stripPath",
        "internalPath",
        "filePath",
        "content",
        "env",
        "isolated",
    ]);
    let head = proptest::sample::select(vec![
        "[variables]",
        "[config]",
        "[config.env]",
        "[[config.domains]]",
        "[[config.mounts]]",
        "[config.mounts]",
    ]);
    let table =
        (head, proptest::collection::btree_map(line, value, 0..6)).prop_map(|(head, lines)| {
            let lines: Vec<String> = lines
                .iter()
                .map(|(key, value)| format!("{key} = {value}\n"))
                .collect();
            format!("{head}\n{}", lines.concat())
        });
    proptest::collection::vec(table, 0..5).prop_map(|tables| tables.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_template_takes_the_compose_file_away(template in template()) {
        for compose in [VARIABLES, FILES] {
            let import = imported(compose, Some(&template));
            prop_assert!(import.text.is_some(), "{template}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(template in "\\PC{0,200}") {
        prop_assert!(imported(WEB, Some(&template)).text.is_some());
    }

    #[test]
    fn no_value_makes_it_panic(value in "[${}:a-z#'\"\\\\ \n]{0,40}") {
        let value = value.replace("'''", "");
        let template = format!(
            "[variables]\na = '''{value} '''\n[config.env]\nA = '''{value} '''\nB = \"${{a}}\"\n\
             [[config.domains]]\nserviceName = \"web\"\nhost = '''{value} '''\n\
             [[config.mounts]]\nfilePath = \"nginx.conf\"\ncontent = '''{value} '''\n"
        );
        for compose in [VARIABLES, FILES] {
            prop_assert!(imported(compose, Some(&template)).text.is_some());
        }
    }
}

#[test]
fn a_template_has_at_most_500_domains() {
    let template: String = (1..=501)
        .map(|n| {
            format!("[[config.domains]]\nserviceName = 'web'\nport = 80\nhost = 'h{n}.example'\n")
        })
        .collect();
    let (text, found) = both(WEB, &template);
    assert_eq!(
        found,
        ["not-imported [[[config.domains]]] the template has more than 500 domains"]
    );
    assert!(text.contains("h500.example") && !text.contains("h501.example"));
}
