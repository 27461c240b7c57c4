//! What is said of a deployment by hand: what its stack declares, and where a client sees it.

use std::path::PathBuf;

use stackc_golden_tests::{
    engine::{Engine, Project},
    stackc,
};

use super::{backups, events, leaks, lives, pages, report::Report};

/// A limit of requests, and a page that it holds for.
pub(super) struct Limit {
    pub(super) url: &'static str,
    /// How many may come at once beyond the rate.
    pub(super) burst: usize,
    /// Requests in a second.
    pub(super) rate: usize,
}

/// A deployment, and what is true of it.
pub(super) struct Deployment {
    pub(super) name: &'static str,
    /// The folder of an example or of a case that is copied to the machine.
    pub(super) tree: &'static str,
    /// The Compose project in it.
    pub(super) place: &'static str,
    /// Values of `.env` that its reader has to decide.
    pub(super) inputs: &'static [(&'static str, &'static str)],
    /// The site, with its scheme: where the application's pages are behind.
    pub(super) site: &'static str,
    /// The same over plain HTTP.
    pub(super) plain: &'static str,
    /// The prefix of a route to the application.
    pub(super) route: &'static str,
    /// Whether the application has a cache.
    pub(super) has_cache: bool,
    /// The headers of every answer.
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) limits: &'static [Limit],
    /// The service and the program of the database.
    pub(super) database: &'static str,
    /// The variables with a secret, and the services that are declared to get them.
    pub(super) secrets: &'static [(&'static str, &'static [&'static str])],
    /// The backup that can be tried without a place outside of the machine.
    pub(super) backup: Option<&'static str>,
    /// The folder of the ops target, from the project's.
    #[allow(dead_code)]
    pub(super) ops: Option<&'static str>,
}

impl Deployment {
    /// Makes everything ready that has to be there before a start.
    pub(super) fn project<'engine>(&self, engine: &'engine Engine) -> Project<'engine> {
        let tree: PathBuf = stackc::repository().join(self.tree);
        Project::new(engine, self.name, &tree, self.place, self.inputs)
    }

    /// Brings it up and proves everything.
    pub(super) fn prove(&self) {
        let engine = Engine::new();
        let mut report = Report::new(self.name);
        let project = self.project(&engine);
        report.proved("the environment, the secrets and the stand-in images are made");
        events::listen(&engine);
        project
            .up()
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        report.proved("everything starts and is healthy");
        pages::prove(self, &project, &mut report);
        lives::prove(self, &project, &mut report);
        leaks::prove(self, &project, &mut report);
        backups::prove(self, &project, &mut report);
    }

    /// A page of the application.
    pub(super) fn page(&self, name: &str) -> String {
        format!("{}{}{name}", self.site, self.route)
    }
}
