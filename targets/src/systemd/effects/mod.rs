//! What systemd does when the units change.

mod facts;
mod mounted;

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
    let is_gone = situation.files.after.is_empty();
    let units = Units {
        // What is gone was of the stack before.
        stack: if is_gone {
            situation.before
        } else {
            situation.after
        },
        before: situation.before,
    };
    if !is_gone && !situation.files.before.is_empty() && is_moved(&situation) {
        return vec![units.moved()];
    }
    let mut seen = Vec::new();
    if units.is_project() {
        seen.extend(project::see(situation, "systemd"));
    } else if !is_gone {
        seen.extend(situation.named.iter().map(|one| units.named(one)));
    }
    let changed = situation.files.changed();
    seen.extend(changed.iter().filter_map(|file| units.one(file)));
    if !units.is_project() {
        seen.extend(mounted::see(&units, situation, &seen));
        seen.extend(units.profiled());
    }
    let restarted: BTreeSet<String> = seen
        .iter()
        .filter(|one| one.fact.name == facts::CONTAINER.name)
        .map(|one| one.address.name().to_owned())
        .collect();
    seen.extend(units.dependants(situation, &restarted));
    seen
}

/// Whether other units of systemd run the containers, or those of another user.
fn is_moved(situation: &Situation<'_>) -> bool {
    let who = |stack: &Stack| (plan::flavour(stack), plan::is_users(stack));
    who(situation.before) != who(situation.after)
}

/// The name of a unit without that of its project.
fn without<'n>(project: &str, stem: &'n str) -> &'n str {
    let rest = stem.strip_prefix(project);
    rest.and_then(|rest| rest.strip_prefix('-')).unwrap_or(stem)
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
            ("network" | "volume", _, None) => &facts::KEPT,
            ("service" | "container" | "timer" | "build", _, None) => &facts::STOPPED,
            ("network" | "volume" | "build", None, _) => &facts::STARTED,
            ("container", ..) if self.is_run(stem) => &facts::RUN,
            ("container", ..) => &facts::CONTAINER,
            ("timer", ..) => &facts::TIMER,
            ("network", ..) => &facts::NETWORK,
            ("volume", ..) => &facts::VOLUME,
            ("build", ..) => &facts::BUILD,
            ("target", _, Some(_)) => &facts::TARGET,
            ("target", _, None) => &facts::STOPPED,
            ("service", ..) if self.is_run(stem) => &facts::RUN,
            ("service", ..) => &facts::UNIT,
            // What is new or gone beside them comes and goes with what reads it.
            (_, None, _) | (_, _, None) => return None,
            ("sh", ..) if name == "values.sh" => &facts::VALUES,
            ("sh", ..) => &facts::RUN,
            _ => return None,
        };
        let unit = match kind {
            "container" => format!("{stem}.service"),
            "network" | "volume" | "build" => format!("{stem}-{kind}.service"),
            _ => name.to_owned(),
        };
        let target = format!("{}.target", self.stack.project);
        let project = self.project(file.after.is_some());
        let network = format!("{project}_{}", without(project, stem));
        let names = [
            ("unit", unit.as_str()),
            ("target", target.as_str()),
            ("path", file.path),
            ("network", network.as_str()),
            ("kind", kind),
        ];
        let mut seen = Seen::new(self.address(project, stem, kind), fact)
            .what(name)
            .in_file(file.path);
        let step = fact.step.map(|step| step.filled(&names));
        seen.step = step.map(|step| self.for_manager(step));
        Some(seen)
    }

    /// A file beside the stack that a container reads when it starts.
    fn named(&self, one: &NamedChange) -> Seen {
        let stem = format!("{}-{}", self.stack.project, one.service);
        self.read(Address::new("service", &one.service), Some(&stem))
            .what(one.shown())
    }

    /// A file of the target's own that the container of a unit reads when it starts, or that nobody is known to read.
    fn file(&self, address: Address, path: &str, stem: Option<&str>) -> Seen {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.read(address, stem).what(name).in_file(path)
    }

    /// What is read at the start of a unit; of all of them, if none is known.
    fn read(&self, address: Address, stem: Option<&str>) -> Seen {
        if stem.is_some_and(|stem| self.is_run(stem)) {
            return Seen::new(address, &facts::RUN).step(
                facts::RUN
                    .step
                    .map(|step| self.for_manager(step.filled(&[]))),
            );
        }
        let unit = match stem {
            Some(stem) => format!("{stem}.service"),
            None => format!("{}.target", self.stack.project),
        };
        let step = facts::FILE.step;
        let step = step.map(|step| step.filled(&[("unit", &unit)]));
        Seen::new(address, &facts::FILE).step(step.map(|step| self.for_manager(step)))
    }

    /// Services that the target of the stack no longer starts, for they have a profile now.
    fn profiled(&self) -> Vec<Seen> {
        let given = self.stack.services.iter().filter(|service| {
            let before = self.before.service(&service.name.value.0);
            service.profiles.is_some() && before.is_some_and(|before| before.profiles.is_none())
        });
        let seen = given.map(|service| {
            let name = &service.name.value.0;
            let unit = format!("{}-{name}.service", self.stack.project);
            let step = facts::PROFILE_GIVEN.step;
            let step = step.map(|step| self.for_manager(step.filled(&[("unit", &unit)])));
            Seen::new(Address::new("service", name), &facts::PROFILE_GIVEN).step(step)
        });
        seen.collect()
    }

    /// Units of another flavour, or of another owner.
    fn moved(&self) -> Seen {
        let unit = |stack: &Stack, verb: &str| {
            let kind = match plan::flavour(stack) {
                SystemdFlavour::Compose => "service",
                SystemdFlavour::Quadlet => "target",
            };
            let whose = if plan::is_users(stack) { " --user" } else { "" };
            format!("systemctl{whose} {verb} {}.{kind}", stack.project)
        };
        let said = |stack: &Stack| {
            let whose = if plan::is_users(stack) {
                "user"
            } else {
                "system"
            };
            format!("{} {whose}", plan::flavour(stack).word())
        };
        let names = [
            ("stop", unit(self.before, "stop")),
            ("start", unit(self.stack, "start")),
            ("project", self.before.project.clone()),
        ];
        let names = names.each_ref().map(|(name, text)| (*name, text.as_str()));
        let mut seen = Seen::new(Address::new("target", "systemd"), &facts::MOVED).what(format!(
            "{} → {}",
            said(self.before),
            said(self.stack)
        ));
        seen.step = facts::MOVED.step.map(|step| step.filled(&names));
        seen
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
        let name = without(&self.stack.project, stem);
        ["backup-", "job-", "once-", "certificates"]
            .iter()
            .any(|start| name.starts_with(start))
    }

    /// The project of what is there now, or of what is gone.
    fn project(&self, is_there: bool) -> &str {
        let stack = if is_there { self.stack } else { self.before };
        &stack.project
    }

    /// What of the stack a unit of a project is.
    fn address(&self, project: &str, stem: &str, kind: &str) -> Address {
        let name = without(project, stem);
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
                let dependant = without(&self.stack.project, stem);
                // One that its timer starts is rarely there to be restarted.
                let by_timer = ["job-", "backup-"];
                if by_timer.iter().any(|start| dependant.starts_with(start)) {
                    continue;
                }
                if text.lines().any(|line| line == required) && known.insert(dependant.to_owned()) {
                    waiting.push(dependant.to_owned());
                    found.push(
                        Seen::new(
                            self.address(&self.stack.project, stem, "container"),
                            &facts::DEPENDANT,
                        )
                        .what(format!("requires {name}")),
                    );
                }
            }
        }
        found
    }
}
