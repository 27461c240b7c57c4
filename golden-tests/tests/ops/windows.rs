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
