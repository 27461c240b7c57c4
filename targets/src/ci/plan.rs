//! What a workflow is made for: a stack in one environment, and where its files lie in the repository.

use stackc_compiler::{
    model::{Secret, Service, Target},
    resolve::{Stack, join},
    target::Place,
    template::Expr,
};

use super::image;
use crate::{
    parts::{banner, compose::is_variable, project},
    text::{github::literal, yaml::Yaml},
};

/// The machine that jobs run on if nothing is said.
const RUNNER: &str = "ubuntu-24.04";
/// The branch that is delivered if nothing is said.
const BRANCH: &str = "main";

/// What is said of a variable that Docker Compose asks for, and that is in no image.
const UNREAD: &str = "no build reads it";

/// The plan of one workflow.
pub(super) struct Plan<'a> {
    pub stack: &'a Stack,
    pub banner: Vec<String>,
    pub place: &'a Place,
}

impl<'a> Plan<'a> {
    pub(super) fn new(stack: &'a Stack, place: &'a Place) -> Self {
        Self {
            stack,
            banner: banner::lines(stack, place),
            place,
        }
    }

    fn target(&self) -> Option<&'a Target> {
        self.stack.target(super::ID)
    }

    /// The labels of the machine that jobs run on: one as it is, several as a list.
    pub(super) fn runner(&self) -> Yaml {
        let said = self.target().and_then(|target| target.runners.as_ref());
        let labels = said.map_or(&[][..], |said| said.items.as_slice());
        match labels {
            [] => Yaml::text(RUNNER),
            [one] => Yaml::text(literal(&one.value.0)),
            several => several
                .iter()
                .map(|one| Yaml::text(literal(&one.value.0)))
                .collect(),
        }
    }

    /// The branch that is delivered.
    pub(super) fn branch(&self) -> &'a str {
        let said = self.target().and_then(|target| target.branch.as_ref());
        said.map_or(BRANCH, |said| said.value.0.as_str())
    }

    /// The commands that install stackc, which only a target that the stack does not name goes without.
    pub(super) fn install(&self) -> Option<&'a str> {
        let said = self.target()?.install.as_ref()?;
        Some(said.value.0.as_str())
    }

    /// The stack's folder in the repository; empty for its root.
    pub(super) fn folder(&self) -> String {
        let said = self.target().and_then(|target| target.folder.as_ref());
        said.map_or_else(String::new, |said| join("", &said.value.0))
    }

    /// The stack's file in its folder, if it is not the usual one.
    pub(super) fn file(&self) -> Option<String> {
        let stem = self.place.lock.strip_suffix(".lock")?;
        (stem != "stack").then(|| format!("./{stem}.kdl"))
    }

    /// The host of the registry that images go to, if they go anywhere.
    pub(super) fn registry(&self) -> Option<&'a str> {
        let said = self.target()?.registry.as_ref()?;
        Some(said.value.host())
    }

    /// The services whose images the stack builds under a name in the registry, or under any if there is none.
    pub(super) fn built(&self) -> Vec<&'a Service> {
        let all = self.stack.services.iter();
        all.filter(|service| service.build.is_some() && is_named(self.stack, service))
            .collect()
    }

    /// The folder of a target's files, below the stack's.
    pub(super) fn folder_of(&self, target: &str) -> Option<&'a str> {
        let mut all = self.place.folders.iter();
        let found = all.find(|(id, _)| *id == target);
        found.map(|(_, folder)| folder.as_str())
    }

    /// The variables that Docker Compose asks for before it builds anything, each with where its value comes from: what a build reads is the
    /// repository's to say; what has no default is given something, for Compose reads the whole file.
    pub(super) fn variables(&self) -> Vec<(String, Yaml)> {
        let built = self.built();
        let read_by_builds = image::variables(self.stack, &built);
        let inputs = self.stack.inputs.iter().filter_map(|input| {
            let name = input.name.value.0.clone();
            if read_by_builds.contains(&name) {
                let value = format!("${{{{ vars.{name} }}}}");
                return Some((name, Yaml::text(value)));
            }
            let is_optional = input.optional.is_some_and(|flag| flag.value.0);
            let is_needed = input.default.is_none() && !is_optional;
            let stand_in = Yaml::text(literal(&image::stand_in(input)));
            is_needed.then(|| (name, stand_in.with_comment(UNREAD)))
        });
        let read = |secret: &Secret| {
            let builds = self
                .stack
                .services
                .iter()
                .filter_map(|one| one.build.as_ref());
            let mut secrets = builds.flat_map(|build| &build.secrets);
            secrets.any(|one| one.name.value == secret.name.value)
        };
        let secrets = self.stack.secrets.iter();
        let secrets = secrets
            .filter(|secret| is_variable(secret, self.stack))
            .map(|secret| {
                let name = secret.variable();
                let value = if read(secret) {
                    format!("${{{{ secrets.{name} }}}}")
                } else {
                    UNREAD.to_owned()
                };
                (name, Yaml::text(value))
            });
        inputs.chain(secrets).collect()
    }

    /// The secrets that a build reads as files.
    pub(super) fn build_files(&self) -> Vec<&'a Secret> {
        let files = project::secret_files(self.stack);
        let builds = self.built();
        let read = |secret: &&Secret| {
            let mut secrets = builds
                .iter()
                .filter_map(|one| one.build.as_ref())
                .flat_map(|build| &build.secrets);
            secrets.any(|one| one.name.value == secret.name.value)
        };
        files.into_iter().filter(read).collect()
    }
}

/// Whether the image that a service builds has a name that it is pushed by.
pub(super) fn is_named(stack: &Stack, service: &Service) -> bool {
    let target = stack.target(super::ID);
    let Some(registry) = target.and_then(|target| target.registry.as_ref()) else {
        return true;
    };
    let Some(image) = &service.image else {
        return false;
    };
    let start = match &image.expr {
        Expr::Known(image) => image.0.clone(),
        Expr::Deferred(template) => match template.parts.first() {
            Some(stackc_compiler::template::Part::Text(text)) => text.clone(),
            _ => String::new(),
        },
    };
    start
        .strip_prefix(&registry.value.0)
        .is_some_and(|rest| rest.starts_with('/'))
}
