//! What holds for every unit of a stack: whose units they are, where its files lie, what units are called.

use stackc_compiler::{
    artifact::Bug,
    atoms::words::{SystemdFlavour, UnitScope},
    resolve::Stack,
    target::{Place, Target as _},
};

use super::quadlet::Relations;
use crate::{
    parts::banner,
    text::unit::{Refused, Setting, Text, Unit},
};

/// The plan of one stack.
pub(super) struct Plan<'a> {
    pub stack: &'a Stack,
    pub banner: Vec<String>,
    /// The stack's folder, as the folder of the files sees it.
    pub back: String,
    /// What its services say of one another.
    pub relations: Relations,
    /// Whether they are a user's units, not the system's.
    pub user: bool,
}

/// The flavour that a stack asks for.
pub(super) fn flavour(stack: &Stack) -> SystemdFlavour {
    let target = stack.target(super::Systemd.id());
    target
        .and_then(|target| target.flavour)
        .map_or(SystemdFlavour::Compose, |flavour| flavour.value)
}

/// Whether a stack's units are a user's.
pub(super) fn is_users(stack: &Stack) -> bool {
    let target = stack.target(super::Systemd.id());
    let scope = target.and_then(|target| target.scope);
    scope.is_some_and(|scope| scope.value == UnitScope::User)
}

impl<'a> Plan<'a> {
    pub(super) fn new(stack: &'a Stack, place: &Place) -> Self {
        Self {
            stack,
            banner: banner::lines(stack, place),
            back: place.back.clone(),
            relations: Relations::new(stack),
            user: is_users(stack),
        }
    }

    /// The folder on the host that holds everything that the stack names by a relative path.
    pub(super) fn folder(&self) -> Text {
        if self.user {
            Text::specifier('h').then(format!("/{}", self.stack.project))
        } else {
            Text::new(format!("/opt/{}", self.stack.project))
        }
    }

    /// The same for a shell.
    pub(super) fn shell_folder(&self) -> String {
        let parent = if self.user { "~" } else { "/opt" };
        format!("{parent}/{}", self.stack.project)
    }

    /// A path of the host: a relative one is one of the stack's folder.
    pub(super) fn path(&self, path: &str, written_at: stackc_compiler::source::Span) -> Text {
        if path.starts_with('/') {
            return Text::new(path);
        }
        if let Some(rest) = path.strip_prefix('~') {
            return Text::specifier('h').then(rest);
        }
        let seen = self.stack.resolve_path(path, written_at);
        let seen = stackc_compiler::resolve::join("", &seen);
        if seen.is_empty() || seen == "." {
            return self.folder();
        }
        self.folder().then(format!("/{seen}"))
    }

    /// `<project>-<name>`, the name of a unit without its ending.
    pub(super) fn unit(&self, name: &str) -> String {
        unit_name(&format!("{}-{name}", self.stack.project))
    }

    /// `sudo ` where root is needed.
    pub(super) fn sudo(&self) -> &'static str {
        if self.user { "" } else { "sudo " }
    }

    /// `systemctl`, as whoever the units belong to calls it.
    pub(super) fn systemctl(&self) -> &'static str {
        if self.user {
            "systemctl --user"
        } else {
            "sudo systemctl"
        }
    }

    /// Where plain units go.
    pub(super) fn unit_folder(&self) -> &'static str {
        if self.user {
            "~/.config/systemd/user"
        } else {
            "/etc/systemd/system"
        }
    }

    /// What starts the units of a machine, or of a user.
    pub(super) fn wanted_by(&self) -> Setting {
        Setting::fixed(if self.user {
            "default.target"
        } else {
            "multi-user.target"
        })
    }

    /// An empty unit with what it is for.
    pub(super) fn start(&self, description: &str) -> Result<Unit, Bug> {
        let mut unit = Unit::new(&self.banner);
        let text = Text::new(description.replace(char::is_control, " "));
        unit.add("Unit", "Description", written(Setting::line(&text))?);
        Ok(unit)
    }
}

/// A setting that no stack can make wrong.
pub(super) fn written(setting: Result<Setting, Refused>) -> Result<Setting, Bug> {
    setting.map_err(|Refused| Bug("a unit file can't hold a text of the stack".to_owned()))
}

/// A part of a unit's name: what systemd allows stays, the rest is `_`.
fn unit_name(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                c
            } else {
                '_'
            }
        })
        .collect()
}
