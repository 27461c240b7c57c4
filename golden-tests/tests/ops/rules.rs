//! What the environment check takes and what it refuses.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use stackc_compiler::atoms::{
    Atom, Bool, Duration as Span, Email, Host, Identifier, Image, Int, Line, Name, Port, Rate,
    Size, Tag, Url,
};
use stackc_golden_tests::{
    golden,
    process::{self, Finished},
    stackc,
};

/// Texts of which each is of some types and not of others.
const SAMPLES: [&str; 78] = [
    "a",
    "A",
    "a b",
    "a.b",
    "-a",
    "a-",
    "_a",
    "1",
    "0",
    "-1",
    "+1",
    "01",
    "1.5",
    ".5",
    "1.",
    "true",
    "false",
    "True",
    "yes",
    "65535",
    "65536",
    "99999",
    "100000",
    "080",
    "localhost",
    "a.example.com",
    "*.example.com",
    "a..b",
    "a_b.example",
    "192.0.2.1",
    "::1",
    "2001:db8::1",
    "https://example.com",
    "http://a/b?c#d",
    "ftp://a",
    "https://",
    "https:///x",
    "https://a b",
    "me@example.com",
    "me+x@example.com",
    "me@localhost",
    "@example.com",
    "me@exa mple.com",
    "m e@example.com",
    "me@-a.com",
    "postgres",
    "postgres:16.4-alpine",
    "ghcr.io/a/b:v1",
    "localhost:5000/a:1",
    "Postgres",
    "a//b",
    "a:",
    "a:-b",
    "a@sha256:abc",
    "16.4-alpine",
    ".16",
    "10s",
    "1m30s",
    "1.5h",
    "7d",
    "2w",
    "10",
    "10x",
    "s",
    "1h-5m",
    "512MiB",
    "1g",
    "1 GB",
    "1.5k",
    "1  k",
    "1kib",
    "64b",
    "10/s",
    "30/m",
    "0/s",
    "10/h",
    "1000001/s",
    "/a/b c",
];

type Parse = fn(&str) -> bool;

fn is<A: Atom>(text: &str) -> bool {
    A::parse(text).is_ok()
}

