//! What holds for every script: where the Compose project lies, and where its paths lead.

use stackc_compiler::{
    atoms::words::{OpsPlatform, SystemdFlavour, UnitScope},
    model::Secret,
    resolve::{Stack, join},
    source::Span,
    target::Place,
};

use crate::{
    parts::{
        banner,
        compose::{Context, is_mounted, is_variable},
        project::is_asked_for,
    },
    text::{powershell::Quoted, shell::Word},
};

/// The plan of one stack.
pub(super) struct Plan<'a> {
    pub stack: &'a Stack,
    pub banner: Vec<String>,
    /// The stack's folder, as the folder of the scripts sees it.
    back: &'a str,
    home: Home<'a>,
    /// Where the project of Windows lies, which has no systemd.
    windows: Home<'a>,
}

/// Where the Compose project lies.
enum Home<'a> {
    /// Where the compiler puts it, as the folder of the scripts sees it.
    Beside(&'a str),
    /// Where the README of the systemd target puts it.
    System,
    /// The same for a user's units.
    User,
}

/// Where the value of a secret is found.
pub(super) enum SecretPlace {
    /// In `.env`, by this name.
    Variable(String),
    /// In a file, whose path is a word of a shell, or an expression of PowerShell.
    File(String),
    /// Nowhere on this host.
    Elsewhere,
}

impl<'a> Plan<'a> {
    pub(super) fn new(stack: &'a Stack, place: &'a Place) -> Self {
        Self {
            stack,
            banner: banner::lines(stack, place),
            back: &place.back,
            home: home(stack, &place.project),
            windows: if stack.target("compose").is_some() {
                Home::Beside(&place.project)
            } else {
                home(stack, &place.project)
            },
        }
    }

    /// Whether the scripts for a system are wanted; without a word those for Linux are.
    pub(super) fn is_for(&self, platform: OpsPlatform) -> bool {
        let said = self.stack.target(super::ID);
        match said.and_then(|target| target.platforms.as_ref()) {
            Some(words) => words.items.iter().any(|one| one.value == platform),
            None => platform == OpsPlatform::Linux,
        }
    }

    /// Whether a Makefile is wanted.
    pub(super) fn has_make(&self) -> bool {
        let said = self.stack.target(super::ID);
        let make = said.and_then(|target| target.make.as_ref());
        make.is_some_and(|make| make.value.0)
    }

    /// The folder of the Compose project, as a word of a shell; `here` is the folder of the script.
    pub(super) fn project(&self) -> String {
        match self.home {
            Home::Beside(folder) => format!("$here/{}", Word::new(folder)),
            Home::System => format!("/opt/{}", self.stack.project),
            Home::User => format!("$HOME/{}", self.stack.project),
        }
    }

    /// The same on Windows, as an expression of PowerShell, whose scripts lie a folder deeper.
    pub(super) fn windows_project(&self) -> String {
        match self.windows {
            Home::Beside(folder) => {
                let path = Quoted::new(&format!("../{folder}"));
                format!("Join-Path $PSScriptRoot {path}")
            }
            Home::System | Home::User => {
                let path = Quoted::new(&self.stack.project);
                format!("Join-Path $HOME {path}")
            }
        }
    }

    /// A path of the host as an expression of PowerShell that is evaluated in the project's folder.
    pub(super) fn windows_path(&self, path: &str, written_at: Span) -> String {
        if let Some(rest) = path.strip_prefix("~/") {
            return format!("(Join-Path $HOME {})", Quoted::new(rest));
        }
        let seen = self.stack.resolve_path(path, written_at);
        match self.windows {
            Home::Beside(_) if !seen.starts_with('/') => {
                let path = Quoted::new(&join("..", &join(self.back, &seen)));
                format!("(Join-Path $PSScriptRoot {path})")
            }
            _ => Quoted::new(&seen).to_string(),
        }
    }

    /// The same for whoever reads.
    pub(super) fn shown_project(&self) -> String {
        match self.home {
            Home::Beside(folder) => folder.to_owned(),
            Home::System => format!("/opt/{}", self.stack.project),
            Home::User => format!("~/{}", self.stack.project),
        }
    }

    /// The project of Windows for whoever reads.
    pub(super) fn shown_windows_project(&self) -> String {
        match self.windows {
            Home::Beside(folder) => folder.to_owned(),
            Home::System | Home::User => format!("$HOME\\{}", self.stack.project),
        }
    }

    /// A path of the host as a word of a shell that works in the project's folder.
    pub(super) fn path(&self, path: &str, written_at: Span) -> String {
        if let Some(rest) = path.strip_prefix("~/") {
            return format!("\"$HOME\"/{}", Word::new(rest));
        }
        if path.starts_with(['/', '~']) {
            return Word::new(path).to_string();
        }
        match self.home {
            Home::Beside(_) => {
                let seen = join(self.back, &self.stack.resolve_path(path, written_at));
                let word = Word::new(&seen);
                if seen.starts_with('/') {
                    word.to_string()
                } else {
                    format!("\"$here\"/{word}")
                }
            }
            Home::System | Home::User => {
                let context = Context {
                    stack: self.stack,
                    back: "",
                };
                Word::new(&context.path(path, written_at)).to_string()
            }
        }
    }

    /// Where the value of a secret is found; none if nothing on the host reads it.
    pub(super) fn secret(&self, secret: &Secret) -> Option<SecretPlace> {
        let own = |path: &str| Word::new(path).to_string();
        self.place_of(secret, |path, span| self.path(path, span), own)
    }

    /// The same with paths as expressions of PowerShell.
    pub(super) fn windows_secret(&self, secret: &Secret) -> Option<SecretPlace> {
        let own = |path: &str| Quoted::new(path).to_string();
        self.place_of(secret, |path, span| self.windows_path(path, span), own)
    }

    /// Where a secret's value is, with paths as a script's language writes those that the stack says and those of the project.
    fn place_of(
        &self,
        secret: &Secret,
        said: impl Fn(&str, Span) -> String,
        own: impl Fn(&str) -> String,
    ) -> Option<SecretPlace> {
        if let Some(file) = &secret.file {
            let path = file.get().map(|path| said(&path.0, file.span));
            return Some(path.map_or(SecretPlace::Elsewhere, SecretPlace::File));
        }
        if secret.external.is_some() || secret.driver.is_some() {
            return Some(SecretPlace::Elsewhere);
        }
        let name = &secret.name.value.0;
        if is_variable(secret, self.stack) {
            Some(SecretPlace::Variable(secret.variable()))
        } else if is_mounted(secret, self.stack) || is_asked_for(secret, self.stack) {
            Some(SecretPlace::File(own(&format!("secrets/{name}"))))
        } else {
            None
        }
    }

    /// Whether only a check or a message needs the secret, as a file of the project.
    pub(super) fn is_only_own(&self, secret: &Secret) -> bool {
        let elsewhere =
            secret.file.is_some() || secret.external.is_some() || secret.driver.is_some();
        !elsewhere
            && is_asked_for(secret, self.stack)
            && !is_variable(secret, self.stack)
            && !is_mounted(secret, self.stack)
    }
}

fn home<'a>(stack: &Stack, project: &'a str) -> Home<'a> {
    let Some(systemd) = stack.target("systemd") else {
        return Home::Beside(project);
    };
    let is_quadlet = systemd
        .flavour
        .is_some_and(|flavour| flavour.value == SystemdFlavour::Quadlet);
    if is_quadlet {
        return Home::Beside(project);
    }
    match systemd.scope {
        Some(scope) if scope.value == UnitScope::User => Home::User,
        _ => Home::System,
    }
}
