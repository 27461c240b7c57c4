//! Volumes that get another name: their content is copied, and the old one is kept.

use crate::{
    effect::Sign,
    operations::Command,
    plan::{Plan, host_name, volume},
    resolve::Stack,
};

/// The content of one volume for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    pub from: String,
    pub to: String,
    /// The new one's name in the stack.
    pub key: Option<String>,
}

/// What keeps the old content of a volume that the new version takes over.
pub(super) fn kept_name(volume: &str) -> String {
    format!("{volume}-before")
}

impl Copy {
    pub(super) fn new(from: &str, to: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            key: None,
        }
    }

    /// Copies, and compares.
    pub(super) fn commands(&self, project: Option<&str>) -> Vec<Command> {
        let make = Command::new(["make_volume", &self.to]);
        let make = match (project, &self.key) {
            (Some(project), Some(key)) => make.args([project, key]),
            _ => make,
        };
        vec![make, Command::new(["copy_volume", &self.from, &self.to])]
    }
}

/// Every volume of the stack that has another name on the host.
pub(super) fn copies(plan: &Plan, before: &Stack, after: &Stack) -> Vec<Copy> {
    let is_theirs = |volume: &crate::model::Volume| {
        volume
            .external
            .as_ref()
            .is_some_and(|external| external.get().is_some_and(|yes| yes.0))
    };
    let mut found = Vec::new();
    for now in &after.volumes {
        let key = &now.name.value.0;
        let Some(was) = volume(before, name_before(plan, key)) else {
            continue;
        };
        let (from, to) = (host_name(before, was), host_name(after, now));
        if from != to && !is_theirs(now) {
            found.push(Copy {
                from,
                to,
                key: Some(key.clone()),
            });
        }
    }
    found
}

fn name_before<'n>(plan: &'n Plan, name: &'n str) -> &'n str {
    let mut changes = plan.changes.iter();
    let renamed = changes.find_map(|change| match &change.sign {
        Sign::Renamed(from) if change.address.kind == "volume" && change.address.name() == name => {
            Some(from.as_str())
        }
        _ => None,
    });
    renamed.unwrap_or(name)
}
