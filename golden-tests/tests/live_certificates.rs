//! The first start of a site with Let's Encrypt, and every later change of its certificate: the scripts that the
//! compiler wrote run unchanged, with a real nginx, a real certbot and an authority, in the paths of the containers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream},
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use stackc_compiler::{
    artifact::Artifacts, compile::compile, resolve::Request as Compile, source::EmptyLibrary,
    target::Place,
};
use stackc_golden_tests::{
    live::{Authority, Hello, Scenario, WebSocket, World, first_certificate, isolated, wait_until},
    nginx::{Machine, Version},
    process, tools,
};
use stackc_targets::REGISTRY;

const CERTIFICATES: &str = "/etc/nginx/certificates";
const SITE: &str = "/etc/nginx/certificates/crm.company.com";
const HOST: &str = "crm.company.com";
const WWW: &str = "www.company.com";
const APPLETS: &str = "/applets";

/// Longer than anything here needs on a slow machine.
const DEADLINE: Duration = Duration::from_secs(30);
/// Docker waits ten seconds before it kills.
const PROMPT: Duration = Duration::from_secs(9);

/// What the Compose target writes for a site with these hosts.
fn compiled(hosts: &[&str]) -> Artifacts {
    let hosts: Vec<String> = hosts.iter().map(|host| format!("\"{host}\"")).collect();
    let text = format!(
        r#"stack crm edition=1
service app {{
    image "app:1.0"
    port http 3000
}}
edge {{
    http "*:80"
    https "*:443"
}}
site {} {{
    tls letsencrypt email="ops@company.com"
    route "/" to="app:http" websocket=#true
}}
target compose
"#,
        hosts.join(" ")
    );
    let request = Compile {
        path: "stack.kdl".to_owned(),
        text,
        ..Compile::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    let diagnostics = &compilation.diagnostics;
    assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.items());
    let place = Place {
        back: "..".to_owned(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    let target = REGISTRY.iter().find(|target| target.id() == "compose");
    target
        .unwrap()
        .emit(compilation.stacks.first().unwrap(), &place)
        .unwrap()
}

fn text(artifacts: &Artifacts, path: &str) -> String {
    String::from_utf8(artifacts.get(path).unwrap().bytes.clone()).unwrap()
}

fn write(path: impl AsRef<Path>, content: &str) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn write_program(path: &str, content: &str) {
    write(path, content);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Puts what the containers mount in its place.
fn install(artifacts: &Artifacts) {
    for (path, target) in [
        ("nginx/nginx.conf", "/etc/nginx/stack/nginx.conf"),
        ("nginx/start.sh", "/etc/nginx/stack/start.sh"),
        ("certbot/placeholder.sh", "/scripts/placeholder.sh"),
        ("certbot/renew.sh", "/scripts/renew.sh"),
    ] {
        write(target, &text(artifacts, path));
    }
    fs::create_dir_all("/var/www/certbot").unwrap();
    // Found before everything else, as what an image brings along.
    fs::create_dir_all("/image").unwrap();
    let nginx = Path::new("/image/nginx");
    if !nginx.exists() {
        symlink(Version::V1_28.program(), nginx).unwrap();
    }
}

/// The shell and the small programs of an image.
#[derive(Clone, Copy)]
enum Userland {
    /// dash and GNU's, as in Debian.
    Debian,
    /// BusyBox, as in Alpine.
    Alpine,
}

impl Userland {
    /// The value of `PATH` that has it.
    fn path(self) -> String {
        let machine = "/usr/sbin:/usr/bin:/sbin:/bin";
        match self {
            Self::Debian => format!("/image:{machine}"),
            Self::Alpine => {
                fs::create_dir_all(APPLETS).unwrap();
                let names = [
                    "cat",
                    "cmp",
                    "cp",
                    "ln",
                    "mkdir",
                    "mktemp",
                    "mv",
                    "rm",
                    "sh",
                    "sha256sum",
                    "sleep",
                    "tr",
                ];
                for applet in names.map(|name| Path::new(APPLETS).join(name)) {
                    if !applet.exists() {
                        symlink(tools::path("busybox"), applet).unwrap();
                    }
                }
                format!("/image:{APPLETS}:{machine}")
            }
        }
    }

    fn sh(self, script: &str) -> Command {
        let mut command = Command::new("env");
        command.args(["-i", &format!("PATH={}", self.path()), "sh", script]);
        command
    }

    /// The first process of a container.
    fn contained(self, script: &str, environment: &[(&str, &str)]) -> Contained {
        let output = PathBuf::from(format!("/run/output-{}", script.replace('/', "-")));
        let file = File::create(&output).unwrap();
        let child = tools::command("unshare")
            .args(["--pid", "--fork", "--kill-child", "sh", script])
            .env_clear()
            .env("PATH", self.path())
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        Contained { child, output }
    }

    fn placeholder(self) {
        let done = process::run(&mut self.sh("/scripts/placeholder.sh"), DEADLINE);
        assert!(done.succeeded(), "{}", done.output());
    }
}

/// A script that is the first process of its own process namespace. Everything in it ends when dropped.
struct Contained {
    child: Child,
    output: PathBuf,
}

impl Contained {
    fn output(&self) -> String {
        fs::read_to_string(&self.output).unwrap()
    }

    fn first_process(&self) -> String {
        let id = self.child.id();
        wait_until(DEADLINE, || {
            let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
            let first = children.split_whitespace().next().map(str::to_owned);
            first.ok_or("the namespace is empty")
        })
        .unwrap()
    }

    fn signal(&self, signal: &str) {
        let process = self.first_process();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.unwrap().success());
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    fn ends(&mut self, patience: Duration) -> ExitStatus {
        let ended = wait_until(patience, || self.child.try_wait().unwrap().ok_or(()));
        ended.unwrap_or_else(|()| panic!("still running: {}", self.output()))
    }

    /// `docker stop`.
    fn stops(mut self, signal: &str) {
        self.signal(signal);
        let status = self.ends(PROMPT);
        assert_eq!(status.code(), Some(0), "{}", self.output());
    }

    /// Waits until the output holds the text so often.
    fn says(&mut self, words: &str, times: usize) {
        let said = wait_until(DEADLINE, || {
            assert!(self.is_running(), "it has ended: {}", self.output());
            let output = self.output();
            if output.matches(words).count() < times {
                return Err(output);
            }
            Ok(())
        });
        said.unwrap_or_else(|output| panic!("never said {words:?} {times} times: {output}"));
    }
}

impl Drop for Contained {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A scenario whose nginx is started by the compiled script.
fn world(userland: Userland) -> World {
    let image = tempfile::tempdir().unwrap();
    fs::write(image.path().join("nginx.conf"), "events {}\n").unwrap();
    Scenario::new(Version::V1_28, image.path())
        .host(HOST)
        .upstream("app", &[3000])
        .webroot("/var/www/certbot")
        .ready_at("/")
        .started_by(&[
            "env",
            &format!("PATH={}", userland.path()),
            "RELOAD_INTERVAL=0.2",
            "sh",
            "/etc/nginx/stack/start.sh",
        ])
        .start()
        .unwrap()
}

/// The certificate that a visitor sees.
fn served(world: &World) -> String {
    world.shake(&Hello::to(HOST)).unwrap().certificate
}

fn installed() -> String {
    let chain = fs::read_to_string(format!("{SITE}/fullchain.pem")).unwrap();
    first_certificate(&chain).unwrap()
}

/// The names that the installed certificate is for.
fn names() -> Vec<String> {
    let done = process::run(
        tools::command("openssl")
            .args(["x509", "-noout", "-ext", "subjectAltName", "-in"])
            .arg(format!("{SITE}/fullchain.pem")),
        DEADLINE,
    );
    let words = done.stdout.split([' ', ',', '\n']);
    let mut names: Vec<String> = words
        .filter_map(|word| word.strip_prefix("DNS:"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

/// All files below a folder that are not links, with their modes.
fn files(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = path.symlink_metadata().unwrap();
        if about.is_dir() {
            found.extend(files(&path));
        } else if about.is_file() {
            found.push((path, about.permissions().mode() & 0o777));
        }
    }
    found
}

/// No key can be read by anyone but root.
fn keys_are_private() {
    let mut keys = 0;
    for (path, mode) in files(Path::new(CERTIFICATES)) {
        let content = fs::read_to_string(&path).unwrap_or_default();
        if content.contains("PRIVATE KEY") {
            keys += 1;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }
    assert!(keys > 0, "there is no key");
}

/// The environment of a renew.sh that asks the test's authority and never pauses after a failure.
const WITH_AUTHORITY: &[(&str, &str)] = &[
    ("ACME_SERVER", Authority::DIRECTORY),
    ("REQUESTS_CA_BUNDLE", Authority::CERTIFICATE),
    ("RETRY_INTERVAL", "0"),
];

fn wait_until_served(world: &World, is_right: impl Fn(&str) -> bool, renew: &Contained) {
    let right = wait_until(DEADLINE, || {
        let certificate = served(world);
        if is_right(&certificate) && certificate == installed() {
            return Ok(());
        }
        Err(certificate)
    });
    right.unwrap_or_else(|certificate| panic!("{certificate}\n{}", renew.output()));
}

/// `docker compose up` after a change of the site.
fn deploy(world: &World, userland: Userland, hosts: &[&str]) {
    world.stop_nginx();
    install(&compiled(hosts));
    userland.placeholder();
    world.start_nginx().unwrap();
}

fn first_start(userland: Userland) {
    install(&compiled(&[HOST]));

    // There is no certificate: one is made, and then left alone.
    userland.placeholder();
    let placeholder = installed();
    let folder = fs::canonicalize(SITE).unwrap();
    assert_eq!(names(), [HOST]);
    keys_are_private();
    userland.placeholder();
    assert_eq!(fs::canonicalize(SITE).unwrap(), folder);
    assert_eq!(installed(), placeholder);

    // nginx starts on it.
    let world = world(userland);
    configuration_is_clean();
    assert_eq!(served(&world), placeholder);

    // No authority answers.
    drop(world.authority().unwrap());
    let mut renew = userland.contained("/scripts/renew.sh", WITH_AUTHORITY);
    renew.says("The next try is in 0 seconds", 2);
    assert_eq!(served(&world), placeholder);

    // It answers, but the name does not lead here yet.
    let authority = world.authority().unwrap();
    renew.says("Some challenges have failed", 1);
    assert_eq!(served(&world), placeholder);

    // It leads here: the certificate comes, and nobody is cut off.
    let mut socket = WebSocket::open(&world, "/").unwrap();
    world.lead_here(HOST);
    wait_until_served(&world, |certificate| certificate != placeholder, &renew);
    socket.echo("still here").unwrap();
    assert_eq!(names(), [HOST]);
    keys_are_private();
    let challenges = files(Path::new("/var/www/certbot"));
    assert!(challenges.is_empty(), "{challenges:?}");
    renew.stops("-TERM");

    // Nothing is asked for again, and the placeholder stays away.
    let first = installed();
    let mut renew = userland.contained("/scripts/renew.sh", WITH_AUTHORITY);
    renew.says("not yet due", 1);
    renew.stops("-TERM");
    userland.placeholder();
    assert_eq!(installed(), first);

    // A host joins the site, and certbot was killed before it had written all it knows.
    let state = files(Path::new(CERTIFICATES))
        .into_iter()
        .map(|(path, _)| path);
    let known = { state }.find(|path| path.ends_with(format!("renewal/{HOST}.conf")));
    fs::write(known.unwrap(), "").unwrap();
    world.lead_here(WWW);
    deploy(&world, userland, &[HOST, WWW]);
    let renew = userland.contained("/scripts/renew.sh", WITH_AUTHORITY);
    wait_until_served(&world, |certificate| certificate != first, &renew);
    assert_eq!(names(), [HOST, WWW]);
    renew.stops("-TERM");

    // It leaves again.
    let second = installed();
    deploy(&world, userland, &[HOST]);
    let renew = userland.contained("/scripts/renew.sh", WITH_AUTHORITY);
    wait_until_served(&world, |certificate| certificate != second, &renew);
    assert_eq!(names(), [HOST]);
    keys_are_private();
    renew.stops("-TERM");
    drop(authority);
}

/// nginx has nothing to remark on what the compiler wrote.
fn configuration_is_clean() {
    let done = process::run(
        Command::new("/image/nginx").args(["-t", "-c", "/etc/nginx/stack/nginx.conf"]),
        DEADLINE,
    );
    assert!(
        done.succeeded() && !done.output().contains("[warn]"),
        "{}",
        done.output()
    );
}

#[test]
fn first_start_in_debian() {
    isolated("first_start_in_debian", || first_start(Userland::Debian));
}

#[test]
fn first_start_in_alpine() {
    isolated("first_start_in_alpine", || first_start(Userland::Alpine));
}

/// A container of nginx alone, with a placeholder.
fn nginx_alone(userland: Userland) -> Contained {
    let image = tempfile::tempdir().unwrap();
    fs::write(image.path().join("nginx.conf"), "events {}\n").unwrap();
    Machine::at("/").prepare(Version::V1_28, image.path(), &[]);
    userland.placeholder();
    let nginx = userland.contained("/etc/nginx/stack/start.sh", &[("RELOAD_INTERVAL", "0.1")]);
    wait_until(DEADLINE, || TcpStream::connect(HTTPS))
        .unwrap_or_else(|_| panic!("{}", nginx.output()));
    nginx
}

const HTTPS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 443);

fn served_alone() -> String {
    Hello::to(HOST)
        .shake(Ipv4Addr::LOCALHOST, HTTPS)
        .unwrap()
        .certificate
}

/// Two pairs of key and certificate.
fn pairs() -> [(String, String); 2] {
    ["/pairs/a", "/pairs/b"].map(|folder| {
        fs::create_dir_all(folder).unwrap();
        let [key, chain] = ["privkey.pem", "fullchain.pem"].map(|name| format!("{folder}/{name}"));
        let done = process::run(
            tools::command("openssl")
                .args([
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                ])
                .args([
                    "-nodes", "-subj", "/CN=test", "-keyout", &key, "-out", &chain,
                ]),
            DEADLINE,
        );
        assert!(done.succeeded(), "{}", done.output());
        (
            fs::read_to_string(key).unwrap(),
            fs::read_to_string(chain).unwrap(),
        )
    })
}

fn nginx_stops(userland: Userland) {
    install(&compiled(&[HOST]));
    // Docker sends what the image asks for. At TERM nobody is waited for; at QUIT, which nginx's own image asks for,
    // those who are being answered.
    let nginx = nginx_alone(userland);
    let idle = TcpStream::connect(HTTPS).unwrap();
    served_alone();
    nginx.stops("-TERM");
    drop(idle);
    let nginx = nginx_alone(userland);
    served_alone();
    nginx.stops("-QUIT");
}

fn renew_stops(userland: Userland) {
    install(&compiled(&[HOST]));

    // While certbot waits for an authority that is silent.
    let silent = TcpListener::bind("127.0.0.1:14000").unwrap();
    silent.set_nonblocking(true).unwrap();
    fs::write("/etc/hosts", "127.0.0.1 localhost\n").unwrap();
    let renew = userland.contained(
        "/scripts/renew.sh",
        &[("ACME_SERVER", Authority::DIRECTORY)],
    );
    let asked = wait_until(DEADLINE, || silent.accept());
    asked.unwrap_or_else(|_| panic!("{}", renew.output()));
    renew.stops("-TERM");

    // While nothing happens.
    write_program("/image/certbot", "#!/bin/sh\nexit 1\n");
    let mut renew = userland.contained("/scripts/renew.sh", &[]);
    renew.says("The next try is in 300 seconds", 1);
    renew.stops("-TERM");
}

fn retries_become_rare(userland: Userland) {
    install(&compiled(&[HOST]));
    write_program("/image/certbot", "#!/bin/sh\n[ -e /run/well ]\n");
    write_program(
        "/image/sleep",
        "#!/bin/sh\necho \"$1\" >>/run/pauses\nexec /bin/sleep 0.01\n",
    );
    let pauses = |count: usize| {
        wait_until(DEADLINE, || {
            let text = fs::read_to_string("/run/pauses").unwrap_or_default();
            let words: Vec<String> = text.lines().map(str::to_owned).collect();
            words.get(..count).map(<[String]>::to_vec).ok_or(())
        })
    };
    let renew = userland.contained("/scripts/renew.sh", &[]);
    assert_eq!(
        pauses(9).unwrap(),
        [
            "300", "600", "1200", "2400", "4800", "9600", "14400", "14400", "14400"
        ]
    );
    renew.stops("-TERM");
}

/// A certbot that brings another pair each time.
const CHANGING: &str = r#"#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        --config-dir) store=$2 ;;
        --cert-name) name=$2 ;;
    esac
    shift
done
mkdir -p "$store/renewal" "$store/live/$name"
echo known >"$store/renewal/$name.conf"
if [ -e /run/turn ]; then rm -f /run/turn && pair=a; else : >/run/turn && pair=b; fi
/bin/cp "/pairs/$pair"/* "$store/live/$name/"
if [ -e /run/mixed ]; then /bin/cp /pairs/a/privkey.pem /pairs/b/fullchain.pem "$store/live/$name/"; fi
"#;

/// Key and certificate as nginx finds them; `None` when the folder was replaced meanwhile.
fn pair() -> Option<(String, String)> {
    let link = fs::read_link(SITE).expect("there is a certificate at all times");
    let folder = Path::new(CERTIFICATES).join(link);
    let key = fs::read_to_string(folder.join("privkey.pem")).ok()?;
    Some((key, fs::read_to_string(folder.join("fullchain.pem")).ok()?))
}

fn pairs_fit(userland: Userland) {
    install(&compiled(&[HOST]));
    userland.placeholder();
    let placeholder = pair().unwrap();
    let known = pairs();
    write_program("/image/certbot", CHANGING);
    let quick = [("RENEW_INTERVAL", "0"), ("RETRY_INTERVAL", "0")];

    // Neither a full disk nor a certbot that mixed them up replaces a pair.
    write_program(
        "/image/cp",
        "#!/bin/sh\nfor to; do :; done\necho half >\"$to/privkey.pem\"\nexit 1\n",
    );
    let mut renew = userland.contained("/scripts/renew.sh", &quick);
    renew.says("The next try", 3);
    drop(renew);
    assert_eq!(pair().as_ref(), Some(&placeholder));
    fs::remove_file("/image/cp").unwrap();
    fs::write("/run/mixed", "").unwrap();
    let mut renew = userland.contained("/scripts/renew.sh", &quick);
    renew.says("The next try", 3);
    drop(renew);
    assert_eq!(pair().as_ref(), Some(&placeholder));
    fs::remove_file("/run/mixed").unwrap();

    // However often they are replaced, and whenever the machine stops.
    let mut last = placeholder.clone();
    let mut changes = 0;
    let deadline = Instant::now() + DEADLINE;
    for life in 1.. {
        if changes >= 10 {
            break;
        }
        assert!(Instant::now() < deadline, "only {changes} changes");
        let renew = userland.contained("/scripts/renew.sh", &quick);
        let end = Instant::now() + Duration::from_millis(37 * life);
        while Instant::now() < end {
            if let Some(found) = pair().filter(|found| *found != last) {
                assert!(known.contains(&found), "{found:?}");
                changes += 1;
                last = found;
            }
        }
        drop(renew);
        let found = wait_until(DEADLINE, || pair().ok_or(())).unwrap();
        assert!(known.contains(&found) || found == placeholder, "{found:?}");
    }

    // What was left behind is gone after the next change.
    let renew = userland.contained("/scripts/renew.sh", &quick);
    let folder = format!("{CERTIFICATES}/.pairs/{HOST}");
    let left = wait_until(DEADLINE, || {
        let left = fs::read_dir(&folder).unwrap().count();
        if left == 1 { Ok(()) } else { Err(left) }
    });
    assert_eq!(left, Ok(()), "{}", renew.output());
    keys_are_private();
}

/// Puts another file in the place of one: nginx takes the same file, changed in the same second, for unchanged.
fn replace(path: &str, content: &str) {
    let new = format!("{path}.new");
    fs::write(&new, content).unwrap();
    fs::rename(&new, path).unwrap();
}

fn reloads_only_what_fits(userland: Userland) {
    install(&compiled(&[HOST]));
    let known = pairs();
    let mut nginx = nginx_alone(userland);
    let placeholder = served_alone();
    let [(key, chain), _] = &known;

    replace(&format!("{SITE}/fullchain.pem"), chain);
    nginx.says("key values mismatch", 2);
    assert_eq!(served_alone(), placeholder);

    // A reload that fails is tried again.
    fs::rename("/run/nginx.pid", "/run/elsewhere").unwrap();
    replace(&format!("{SITE}/privkey.pem"), key);
    nginx.says("invalid PID number", 2);
    assert_eq!(served_alone(), placeholder);
    fs::rename("/run/elsewhere", "/run/nginx.pid").unwrap();
    let renewed = wait_until(DEADLINE, || {
        let certificate = served_alone();
        if certificate == *chain {
            Ok(())
        } else {
            Err(certificate)
        }
    });
    renewed.unwrap_or_else(|other| panic!("{other}, not {chain}: {}", nginx.output()));
    nginx.stops("-TERM");
}

#[test]
fn nginx_stops_in_debian() {
    isolated("nginx_stops_in_debian", || nginx_stops(Userland::Debian));
}

#[test]
fn nginx_stops_in_alpine() {
    isolated("nginx_stops_in_alpine", || nginx_stops(Userland::Alpine));
}

#[test]
fn renew_stops_in_debian() {
    isolated("renew_stops_in_debian", || renew_stops(Userland::Debian));
}

#[test]
fn renew_stops_in_alpine() {
    isolated("renew_stops_in_alpine", || renew_stops(Userland::Alpine));
}

#[test]
fn retries_become_rare_in_debian() {
    isolated("retries_become_rare_in_debian", || {
        retries_become_rare(Userland::Debian);
    });
}

#[test]
fn retries_become_rare_in_alpine() {
    isolated("retries_become_rare_in_alpine", || {
        retries_become_rare(Userland::Alpine);
    });
}

#[test]
fn pairs_fit_in_debian() {
    isolated("pairs_fit_in_debian", || pairs_fit(Userland::Debian));
}

#[test]
fn pairs_fit_in_alpine() {
    isolated("pairs_fit_in_alpine", || pairs_fit(Userland::Alpine));
}

#[test]
fn reloads_only_what_fits_in_debian() {
    isolated("reloads_only_what_fits_in_debian", || {
        reloads_only_what_fits(Userland::Debian);
    });
}

#[test]
fn reloads_only_what_fits_in_alpine() {
    isolated("reloads_only_what_fits_in_alpine", || {
        reloads_only_what_fits(Userland::Alpine);
    });
}

#[test]
fn every_shell_and_its_linter_understand_the_scripts() {
    let artifacts = compiled(&[HOST, WWW]);
    for path in [
        "nginx/start.sh",
        "certbot/placeholder.sh",
        "certbot/renew.sh",
    ] {
        let script = text(&artifacts, path);
        for words in [
            ["shellcheck", "--shell=sh", "-"].as_slice(),
            &["shellcheck", "--shell=dash", "-"],
            &["busybox", "ash", "-n"],
        ] {
            let [tool, arguments @ ..] = words else {
                continue;
            };
            let done = process::run_with_input(
                tools::command(tool).args(arguments),
                script.as_bytes(),
                DEADLINE,
            );
            assert!(done.succeeded(), "{path}: {words:?}: {}", done.output());
        }
    }
}
