use stackc_compiler::{
    artifact::Artifacts,
    compile::compile,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, Target as _},
};

use super::NixOs;

fn made(text: &str) -> Artifacts {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{text}\n"),
        targets: vec!["nix".to_owned()],
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[&NixOs]);
    let stack = compilation.default_stack().expect("a stack");
    NixOs.emit(stack, &Place::default()).expect("files")
}

fn text(artifacts: &Artifacts, path: &str) -> String {
    let artifact = artifacts.get(path).expect("the file");
    String::from_utf8(artifact.bytes.clone()).expect("text")
}

const READER: &str = "secret key\nservice web { image \"a:1\"; user \"1000\"; secret key }\n";

#[test]
fn every_host_of_the_target_can_decrypt() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR";
    let hosts = format!(
        "{READER}host newton {{ age-key \"{key}\" }}\nhost alice {{ age-key \"{key}\" }}\n"
    );
    let rules = text(
        &made(&format!("{hosts}target nix {{ host newton }}")),
        "secrets.nix",
    );
    assert!(rules.contains(".publicKeys = [ host ];"), "{rules}");
    let rules = text(
        &made(&format!("{hosts}target nix {{ host newton alice }}")),
        "secrets.nix",
    );
    assert!(rules.contains("# alice\n"), "{rules}");
    assert!(rules.contains(&format!("host-2 = \"{key}\";")), "{rules}");
    assert!(
        rules.contains("publicKeys = [\n    host\n    host-2\n  ];"),
        "{rules}"
    );
}

/// nginx reads what is new, and nothing waits for itself.
#[test]
fn new_certificates_are_read() {
    let module = text(
        &made(
            "service web { image \"a:1\"; port http 80 publish=8080 }
             edge { https \"*:443\"; http \"*:80\" }
             site \"a.example\" { tls self-signed; route \"/\" to=\"web:http\" }
             target nix",
        ),
        "module.nix",
    );
    let reload = "ExecStartPost = \"+${pkgs.systemd}/bin/systemctl --no-block try-reload-or-restart nginx.service\";";
    assert!(module.contains(reload), "{module}");
}

/// What services don't read starts none of them again, and is no variable of theirs.
#[test]
fn secrets_of_backups_and_jobs_are_written_beside_what_runs() {
    let artifacts = made(
        "secret web-key
         secret bucket-key
         secret job-key
         secret repository
         volume data
         service web { image \"a:1\"; volume data to=\"/data\"; env { KEY (secret)web-key } }
         job report { like web; env { OTHER (secret)job-key } }
         backup nightly {
             volume data
             store restic \"s3:https://s3.example.com/x\" { password (secret)repository; env { AWS_SECRET_ACCESS_KEY (secret)bucket-key } }
         }
         target nix",
    );
    let module = text(&artifacts, "module.nix");
    let again = "restartTriggers = [ config.age.secrets.shop-web-key.file ];";
    assert_eq!(module.matches(again).count(), 2, "{module}");
    let beside = "reloadTriggers = [\n      config.age.secrets.shop-bucket-key.file\n      config.age.secrets.shop-job-key.file\n    ];";
    assert!(module.contains(beside), "{module}");
    for (variable, times) in [("WEB_KEY", 1), ("JOB_KEY", 1), ("BUCKET_KEY", 0)] {
        let line = format!("variable {variable} ");
        assert_eq!(
            module.matches(&line).count(),
            times,
            "{variable}:\n{module}"
        );
    }
    let composition = text(&artifacts, "arion-compose.nix");
    assert!(!composition.contains("secrets ="), "{composition}");
}

/// An image that is there would be taken as it is, whatever it is built of now.
#[test]
fn new_code_is_built_before_the_start() {
    let built = |text: &str| {
        let module = self::text(&made(text), "module.nix");
        let mut lines = module.lines().map(str::trim);
        lines
            .find(|line| line.starts_with("docker compose"))
            .map(str::to_owned)
    };
    let compose = "docker compose --file \"$ARION_PREBUILT\" --project-name shop";
    let web = "service web { build \"./web\" }";
    assert_eq!(
        built(&format!("{web}\ntarget nix")),
        Some(format!("{compose} build"))
    );
    assert_eq!(
        built(&format!(
            "{web}\njob report {{ like web; command x }}\ntarget nix"
        )),
        Some(format!("{compose} --profile jobs build"))
    );
    assert_eq!(built("service web { image \"a:1\" }\ntarget nix"), None);
}

/// A list without a key would be no error for anybody.
#[test]
fn who_encrypts_for_nobody_is_told() {
    let rules = text(&made(&format!("{READER}target nix")), "secrets.nix");
    assert!(
        rules.contains("host = throw \"secrets.nix names no key"),
        "{rules}"
    );
    assert!(rules.contains("publicKeys = [ host ];"), "{rules}");
}

#[test]
fn what_a_backup_alone_reads_restarts_no_container() {
    let module = text(
        &made(&format!(
            "{READER}secret repository\nvolume data\nservice db {{ image \"b:1\"; volume data to=\"/d\" }}
backup nightly {{ volume data; schedule daily at=\"02:00\"; keep days=7; store restic \"/srv/copies\" {{ password (secret)repository }} }}
target nix"
        )),
        "module.nix",
    );
    assert!(module.contains("age.secrets.shop-repository"), "{module}");
    assert!(module.contains("age.secrets.shop-key.file"), "{module}");
    assert!(
        !module.contains("age.secrets.shop-repository.file"),
        "{module}"
    );
}

#[test]
fn a_message_names_the_files_of_the_host() {
    let composition = text(
        &made(
            "input TAG\nsecret key\nservice web { image \"a:${input.TAG}\"; env { KEY (secret)key } }\ntarget nix",
        ),
        "arion-compose.nix",
    );
    assert!(
        composition.contains(":?set TAG in /etc/shop/inputs.env}"),
        "{composition}"
    );
    assert!(
        composition.contains(":?KEY is missing in /run/shop/secrets.env}"),
        "{composition}"
    );
}
