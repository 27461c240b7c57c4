//! A copy by the generated scripts, everything destroyed, and everything back; twice.

use stackc_golden_tests::engine::Project;

use super::{
    deployment::{Deployment, up},
    pages::{rows, write},
    report::Report,
};

/// Makes a copy.
pub(super) fn copy(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    if let Some(backup) = &of.backup {
        run(of, project, &format!("run-{}.sh", backup.name));
        report.proved("a copy is made");
    }
}

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let Some(backup) = &of.backup else {
        return;
    };
    for store in backup.stores {
        write(of, project, &format!("before the copy of store {store}"));
        let before = rows(of, project);
        run(of, project, &format!("run-{}.sh", backup.name));
        write(of, project, "too late for the copy");
        let down = project.compose(&["--profile", "*", "down", "--volumes"]);
        assert!(down.succeeded(), "{}", down.output());
        let left = project.engine().docker(&["volume", "ls", "--quiet"]);
        assert_eq!(left.stdout, "", "a volume is left");
        let restore = format!("restore-{}.sh --yes --store {store} latest", backup.name);
        run(of, project, &restore);
        up(project, "after the restore");
        assert_eq!(rows(of, project), before, "store {store}");
        report.proved(format!(
            "everything is destroyed, and restored from store {store}"
        ));
    }
}

/// Runs a generated script.
fn run(of: &Deployment, project: &Project<'_>, script: &str) {
    let done = project.sh(&format!("{} sh backup/{script}", of.assigned));
    assert!(done.succeeded(), "{script}: {}", done.output());
}
