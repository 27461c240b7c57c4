//! What systemd does when the units change.

mod facts;

use std::collections::BTreeSet;

use stackc_compiler::{
    atoms::words::SystemdFlavour,
    effect::{Address, ChangedFile, Fact, NamedChange, Seen, Situation, Step},
    resolve::Stack,
};

use super::plan;
use crate::parts::effects::project;

/// Every row of the table.
pub(super) const FACTS: &[Fact] = facts::FACTS;

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let is_project = |stack: &Stack| plan::flavour(stack) == SystemdFlavour::Compose;
    let mut seen = Vec::new();
    if is_project(situation.before) && is_project(situation.after) {
        seen.extend(project::see(situation));
    }
    let units = Units {
        stack: situation.after,
        before: situation.before,
    };
    if !units.is_project() && !situation.files.after.is_empty() {
        seen.extend(situation.named.iter().map(|one| units.named(one)));
    }
    let changed = situation.files.changed();
    seen.extend(changed.iter().filter_map(|file| units.one(file)));
    let restarted: BTreeSet<String> = seen
        .iter()
        .filter(|one| one.fact.name == facts::CONTAINER.name)
        .map(|one| one.address.name().to_owned())
        .collect();
    seen.extend(units.dependants(situation, &restarted));
    seen
}

/// The units of a stack.
struct Units<'s> {
    stack: &'s Stack,
    before: &'s Stack,
}

impl Units<'_> {
    /// What is known of a file that is not the same.
    fn one(&self, file: &ChangedFile<'_>) -> Option<Seen> {
        let name = file.path.rsplit('/').next().unwrap_or(file.path);
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
        let fact = match (kind, file.before, file.after) {
            ("md" | "example" | "yml", ..) => return None,
            ("sh", Some(_), Some(_))
                if ["jobs/", "backup/"]
                    .iter()
                    .any(|start| file.path.starts_with(start)) =>
            {
                &facts::RUN
            }
            // What a Compose project mounts is seen with its services.
            _ if self.is_project() && !matches!(kind, "service" | "timer" | "target") => {
                return None;
            }
            ("service" | "container" | "timer", None, _) => &facts::STARTED,
            ("service" | "container" | "timer" | "network" | "volume" | "build", _, None) => {
                &facts::STOPPED
            }
            ("network" | "volume" | "build", None, _) => &facts::STARTED,
            ("container", ..) if self.is_run(stem) => &facts::RUN,
            ("container", ..) => &facts::CONTAINER,
            ("timer", ..) => &facts::TIMER,
            ("network", ..) => &facts::NETWORK,
            ("volume", ..) => &facts::VOLUME,
            ("build", ..) => &facts::BUILD,
            ("target", ..) => &facts::TARGET,
            ("service", ..) if self.is_run(stem) => &facts::RUN,
            ("service", ..) => &facts::UNIT,
            ("sh", ..) if name == "values.sh" => &facts::VALUES,
            ("sh", ..) => &facts::RUN,
            _ => &facts::FILE,
        };
        let unit = match kind {
            "container" => format!("{stem}.service"),
            "network" | "volume" | "build" => format!("{stem}-{kind}.service"),
            _ => name.to_owned(),
        };
        let target = format!("{}.target", self.stack.project);
        let network = format!("{}_{}", self.stack.project, self.without_project(stem));
        let names = [
            ("unit", unit.as_str()),
            ("target", target.as_str()),
            ("path", file.path),
            ("network", network.as_str()),
        ];
        let mut seen = Seen::new(self.address(stem, kind), fact)
            .what(name)
            .in_file(file.path);
        let step = fact.step.map(|step| step.filled(&names));
        seen.step = step.map(|step| self.for_manager(step));
        Some(seen)
    }

    /// A file beside the stack that a container reads when it starts.
    fn named(&self, one: &NamedChange) -> Seen {
        let mut seen = Seen::new(Address::new("service", &one.service), &facts::FILE);
        let target = format!("{}.target", self.stack.project);
        let step = facts::FILE.step;
        let step = step.map(|step| step.filled(&[("target", &target)]));
        seen.step = step.map(|step| self.for_manager(step));
        seen.what(one.shown())
    }

    /// The step for the manager whose units they are.
    fn for_manager(&self, step: Step) -> Step {
        let text = |text: String| {
            if plan::is_users(self.stack) {
                text.replace("systemctl ", "systemctl --user ")
            } else {
                text
            }
        };
        match step {
            Step::Run(command) => Step::Run(text(command)),
            Step::ByHand(words) => Step::ByHand(text(words)),
        }
    }

    fn is_project(&self) -> bool {
        plan::flavour(self.stack) == SystemdFlavour::Compose
    }

    /// Whether a unit runs to its end.
    fn is_run(&self, stem: &str) -> bool {
        let name = self.without_project(stem);
        ["backup-", "job-", "once-", "certificates"]
            .iter()
            .any(|start| name.starts_with(start))
    }

    fn without_project<'n>(&self, stem: &'n str) -> &'n str {
        let strip = |project: &str| {
            stem.strip_prefix(project)
                .and_then(|rest| rest.strip_prefix('-'))
        };
        strip(&self.stack.project)
            .or_else(|| strip(&self.before.project))
            .unwrap_or(stem)
    }

    /// What of the stack a unit is.
    fn address(&self, stem: &str, kind: &str) -> Address {
        let name = self.without_project(stem);
        let is_service = self
            .stack
            .service(name)
            .or_else(|| self.before.service(name))
            .is_some();
        match kind {
            "container" | "build" if is_service => Address::new("service", name),
            "network" => Address::new("network", name),
            "volume" => Address::new("volume", name),
            _ => match name.split_once('-') {
                Some(("backup", name)) => Address::new("backup", name),
                Some(("job", name)) => Address::new("job", name),
                _ => Address::new("target", "systemd"),
            },
        }
    }

    /// Services that restart because one that they require does.
    fn dependants(&self, situation: Situation<'_>, restarted: &BTreeSet<String>) -> Vec<Seen> {
        let mut found = Vec::new();
        let mut waiting: Vec<String> = restarted.iter().cloned().collect();
        let mut known = restarted.clone();
        while let Some(name) = waiting.pop() {
            let required = format!("Requires={}-{name}.service", self.stack.project);
            for (path, artifact) in situation.files.after.iter() {
                let Some(stem) = path
                    .rsplit('/')
                    .next()
                    .and_then(|file| file.strip_suffix(".container"))
                else {
                    continue;
                };
                let text = std::str::from_utf8(&artifact.bytes).unwrap_or_default();
                let dependant = self.without_project(stem);
                if text.lines().any(|line| line == required) && known.insert(dependant.to_owned()) {
                    waiting.push(dependant.to_owned());
                    found.push(
                        Seen::new(self.address(stem, "container"), &facts::DEPENDANT)
                            .what(format!("requires {name}")),
                    );
                }
            }
        }
        found
    }
}
