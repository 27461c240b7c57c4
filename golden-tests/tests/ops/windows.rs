//! What is made for Windows: a grammar reads the scripts, a parser the tasks. Nothing here runs them.

use std::{fs, path::PathBuf, time::Duration};

use stackc_golden_tests::{golden, process, stackc, tools};

/// What is made for Windows in the golden cases and the examples.
fn files(ending: &str) -> Vec<PathBuf> {
    let mut found = golden::outputs_ending(ending);
    found.retain(|path| path.components().any(|part| part.as_os_str() == "windows"));
    assert!(found.len() > 4, "there is nothing to judge");
    found
}

fn parse(files: &[PathBuf]) -> process::Finished {
    let parser = stackc::repository().join("golden-tests/tests/ops/powershell.py");
    process::run(
        tools::command("powershell-grammar").arg(parser).args(files),
        Duration::from_secs(30),
    )
}

#[test]
fn a_grammar_of_powershell_reads_every_script() {
    let scripts = files("ps1");
    let done = parse(&scripts);
    assert!(done.succeeded(), "{}", done.output());
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.ps1");
    for script in scripts {
        let text = fs::read_to_string(script).unwrap();
        let (before, behind) = text.rsplit_once('}').unwrap();
        fs::write(&broken, format!("{before}{behind}")).unwrap();
        assert!(
            !parse(std::slice::from_ref(&broken)).succeeded(),
            "a brace less is no fault"
        );
    }
}

#[test]
fn a_parser_reads_every_task() {
    let program = "import sys, xml.etree.ElementTree as tree
space = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'
for path in sys.argv[1:]:
    root = tree.parse(path).getroot()
    assert root.tag == space + 'Task', root.tag
    assert [child.tag for child in root] == [space + name for name in ('RegistrationInfo', 'Triggers', 'Settings', 'Actions')]
    assert 1 <= len(root.find(space + 'Triggers')) <= 48, path
    call = root.find(f'{space}Actions/{space}Exec/{space}Arguments').text
    assert call.count('FOLDER') == 1 and '.ps1' in call, call
";
    let done = process::run(
        tools::command("python3")
            .args(["-c", program])
            .args(files("xml")),
        Duration::from_secs(30),
    );
    assert!(done.succeeded(), "{}", done.output());
}

/// A check of the one script, and what it is called in the other.
const CHECKS: [(&str, &str); 10] = [
    ("container", "Test-Service"),
    ("site", "Test-Site"),
    ("redirect", "Test-Redirect"),
    ("certificate", "Test-Certificate"),
    ("folder_store", "Test-FolderStore"),
    ("client_store", "Test-ClientStore"),
    ("page", "Test-Page"),
    ("port", "Test-Port"),
    ("mail_server", "Test-MailServer"),
    ("bucket", "Test-Bucket"),
];

/// The first word behind each call of a function, without its quotes.
fn called(text: &str, function: &str) -> Vec<String> {
    let calls = text
        .lines()
        .filter_map(|line| line.strip_prefix(function)?.strip_prefix(' '));
    let first = |call: &str| call.split(' ').next().unwrap_or_default().replace('\'', "");
    calls.map(first).collect()
}

/// What is checked on Linux is checked on Windows too, thing by thing.
#[test]
fn windows_checks_what_linux_checks() {
    let mut seen = 0;
    for script in files("ps1") {
        let shell = script.with_file_name("../health-check.sh");
        if !script.ends_with("health-check.ps1") || !shell.exists() {
            continue;
        }
        let (windows, linux) = (
            fs::read_to_string(&script).unwrap(),
            fs::read_to_string(shell).unwrap(),
        );
        for (there, here) in CHECKS {
            let wanted = called(&linux, there);
            assert_eq!(
                called(&windows, here),
                wanted,
                "{}: {here}",
                script.display()
            );
            seen += usize::from(!wanted.is_empty());
        }
        let headers = called(&linux, "header").len();
        let promised: usize = windows
            .lines()
            .filter(|line| line.starts_with("Test-Site '"))
            .map(|line| line.matches("@('").count())
            .sum();
        assert_eq!(promised, headers, "{}", script.display());
        let rules = fs::read_to_string(script.with_file_name("../env-check.sh")).unwrap();
        for (there, here) in [
            ("an_input", "Test-Input"),
            ("a_secret", "Test-Secret"),
            ("a_secret_file", "Test-SecretFile"),
            ("a_certificate", "Test-OwnCertificate"),
        ] {
            assert_eq!(
                called(&windows, here),
                called(&rules, there),
                "{}: {here}",
                script.display()
            );
        }
    }
    assert!(
        seen >= CHECKS.len(),
        "the cases show {seen} kinds of checks"
    );
}

/// A project that does nothing but name variables is how docker compose tells a script of Windows what they are.
#[test]
fn docker_compose_says_what_variables_are() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(".env"),
        "PLAIN='its $5'\nDOUBLE=\"a $$b \\\"q\\\" ü\"\nEMPTY=\n",
    )
    .unwrap();
    let project = r#"{"name":"variables","services":{"asked":{"image":"none","environment":["v0=.${PLAIN-}","v1=.${DOUBLE-}","v2=.${EMPTY-}","v3=.${NONE-}"]},"set":{"image":"none","environment":["v2=.${EMPTY+set}","v3=.${NONE+set}"]}}}"#;
    let done = process::run_with_input(
        tools::command("docker-compose")
            .args([
                "--project-directory",
                ".",
                "--file",
                "-",
                "config",
                "--format",
                "json",
            ])
            .current_dir(&folder),
        project.as_bytes(),
        Duration::from_secs(30),
    );
    assert!(done.succeeded(), "{}", done.output());
    let read: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let of = |service: &str, name: &str| {
        let value = &read["services"][service]["environment"][name];
        value.as_str().unwrap().replace("$$", "$")
    };
    assert_eq!(of("asked", "v0"), ".its $5");
    assert_eq!(of("asked", "v1"), ".a $b \"q\" ü");
    assert_eq!(
        (of("asked", "v2"), of("asked", "v3")),
        (".".into(), ".".into())
    );
    assert_eq!(
        (of("set", "v2"), of("set", "v3")),
        (".set".into(), ".".into())
    );
}
