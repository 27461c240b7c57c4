use stackc_compiler::{
    artifact::Artifacts,
    compile::compile,
    diag::Severity,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, Target as _},
};

use super::{Dokploy, support};

fn compiled(text: &str) -> stackc_compiler::compile::Compilation {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{text}\n"),
        targets: vec!["dokploy".to_owned()],
        ..Request::default()
    };
    compile(&request, &EmptyLibrary, &[&Dokploy])
}

fn made(text: &str) -> Artifacts {
    let compilation = compiled(text);
    let items = compilation.diagnostics.items();
    let errors = items.iter().filter(|item| item.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{items:#?}");
    let stack = compilation.default_stack().expect("a stack");
    let place = Place {
        back: "../..".to_owned(),
        command: "stackc build".to_owned(),
    };
    Dokploy.emit(stack, &place).expect("files")
}

fn text(artifacts: &Artifacts, path: &str) -> String {
    let artifact = artifacts.get(path).expect("the file");
    String::from_utf8(artifact.bytes.clone()).expect("text")
}

fn found(text: &str) -> Vec<(&'static str, String)> {
    let compilation = compiled(text);
    let items = compilation.diagnostics.items().iter();
    items
        .filter(|item| item.code.starts_with("target-"))
        .map(|item| (item.code, item.message.clone()))
        .collect()
}

const SITE: &str = "edge { http \"*:80\"; https \"*:443\" }\nsite a.example { tls letsencrypt; route \"/\" to=\"web:http\" }";

#[test]
fn a_site_needs_no_email() {
    let stack = format!("service web {{ image \"a:1\"; port http 80 }}\n{SITE}");
    let artifacts = made(&stack);
    let paths: Vec<&str> = artifacts.iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "README.md",
            "docker-compose.yml",
            "dokploy-api.json",
            "dokploy-apply.sh",
            "import.b64",
            "template.toml"
        ]
    );
    assert_eq!(found(&stack), []);
}

#[test]
fn a_port_that_a_site_routes_to_is_not_published() {
    let stack = format!(
        "service web {{ image \"a:1\"; port http 80 publish=\"*:8080\"; port admin 81 publish=81 }}\n{SITE}"
    );
    let compose = text(&made(&stack), "docker-compose.yml");
    assert!(compose.contains("127.0.0.1:81:81"), "{compose}");
    assert!(!compose.contains("8080"), "{compose}");
}

#[test]
fn a_secret_is_a_variable_and_a_file_mount_where_nothing_can_be_copied() {
    let stack = "secret key hex=16\nservice web { image \"a:1\"; secret key }";
    let compose = text(&made(stack), "docker-compose.yml");
    assert!(compose.contains("environment: KEY"), "{compose}");
    let artifacts = made(&stack.replace("secret key }", "secret key; read-only }"));
    let compose = text(&artifacts, "docker-compose.yml");
    assert!(
        compose.contains("source: ../files/secrets/key"),
        "{compose}"
    );
    assert!(!compose.contains("environment"), "{compose}");
    let template = text(&artifacts, "template.toml");
    assert!(template.contains("KEY = \"${hash:32}\""), "{template}");
    assert!(template.contains("content = \"${KEY}\""), "{template}");
}

#[test]
fn what_a_template_would_replace_stands_in_the_compose_file() {
    for (content, inline) in [("$HOME", false), ("$${HOME}", false), ("$${domain}", true)] {
        let stack = format!(
            "file f {{ content \"{content}\" }}\nservice web {{ image \"a:1\"; file f to=\"/f\" }}"
        );
        let artifacts = made(&stack);
        let compose = text(&artifacts, "docker-compose.yml");
        assert_eq!(compose.contains("configs:"), inline, "{compose}");
        assert_eq!(artifacts.get("files/f").is_none(), inline, "{content}");
    }
}

#[test]
fn swarm_takes_less() {
    let stack = "service web { image \"a:1\"; restart always; mem-limit \"1GiB\"; build \".\" }\ntarget dokploy { type stack }";
    let codes: Vec<&str> = found(stack).iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        ["target-refuses", "target-refuses", "target-partial"]
    );
}

#[test]
fn defaults_that_dotenv_would_cut_are_quoted() {
    let stack = "input A default=\"a#b\"\nservice web { image \"a:1\"; env { A \"${input.A}\" } }";
    let template = text(&made(stack), "template.toml");
    assert!(template.contains("A = \"'a#b'\""), "{template}");
}

#[test]
fn every_word_of_a_service_is_answered() {
    let rows = support::rows();
    assert!(rows.len() > 300, "{}", rows.len());
    let texts = rows.iter().map(|row| row.support.text());
    for text in texts.filter(|text| !text.is_empty()) {
        assert!(!text.ends_with('.'), "{text}");
    }
}
