//! The first line of a plan: what happens how often.

use super::change::{Plan, Sign};
use crate::effect::{Apply, Data, Disruption, Exposure, SecretUse};

impl Plan {
    /// What happens, and how many changes do it: `3 recreated`, `exposure wider: 1`; the order is that of the axes.
    #[must_use]
    pub fn headline(&self) -> Vec<(&'static str, usize)> {
        let count = |is: &dyn Fn(&super::Change) -> bool| {
            self.changes.iter().filter(|change| is(change)).count()
        };
        let disrupted = |wanted: Disruption| count(&|change| change.axes().disruption == wanted);
        let applied = |wanted: Apply| count(&|change| change.axes().apply == wanted);
        let data = |wanted: Data| count(&|change| change.axes().data == wanted);
        let signed = |wanted: &Sign| {
            count(&|change| change.address.kind == "service" && change.sign == *wanted)
        };
        let all = [
            ("data lost", data(Data::Lost)),
            ("data at risk", data(Data::AtRisk)),
            ("data orphaned", data(Data::Orphaned)),
            (
                "exposure wider",
                count(&|change| change.axes().exposure == Exposure::Wider),
            ),
            (
                "secret in a weaker place",
                count(&|change| change.axes().secret == SecretUse::MovedToAWeakerPlace),
            ),
            ("by hand", applied(Apply::ByHand)),
            ("will not take effect", applied(Apply::StaleUntilForced)),
            ("at the next run", applied(Apply::AtTheNextRun)),
            ("stack down", disrupted(Disruption::StackDown)),
            ("network recreated", disrupted(Disruption::NetworkRecreate)),
            ("recreated", disrupted(Disruption::Recreate)),
            ("restarted", disrupted(Disruption::Restart)),
            ("reloaded", disrupted(Disruption::Reload)),
            ("added", signed(&Sign::Added)),
            ("removed", signed(&Sign::Removed)),
        ];
        all.into_iter().filter(|(_, number)| *number > 0).collect()
    }
}
