//! What is known of changes wherever the stack runs.

pub(super) mod data;
pub(super) mod exposure;
pub(super) mod order;
pub(super) mod secret;
pub(super) mod supply;
pub(super) mod upgrades;

use crate::effect::Fact;

/// Every row that no single target answers for.
pub const FACTS: &[&[Fact]] = &[
    data::FACTS,
    upgrades::FACTS,
    exposure::FACTS,
    secret::FACTS,
    supply::FACTS,
    order::FACTS,
];

/// Declares rows that have names in the code, and the list of them.
macro_rules! facts {
    ($( $(#[$doc:meta])* $name:ident = $fact:expr; )+) => {
        $( $(#[$doc])* pub(in crate::plan) static $name: crate::effect::Fact = $fact; )+

        /// The rows of this file.
        pub(in crate::plan) const FACTS: &[crate::effect::Fact] = &[$( $fact, )+];
    };
}
pub(super) use facts;
