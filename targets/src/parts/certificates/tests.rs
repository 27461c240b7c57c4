#![expect(
    clippy::disallowed_methods,
    reason = "the script is judged by a real shell and a real openssl"
)]

use std::{fs, path::Path, process::Command};

use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary};

use super::{SCRIPT, script};

fn made(sites: &str) -> Option<String> {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\nedge {{ http \"*:80\"; https \"*:443\" }}\n{sites}\n"),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[]);
    let stack = compilation.default_stack().expect("a stack");
    script(stack, &["Generated.".to_owned()])
}

const SITES: &str = "
site localhost app.example.com \"127.0.0.1\" { tls self-signed }
site \"*.example.org\" { tls self-signed algorithm=\"ecdsa:p384\" days=9 }
site short.example { tls self-signed days=2 }
site plain.example { tls none }";

#[test]
fn only_what_signs_its_own() {
    assert_eq!(made("site a.example { tls none }"), None);
    let script = made(SITES).expect("a script");
    assert!(script.starts_with("#!/bin/sh\n# Generated.\n"));
    let calls: Vec<_> = script
        .lines()
        .filter(|line| line.starts_with("certificate "))
        .collect();
    assert_eq!(
        calls,
        [
            "certificate localhost localhost DNS:localhost,DNS:app.example.com,IP:127.0.0.1 365 2592000 -newkey rsa:2048",
            "certificate _wildcard.example.org '*.example.org' 'DNS:*.example.org' 9 259200 -newkey ec -pkeyopt ec_paramgen_curve:P-384",
            "certificate short.example short.example DNS:short.example 2 90000 -newkey rsa:2048",
        ]
    );
}

/// What a shell makes of the script, in a folder of its own.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("sh")
        .arg(folder.join(SCRIPT))
        .args(arguments)
        .output()
        .expect("sh runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn certificates_are_made_once() {
    if Command::new("openssl").arg("version").output().is_err() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("stackc-certificates-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let write = |sites: &str| fs::write(folder.join(SCRIPT), made(sites).expect("a script"));
    write(SITES).expect("it is written");
    let tls = folder.join("tls");
    assert_eq!(run(&folder, &[]).lines().count(), 3);
    for host in ["localhost", "_wildcard.example.org"] {
        let key = fs::metadata(tls.join(host).join("privkey.pem")).expect("a key");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777,
            0o600
        );
    }
    let names = Command::new("openssl")
        .args(["x509", "-noout", "-ext", "subjectAltName", "-in"])
        .arg(tls.join("localhost/fullchain.pem"))
        .output()
        .expect("openssl runs");
    let names = String::from_utf8_lossy(&names.stdout).into_owned();
    assert!(
        names.contains("DNS:localhost, DNS:app.example.com, IP Address:127.0.0.1"),
        "{names}"
    );

    assert_eq!(run(&folder, &[]), "", "what is valid stays");
    assert_eq!(run(&folder, &["--force"]).lines().count(), 3);
    write(&SITES.replace("app.example.com", "new.example.com")).expect("it is written");
    assert_eq!(
        run(&folder, &[]).lines().count(),
        1,
        "other names need another certificate"
    );
    fs::remove_file(tls.join("localhost/made-for")).expect("it was there");
    write(SITES).expect("it is written");
    assert_eq!(run(&folder, &[]), "", "somebody's own stays");
    fs::remove_dir_all(&folder).expect("it was there");
}
