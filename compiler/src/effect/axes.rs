//! All seven axes of an effect at once.

use serde::Serialize;

use super::axis::{Apply, Data, Disruption, Exposure, Reversible, SecretUse, Supply};

/// An effect on every axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Axes {
    /// What is interrupted.
    pub disruption: Disruption,
    /// When it takes effect.
    pub apply: Apply,
    /// What becomes of data.
    pub data: Data,
    /// Who can reach what.
    pub exposure: Exposure,
    /// What becomes of a secret's way.
    pub secret: SecretUse,
    /// What code runs.
    pub supply: Supply,
    /// Whether going back undoes it.
    pub reversible: Reversible,
}

impl Axes {
    /// No effect at all.
    pub const NONE: Self = Self {
        disruption: Disruption::None,
        apply: Apply::Yes,
        data: Data::None,
        exposure: Exposure::Same,
        secret: SecretUse::None,
        supply: Supply::None,
        reversible: Reversible::ByItself,
    };

    /// The same with this disruption.
    #[must_use]
    pub const fn disruption(self, disruption: Disruption) -> Self {
        Self { disruption, ..self }
    }

    /// The same, taking effect so.
    #[must_use]
    pub const fn apply(self, apply: Apply) -> Self {
        Self { apply, ..self }
    }

    /// The same with this effect on data.
    #[must_use]
    pub const fn data(self, data: Data) -> Self {
        Self { data, ..self }
    }

    /// The same with this exposure.
    #[must_use]
    pub const fn exposure(self, exposure: Exposure) -> Self {
        Self { exposure, ..self }
    }

    /// The same with this effect on a secret.
    #[must_use]
    pub const fn secret(self, secret: SecretUse) -> Self {
        Self { secret, ..self }
    }

    /// The same with this effect on what code runs.
    #[must_use]
    pub const fn supply(self, supply: Supply) -> Self {
        Self { supply, ..self }
    }

    /// The same, undone so.
    #[must_use]
    pub const fn reversible(self, reversible: Reversible) -> Self {
        Self { reversible, ..self }
    }

    /// The worse of the two on every axis. What is narrower here and wider there is wider.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let exposure = match (self.exposure, other.exposure) {
            (Exposure::Same, one) | (one, Exposure::Same) => one,
            (one, another) => one.max(another),
        };
        Self {
            disruption: self.disruption.max(other.disruption),
            apply: self.apply.max(other.apply),
            data: self.data.max(other.data),
            exposure,
            secret: self.secret.max(other.secret),
            supply: self.supply.max(other.supply),
            reversible: self.reversible.max(other.reversible),
        }
    }

    /// How bad it is, the worst first: data before exposure, before what does not take effect, before what is interrupted. That something waits for its next
    /// run is milder than any interruption.
    #[must_use]
    pub fn rank(&self) -> impl Ord + use<> {
        let unapplied = match self.apply {
            Apply::AtTheNextRun => Apply::Yes,
            apply => apply,
        };
        let is_wider = self.exposure == Exposure::Wider;
        let is_weaker = self.secret == SecretUse::MovedToAWeakerPlace;
        (
            (self.data, is_wider, self.reversible, unapplied),
            (is_weaker, self.disruption, self.secret, self.supply),
            (self.apply, self.exposure),
        )
    }

    /// The axes on which there is an effect, with its name, in the order of the axes.
    #[must_use]
    pub fn said(&self) -> Vec<(&'static str, &'static str)> {
        let none = Self::NONE;
        let all = [
            (
                self.disruption != none.disruption,
                Disruption::AXIS,
                self.disruption.name(),
            ),
            (self.apply != none.apply, Apply::AXIS, self.apply.name()),
            (self.data != none.data, Data::AXIS, self.data.name()),
            (
                self.exposure != none.exposure,
                Exposure::AXIS,
                self.exposure.name(),
            ),
            (
                self.secret != none.secret,
                SecretUse::AXIS,
                self.secret.name(),
            ),
            (self.supply != none.supply, Supply::AXIS, self.supply.name()),
            (
                self.reversible != none.reversible,
                Reversible::AXIS,
                self.reversible.name(),
            ),
        ];
        let said = all.into_iter().filter(|(is_said, ..)| *is_said);
        said.map(|(_, axis, value)| (axis, value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_of_two_counts_on_every_axis() {
        let narrower = Axes::NONE.exposure(Exposure::Narrower);
        assert_eq!(narrower.and(Axes::NONE), narrower);
        let wider = Axes::NONE.exposure(Exposure::Wider).data(Data::Lost);
        assert_eq!(narrower.and(wider), wider);
        assert!(wider.rank() > narrower.rank());
        let recreated = Axes::NONE.disruption(Disruption::Recreate);
        let waits = Axes::NONE.apply(Apply::AtTheNextRun);
        assert!(recreated.rank() > waits.rank());
        assert!(waits.rank() > Axes::NONE.rank());
        assert!(recreated.exposure(Exposure::Narrower).rank() > waits.rank());
        assert!(Axes::NONE.apply(Apply::ByHand).rank() > recreated.rank());
        assert!(Axes::NONE.said().is_empty());
        assert_eq!(wider.said(), [("data", "lost"), ("exposure", "wider")]);
    }
}
