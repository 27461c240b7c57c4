//! What is decided for a stack on a host with NixOS: its names, its folders, and how the host's nginx reaches its services.

use stackc_compiler::{
    model::Secret,
    resolve::{Stack, join, relative},
};

use super::{calendar, convert, missing, paths};
use crate::{
    parts::compose,
    text::{
        nix::{Attrs, Nix, Segment},
        yaml::{Map, Yaml},
    },
};

/// The folder where agenix puts what it decrypts.
const AGENIX: &str = "/run/agenix";

/// What is decided for one stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan<'a> {
    /// The stack as the host runs it; see [`super::host::stack`].
    pub stack: &'a Stack,
    /// The stack's folder, as the folder of the output sees it.
    pub back: &'a str,
}

impl Plan<'_> {
    /// The Compose project.
    pub(super) fn project(&self) -> &str {
        &self.stack.project
    }

    /// The folder of the host that relative paths of the stack are in: the Compose file is in the store, where nothing is beside it.
    pub(super) fn base(&self) -> String {
        paths::base(self.stack)
    }

    /// The Compose document, with every path of the host absolute.
    pub(super) fn document(&self) -> Map {
        let context = compose::Context {
            stack: self.stack,
            back: &self.base(),
        };
        let mut document = compose::compose_file(context);
        calendar::add_to_document(&mut document, context);
        let values = Yaml::from(document);
        match missing::said(&values, self) {
            Yaml::Map(document) => compose::mentions::with_mounted_secrets(document),
            _ => Map::new(),
        }
    }

    /// The stack without what only timers and commands start.
    pub(super) fn served(&self) -> Stack {
        let mut served = self.stack.clone();
        served.backups.clear();
        served.jobs.retain(|job| !job.before.is_empty());
        served
    }

    /// The unit that runs the stack, without `.service`.
    pub(super) fn unit(&self) -> &str {
        self.stack
            .target("nix")
            .and_then(|target| target.unit.as_ref())
            .map_or(self.project(), |unit| unit.value.0.as_str())
    }

    /// The name of a secret in `age.secrets`: other stacks of the host have names of their own.
    pub(super) fn age_name(&self, secret: &str) -> String {
        format!("{}-{secret}", self.project())
    }

    /// Where agenix puts a secret; none for one that somebody else keeps.
    pub(super) fn secret_path(&self, secret: &str) -> Option<String> {
        let kept = self.stack.secret(secret).is_some_and(is_encrypted);
        kept.then(|| format!("{AGENIX}/{}", self.age_name(secret)))
    }

    /// The encrypted file of a secret, as the folder of the output sees it.
    pub(super) fn encrypted(&self, secret: &str) -> String {
        let said = self
            .stack
            .target("nix")
            .and_then(|target| target.secrets.as_ref());
        let word = |line: Option<
            &stackc_compiler::template::Fixed<stackc_compiler::atoms::Line>,
        >| { line.map(|line| line.value.0.clone()) };
        let dir = word(said.and_then(|said| said.dir.as_ref()));
        let prefix = word(said.and_then(|said| said.prefix.as_ref())).unwrap_or_default();
        let dir = dir.unwrap_or_else(|| "secrets".to_owned());
        let file = format!("{prefix}{secret}.age");
        join(self.back, &join(&dir, &file))
    }

    /// How an image is built: folders of the stack are copied into the store.
    pub(super) fn build(&self, build: &Map) -> Attrs {
        let mut all = convert::map(build);
        if let Some(Yaml::Text(context)) = build.get("context").map(convert::bare)
            && let Some(stored) = self.stored(context)
        {
            all.set("context", stored);
        }
        if let Some(Yaml::Map(contexts)) = build.get("additional_contexts").map(convert::bare) {
            let stored = contexts.entries().iter().map(|entry| {
                let stored = match convert::bare(&entry.value) {
                    Yaml::Text(text) => self.stored(text),
                    _ => None,
                };
                let value = stored.unwrap_or_else(|| convert::value(&entry.value));
                (entry.key.clone(), value)
            });
            all.set("additional_contexts", stored.collect::<Attrs>());
        }
        all
    }

    /// A folder of the stack, as the store has it.
    fn stored(&self, path: &str) -> Option<Nix> {
        let root = format!("/var/lib/{}", self.project());
        let below = path.strip_prefix(&root)?;
        if !below.is_empty() && !below.starts_with('/') {
            return None;
        }
        // Compose's text has two dollars for one.
        let path = path.replace("$$", "$");
        let seen = join(self.back, &relative(&self.base(), &path));
        let seen = if seen.is_empty() {
            ".".to_owned()
        } else {
            seen
        };
        Some(Nix::Text(vec![Segment::Value(Nix::Path(seen))]))
    }
}

/// Whether agenix keeps it: it has no file and no engine of its own.
pub(super) fn is_encrypted(secret: &Secret) -> bool {
    let external = secret
        .external
        .as_ref()
        .is_some_and(|external| external.get().is_none_or(|external| external.0));
    secret.file.is_none() && secret.driver.is_none() && !external
}
