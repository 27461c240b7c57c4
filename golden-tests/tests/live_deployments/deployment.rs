//! What is said of a deployment by hand: what its stack declares, and where a client sees it.

use std::path::PathBuf;

use stackc_golden_tests::{
    engine::{Engine, Project, Setup},
    stackc,
};

use super::{
    backups, certificates, events, leaks, lives,
    mail::{self, Mail},
    operation, pages,
    report::Report,
};

/// A limit of requests, and a page that it holds for.
pub(super) struct Limit {
    pub(super) page: &'static str,
    /// How many may come at once beyond the rate.
    pub(super) burst: usize,
    /// Requests in a minute.
    pub(super) per_minute: usize,
    /// What a limit before this one has already taken of the same count.
    pub(super) earlier: usize,
}

/// A backup, and the number of the store that it is restored from.
pub(super) struct Backup {
    pub(super) name: &'static str,
    pub(super) stores: &'static [&'static str],
}

/// A deployment, and what is true of it.
pub(super) struct Deployment {
    pub(super) name: &'static str,
    /// The folder of the example that is copied to the machine.
    pub(super) tree: &'static str,
    /// The Compose project in it, and its files if docker compose does not find them by itself.
    pub(super) place: &'static str,
    pub(super) files: &'static [&'static str],
    /// Values of `.env` that its reader has to decide.
    pub(super) inputs: &'static [(&'static str, &'static str)],
    /// An override that leads stores that are elsewhere to this machine.
    pub(super) over: Option<&'static str>,
    /// The site, with its scheme: where the application's pages are behind.
    pub(super) site: &'static str,
    /// The same over plain HTTP.
    pub(super) plain: &'static str,
    /// Further sites, which have to answer too.
    pub(super) others: &'static [&'static str],
    /// Whether its certificates come from Let's Encrypt: nobody here can ask for one, so it gets one as certbot leaves it.
    pub(super) asks_for_certificates: bool,
    /// The prefix of a route to the application.
    pub(super) route: &'static str,
    /// Pages that take WebSockets.
    pub(super) websockets: &'static [&'static str],
    /// Whether the application has a cache.
    pub(super) has_cache: bool,
    /// The headers of every answer.
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) limits: &'static [Limit],
    /// The service of the database.
    pub(super) database: &'static str,
    /// A table of the stand-in's, where the application must not make one; psql's arguments and the statements.
    pub(super) table: Option<(&'static str, &'static str)>,
    /// The variables with a secret, and the services that are declared to get them.
    pub(super) secrets: &'static [(&'static str, &'static [&'static str])],
    pub(super) backup: Option<Backup>,
    /// What its scripts of backups are run with, as assignments of a shell.
    pub(super) assigned: &'static str,
    /// What is true of this one alone.
    pub(super) own: Option<fn(&Project<'_>, &mut Report)>,
    /// The mail server that the ops target watches.
    pub(super) mail: Option<Mail>,
    /// The folder of the ops target, and what can't be well here, by the beginnings of its lines.
    pub(super) ops: Option<(&'static str, &'static [&'static str])>,
}

/// What most have not.
pub(super) const PLAIN: Deployment = Deployment {
    name: "",
    tree: "",
    place: "",
    files: &[],
    inputs: &[],
    over: None,
    site: "",
    plain: "",
    others: &[],
    asks_for_certificates: true,
    route: "/",
    websockets: &[],
    has_cache: true,
    headers: &[],
    limits: &[],
    database: "db",
    table: None,
    secrets: &[],
    backup: None,
    assigned: "",
    own: None,
    mail: None,
    ops: None,
};

impl Deployment {
    /// Makes everything ready that has to be there before a start.
    pub(super) fn project<'engine>(&self, engine: &'engine Engine) -> Project<'engine> {
        let tree: PathBuf = stackc::repository().join(self.tree);
        let setup = Setup {
            name: self.name,
            tree: &tree,
            place: self.place,
            files: self.files,
            inputs: self.inputs,
            over: self.over,
        };
        Project::new(engine, setup)
    }

    /// Brings it up and proves everything.
    pub(super) fn prove(&self) {
        let engine = Engine::new();
        let mut report = Report::new(self.name);
        let project = self.project(&engine);
        report.proved("the environment, the secrets and the stand-in images are made");
        events::listen(&engine);
        leaks::watch(&engine);
        up(&project, self.name);
        report.proved("everything starts and is healthy");
        self.make_table(&project);
        pages::prove(self, &project, &mut report);
        if let Some(own) = self.own {
            own(&project, &mut report);
        }
        lives::prove(self, &project, &mut report);
        leaks::prove(self, &project, &mut report);
        backups::copy(self, &project, &mut report);
        if self.asks_for_certificates {
            certificates::prove(self, &project, &mut report);
        }
        mail::prove(self, &project, &mut report);
        operation::prove(self, &project, &mut report);
        backups::prove(self, &project, &mut report);
        leaks::watched(&project, &mut report);
    }

    /// Makes the table, where the application must not.
    pub(super) fn make_table(&self, project: &Project<'_>) {
        let Some((arguments, statements)) = self.table else {
            return;
        };
        let script = format!(
            "docker compose exec -T {} psql -v ON_ERROR_STOP=1 {arguments} -c \"{statements}\"",
            self.database
        );
        let done = project.sh(&script);
        assert!(done.succeeded(), "{}", done.output());
    }

    /// A page of the application.
    pub(super) fn page(&self, name: &str) -> String {
        format!("{}{}{name}", self.site, self.route)
    }
}

/// Starts everything.
pub(super) fn up(project: &Project<'_>, when: &str) {
    project
        .up()
        .unwrap_or_else(|error| panic!("{when}: {error}"));
}
