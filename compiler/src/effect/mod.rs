//! What a change does to a host: the axes, and the facts from which a plan takes it.

mod address;
mod axes;
mod axis;
mod fact;
mod files;
mod gate;
mod named;
mod seen;
mod sign;

pub use address::Address;
pub use axes::Axes;
pub use axis::{Apply, Data, Disruption, Exposure, Reversible, SecretUse, Supply};
pub use fact::{Fact, Step};
pub use files::{ChangedFile, Files};
pub use gate::{AXES, Gate};
pub use named::{NamedAs, NamedChange};
pub use seen::{Seen, Situation};
pub use sign::Sign;
