//! Modules: the standard library's pages, what a use is equal to, and hostile input.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

use proptest::prelude::*;
use stackc_compiler::{
    compile::{Compilation, compile},
    describe::describe,
    diag::Severity,
    resolve::Request,
    source::{Found, Library, LibraryError, Sources},
    syntax,
    target::Place,
};
use stackc_golden_tests::{
    golden::{self, File, Tree},
    reference::modules::{all, chosen, shortest},
};
use stackc_stacks::MODULES;
use stackc_targets::REGISTRY;

struct Files(BTreeMap<String, String>);

impl Library for Files {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        self.0.get(path).cloned().ok_or(LibraryError::NotFound)
    }

    fn files(&self, _path: &str) -> Result<Vec<Found>, LibraryError> {
        Err(LibraryError::NotFound)
    }

    fn module(&self, name: &str) -> Option<&str> {
        stackc_stacks::module(name).map(|module| module.text)
    }
}

fn compiled(stack: &str, files: &[(&str, &str)]) -> Compilation {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: stack.to_owned(),
        ..Request::default()
    };
    compile(&request, &Files(files.collect()), REGISTRY)
}

/// What every target makes of a stack without errors.
fn made(compilation: &Compilation) -> Vec<(String, String)> {
    let errors: Vec<String> = compilation
        .diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error)
        .map(|item| format!("{}: {}", item.code, item.message))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let place = Place {
        back: "../..".to_owned(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    let mut files = Vec::new();
    for stack in &compilation.stacks {
        for target in REGISTRY.iter().filter(|target| target.id() != "nginx") {
            for (path, artifact) in target.emit(stack, &place).unwrap().iter() {
                let name = format!("{} {path}", target.id());
                files.push((name, String::from_utf8_lossy(&artifact.bytes).into_owned()));
            }
        }
    }
    files
}

fn codes(compilation: &Compilation) -> Vec<&'static str> {
    let items = compilation.diagnostics.items().iter();
    items.map(|item| item.code).collect()
}

#[test]
fn pages_are_what_the_modules_say() {
    let pages: Tree = all()
        .into_iter()
        .map(|(path, text)| {
            let bytes = text.into_bytes();
            (
                path,
                File {
                    bytes,
                    executable: false,
                },
            )
        })
        .collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/modules");
    if let Err(difference) = golden::judge_tree(&docs, &pages) {
        panic!("write the pages anew with BLESS=1\n{difference}");
    }
}

#[test]
fn every_module_says_all_that_its_page_needs_and_compiles_in_every_choice() {
    for module in MODULES {
        let said = describe(module.text);
        assert_eq!(said.name, module.name);
        let choices = said.params.iter().flat_map(|param| &param.choices);
        let params = said.params.iter().map(|param| &param.part);
        for part in params
            .chain(choices)
            .chain(&said.secrets)
            .chain(&said.exports)
        {
            assert!(!part.text.is_empty(), "{}: {}", module.name, part.name);
        }
        let mut stacks = vec![shortest(&said)];
        for param in &said.params {
            let of = param.part.name.as_str();
            stacks.extend(
                param
                    .choices
                    .iter()
                    .map(|choice| chosen(&said, of, &choice.name)),
            );
        }
        for used in stacks {
            made(&compiled(&format!("stack shop edition=1\n{used}\n"), &[]));
            // What a module of one's own is told of what it leaves unused.
            let local = used.replacen(&format!("use {}", module.name), "use \"./m.kdl\"", 1);
            let stack = format!("stack shop edition=1\n{local}\n");
            let found = codes(&compiled(&stack, &[("m.kdl", module.text)]));
            assert!(
                found.iter().all(|code| !code.starts_with("unused")),
                "{}: {found:?}",
                module.name
            );
        }
    }
}

#[test]
fn every_module_is_laid_out() {
    for module in MODULES {
        let file = Sources::default().add(module.name, module.text);
        let laid_out = syntax::format(file, module.text).unwrap();
        assert_eq!(
            laid_out, module.text,
            "stackc fmt stacks/modules/{}.kdl",
            module.name
        );
    }
}

/// No module has a default version: a new compiler never upgrades a database.
#[test]
fn what_runs_has_no_default_version() {
    for module in MODULES {
        let said = describe(module.text);
        let version = said
            .params
            .iter()
            .find(|param| param.part.name == "version");
        assert!(
            version.is_some_and(|param| param.default.is_none()),
            "{}",
            module.name
        );
    }
}

