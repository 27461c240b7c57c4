//! A copy by the generated scripts, everything destroyed, and everything back; twice.

use stackc_golden_tests::engine::Project;

use super::{
    deployment::Deployment,
    pages::{rows, write},
    report::Report,
};

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let Some(backup) = of.backup else {
        return;
    };
    for round in ["once", "twice"] {
        write(of, project, round);
        let before = rows(of, project);
        run(project, &format!("sh backup/run-{backup}.sh"));
        write(of, project, "too late for the copy");
        let down = project.compose(&["--profile", "*", "down", "--volumes"]);
        assert!(down.succeeded(), "{}", down.output());
        let left = project.engine().docker(&["volume", "ls", "--quiet"]);
        assert_eq!(left.stdout, "", "a volume is left");
        run(
            project,
            &format!("sh backup/restore-{backup}.sh --yes latest"),
        );
        project
            .up()
            .unwrap_or_else(|error| panic!("after the restore: {error}"));
        assert_eq!(rows(of, project), before, "{round}");
        report.proved(format!("everything destroyed and restored, {round}"));
    }
}

/// Runs a generated script.
fn run(project: &Project<'_>, script: &str) {
    let done = project.sh(script);
    assert!(done.succeeded(), "{script}: {}", done.output());
}