#[test]
fn types_are_those_of_the_compiler() {
    let types: [(&str, Parse); 15] = [
        ("name", is::<Name>),
        ("identifier", is::<Identifier>),
        ("int", is::<Int>),
        ("bool", is::<Bool>),
        ("host", is::<Host>),
        ("port", is::<Port>),
        ("path", is::<Line>),
        ("url", is::<Url>),
        ("email", is::<Email>),
        ("image", is::<Image>),
        ("tag", is::<Tag>),
        ("duration", is::<Span>),
        ("size", is::<Size>),
        ("rate", is::<Rate>),
        ("text", |_| true),
    ];
    let rules = stackc::repository().join("targets/src/ops/sh/environment.sh");
    let mut wrong = Vec::new();
    for (name, parse) in types {
        let done = process::run(
            Command::new("sh")
                .args(["-c", ". \"$1\"; type=$2; shift 2; for text in \"$@\"; do if fits \"$text\" \"$type\" '' '' '' ''; then echo yes; else echo no; fi; done", "sh"])
                .arg(&rules)
                .arg(name)
                .args(SAMPLES),
            Duration::from_secs(30),
        );
        assert!(
            done.succeeded() && done.stderr.is_empty(),
            "{}",
            done.output()
        );
        let answers: Vec<&str> = done.stdout.lines().collect();
        assert_eq!(answers.len(), SAMPLES.len());
        for (sample, answer) in SAMPLES.iter().zip(answers) {
            if parse(sample) != (answer == "yes") {
                wrong.push(format!("{name} {sample:?}: the script says {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const GOOD: &str = "SHOP_MAIL=me@example.com\nAPI_KEY=0123456789abcdef\n";

/// Where the certificate that the site signs itself lies.
const CERTIFICATE: &str = "tls/status.example.com";

struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let expected = stackc::repository().join("golden-tests/build/ops/expected");
        golden::copy(&expected, folder.path());
        let project = Self { folder };
        fs::create_dir(project.path("secrets")).unwrap();
        project.mend();
        project.certificate("fullchain.pem");
        project.certificate("privkey.pem");
        project
    }

    /// A file of the certificate that the site signs itself.
    fn certificate(&self, name: &str) {
        let folder = self.path(CERTIFICATE);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), "x").unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("compose").join(name)
    }

    fn mend(&self) {
        fs::remove_dir_all(self.path("secrets")).unwrap();
        fs::create_dir(self.path("secrets")).unwrap();
        mode(&self.path("secrets"), 0o700);
        for name in [
            "db-password",
            "restic-password",
            "status-password",
            "chat-webhook",
        ] {
            fs::write(self.path("secrets").join(name), "0123456789abcdef0123").unwrap();
        }
        self.env(GOOD);
    }

    fn env(&self, text: &str) {
        fs::write(self.path(".env"), text).unwrap();
        mode(&self.path(".env"), 0o600);
    }

    fn check(&self, arguments: &[&str]) -> Finished {
        let mut command = Command::new(self.folder.path().join("ops/env-check.sh"));
        command.args(arguments).env("LC_ALL", "C");
        process::run(&mut command, Duration::from_secs(20))
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_environment_is_judged_by_the_rules_of_the_stack() {
    let project = Project::new();
    let fine = project.check(&["--strict"]);
    assert_eq!(fine.code, Some(0), "{}", fine.output());
    for more in [
        "SHOP_MODE=trial",
        "SHOP_PORT=1024",
        "SHOP_TITLE=äöü",
        "SHOP_TITLE='zwölf Zeichen'  # 13\nSHOP_TITLE=abc",
        "SHOP_CODE=AB12",
        "STORAGE_HOST=s3.local",
        "COMPOSE_PROFILES=x",
    ] {
        project.env(&format!("{GOOD}{more}\n"));
        let done = project.check(&["--quiet"]);
        assert_eq!((done.code, done.output().as_str()), (Some(0), ""), "{more}");
    }
    let broken = [
        (
            "API_KEY=0123456789abcdef\n",
            "SHOP_MAIL: is missing: who gets the orders",
        ),
        (
            "SHOP_MAIL=\nAPI_KEY=0123456789abcdef\n",
            "SHOP_MAIL: is missing: who gets the orders",
        ),
        (
            "SHOP_MAIL=nobody\nAPI_KEY=0123456789abcdef\n",
            "SHOP_MAIL: is not of the type email",
        ),
        ("SHOP_MAIL=me@example.com\n", "API_KEY: is missing"),
        (
            "SHOP_MAIL=me@example.com\nAPI_KEY=short-of-16\n",
            "API_KEY: has less than 16 characters",
        ),
        ("+SHOP_MODE=demo", "SHOP_MODE: is none of: live trial"),
        (
            "+SHOP_MODE='live trial'",
            "SHOP_MODE: is none of: live trial",
        ),
        ("+SHOP_PORT=80", "SHOP_PORT: is less than 1024"),
        ("+SHOP_PORT=70000", "SHOP_PORT: is not of the type port"),
        ("+SHOP_TITLE=ab", "SHOP_TITLE: is less than 3 characters"),
        (
            "+SHOP_TITLE=dreizehn-lang",
            "SHOP_TITLE: is more than 12 characters",
        ),
        ("+SHOP_CODE=ab12", "SHOP_CODE: does not match [A-Z]{2}\\d+"),
        ("+SHOP_CODE=AB12x", "SHOP_CODE: does not match [A-Z]{2}\\d+"),
        (
            "+SHOP_CODE=\"AB12\\nAB12\"",
            "SHOP_CODE: does not match [A-Z]{2}\\d+",
        ),
        (
            "+STORAGE_HOST=\"a\\nb\"",
            "STORAGE_HOST: is not of the type host",
        ),
        (
            "+SHOP_MODUS=live",
            ".env: SHOP_MODUS is no variable of the stack",
        ),
        (
            "+SHOP_MAIL=you@example.com",
            ".env: SHOP_MAIL is there twice: the last one counts",
        ),
        (
            "+X=\"never",
            ".env: line 3 has a quote that is never closed",
        ),
    ];
    for (text, complaint) in broken {
        match text.strip_prefix('+') {
            Some(more) => project.env(&format!("{GOOD}{more}\n")),
            None => project.env(text),
        }
        let red = project.check(&["--quiet", "--strict"]);
        assert_eq!(red.code, Some(1), "{text}");
        assert_eq!(red.output(), format!("FAIL {complaint}\n"), "{text}");
    }
    project.mend();
    type Break = fn(&Path);
    let files: [(&str, Break, &str); 6] = [
        (
            "secrets/chat-webhook",
            |path| fs::remove_file(path).unwrap(),
            "is missing: SECRETS.md says how it is made",
        ),
        (
            "secrets/chat-webhook",
            |path| fs::write(path, "").unwrap(),
            "is missing: SECRETS.md says how it is made",
        ),
        (
            "secrets/db-password",
            |path| fs::write(path, "0123456789abcdef012").unwrap(),
            "has less than 20 characters",
        ),
        (
            "secrets/other",
            |path| fs::write(path, "x").unwrap(),
            "is no secret of the stack",
        ),
        (
            "secrets",
            |path| mode(path, 0o755),
            "can be read by every user of the host: chmod go= secrets",
        ),
        (
            ".env",
            |path| mode(path, 0o644),
            "can be read by every user of the host: chmod go= .env",
        ),
    ];
    for (path, break_it, complaint) in files {
        break_it(&project.path(path));
        let red = project.check(&["--quiet", "--strict"]);
        assert_eq!(red.output(), format!("FAIL {path}: {complaint}\n"));
        project.mend();
    }
    let script = fs::canonicalize(project.path("make-certificates.sh")).unwrap();
    for name in ["privkey.pem", "fullchain.pem"] {
        fs::remove_file(project.path(CERTIFICATE).join(name)).unwrap();
        let red = project.check(&["--quiet", "--strict"]);
        let complaint = format!("has no certificate: run {}", script.display());
        assert_eq!(red.output(), format!("FAIL {CERTIFICATE}: {complaint}\n"));
        project.certificate(name);
    }
    fs::write(
        project.path("secrets/db-password"),
        "0123456789abcdef0123\n",
    )
    .unwrap();
    let warned = project.check(&[]);
    assert_eq!(warned.code, Some(0), "{}", warned.output());
    assert!(
        warned
            .stdout
            .contains("warn secrets/db-password: ends with a line break"),
        "{}",
        warned.stdout
    );
    for done in [project.check(&[]), project.check(&["--json"])] {
        assert!(
            !done.output().contains("0123456789abcdef")
                && !done.output().contains("me@example.com")
        );
    }
}
