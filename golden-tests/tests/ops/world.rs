//! A project with its scripts, a stand-in for Docker, and servers on loopback.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use stackc_golden_tests::{
    process::{self, Finished},
    stackc, tools,
};

const STACK: &str = include_str!("stack.kdl");
const SERVER: &str = include_str!("server.py");
const DOCKER: &str = include_str!("docker.sh");
/// A crontab that is a file.
const CRONTAB: &str = "#!/bin/sh\ncase $1 in\n    -l) cat \"$DOCKER/crontab\" ;;\n    -) cat >\"$DOCKER/new\" && mv \"$DOCKER/new\" \"$DOCKER/crontab\" ;;\nesac\n";
/// What every answer of the site has.
const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Shop", "it's \"fine\""),
];

/// What a health check is asked of; its server ends with it.
pub(crate) struct World {
    folder: tempfile::TempDir,
    server: Child,
    ports: Value,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        for name in ["bin", "docker", "home"] {
            fs::create_dir(here.join(name)).unwrap();
        }
        let curl = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$*\" >>{}\nexec {} \"$@\"\n",
            here.join("calls").display(),
            tools::path("curl").display()
        );
        for (name, text) in [("docker", DOCKER), ("crontab", CRONTAB), ("curl", &curl)] {
            let path = here.join("bin").join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(here.join("server.py"), SERVER).unwrap();
        let server = Command::new(tools::path("python3"))
            .arg(here.join("server.py"))
            .arg(here)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut world = Self {
            folder,
            server,
            ports: Value::Null,
        };
        world.ports = world.wait_for_ports();
        let names = ["HTTPS", "HTTP", "PLAIN", "SMTP", "TCP"];
        let stack = names.iter().fold(STACK.to_owned(), |text, name| {
            text.replace(&format!("@{name}@"), &world.ports[name].to_string())
        });
        let here = world.folder();
        fs::write(here.join("stack.kdl"), stack).unwrap();
        let built = stackc::run(here, &["build"]);
        assert!(built.succeeded(), "{}", built.output());
        // What the tests break can be put back from here.
        fs::create_dir(here.join("out/compose/secrets")).unwrap();
        world.mend();
        world
    }

    fn wait_for_ports(&self) -> Value {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            if let Ok(text) = fs::read_to_string(self.folder().join("ports.json")) {
                return serde_json::from_str(&text).unwrap();
            }
            assert!(Instant::now() < end, "the server does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn project(&self) -> PathBuf {
        self.folder().join("out/compose")
    }

    /// Runs a script of the ops target.
    pub(crate) fn run(
        &self,
        script: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Finished {
        let path = format!(
            "{}:{}",
            self.folder().join("bin").display(),
            std::env::var("PATH").unwrap()
        );
        let mut command = Command::new(self.folder().join("out/ops").join(script));
        command
            .args(arguments)
            .current_dir("/")
            .env("PATH", path)
            .env("DOCKER", self.folder().join("docker"))
            .env("HOME", self.folder().join("home"))
            .env_remove("XDG_STATE_HOME")
            .env("LC_ALL", "C.UTF-8")
            // The machine that tests may have little space.
            .env("DISK_PERCENT", "101")
            .envs(variables.iter().copied());
        process::run(&mut command, Duration::from_secs(30))
    }

    /// All is well.
    pub(crate) fn mend(&self) {
        fs::write(
            self.project().join(".env"),
            "SHOP_MODE=live\nSHOP_PORT=\nAPI_KEY='*.+[a-z]$x{1}'\nBUCKET_KEY=\"of the bucket\"\n",
        )
        .unwrap();
        fs::set_permissions(
            self.project().join(".env"),
            fs::Permissions::from_mode(0o600),
        )
        .unwrap();
        fs::set_permissions(
            self.project().join("secrets"),
            fs::Permissions::from_mode(0o700),
        )
        .unwrap();
        self.secret("db-password", "of the database");
        self.secret("page-password", "pass\"wo\\rd");
        let hook = format!("http://127.0.0.1:{}/hook-of-the-chat", self.ports["PLAIN"]);
        self.secret("chat-webhook", &hook);
        self.headers(&HEADERS, "200");
        self.containers("|running|healthy|0|0|");
        fs::write(self.folder().join("docker/logs"), "nothing of interest\n").unwrap();
        fs::write(self.folder().join("docker/size"), "1048576\n").unwrap();
        self.image("");
        self.secret("restic-password", "of the repository");
        let _ = fs::remove_file(self.folder().join("docker/refused"));
        self.copy(2);
        if self.certificate_days() != Some(90) {
            self.certificate(90);
        }
    }

    fn world(&self) -> Value {
        let text = fs::read_to_string(self.folder().join("world.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn headers(&self, headers: &[(&str, &str)], status: &str) {
        let world = serde_json::json!({
            "status": status.parse::<u16>().unwrap(),
            "headers": headers,
            "redirect": "https://localhost",
            "body": "<p>it's fine</p>",
            "mail": true,
            "bucket": 200,
        });
        fs::write(self.folder().join("world.json"), world.to_string()).unwrap();
    }

    /// Changes how the servers behave; the value is JSON.
    pub(crate) fn set(&self, name: &str, value: &str) {
        let mut world = self.world();
        world[name] = serde_json::from_str(value).unwrap();
        fs::write(self.folder().join("world.json"), world.to_string()).unwrap();
    }

    pub(crate) fn without_header(&self, name: &str) {
        let rest: Vec<_> = HEADERS
            .iter()
            .copied()
            .filter(|one| one.0 != name)
            .collect();
        self.headers(&rest, "200");
    }

    /// It is there, with another value.
    pub(crate) fn other_header(&self, name: &str) {
        let all: Vec<_> = HEADERS
            .iter()
            .map(|one| {
                if one.0.eq_ignore_ascii_case(name) {
                    (one.0, "other")
                } else {
                    *one
                }
            })
            .collect();
        self.headers(&all, "200");
    }

    /// The containers of the project; `db` is as it is said, or is not there.
    pub(crate) fn containers(&self, db: &str) {
        let started = "2026-01-01T00:00:00.123456789Z";
        let now = process::run(
            Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]),
            Duration::from_secs(5),
        );
        let mut lines = vec![
            format!("web|False|running||0|0|{started}"),
            format!("web|False|running||3|0|{started}"),
            format!("web|True|exited||0|1|{started}"),
            format!("migrate|False|exited||0|0|{started}"),
            format!("nginx|False|running||0|0|{started}"),
        ];
        if !db.is_empty() {
            lines.push(format!("db|False{db}{}", now.stdout.trim()));
        }
        fs::write(self.folder().join("docker/ids"), "abc\ndef\n").unwrap();
        fs::write(self.folder().join("docker/containers"), lines.join("\n")).unwrap();
    }

    /// How docker compose reads the service that is built; its image may have a name, as a line.
    pub(crate) fn image(&self, name: &str) {
        let text = format!(
            "name: shop\nservices:\n  cache:\n    image: redis:7\n  \"db\":\n    build:\n      context: /srv/shop/db\n    environment:\n      TEXT: |-\n        name: other\n        image: other\n{name}  web:\n    image: web:1\nx-db:\n  db:\n    image: other\n"
        );
        fs::write(self.folder().join("docker/config"), text).unwrap();
    }

    /// The client of the repository says this, and fails.
    pub(crate) fn refused(&self, said: &str) {
        fs::write(self.folder().join("docker/refused"), said).unwrap();
    }

    pub(crate) fn no_copy(&self) {
        let copies = self.folder().join("copies");
        if copies.exists() {
            fs::remove_dir_all(&copies).unwrap();
        }
        fs::create_dir(&copies).unwrap();
        // Another project's copy is none of this one.
        fs::create_dir_all(copies.join("other/nightly/20990101T000000Z")).unwrap();
    }

    /// One copy, made so many hours ago, among what is none.
    pub(crate) fn copy(&self, hours: u32) {
        self.no_copy();
        let time = process::run(
            Command::new("date").args([
                "-u",
                &format!("--date={hours} hours ago"),
                "+%Y%m%dT%H%M%SZ",
            ]),
            Duration::from_secs(5),
        );
        fs::write(self.folder().join("docker/listed"), &time.stdout).unwrap();
        for name in [
            time.stdout.trim(),
            "20200101T000000Z",
            "zzz",
            ".partial-20990101T000000Z",
        ] {
            fs::create_dir_all(self.folder().join("copies/shop/nightly").join(name)).unwrap();
        }
    }

    pub(crate) fn env(&self, from: &str, to: &str) {
        let path = self.project().join(".env");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace(from, to)).unwrap();
    }

    pub(crate) fn secret(&self, name: &str, value: &str) {
        fs::write(self.project().join("secrets").join(name), value).unwrap();
    }

    /// A certificate that the site signs itself, which the scripts know.
    pub(crate) fn certificate(&self, days: u32) {
        let made = process::run(
            Command::new(tools::path("openssl"))
                .current_dir(self.folder())
                .args([
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                ])
                .args([
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost",
                ])
                .args([
                    "-days",
                    &days.to_string(),
                    "-keyout",
                    "privkey.pem",
                    "-out",
                    "fullchain.pem",
                ]),
            Duration::from_secs(20),
        );
        assert!(made.succeeded(), "{}", made.output());
        let known = self.project().join("tls/localhost");
        fs::create_dir_all(&known).unwrap();
        for name in ["fullchain.pem", "privkey.pem"] {
            fs::copy(self.folder().join(name), known.join(name)).unwrap();
        }
        fs::write(self.folder().join("days"), days.to_string()).unwrap();
    }

    fn certificate_days(&self) -> Option<u32> {
        fs::read_to_string(self.folder().join("days"))
            .ok()?
            .parse()
            .ok()
    }

    /// The site has a certificate that is not the one of the project.
    pub(crate) fn foreign_certificate(&self) {
        let known = self.project().join("tls/localhost/fullchain.pem");
        let text = fs::read(&known).unwrap();
        self.certificate(91);
        fs::write(known, text).unwrap();
    }

    /// What the webhook was sent.
    pub(crate) fn messages(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder().join("messages")).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The command lines of curl.
    pub(crate) fn calls(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder().join("calls")).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
