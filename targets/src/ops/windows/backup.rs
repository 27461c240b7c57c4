//! `backup.ps1` and `restore.ps1`: the order of the containers, as the scripts of the Compose project have it.

use std::fmt::Write as _;

use super::{list, opening};
use crate::{
    ops::{entries, plan::Plan},
    parts::{
        backup::{Plan as Backup, plans},
        compose::{dump_name, files_name, store_name},
        project::start,
    },
    text::powershell::Quoted,
};

const SHARED: &str = include_str!("shared.ps1");

/// Words of docker compose, of which the names are quoted.
fn arguments(words: &[String]) -> String {
    let one = |word: &String| match word.as_str() {
        "up" => " up".to_owned(),
        option if option.starts_with("--") => format!(" {option}"),
        name => format!(" {}", Quoted::new(name)),
    };
    words.iter().map(one).collect()
}

/// `backup.ps1`.
pub(super) fn run(plan: &Plan<'_>) -> String {
    let names = list(entries::backups(plan.stack));
    let says = vec![format!(
        "Makes a copy for a backup of {}.",
        plan.stack.project
    )];
    let params = format!(
        "param(\n    [Parameter(Mandatory = $true)][ValidateSet({names})][string]$Name\n)\n"
    );
    let mut text = opening(plan, &says, &params);
    text.push_str(SHARED);
    text.push_str("\n$snapshot = [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ')\n$missed = $false\nswitch ($Name) {\n");
    for backup in plans(plan.stack) {
        let files = Quoted::new(&files_name(&backup)).to_string();
        let _ = writeln!(text, "    {} {{", Quoted::new(&backup.backup.name.value.0));
        let _ = writeln!(
            text,
            "        $files = {files}\n        try {{\n            Invoke-Once $files clear"
        );
        dumps(&backup, "dump", &mut text);
        let stops = backup.backup.stops.iter();
        let stops = list(stops.map(|one| one.service.value.0.as_str()));
        if !stops.is_empty() {
            let _ = writeln!(text, "            Stop-Running @({stops})");
        }
        for volume in &backup.backup.volumes {
            let name = Quoted::new(&volume.name.value.0);
            let _ = writeln!(text, "            Invoke-Once $files pack {name}");
        }
        text.push_str("            Start-Again\n            # A store that can't be reached keeps no other from its copy.\n");
        for store in &backup.stores {
            let container = Quoted::new(&store_name(&backup, store)).to_string();
            let _ = writeln!(
                text,
                "            try {{ Invoke-Once {container} keep {} $snapshot }} catch {{ Write-Warning \"$_\"; $missed = $true }}",
                store.number
            );
        }
        text.push_str("        } finally {\n            Start-Again\n            Invoke-Once $files clear\n        }\n    }\n");
    }
    text.push_str("}\nif ($missed) { exit 1 }\n");
    text
}

fn dumps(backup: &Backup<'_>, action: &str, text: &mut String) {
    for dump in &backup.dumps {
        let container = Quoted::new(&dump_name(backup, dump)).to_string();
        let file = Quoted::new(&format!("/work/{}", dump.file())).to_string();
        let _ = writeln!(text, "            Invoke-Once {container} {action} {file}");
    }
}

/// `restore.ps1`.
pub(super) fn restore(plan: &Plan<'_>) -> String {
    let names = list(entries::backups(plan.stack));
    let says = vec![
        format!("Puts a copy of a backup of {} back.", plan.stack.project),
        "usage: restore.ps1 -Name NAME [-Store N] [-Yes] [-List | -Copy COPY]".to_owned(),
    ];
    let params = format!(
        "param(\n    [Parameter(Mandatory = $true)][ValidateSet({names})][string]$Name,\n    [int]$Store = 1,\n    [string]$Copy = 'latest',\n    [switch]$List,\n    [switch]$Yes\n)\n"
    );
    let mut text = opening(plan, &says, &params);
    text.push_str(SHARED);
    text.push_str("\n$clients = @{\n");
    for backup in plans(plan.stack) {
        let clients = backup.stores.iter().map(|store| store_name(&backup, store));
        let clients: Vec<String> = clients.collect();
        let name = Quoted::new(&backup.backup.name.value.0);
        let clients = list(clients.iter().map(String::as_str));
        let _ = writeln!(text, "    {name} = @({clients})");
    }
    text.push_str("}\n");
    text.push_str(include_str!("restore.ps1"));
    text.push_str("switch ($Name) {\n");
    for backup in plans(plan.stack) {
        let _ = writeln!(
            text,
            "    {} {{\n        $files = {}\n        try {{\n            Invoke-Once $client fetch $Store $Copy",
            Quoted::new(&backup.backup.name.value.0),
            Quoted::new(&files_name(&backup)),
        );
        if !backup.users.is_empty() {
            let users = list(backup.users.iter().copied());
            let _ = writeln!(text, "            Stop-Running @({users})");
        }
        let databases = backup.dumps.iter();
        let databases: Vec<&str> = databases
            .map(|dump| dump.service.name.value.0.as_str())
            .collect();
        if !databases.is_empty() {
            for words in start(plan.stack, &["--no-recreate"], &databases) {
                let _ = writeln!(text, "            Invoke-Compose{}", arguments(&words));
            }
        }
        dumps(&backup, "restore", &mut text);
        for volume in &backup.backup.volumes {
            let name = Quoted::new(&volume.name.value.0);
            let _ = writeln!(text, "            Invoke-Once $files unpack {name}");
        }
        text.push_str("        } finally {\n            Start-Again\n            Invoke-Once $files clear\n        }\n    }\n");
    }
    text.push_str("}\n");
    text
}
