//! systemd and podman's generator accept every unit, without a word, and read back what was written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeMap, fs, path::PathBuf, time::Duration};

#[path = "quadlet/read.rs"]
mod read;

use proptest::prelude::*;
use read::{variables, words};
use stackc_compiler::{
    artifact::Artifacts,
    compile::compile,
    diag::Severity,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, Target as _},
};
use stackc_golden_tests::{golden, process, systemd, tools};
use stackc_targets::systemd::Systemd;

const DEADLINE: Duration = Duration::from_secs(60);

/// Every folder with units.
fn outputs() -> Vec<PathBuf> {
    let found = golden::outputs(|path| path.is_dir() && path.ends_with("systemd"));
    assert!(found.len() >= 6, "there is nothing to judge");
    found
}

#[test]
fn systemd_accepts_every_unit_without_a_warning() {
    for folder in outputs() {
        systemd::judge(&folder);
    }
}

#[test]
fn every_timer_has_a_next_time() {
    let mut asked = 0;
    for folder in outputs() {
        for unit in systemd::units(&folder).0 {
            let text = fs::read_to_string(&unit).unwrap();
            for event in text
                .lines()
                .filter_map(|line| line.strip_prefix("OnCalendar="))
            {
                let mut command = tools::command("systemd-analyze");
                let done = process::run(
                    command.args(["calendar", "--iterations=3", event]),
                    DEADLINE,
                );
                let next = done.stdout.contains("Next elapse: ") && !done.stdout.contains("never");
                assert!(
                    done.succeeded() && done.stderr.is_empty() && next,
                    "{}\n{event}\n{}",
                    unit.display(),
                    done.output()
                );
                asked += 1;
            }
        }
    }
    assert!(asked >= 10, "{asked} times were asked");
}

