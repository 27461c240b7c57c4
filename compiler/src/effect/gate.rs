//! A bound on one axis: `data=at-risk` holds for this value and every worse one.

use super::{
    axes::Axes,
    axis::{Apply, Data, Disruption, Exposure, Reversible, SecretUse, Supply},
};
use crate::diag::nearest;

/// A value on an axis that is too bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// On what is interrupted.
    Disruption(Disruption),
    /// On when it takes effect.
    Apply(Apply),
    /// On data.
    Data(Data),
    /// On who can reach what.
    Exposure(Exposure),
    /// On a secret's way.
    Secret(SecretUse),
    /// On what code runs.
    Supply(Supply),
    /// On whether going back undoes it.
    Reversible(Reversible),
}

/// The names of the axes, in their order.
pub const AXES: [&str; 7] = [
    Disruption::AXIS,
    Apply::AXIS,
    Data::AXIS,
    Exposure::AXIS,
    SecretUse::AXIS,
    Supply::AXIS,
    Reversible::AXIS,
];

impl Gate {
    /// The values of an axis, mildest first; none if there is no such axis.
    #[must_use]
    pub fn values(axis: &str) -> Vec<&'static str> {
        match axis {
            Disruption::AXIS => names(Disruption::ALL, Disruption::name),
            Apply::AXIS => names(Apply::ALL, Apply::name),
            Data::AXIS => names(Data::ALL, Data::name),
            Exposure::AXIS => names(Exposure::ALL, Exposure::name),
            SecretUse::AXIS => names(SecretUse::ALL, SecretUse::name),
            Supply::AXIS => names(Supply::ALL, Supply::name),
            Reversible::AXIS => names(Reversible::ALL, Reversible::name),
            _ => Vec::new(),
        }
    }

    /// Reads `AXIS=VALUE`.
    ///
    /// # Errors
    /// What is wrong with it, and what may be meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((axis, value)) = text.split_once('=') else {
            return Err(format!(
                "write it as AXIS=VALUE, for example data=at-risk; the axes are {}",
                AXES.join(", ")
            ));
        };
        match axis {
            Disruption::AXIS => {
                pick(axis, value, Disruption::ALL, Disruption::name).map(Self::Disruption)
            }
            Apply::AXIS => pick(axis, value, Apply::ALL, Apply::name).map(Self::Apply),
            Data::AXIS => pick(axis, value, Data::ALL, Data::name).map(Self::Data),
            Exposure::AXIS => pick(axis, value, Exposure::ALL, Exposure::name).map(Self::Exposure),
            SecretUse::AXIS => pick(axis, value, SecretUse::ALL, SecretUse::name).map(Self::Secret),
            Supply::AXIS => pick(axis, value, Supply::ALL, Supply::name).map(Self::Supply),
            Reversible::AXIS => {
                pick(axis, value, Reversible::ALL, Reversible::name).map(Self::Reversible)
            }
            _ => Err(unknown("axis", axis, &AXES)),
        }
    }

    /// Whether an effect is as bad as this or worse.
    #[must_use]
    pub fn is_reached(self, axes: &Axes) -> bool {
        match self {
            Self::Disruption(least) => axes.disruption >= least,
            Self::Apply(least) => axes.apply >= least,
            Self::Data(least) => axes.data >= least,
            Self::Exposure(least) => axes.exposure >= least,
            Self::Secret(least) => axes.secret >= least,
            Self::Supply(least) => axes.supply >= least,
            Self::Reversible(least) => axes.reversible >= least,
        }
    }
}

impl std::fmt::Display for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (axis, value) = match self {
            Self::Disruption(value) => (Disruption::AXIS, value.name()),
            Self::Apply(value) => (Apply::AXIS, value.name()),
            Self::Data(value) => (Data::AXIS, value.name()),
            Self::Exposure(value) => (Exposure::AXIS, value.name()),
            Self::Secret(value) => (SecretUse::AXIS, value.name()),
            Self::Supply(value) => (Supply::AXIS, value.name()),
            Self::Reversible(value) => (Reversible::AXIS, value.name()),
        };
        write!(f, "{axis}={value}")
    }
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

fn pick<T: Copy>(
    axis: &str,
    value: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    let found = all.iter().copied().find(|one| name(*one) == value);
    found.ok_or_else(|| unknown(&format!("value of {axis}"), value, &names))
}

fn unknown(what: &str, word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{word}`; known: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_is_this_or_worse() {
        let gate = Gate::parse("data=at-risk").unwrap();
        assert_eq!(gate.to_string(), "data=at-risk");
        assert!(!gate.is_reached(&Axes::NONE.data(Data::Orphaned)));
        assert!(gate.is_reached(&Axes::NONE.data(Data::AtRisk)));
        assert!(gate.is_reached(&Axes::NONE.data(Data::Lost)));
        assert!(
            Gate::parse("dat=lost")
                .unwrap_err()
                .contains("did you mean `data`?")
        );
        assert!(
            Gate::parse("data=lots")
                .unwrap_err()
                .contains("did you mean `lost`?")
        );
        assert!(Gate::parse("data").unwrap_err().contains("AXIS=VALUE"));
        for axis in AXES {
            assert!(
                Gate::parse(&format!("{axis}=?"))
                    .unwrap_err()
                    .contains("known:"),
                "{axis}"
            );
        }
    }
}
