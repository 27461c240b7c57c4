//! The scripts for Windows, and the tasks that call them.

mod backup;
mod health;
mod script;
mod tasks;

use stackc_compiler::artifact::{Artifact, Artifacts, Bug};

use super::plan::Plan;

pub(super) use tasks::{at_times, review};

/// Adds them, in a folder of their own.
pub(super) fn add(plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
    let mut scripts = vec![("health-check.ps1", health::text(plan))];
    if !plan.stack.backups.is_empty() {
        scripts.push(("backup.ps1", backup::run(plan)));
        scripts.push(("restore.ps1", backup::restore(plan)));
    }
    scripts.push(("tasks.ps1", tasks::script(plan)));
    for (name, text) in scripts {
        artifacts.add(format!("windows/{name}"), Artifact::text(text))?;
    }
    for (name, text) in tasks::definitions(plan) {
        artifacts.add(format!("windows/tasks/{name}.xml"), Artifact::text(text))?;
    }
    Ok(())
}

/// The first lines of a script. PowerShell 5.1 reads a file without a mark as the code page of the machine.
fn opening(plan: &Plan<'_>, says: &[String], params: &str) -> String {
    let lines: String = plan
        .banner
        .iter()
        .chain(says)
        .map(|line| format!("# {}\n", line.replace(char::is_control, " ")))
        .collect();
    format!(
        "\u{feff}{lines}# Its grammar is checked; on a real Windows it was never run.\n{params}$ErrorActionPreference = 'Stop'\n$project = {}\nif ($env:STACKC_PROJECT) {{ $project = $env:STACKC_PROJECT }}\nSet-Location -LiteralPath $project\n",
        plan.windows_project()
    )
}

/// `'a', 'b'`
fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let all: Vec<String> = texts
        .into_iter()
        .map(|text| crate::text::powershell::Quoted::new(text).to_string())
        .collect();
    all.join(", ")
}