/// What docs/modules.md shows is so: the stack, its environment, and the module with its use.
#[test]
fn the_page_shows_what_compiles() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/modules.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks = || page.split("```kdl\n").skip(1);
    let block = |start: &str| {
        let found = blocks().find(|block| block.starts_with(start)).unwrap();
        found.split("```").next().unwrap()
    };
    let (stack, environment) = (block("stack shop"), block("environment dev"));
    made(&compiled(&format!("{stack}\n{environment}"), &[]));

    let shown = page
        .split('`')
        .find(|code| code.starts_with("use \"./modules/app.kdl\""));
    let using = format!("stack s edition=1\nnetwork front\n{}\n", shown.unwrap());
    let files = made(&compiled(
        &using,
        &[("modules/app.kdl", block("module app"))],
    ));
    let (_, compose) = files
        .iter()
        .find(|(name, _)| name == "compose docker-compose.yml")
        .unwrap();
    for service in ["shop", "shop-db", "shop-worker", "shop-migrate"] {
        assert!(compose.contains(&format!("\n  {service}:\n")), "{service}");
    }
}

/// A backup of a module's database: who dumps it, with which password, for each engine.
#[test]
fn the_databases_of_modules_can_be_backed_up() {
    for (used, engine, user, password) in [
        (
            "postgres as=db { version \"17.2-alpine\"; database shop; user owner; password (secret)p }",
            "postgres",
            "owner",
            "p",
        ),
        (
            "mysql as=db { version \"8.4.3\"; database shop; user owner; password (secret)p }",
            "mysql",
            "root",
            "db-root-password",
        ),
        (
            "mariadb as=db { version \"11.4.4\"; database shop; user owner; root-password (secret)p }",
            "mariadb",
            "root",
            "p",
        ),
    ] {
        let stack = format!(
            "stack s edition=1\nsecret p hex=32\nsecret r base64=32\nhost h {{ age-key \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR\" }}\n\
             use {used}\nbackup nightly {{\n    database db\n    schedule daily at=\"03:30\" time-zone=\"UTC\"\n    keep days=7\n    \
             store restic \"/srv/b\" {{ password (secret)r }}\n}}\ntarget nix {{ host h }}\n"
        );
        let files = made(&compiled(&stack, &[]));
        let targets: std::collections::BTreeSet<&str> = files
            .iter()
            .filter_map(|(name, _)| name.split(' ').next())
            .collect();
        assert!(targets.len() >= 4, "{targets:?}");
        let compose = files
            .iter()
            .find(|(name, _)| name == "compose docker-compose.yml");
        let compose = &compose.unwrap().1;
        let (_, dump) = compose.split_once("backup-nightly-db:\n").unwrap();
        for line in [
            format!("ENGINE: {engine}\n"),
            "HOST: db\n".to_owned(),
            "DATABASE: shop\n".to_owned(),
            format!("DATABASE_USER: {user}\n"),
            format!("PASSWORD_FILE: /run/secrets/{password}\n"),
        ] {
            assert!(dump.contains(&line), "{line}{dump}");
        }
    }
}

/// A module, and the same nodes by hand.
#[derive(Debug)]
struct Twin {
    module: String,
    by_hand: String,
}

