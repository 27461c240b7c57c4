//! The first line of a plan: what happens how often.

use super::change::{Change, Plan};
use crate::effect::{Apply, Data, Disruption, Exposure, SecretUse, Sign};

/// Something that changes do, and how many of them do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Its name: `recreated`, `exposure wider`.
    pub what: &'static str,
    /// How many changes do it; at least one.
    pub number: usize,
    /// Whether it is a value of an axis, which reads `exposure wider: 1`, not `1 recreated`.
    pub is_axis: bool,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what,
            number,
            is_axis,
        } = self;
        if *is_axis {
            write!(f, "{what}: {number}")
        } else {
            write!(f, "{number} {what}")
        }
    }
}

/// What is counted.
type Is = fn(&Change) -> bool;

/// In the order in which it is said.
const COUNTED: &[(&str, bool, Is)] = &[
    ("added", false, |change| {
        change.address.kind == "service" && change.sign == Sign::Added
    }),
    ("removed", false, |change| {
        change.address.kind == "service" && change.sign == Sign::Removed
    }),
    ("renamed", false, |change| {
        matches!(change.sign, Sign::Renamed(_))
    }),
    ("stack down", false, |change| {
        change.axes().disruption == Disruption::StackDown
    }),
    ("network recreated", false, |change| {
        change.axes().disruption == Disruption::NetworkRecreate
    }),
    ("recreated", false, |change| {
        change.axes().disruption == Disruption::Recreate
    }),
    ("restarted", false, |change| {
        change.axes().disruption == Disruption::Restart
    }),
    ("reloaded", false, |change| {
        change.axes().disruption == Disruption::Reload
    }),
    ("at the next run", false, |change| {
        change.axes().apply == Apply::AtTheNextRun
    }),
    ("will not take effect", false, |change| {
        change.axes().apply == Apply::StaleUntilForced
    }),
    ("by hand", false, |change| {
        change.axes().apply == Apply::ByHand
    }),
    ("exposure wider", true, |change| {
        change.axes().exposure == Exposure::Wider
    }),
    ("secret in a weaker place", true, |change| {
        change.axes().secret == SecretUse::MovedToAWeakerPlace
    }),
    ("secret source changed", true, |change| {
        change.axes().secret == SecretUse::SourceChanged
    }),
    ("data orphaned", true, |change| {
        change.axes().data == Data::Orphaned
    }),
    ("data at risk", true, |change| {
        change.axes().data == Data::AtRisk
    }),
    ("data lost", true, |change| change.axes().data == Data::Lost),
];

impl Plan {
    /// What happens, and how many changes do it.
    #[must_use]
    pub fn headline(&self) -> Vec<Count> {
        let counts = COUNTED.iter().map(|(what, is_axis, is)| Count {
            what,
            number: self.changes.iter().filter(|change| is(change)).count(),
            is_axis: *is_axis,
        });
        counts.filter(|count| count.number > 0).collect()
    }
}
