//! `stackc diff`: what an environment changes, in the words of the stack.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Folder, Ran, ran};

const STACK: &str = r#"stack shop edition=1
param level default=info
input HOST default="localhost"
secret api-key
secret debug-token
volume data
service web {
    image "example/web:1.0"
    port http 3000
    env {
        LEVEL "${param.level}"
        HOST "${input.HOST}"
        API_KEY (secret)api-key
        ADMIN_PASSWORD (plain)"hunter2 the first"
        GREETING (plain)"hunter2 hello"
    }
    volume data to="/data"
    healthcheck http="/healthz" port=http interval="10s"
}
environment dev {
    param level debug
    service web {
        port http 3000 publish=3000
        unset healthcheck
        env {
            ADMIN_PASSWORD (plain)"hunter2 the second"
            GREETING (plain)"hunter2 hi"
            TOKEN (secret)debug-token
        }
        bind "./data" to="/data"
    }
    service mail {
        image "axllent/mailpit:v1.21"
        env {
            MP_SMTP_AUTH "${input.HOST}"
            SMTP_PASSWORD (plain)"hunter2 the third"
            "dotted.name" (plain)"hunter2 the fourth"
        }
    }
}
environment production default=#true
target compose { out "deploy/${environment.name}" }
"#;

fn diff(arguments: &[&str]) -> Ran {
    let folder = Folder::new(STACK);
    let all: Vec<&str> = ["diff"].iter().chain(arguments).copied().collect();
    ran(folder.binary(&all).output().unwrap())
}

#[test]
fn each_change_stands_under_its_node() {
    let ran = diff(&["--env", "dev"]).ends(0);
    let expected = r#"--- production
+++ dev
param level info → param level debug
service web
  port http › + publish=3000
  env › LEVEL info → LEVEL debug
  env › ADMIN_PASSWORD (plain)"…" → ADMIN_PASSWORD (plain)"…"
  env › GREETING (plain)"…" → GREETING (plain)"…"
  env › + TOKEN (secret)debug-token
  volume data to="/data" → bind "./data" to="/data"
  - healthcheck http="/healthz" port=http interval="10s"
target compose
  out "deploy/production" → out "deploy/dev"
+ service mail {
+     image "axllent/mailpit:v1.21"
+     env {
+         MP_SMTP_AUTH "${input.HOST}"
+         SMTP_PASSWORD (plain)"…"
+         "dotted.name" (plain)"…"
+     }
+ }
only dev needs: secret debug-token
"#;
    assert_eq!(ran.out, expected);
    let back = diff(&["--env", "dev", "--env", "production"]).ends(0);
    assert!(back.out.contains("- service mail"), "{}", back.out);
}

#[test]
fn an_environment_is_what_it_is() {
    let ran = diff(&["--env", "dev", "--env", "dev"]).ends(0);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("are the same"), "{}", ran.err);
}

#[test]
fn programs_get_places_and_no_secret() {
    let ran = diff(&["--env", "dev", "--format", "json"]).ends(0);
    assert!(!ran.out.contains("hunter2"), "{}", ran.out);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["format_version"], 1);
    let differences = report["differences"].as_array().unwrap();
    let published = differences
        .iter()
        .find(|one| one["after"]["text"] == "publish=3000")
        .unwrap();
    assert_eq!(published["path"][0]["key"], "web");
    assert_eq!(published["after"]["line"], 23);
    let mail = differences.last().unwrap();
    assert_eq!(mail["inside"][0], "image \"axllent/mailpit:v1.21\"");
    assert_eq!(report["needs"][0]["name"], "debug-token");
}

#[test]
fn what_there_is_not_is_not_compared() {
    let unknown = diff(&["--env", "develop"]).ends(1);
    assert!(
        unknown.err.contains("no environment `develop`"),
        "{}",
        unknown.err
    );
    diff(&[]).ends(64);
    diff(&["--env", "dev", "--env", "production", "--env", "dev"]).ends(64);
}

/// A node whose name is a param is the same node in each environment, with another name.
#[test]
fn a_site_whose_name_is_a_param_is_compared() {
    let text = r#"stack shop edition=1
param domain type=host default="shop.example"
service web {
    image "example/web:1.0"
    port http 3000
}
edge { http "*:80"; https "*:443" }
site "${param.domain}" {
    tls letsencrypt email="ops@shop.example"
    max-body "20MiB"
    route "/" to="web:http"
}
environment dev {
    param domain localhost
    edge { http 3080; https 3443 }
    site localhost {
        tls self-signed
        max-body "1MiB"
    }
    site "other.localhost" {
        tls none
        route "/" to="web:http"
    }
}
environment production default=#true
target compose { out "deploy/${environment.name}" }
"#;
    let folder = Folder::new(text);
    let command = &["diff", "--env", "production", "--env", "dev"];
    let ran = ran(folder.binary(command).output().unwrap()).ends(0);
    let wanted = r#"
site "shop.example" → site localhost
site localhost
  tls letsencrypt → tls self-signed
  tls › - email="ops@shop.example"
  max-body "20MiB" → max-body "1MiB"
"#;
    assert!(ran.out.contains(wanted), "{}", ran.out);
    assert!(
        ran.out.contains("+ site \"other.localhost\" {\n"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("- site"), "{}", ran.out);
}
