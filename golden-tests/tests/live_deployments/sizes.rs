//! Images are held against their sizes as soon as they are built, before anything is started.

use stackc_golden_tests::{
    engine::{Engine, Project},
    process::Finished,
};

use super::{examples, report::Report};

/// Both images that the Dockerfile starts from, with nothing in them.
const EMPTY: &str = "
for image in twenty twenty-front; do
    printf 'FROM scratch\\nLABEL empty=yes\\n' | docker build --quiet --tag \"docker.io/twentycrm/$image:v0.32.0\" -
done
";

pub(super) fn prove() {
    let mut report = Report::new("image sizes");
    let engine = Engine::new();
    let project = examples::CRM_PRODUCTION.project(&engine);
    let large = build(&project);
    for image in ["twenty-server", "twenty-front"] {
        judged(&large, &format!("FAIL image of {image}: has "));
    }
    assert!(!large.succeeded(), "{}", large.output());
    report.proved("a build fails whose images are larger than the stack allows");

    let made = project.sh(EMPTY);
    assert!(made.succeeded(), "{}", made.output());
    let small = build(&project);
    for image in ["twenty-server", "twenty-front"] {
        judged(&small, &format!("ok   image of {image}: has "));
    }
    assert!(small.succeeded(), "{}", small.output());
    report.proved("a build of smaller images succeeds");
}

fn build(project: &Project<'_>) -> Finished {
    project.sh("make -C ../ops build")
}

fn judged(done: &Finished, line: &str) {
    let said = done.stdout.lines().any(|one| one.starts_with(line));
    assert!(said, "{line}\n{}", done.output());
}
