//! The first line of a plan: what happens how often.

use std::collections::BTreeSet;

use super::change::{Change, Plan};
use crate::effect::{Apply, Axes, Data, Disruption, Exposure, SecretUse, Sign};

/// Something that changes do, and how many of them do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Its name: `recreated`, `exposure wider`.
    pub what: &'static str,
    /// How many changes do it; at least one.
    pub number: usize,
    /// Whether it is a value of an axis, which reads `exposure wider: 1`, not `1 recreated`.
    pub is_axis: bool,
    /// The targets on which they do it; none if they do it on every one that is touched.
    pub targets: Vec<&'static str>,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what,
            number,
            is_axis,
            targets,
        } = self;
        if *is_axis {
            write!(f, "{what}: {number}")?;
        } else {
            write!(f, "{number} {what}")?;
        }
        match targets.as_slice() {
            [] => Ok(()),
            targets => write!(f, " ({})", targets.join(", ")),
        }
    }
}

/// What is counted.
enum Is {
    /// Things of the stack.
    Thing(fn(&Change) -> bool),
    /// Things with an effect.
    Effect(fn(Axes) -> bool),
}

impl Is {
    fn of(&self, change: &Change) -> bool {
        match self {
            Self::Thing(is) => is(change),
            Self::Effect(is) => is(change.axes()),
        }
    }

    /// The targets on which a change has this effect; none for one that it has everywhere.
    fn targets<'c>(&self, change: &'c Change) -> impl Iterator<Item = Option<&'static str>> + 'c {
        let is = match self {
            Self::Thing(_) => None,
            Self::Effect(is) => Some(*is),
        };
        let effects = change.effects.iter();
        effects
            .filter(move |effect| is.is_some_and(|is| is(effect.fact.axes)))
            .map(|effect| effect.target)
    }
}

/// In the order in which it is said.
const COUNTED: &[(&str, bool, Is)] = &[
    (
        "added",
        false,
        Is::Thing(|change| change.address.kind == "service" && change.sign == Sign::Added),
    ),
    (
        "removed",
        false,
        Is::Thing(|change| change.address.kind == "service" && change.sign == Sign::Removed),
    ),
    (
        "renamed",
        false,
        Is::Thing(|change| matches!(change.sign, Sign::Renamed(_))),
    ),
    (
        "stack down",
        false,
        Is::Effect(|axes| axes.disruption == Disruption::StackDown),
    ),
    (
        "network recreated",
        false,
        Is::Effect(|axes| axes.disruption == Disruption::NetworkRecreate),
    ),
    (
        "recreated",
        false,
        Is::Effect(|axes| axes.disruption == Disruption::Recreate),
    ),
    (
        "restarted",
        false,
        Is::Effect(|axes| axes.disruption == Disruption::Restart),
    ),
    (
        "reloaded",
        false,
        Is::Effect(|axes| axes.disruption == Disruption::Reload),
    ),
    (
        "at the next run",
        false,
        Is::Effect(|axes| axes.apply == Apply::AtTheNextRun),
    ),
    (
        "will not take effect",
        false,
        Is::Effect(|axes| axes.apply == Apply::StaleUntilForced),
    ),
    (
        "by hand",
        false,
        Is::Effect(|axes| axes.apply == Apply::ByHand),
    ),
    (
        "exposure wider",
        true,
        Is::Effect(|axes| axes.exposure == Exposure::Wider),
    ),
    (
        "secret in a weaker place",
        true,
        Is::Effect(|axes| axes.secret == SecretUse::MovedToAWeakerPlace),
    ),
    (
        "secret source changed",
        true,
        Is::Effect(|axes| axes.secret == SecretUse::SourceChanged),
    ),
    (
        "data orphaned",
        true,
        Is::Effect(|axes| axes.data == Data::Orphaned),
    ),
    (
        "data at risk",
        true,
        Is::Effect(|axes| axes.data == Data::AtRisk),
    ),
    (
        "data lost",
        true,
        Is::Effect(|axes| axes.data == Data::Lost),
    ),
];

impl Plan {
    /// What happens, how many changes do it, and on which targets if not on all that are touched.
    #[must_use]
    pub fn headline(&self) -> Vec<Count> {
        let is_felt =
            Is::Effect(|axes| axes.disruption != Disruption::None || axes.apply != Apply::Yes);
        let touched: BTreeSet<&'static str> = self.targets(&is_felt).flatten().collect();
        let counts = COUNTED.iter().map(|(what, is_axis, is)| {
            let own: BTreeSet<Option<&'static str>> = self.targets(is).collect();
            let own: Option<BTreeSet<&'static str>> = own.into_iter().collect();
            let targets = own.filter(|own| touched.len() > 1 && *own != touched);
            Count {
                what,
                number: self.changes.iter().filter(|change| is.of(change)).count(),
                is_axis: *is_axis,
                targets: targets.into_iter().flatten().collect(),
            }
        });
        counts.filter(|count| count.number > 0).collect()
    }

    /// The targets of the changes that are counted.
    fn targets<'p>(&'p self, is: &'p Is) -> impl Iterator<Item = Option<&'static str>> + 'p {
        let changes = self.changes.iter();
        changes
            .filter(|change| is.of(change))
            .flat_map(|change| is.targets(change))
    }
}
