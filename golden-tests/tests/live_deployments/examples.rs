//! The example deployments.

#[path = "examples/chronos.rs"]
mod chronos;
#[path = "examples/crm_office.rs"]
mod crm_office;
#[path = "examples/crm_production.rs"]
mod crm_production;
#[path = "examples/espocrm.rs"]
mod espocrm;
#[path = "examples/web_app.rs"]
mod web_app;

use std::io::Write as _;

use stackc_golden_tests::engine::Engine;

pub(super) use chronos::CHRONOS;
pub(super) use crm_production::CRM_PRODUCTION;
pub(super) use espocrm::ESPOCRM;

use super::deployment::Deployment;

/// All of them, those that take longest first.
pub(super) const ALL: [&Deployment; 6] = [
    &ESPOCRM,
    &CHRONOS,
    &web_app::WEB_APP,
    &crm_office::CRM_OFFICE,
    &CRM_PRODUCTION,
    &crm_production::CRM_DEV,
];

/// The headers that nginx gets without a word in the stack.
pub(super) const NOSNIFF: (&str, &str) = ("X-Content-Type-Options", "nosniff");
pub(super) const SAMEORIGIN: (&str, &str) = ("X-Frame-Options", "SAMEORIGIN");
pub(super) const REFERRER: (&str, &str) = ("Referrer-Policy", "strict-origin-when-cross-origin");
pub(super) const STRICT: (&str, &str) = ("Strict-Transport-Security", "max-age=63072000");

/// Starts an example and keeps it, with a shell beside it.
pub(super) fn hold(name: &str) {
    let deployment = ALL.iter().find(|deployment| deployment.name == name);
    let deployment = deployment.unwrap_or_else(|| panic!("no example is called {name}"));
    let engine = Engine::new();
    let project = deployment.project(&engine);
    let up = project.up();
    let state = up.err().unwrap_or_else(|| "is up".to_owned());
    let mut terminal = std::io::stdout().lock();
    writeln!(
        terminal,
        "{name}: {state}\na shell beside it, with the project in {}:\n\n    {}\n\nIt ends with the next line.",
        project.folder(),
        engine.door()
    )
    .unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}