fn emitted(text: &str) -> Artifacts {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: text.to_owned(),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[&Systemd]);
    let items = compilation.diagnostics.items();
    let errors = items.iter().filter(|item| item.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{text}\n{items:#?}");
    let place = Place {
        back: String::new(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    Systemd
        .emit(compilation.default_stack().unwrap(), &place)
        .unwrap()
}

fn file(artifacts: &Artifacts, path: &str) -> String {
    String::from_utf8(artifacts.get(path).expect(path).bytes.clone()).unwrap()
}

/// A text as KDL, each of its characters by its number.
fn kdl(text: &str) -> String {
    let characters: String = text
        .chars()
        .map(|c| format!("\\u{{{:x}}}", u32::from(c)))
        .collect();
    // What would be a reference is a literal `${`.
    format!(
        "\"{}\"",
        characters.replace("\\u{24}\\u{7b}", "\\u{24}\\u{24}\\u{7b}")
    )
}

/// A text without two dollars in a row before a brace, which KDL's own rule would halve.
fn without_many_dollars(text: &str) -> String {
    let mut text = text.to_owned();
    while text.contains("$$") {
        text = text.replace("$$", "$");
    }
    text
}

/// A text that a reference follows, which stands where the `x` does: its last dollar is doubled, or it would take the reference's own.
fn before_reference(text: &str) -> String {
    let dollar = if text.ends_with('$') { "$" } else { "" };
    format!("{text}{dollar}x")
}

/// The command of a generated unit, with the variables that stand in the unit filled in.
fn command(unit: &str) -> Vec<String> {
    let none = BTreeMap::new();
    let variables = unit
        .lines()
        .filter_map(|line| {
            line.strip_prefix("Environment=STACKC")
                .map(|rest| format!("STACKC{rest}"))
                .or_else(|| {
                    line.strip_prefix("Environment=\"STACKC")
                        .map(|rest| format!("\"STACKC{rest}"))
                })
        })
        .map(|setting| {
            // In `Environment=` a dollar means nothing.
            let word = words(&setting.replace('$', "$$"), &none).concat();
            let (name, value) = word.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect();
    let line = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="))
        .unwrap();
    words(line, &variables)
}

/// What each shell composes of a file `env`: `A` as text, and as a word of a list.
fn composed(env: &str) -> Vec<(String, String)> {
    let artifacts = emitted(COMPOSED);
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("values.sh"),
        file(&artifacts, "values.sh"),
    )
    .unwrap();
    fs::write(folder.path().join("env"), env).unwrap();
    let shells = [
        vec![PathBuf::from("sh")],
        vec![PathBuf::from("bash")],
        vec![tools::path("busybox"), PathBuf::from("sh")],
    ];
    let read = |shell: Vec<PathBuf>| {
        let mut command = std::process::Command::new(&shell[0]);
        command
            .args(&shell[1..])
            .args(["values.sh", "a", "values"])
            .current_dir(folder.path())
            // What the manager of units has is none of the deployer's.
            .envs([("A", "ours"), ("env_A", "ours"), ("HOSTNAME", "ours")]);
        let done = process::run(&mut command, DEADLINE);
        assert!(done.succeeded(), "{shell:?}: {}", done.output());
        let values = variables(&fs::read_to_string(folder.path().join("values")).unwrap());
        let listed = values.iter().find(|(name, _)| name.starts_with("STACKC_"));
        let list: Vec<String> = serde_json::from_str(listed.unwrap().1).unwrap();
        (values["V"].clone(), list[1].clone())
    };
    shells.into_iter().map(read).collect()
}

const COMPOSED: &str = r#"
stack s edition=1
input A optional=#true
input UID optional=#true
input HOSTNAME optional=#true
input PPID optional=#true
input IFS optional=#true
input stackc_1 default="d"
secret t optional=#true
service a {
    image "docker.io/library/x:1"
    env { V "${input.A}|${input.UID}|${input.HOSTNAME}|${input.PPID}|${input.IFS}|${input.stackc_1}${secret.t}" }
    healthcheck { command test "${input.A}" }
}
target systemd { flavour quadlet }
"#;

#[test]
fn only_the_file_of_the_deployer_sets_an_input() {
    for (env, wanted) in [
        ("", "|||||d"),
        (
            "UID=1000\nHOSTNAME=h\nPPID=1\nIFS=,\nstackc_1=x\n",
            "|1000|h|1|,|x",
        ),
        ("UID=\nstackc_1=\n", "|||||d"),
    ] {
        for (value, _) in composed(env) {
            assert_eq!(value, wanted, "{env}");
        }
    }
}

/// What Quadlet makes podman run for the service `a`, with these variables of the unit.
fn told(stack: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let unit = generated(stack);
    let line = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="))
        .unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    words(line, &variables)
}

/// The unit that podman's generator makes of the service `a` of the stack `s`.
fn generated(stack: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::create_dir(&from).unwrap();
    fs::create_dir(&to).unwrap();
    for (path, artifact) in emitted(stack).iter() {
        if let Some(name) = path.strip_prefix("quadlet/") {
            fs::write(from.join(name), &artifact.bytes).unwrap();
        }
    }
    systemd::generate(&from, &to, false);
    fs::read_to_string(to.join("s-a.service")).unwrap()
}

#[test]
fn what_quadlet_splits_at_blanks_stays_whole() {
    let told = told(
        r#"
stack s edition=1
input CAP
input SETTINGS
service a {
    image "team/app:1"
    env-file "${input.SETTINGS}"
    env-file "./with blank/a b.env"
    device "/dev/my dev" to="/dev/x"
    device "/dev/q\"%$\\x" to="/dev/y"
    cap-add "${input.CAP}"
    group-add "a%b"
    sysctl net.ipv4.ip_local_port_range "1024 65535"
    logging json-file { option tag "x y\"z%$" }
}
target systemd { flavour quadlet }
"#,
        &[("CAP", "NET_ADMIN"), ("SETTINGS", "/etc/my settings.env")],
    );
    for word in [
        "docker.io/team/app:1",
        "--env-file=/etc/my settings.env",
        "--env-file=/opt/s/with blank/a b.env",
        "--device=/dev/my dev:/dev/x",
        "--device=/dev/q\"%$\\x:/dev/y",
        "--cap-add=NET_ADMIN",
        "a%b",
        "--sysctl=net.ipv4.ip_local_port_range=1024 65535",
        "--log-opt=tag=x y\"z%$",
    ] {
        assert!(told.iter().any(|one| one == word), "{word} in {told:?}");
    }
}

/// What has to be mounted before a container starts is the path that it says, whatever it is called.
#[test]
fn folders_with_blanks_are_mounted_before() {
    let artifacts = emitted(
        "stack shop edition=1
         input NAME default=\"n\"
         service a {
             image \"docker.io/library/a:1\"
             bind \"/srv/a b/c\" to=\"/one\"
             bind \"/srv/q\\\"u\" to=\"/two\" read-only=#true
             bind \"/srv/$d/%h\" to=\"/three\"
             bind \"/srv/a b/x${input.NAME}\" to=\"/four\"
             bind \"/srv/plain\" to=\"/five\"
             bind \"./with blank\" to=\"/six\"
         }
         target systemd { flavour quadlet }",
    );
    let file = file(&artifacts, "quadlet/shop-a.container");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop-a.container"), &file).unwrap();
    let made = folder.path().join("made");
    fs::create_dir(&made).unwrap();
    let network = self::file(&artifacts, "quadlet/shop-default.network");
    fs::write(folder.path().join("shop-default.network"), network).unwrap();
    systemd::generate(folder.path(), &made, false);
    let unit = fs::read_to_string(made.join("shop-a.service")).unwrap();
    let before: Vec<&str> = unit
        .lines()
        .filter_map(|line| line.strip_prefix("RequiresMountsFor="))
        .collect();
    let expected = [
        "\"/srv/a b/c\"",
        "\"/srv/q\\\"u\"",
        "\"/srv/$d/%%h\"",
        "\"/srv/a b\"",
        "\"/opt/shop/with blank\"",
        "%t/containers",
        "/srv/plain",
    ];
    assert_eq!(before, expected, "{unit}");
    let words = command(&unit.replace("${NAME}", "n"));
    for mount in [
        "--volume=/srv/a b/c:/one",
        "--volume=/srv/q\"u:/two:ro",
        "--volume=/srv/$d/%h:/three",
        "--volume=/opt/shop/with blank:/six",
    ] {
        assert!(words.iter().any(|word| word == mount), "{words:#?}");
    }
}

/// Podman takes a relative path from its own folder, which the generator leaves as it is said.
#[test]
fn paths_that_inputs_begin_are_taken_from_the_stacks_folder() {
    let unit = generated(
        r#"
stack s edition=1
input DATA default="./data"
input SETTINGS default="web.env"
service a {
    image "docker.io/library/a:1"
    bind "${input.DATA}" to="/data"
    env-file "${input.SETTINGS}"
}
target systemd { flavour quadlet }
"#,
    );
    let folders = unit
        .lines()
        .filter(|line| line.starts_with("WorkingDirectory="));
    assert_eq!(
        folders.collect::<Vec<_>>(),
        ["WorkingDirectory=/opt/s"],
        "{unit}"
    );
    let words = command(
        &unit
            .replace("${DATA}", "./data")
            .replace("${SETTINGS}", "web.env"),
    );
    for word in ["./data:/data", "--env-file=web.env"] {
        assert!(words.iter().any(|one| one == word), "{words:#?}");
    }
}

#[test]
fn no_value_of_the_deployer_becomes_an_option() {
    let artifacts = emitted(
        r#"
stack s edition=1
input DATA
input ADDRESS
input IMAGE default="x:1"
network n
service a {
    image "${input.IMAGE}"
    bind "${input.DATA}" to="/data"
    network n ipv4="${input.ADDRESS}"
}
target systemd { flavour quadlet }
"#,
    );
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("values.sh");
    fs::write(&script, file(&artifacts, "values.sh")).unwrap();
    for (env, refused) in [
        ("DATA=/srv/a,b\nADDRESS=10.0.0.5\n", None),
        ("DATA=/srv/a:z\nADDRESS=10.0.0.5\n", Some("DATA holds")),
        (
            "DATA=/srv/a\nADDRESS=10.0.0.5,mac=x\n",
            Some("ADDRESS holds"),
        ),
        (
            "DATA=/srv/a\nADDRESS=10.0.0.5\nIMAGE=--privileged\n",
            Some("IMAGE begins with a dash"),
        ),
    ] {
        fs::write(folder.path().join("env"), env).unwrap();
        let mut shell = tools::command("busybox");
        shell
            .args(["sh", "values.sh", "a", "values"])
            .current_dir(folder.path());
        let done = process::run(&mut shell, DEADLINE);
        assert_eq!(done.succeeded(), refused.is_none(), "{}", done.output());
        assert!(done.output().contains(refused.unwrap_or("")), "{env}");
    }
}

/// systemd.exec(5), EnvironmentFile=.
#[test]
fn the_file_of_the_deployer_is_read_as_systemd_reads_it() {
    for (env, wanted) in [
        ("A=1", "1"),
        (" A\t= 1 2 \t\r\n", "1 2"),
        ("A=1\nA=2\n", "2"),
        ("# A=1\n;A=2\nB=3\nno line\n", ""),
        ("export A=1\n", ""),
        ("A=a'b\"c#d;e\n", "a'b\"c#d;e"),
        ("A='a \\ \"$` b'\n", "a \\ \"$` b"),
        ("A='a\n b\n'\n", "a\n b\n"),
        ("A=\"a \\\" \\\\ \\$ \\` \\q\"\n", "a \" \\ $ ` \\q"),
        ("A=\"a\\\n b\nc\"\n", "a b\nc"),
        ("A=\"a\"'b' c\n", "abc"),
        ("A=a\\\\b\\ c\\ \nB=1\n", "a\\b c "),
        ("A=a \\\n  b\n", "a   b"),
        ("B=\"\nA=1\n\"\n", ""),
        ("A B=1\nA=\u{1}\u{1f}é\u{7f}\n", "\u{1}\u{1f}é\u{7f}"),
        ("A=$(id)`id`$UID\n", "$(id)`id`$UID"),
    ] {
        for (value, word) in composed(env) {
            assert_eq!(value, format!("{wanted}|||||d"), "{env:?}");
            assert_eq!(word, wanted, "{env:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_stack_says_is_what_podman_is_told(
        texts in proptest::collection::vec(prop_oneof!["[^\0\u{feff}]{0,20}", "[\u{7f}-\u{a0}$% ]{1,4}", "['\"\\\\$%{}; \n\t#=:,a-c-]{0,12}", ";", ""], 1..12)
    ) {
        let texts: Vec<String> = texts.iter().map(|text| without_many_dollars(text)).collect();
        let arguments: String = texts.iter().map(|text| format!(" {}", kdl(text))).collect();
        let variables: String = texts.iter().enumerate().map(|(index, text)| format!("V{index} {}\n", kdl(text))).collect();
        let health = texts.iter().map(|text| format!(" {}", kdl(text))).collect::<String>();
        let stack = format!("stack s edition=1\nservice a {{ image \"docker.io/library/x:1\"\ncommand run{arguments}\nenv {{ {variables} }}\nhealthcheck {{ command test{health} }}\n}}\ntarget systemd {{ flavour quadlet }}\n");
        let artifacts = emitted(&stack);
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        for (path, artifact) in artifacts.iter() {
            if let Some(name) = path.strip_prefix("quadlet/") {
                fs::write(from.join(name), &artifact.bytes).unwrap();
            }
        }
        systemd::generate(&from, &to, false);
        let told = command(&fs::read_to_string(to.join("s-a.service")).unwrap());
        let end: Vec<&str> = told.iter().rev().take(texts.len()).rev().map(String::as_str).collect();
        prop_assert_eq!(end, texts.iter().map(String::as_str).collect::<Vec<_>>());
        for (index, text) in texts.iter().enumerate() {
            let variable = format!("V{index}={text}");
            prop_assert!(told.contains(&variable), "{:?} in {:?}", variable, told);
        }
        let health = told.iter().position(|word| word == "--health-cmd").and_then(|at| told.get(at + 1)).unwrap();
        let mut test = vec!["test".to_owned()];
        test.extend(texts.iter().cloned());
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(health).unwrap(), test);
    }

    #[test]
    fn values_are_composed_as_compose_would(text in "[^\0\r\u{feff}]{0,20}", value in "[^\0\r]{1,20}") {
        let text = without_many_dollars(&format!("v{text}"));
        let stack = format!("stack s edition=1\ninput A\ninput B default=\"b\"\nsecret t\nservice a {{ image \"docker.io/library/x:1\"\nenv {{ V {}; W \"<${{input.A}}${{input.B}}${{secret.t}}>\" }}\n}}\ntarget systemd {{ flavour quadlet }}\n", kdl(&before_reference(&text)).replace("\\u{78}\"", "${secret.t}\""));
        let artifacts = emitted(&stack);
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("secrets")).unwrap();
        fs::write(folder.path().join("secrets/t"), "s\"$`\\e").unwrap();
        fs::write(folder.path().join("values.sh"), file(&artifacts, "values.sh")).unwrap();
        let mut shell = tools::command("busybox");
        let escaped: String = value
            .chars()
            .flat_map(|c| "\"\\$`".contains(c).then_some('\\').into_iter().chain([c]))
            .collect();
        fs::write(folder.path().join("env"), format!("A=\"{escaped}\"\n")).unwrap();
        shell.args(["sh", "values.sh", "a", "values"]).current_dir(folder.path());
        let done = process::run(&mut shell, DEADLINE);
        prop_assert!(done.succeeded(), "{}", done.output());
        let read = variables(&fs::read_to_string(folder.path().join("values")).unwrap());
        prop_assert_eq!(read.get("V"), Some(&format!("{text}s\"$`\\e")));
        prop_assert_eq!(read.get("W"), Some(&format!("<{value}bs\"$`\\e>")));
    }
}