/// The names that both take: of the use, the port, the volume, the network, the worker, and texts.
fn twin(names: &[String], text: &str, filled: bool, worker: bool) -> Option<Twin> {
    let [called, port, volume, network, other, secret] = names else {
        return None;
    };
    let body = |own: &str, pre: &str, secret: &str, host: &str, text: &str| {
        let mut body = format!(
            "network {pre}{network}\nvolume {pre}{volume}\nservice {own} {{\n    image \"app:1.2\"\n    port {port} 80\n    network {pre}{network}\n    env {{ TEXT {text}; SECRET (secret){secret}; FILE \"${{secret-file.{secret}}}\"; URL \"http://{host}\" }}\n    volume {pre}{volume} to=\"/data\"\n    healthcheck shell=\"true\"\n}}\n"
        );
        if worker {
            body.push_str(&format!("service {pre}{other} {{\n    image \"app:1.2\"\n    network {pre}{network}\n    depends-on {} condition=healthy\n    env {{ URL \"http://{host}\" }}\n}}\n", if own.is_empty() { "self" } else { own }));
        }
        body
    };
    let inside = body(
        "",
        "",
        secret,
        &format!("${{self.host}}:${{self.port.{port}}}"),
        "\"${param.text}\"",
    );
    let module = format!(
        "module app edition=1\nparam text\nsecret {secret} hex=32\n{inside}export url \"http://${{self.host}}/${{secret.{secret}}}\"\n"
    );
    let full = if filled {
        "mine".to_owned()
    } else {
        format!("{called}-{secret}")
    };
    let by_hand = body(
        called,
        &format!("{called}-"),
        &full,
        &format!("${{service.{called}.host}}:${{service.{called}.port.{port}}}"),
        text,
    );
    let declared = if filled {
        "secret mine hex=32\n".to_owned()
    } else {
        String::new()
    };
    let unfilled = if filled {
        String::new()
    } else {
        format!("secret {full} hex=32\n")
    };
    let reader = |url: &str| {
        format!(
            "service reader {{ image \"r:1\"; network {called}-{network}; env {{ U \"{url}\" }} }}\n"
        )
    };
    let fill = if filled {
        format!("; {secret} (secret)mine")
    } else {
        String::new()
    };
    Some(Twin {
        module: format!(
            "stack s edition=1\n{declared}use \"./app.kdl\" as={called} {{ text {text}{fill} }}\n{}// MODULE\n{module}",
            reader(&format!("${{service.{called}.url}}"))
        ),
        by_hand: format!(
            "stack s edition=1\n{declared}{unfilled}{by_hand}{}",
            reader(&format!(
                "http://${{service.{called}.host}}/${{secret.{full}}}"
            ))
        ),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_use_is_the_same_nodes_by_hand(
        names in proptest::collection::vec("[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", 6),
        text in "[ -~]{0,24}",
        filled: bool,
        worker: bool,
    ) {
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        let taken = ["self", "default", "reader", "mine", "text", "service", "network", "volume", "unset", "allow"];
        prop_assume!(distinct.len() == names.len() && names.iter().all(|name| !taken.contains(&name.as_str())));
        let text: String = text.chars().filter(|c| !matches!(c, '"' | '\\' | '$')).collect();
        let Some(twin) = twin(&names, &format!("(plain){text:?}"), filled, worker) else {
            return Ok(());
        };
        let (stack, module) = twin.module.split_once("// MODULE\n").unwrap();
        let by_use = made(&compiled(stack, &[("app.kdl", module)]));
        let by_hand = made(&compiled(&twin.by_hand, &[]));
        prop_assert_eq!(by_use, by_hand);
    }

    #[test]
    fn no_name_and_no_text_makes_it_panic(
        called in "\\PC{0,12}",
        module in "\\PC{0,12}",
        word in "\\PC{0,12}",
        inside in "(module m edition=1\n)?(service|param|secret|use|export|choice|unset|[a-z{}\"$();= -]|\\PC){0,40}",
    ) {
        let stack = format!("stack s edition=1\nuse {module:?} as={called:?} {{ {word:?} {word:?}; unset {word:?}; service {word:?} {{ network {word:?} }} }}\nuse \"./m.kdl\" as=m {{ version {word:?} }}\nuse postgres as={called:?} {{ version {word:?}; database {word:?}; volume {word:?} to={word:?} }}\n");
        compiled(&stack, &[("m.kdl", &inside)]);
    }
}

/// A run that takes longer runs away.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn uses_without_end_have_one() {
    let start = Instant::now();
    let service = "service { image \"a:1\" }\n";
    let many: String = (0..1000)
        .map(|i| format!("use redis as=x{i} {{ version \"7.4.1\" }}\n"))
        .collect();
    assert!(
        codes(&compiled(&format!("stack s edition=1\n{many}"), &[])).contains(&"too-many-modules")
    );

    let own = format!("module m edition=1\nuse \"./m.kdl\" as=x\nuse \"./m.kdl\" as=y\n{service}");
    let found = compiled(
        "stack s edition=1\nuse \"./m.kdl\" as=m\n",
        &[("m.kdl", &own)],
    );
    assert!(codes(&found).contains(&"module-cycle"));

    let wide = |i: usize| {
        let next: String = (0..9)
            .map(|j| format!("use \"./m{}.kdl\" as=u{j}\n", i + 1))
            .collect();
        format!("module m edition=1\n{next}{service}")
    };
    let texts: Vec<(String, String)> = (0..30).map(|i| (format!("m{i}.kdl"), wide(i))).collect();
    let files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let found = codes(&compiled(
        "stack s edition=1\nuse \"./m0.kdl\" as=m\n",
        &files,
    ));
    assert!(
        found.contains(&"too-many-modules") && found.contains(&"module-cycle"),
        "{found:?}"
    );

    let exports = format!(
        "module m edition=1\n{service}export a \"${{self.b}}${{self.b}}\"\nexport b \"${{self.a}}${{self.a}}\"\n"
    );
    let found = codes(&compiled(
        "stack s edition=1\nuse \"./m.kdl\" as=m\n",
        &[("m.kdl", &exports)],
    ));
    assert!(found.contains(&"unknown-reference"));
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}
