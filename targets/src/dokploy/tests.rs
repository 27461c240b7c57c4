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
        project: String::new(),
        command: "stackc build".to_owned(),
        ..Place::default()
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

/// What is cloned is not imported.
#[test]
fn a_repository_has_no_import() {
    let stack = format!(
        "service web {{ build \"./web\"; port http 80 }}\n{SITE}\ntarget dokploy {{ source git }}"
    );
    let artifacts = made(&stack);
    assert!(artifacts.get("docker-compose.yml").is_some());
    for name in ["import.b64", "template.toml"] {
        assert!(artifacts.get(name).is_none(), "{name}");
    }
}

#[test]
fn the_readme_says_what_the_stack_says_of_variables() {
    let readme = text(
        &made(
            "input MAIL message=\"the shop's | address\"
             input MODE one-of=\"fast slow\" default=slow
             secret key min-length=32 message=\"of the account\"
             service web { image \"a:1\"; env { MAIL \"${input.MAIL}\"; MODE \"${input.MODE}\"; KEY (secret)key } }",
        ),
        "README.md",
    );
    for row in [
        "| `MAIL` | value, required: the shop's \\| address |  |",
        "| `MODE` | value, has a default: one of fast slow |  |",
        "| `KEY` | secret, required: at least 32 characters; of the account |  |",
    ] {
        assert!(readme.lines().any(|line| line == row), "{readme}");
    }
}

/// Traefik puts a realm between quotes as it stands.
#[test]
fn a_realm_with_quotes_is_one_realm() {
    let compose = text(
        &made(
            "secret users
             service web { image \"a:1\"; port http 80 }
             edge { http \"*:80\"; https \"*:443\" }
             site \"a.example.com\" {
                 tls letsencrypt email=\"a@example.com\"
                 basic-auth \"the \\\"staff\\\" \\\\ us\" file=(secret)users
                 route \"/\" to=\"web:http\"
             }",
        ),
        "docker-compose.yml",
    );
    let realm = compose
        .lines()
        .find(|line| line.contains("basicauth.realm"))
        .unwrap_or_default();
    let said = r#"basicauth.realm=the \\\"staff\\\" \\\\ us"#;
    assert!(realm.contains(said), "{realm}");
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

/// The severities of what is found, the worst first.
fn codes(stack: &str) -> Vec<&'static str> {
    let mut codes: Vec<&str> = found(stack).iter().map(|(code, _)| *code).collect();
    codes.sort_unstable_by_key(|code| std::cmp::Reverse(*code));
    codes
}

#[test]
fn swarm_takes_less() {
    let stack = "service web { image \"a:1\"; restart always; mem-limit \"1GiB\"; build \".\" }\ntarget dokploy { type stack }";
    assert_eq!(
        codes(stack),
        ["target-refuses", "target-partial", "target-partial"]
    );
    let built = "service web { build \".\" }\ntarget dokploy { type stack }";
    assert_eq!(codes(built), ["target-refuses"]);
}

#[test]
fn swarm_opens_no_port_that_is_meant_for_one_address() {
    for (publish, refused) in [("81", true), ("10.0.0.1:81", true), ("*:81", false)] {
        let stack = format!(
            "service web {{ image \"a:1\"; port http 80 publish=\"{publish}\" }}\ntarget dokploy {{ type stack }}"
        );
        assert_eq!(!codes(&stack).is_empty(), refused, "{publish}");
    }
}

#[test]
fn what_is_built_here_comes_from_a_repository() {
    let stack = "service web { build \"./web\"; bind \"./conf\" to=\"/conf\" read-only=#true }";
    assert_eq!(codes(stack), ["target-lowers", "target-lowers"]);
    let compose = text(&made(stack), "docker-compose.yml");
    assert!(compose.contains("build: ../../web"), "{compose}");
    assert!(compose.contains("../../conf:/conf:ro"), "{compose}");
    let raw = format!("{stack}\ntarget dokploy {{ source raw }}");
    assert_eq!(codes(&raw), ["target-refuses", "target-partial"]);
    let remote = "service web { build \"https://a.example/web.git\" }";
    assert_eq!(codes(remote), Vec::<&str>::new());
}

#[test]
fn two_things_never_lie_in_one_place() {
    let bind = |one: &str, other: &str| {
        format!(
            "file conf {{ content \"x\" }}\nservice web {{ image \"a:1\"; file conf to=\"/f\"; bind \"{one}\" to=\"/a\"; bind \"{other}\" to=\"/b\" }}"
        )
    };
    let refused = |stack: &str| codes(stack).contains(&"target-refuses");
    assert!(refused(&bind("./data", "../files/data")));
    assert!(refused(&bind("./conf", "/srv")));
    assert!(refused(&bind("./conf/below", "/srv")));
    assert!(refused(&bind("../../up", "/srv")));
    assert!(!refused(&bind("./data", "../files/other")));
    assert!(!refused(&bind("./data", "./data")));
    assert!(!refused(&bind("../data", "./data")));
}

#[test]
fn files_of_labels_and_profiles_lie_there_too() {
    let stack = "service web { image \"a:1\"; label-file \"./labels\"; security-opt \"seccomp=./profile.json\" }";
    let compose = text(&made(stack), "docker-compose.yml");
    assert!(compose.contains("../files/labels"), "{compose}");
    assert!(
        compose.contains("seccomp=../files/profile.json"),
        "{compose}"
    );
}

#[test]
fn a_relative_default_leads_where_dokploy_keeps_it() {
    let stack = "input DIR default=\"./data\"\nservice web { image \"a:1\"; bind \"${input.DIR}\" to=\"/data\" }";
    let artifacts = made(stack);
    let compose = text(&artifacts, "docker-compose.yml");
    assert!(compose.contains("${DIR:-../files/data}:/data"), "{compose}");
    let template = text(&artifacts, "template.toml");
    assert!(template.contains("DIR = \"\""), "{template}");
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

const DATABASE: &str = "secret pw\nvolume data\nservice db { image \"postgres:16\"; volume data to=\"/data\"; database postgres name=shop user=shop password=(secret)pw }";
const STORE: &str =
    "store s3 \"s3://copies\" { env { AWS_ACCESS_KEY_ID a; AWS_SECRET_ACCESS_KEY (secret)key } }";

/// What is found of a backup with a few lines more.
fn of_backup(lines: &str) -> Vec<(&'static str, String)> {
    found(&format!(
        "{DATABASE}\nsecret key\nbackup nightly {{ {lines} }}"
    ))
}

fn says(items: &[(&'static str, String)], code: &str, text: &str) -> bool {
    items
        .iter()
        .any(|(found, message)| *found == code && message.contains(text))
}

#[test]
fn what_dokploy_cannot_copy_is_said() {
    let utc = "schedule daily at=\"03:30\" time-zone=UTC";
    let local = of_backup(&format!("database db; {utc}; store local \"/copies\""));
    assert_eq!(local.len(), 1, "{local:?}");
    assert!(says(&local, "target-partial", "`backup` is not made"));
    let both = of_backup(&format!(
        "volume data; {utc}; store local \"/copies\"; {STORE}"
    ));
    assert_eq!(both.len(), 1, "{both:?}");
    assert!(says(&both, "target-partial", "`store` is not filled"));
    let fits = of_backup(&format!("volume data; {utc}; keep daily=7; {STORE}"));
    assert_eq!(fits.len(), 1, "{fits:?}");
    assert!(says(&fits, "target-lowers", "`keep` is a number of copies"));
    let more = of_backup(&format!("volume data; {utc}; keep weekly=4; {STORE}"));
    assert!(
        says(&more, "target-partial", "`keep` keeps more"),
        "{more:?}"
    );
    let berlin = "schedule daily at=\"05:30\" time-zone=\"Europe/Berlin\"";
    let zone = of_backup(&format!("volume data; {berlin}; {STORE}"));
    assert!(
        says(
            &zone,
            "target-partial",
            "`schedule` counts in the zone of Dokploy"
        ),
        "{zone:?}"
    );
    let login = "schedule daily at=\"03:30\" time-zone=UTC login=#true";
    let also = of_backup(&format!("volume data; {login}; {STORE}"));
    assert_eq!(also.len(), 1, "{also:?}");
    assert!(
        says(&also, "target-partial", "`schedule` at a login is left out"),
        "{also:?}"
    );
    let bare = of_backup(&format!(
        "volume data; {utc}; store s3 \"s3://copies\" {{ env {{ AWS_PROFILE x }} }}"
    ));
    assert!(
        says(&bare, "target-refuses", "`store` needs AWS_ACCESS_KEY_ID"),
        "{bare:?}"
    );
    assert!(
        says(&bare, "target-partial", "`env` has no place"),
        "{bare:?}"
    );
}

#[test]
fn what_only_a_backup_reads_is_no_variable() {
    let artifacts = made(&format!(
        "{DATABASE}\nsecret key\nbackup nightly {{ database db; schedule daily at=\"03:30\" time-zone=UTC; {STORE} }}"
    ));
    for name in ["docker-compose.yml", "template.toml"] {
        let text = text(&artifacts, name);
        assert!(!text.contains("KEY") && !text.contains("PW"), "{text}");
    }
    assert!(text(&artifacts, "README.md").contains("`KEY`"));
}

#[test]
fn jobs_that_no_running_container_can_do_are_said() {
    let web =
        "secret pw\ninput LEVEL default=info\nservice web { image \"a:1\"; env { PW (secret)pw } }";
    for (job, code, message) in [
        (
            "job a { image \"b:1\"; command x }",
            "target-partial",
            "`image` is left out",
        ),
        (
            "job a interactive=#true { in web; command sh }",
            "target-partial",
            "`job` is left out",
        ),
        (
            "job a { like web; command x }",
            "target-lowers",
            "`like` is the running container",
        ),
        (
            "job a { like web }",
            "target-partial",
            "`job` is left out, for it has no command",
        ),
        (
            "job a { in web; command \"${input.LEVEL}\" }",
            "target-refuses",
            "can't hold an input",
        ),
        (
            "target dokploy { type stack }\njob a { like web; command x; before web }",
            "target-partial",
            "`job` is left out: docker stack",
        ),
    ] {
        let items = found(&format!("{web}\n{job}"));
        assert!(says(&items, code, message), "{job}: {items:?}");
    }
}

#[test]
fn a_label_with_an_equals_sign_in_its_key_keeps_it() {
    let stack = format!(
        "service web {{ image \"a:1\"; port http 80; label \"a=b\" \"1_000\"; label \"c\" \"d\" }}\n{}",
        SITE.replace("route \"/\"", "allow-from \"10.0.0.0/8\"; route \"/\"")
    );
    let compose = text(&made(&stack), "docker-compose.yml");
    assert!(
        compose.contains("      a=b: \"${STACKC_TEXT:-1_000}\"\n"),
        "{compose}"
    );
    assert!(compose.contains("      c: d\n"), "{compose}");
    assert!(
        compose.contains("ipallowlist.sourcerange: 10.0.0.0/8\n"),
        "{compose}"
    );
}

#[test]
fn paths_that_another_reads_otherwise_are_refused() {
    for (path, why) in [("/a`b", "backtick"), ("/a$b", "a `$`"), ("/c%20d", "a `%`")] {
        let stack = format!(
            "service web {{ image \"a:1\"; port http 80 }}\n{}",
            SITE.replace("route \"/\"", &format!("route \"{path}\""))
        );
        let found = found(&stack);
        assert!(
            matches!(found.as_slice(), [("target-refuses", message)] if message.contains(why)),
            "{found:?}"
        );
    }
}

#[test]
fn no_file_lies_where_secrets_are() {
    let stack = "secret key\nfile secrets { content \"a\" }
service web { image \"a:1\"; secret key; file secrets to=\"/a\" }
target dokploy { type stack }";
    let clashes = |stack: &str| -> bool {
        let found = found(stack);
        found.iter().any(|(code, message)| {
            *code == "target-refuses" && message.contains("secrets that are files")
        })
    };
    assert!(clashes(stack), "{:?}", found(stack));
    assert!(!clashes(
        &stack.replace("type stack", "type docker-compose")
    ));
}

/// dotenv knows no line for it, and the Compose file says it by itself.
#[test]
fn a_default_with_every_quote_stands_in_the_compose_file_alone() {
    let stack = "input GREETING default=\"'`\\\"\"
service web { image \"a:1\"; env { GREETING \"${input.GREETING}\" } }";
    let artifacts = made(stack);
    let compose = text(&artifacts, "docker-compose.yml");
    assert!(compose.contains("${GREETING:-'`\\\""), "{compose}");
    let plan = text(&artifacts, "dokploy-api.json");
    assert!(!plan.contains("\"default\""), "{plan}");
}

#[test]
fn what_no_import_makes_is_made_before_the_deploy() {
    let stack = "secret key\nsecret made hex=8
service web { image \"a:1\"; secret key; secret made; read-only }
target dokploy { project \"real-estate\" }";
    let readme = text(&made(stack), "README.md");
    let place = |what: &str| {
        readme
            .find(what)
            .unwrap_or_else(|| panic!("{what}: {readme}"))
    };
    assert!(readme.contains("make the project `real-estate`, and in its environment `production` a compose service of the type Docker Compose with the name `shop`"), "{readme}");
    assert!(place("the file mount `secrets/key`") < place(". Deploy."));
    assert!(
        !readme.contains("the file mount `secrets/made`"),
        "{readme}"
    );
}

/// As nginx does it: who may not come, or gives no password, is told no new address.
#[test]
fn a_redirect_is_guarded_as_its_site_is() {
    let artifacts = made(
        "secret users
         edge { http \"*:80\"; https \"*:443\" }
         site \"shop.example.com\" {
             tls letsencrypt email=\"a@example.com\"
             allow-from \"10.0.0.0/8\"
             basic-auth \"Staff\" file=(secret)users
             route \"/old\" redirect=\"/new\"
             route \"/\" to=\"web:http\"
         }
         service web { image \"a:1\"; port http 80 }
         target dokploy",
    );
    let plan = text(&artifacts, "dokploy-api.json");
    let lists = plan.split("\"middlewares\"").skip(1);
    let lists: Vec<&str> = lists.filter_map(|rest| rest.split(']').next()).collect();
    let redirect = lists.iter().find(|list| list.contains("-redirect@"));
    let redirect = redirect.expect("a redirect");
    let (allow, password) = (redirect.find("-allow@"), redirect.find("-password@"));
    assert!(allow.is_some() && allow < password, "{redirect}");
    assert!(password < redirect.find("-redirect@"), "{redirect}");
}
