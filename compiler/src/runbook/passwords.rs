//! Passwords of databases that exist already: the variable changes nothing there, so the database is told.

use super::secrets::secret_of;
use crate::{
    model::Service,
    operations::{Command, Word, kept},
    plan::{Plan, assumed_image},
    resolve::Stack,
};

/// What an engine's clients are called in the runbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Postgres,
    MySql,
}

impl Engine {
    /// The engine that a variable is one of.
    fn of(variable: &str) -> Option<Self> {
        if variable.starts_with("POSTGRES_") {
            Some(Self::Postgres)
        } else if variable.starts_with("MYSQL_") || variable.starts_with("MARIADB_") {
            Some(Self::MySql)
        } else {
            None
        }
    }

    /// The name of a function: `postgres_dump`.
    pub(super) fn function(self, what: &str) -> String {
        match self {
            Self::Postgres => format!("postgres_{what}"),
            Self::MySql => format!("mysql_{what}"),
        }
    }
}

/// A password that moves.
#[derive(Clone, Debug)]
pub(super) struct Password {
    pub service: String,
    pub engine: Engine,
    /// The variable, without `_FILE`.
    pub variable: String,
    /// The secret that has the new value; none if it is written in the stack.
    pub secret: Option<String>,
    /// Whether that secret is new.
    pub is_new: bool,
}

/// Every password of a database that changes.
pub(super) fn passwords(plan: &Plan, before: &Stack, after: &Stack) -> Vec<Password> {
    let mut found: Vec<Password> = Vec::new();
    for (service, variable) in variables(plan) {
        let Some(engine) = Engine::of(variable) else {
            continue;
        };
        let Some(now) = after.service(service) else {
            continue;
        };
        let secret = secret_of(after, now, variable)
            .or_else(|| secret_of(after, now, &format!("{variable}_FILE")));
        let is_new = secret
            .as_ref()
            .is_some_and(|secret| before.secret(secret).is_none());
        // Where the value only moves from a variable to a file or back, it is the same.
        let was = before.service(service).and_then(|service| {
            secret_of(before, service, variable)
                .or_else(|| secret_of(before, service, &format!("{variable}_FILE")))
        });
        if secret.is_some() && was == secret {
            continue;
        }
        found.push(Password {
            service: service.to_owned(),
            engine,
            variable: variable.to_owned(),
            secret,
            is_new,
        });
    }
    found
}

/// The services and variables of which the plan says that they count at the first start alone.
fn variables(plan: &Plan) -> Vec<(&str, &str)> {
    let changes = plan.changes.iter();
    changes
        .flat_map(|change| {
            let effects = change.effects.iter();
            effects
                .filter(|effect| effect.fact.name == "first-start-password")
                .map(|effect| (change.address.name(), effect.what.as_str()))
        })
        .collect()
}

impl Password {
    /// Whose password it is, for MySQL: the variable says it.
    fn user(&self) -> Option<&'static str> {
        match self.engine {
            Engine::Postgres => None,
            Engine::MySql if self.variable.ends_with("_ROOT_PASSWORD") => Some("root"),
            Engine::MySql => Some("user"),
        }
    }

    /// The file with the value that is used now.
    pub(super) fn old_file(&self) -> Word {
        kept(&format!("{}-{}.old", self.service, self.variable))
    }

    /// The file with the new value.
    pub(super) fn new_file(&self) -> Word {
        kept(&self.file())
    }

    pub(super) fn file(&self) -> String {
        self.secret
            .clone()
            .unwrap_or_else(|| format!("{}-{}.new", self.service, self.variable))
    }

    fn root(&self) -> Word {
        kept(&format!("{}-root.old", self.service))
    }

    fn call(&self, what: &str) -> Command {
        let call = Command::new([self.engine.function(what), self.service.clone()]);
        match self.user() {
            Some(user) => call.arg(user),
            None => call,
        }
    }

    /// Keeps what is used now, and shows that it is right.
    pub(super) fn keep(&self) -> Vec<Command> {
        let old =
            Command::new(["keep_setting", &self.service, &self.variable]).arg(self.old_file());
        let mut all = vec![old];
        if self.engine == Engine::MySql {
            all.push(Command::new(["mysql_keep_root", &self.service]).arg(self.root()));
        }
        all.push(self.call("login").arg(self.old_file()));
        all
    }

    /// Tells the database the new one.
    pub(super) fn change(&self) -> Command {
        self.told(self.new_file())
    }

    /// Tells the database the old one again.
    pub(super) fn change_back(&self) -> Command {
        self.told(self.old_file())
    }

    fn told(&self, file: Word) -> Command {
        match self.engine {
            Engine::Postgres => self.call("password").arg(file),
            // Whichever of the two opens it: a step may be repeated.
            Engine::MySql => {
                let call = self.call("password").arg(file).arg(self.root());
                if self.user() == Some("root") {
                    call.arg(self.new_file())
                } else {
                    call
                }
            }
        }
    }

    /// The new one opens it, and the old one no longer does.
    pub(super) fn verify(&self) -> Vec<Command> {
        vec![
            self.call("login").arg(self.new_file()),
            self.call("refused").arg(self.old_file()),
        ]
    }
}

/// Whether a service is a database of this kind, by what is kept of it.
pub(super) fn engine_of(stack: &Stack, service: &Service) -> Option<Engine> {
    let image = assumed_image(stack, service)?;
    let parts = crate::plan::parts(&image.name);
    match parts.base() {
        "postgres" | "postgresql" | "postgis" | "timescaledb" | "pgvector" => {
            Some(Engine::Postgres)
        }
        "mysql" | "mariadb" => Some(Engine::MySql),
        _ => None,
    }
}
