//! A zero where Docker takes it for nothing said, and systemd or podman would take it as it stands.

use stackc_compiler::{
    atoms::{Count, Decimal, Duration, Size},
    model::SwapLimit,
    template::Value,
};

/// A number or a time that may be zero.
pub(super) trait Zero {
    fn is_zero(&self) -> bool;
}

impl Zero for Count {
    fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

impl Zero for Decimal {
    fn is_zero(&self) -> bool {
        self.number() <= 0.0
    }
}

impl Zero for Duration {
    fn is_zero(&self) -> bool {
        self.millis <= 0.0
    }
}

impl Zero for Size {
    fn is_zero(&self) -> bool {
        self.bytes == 0
    }
}

impl Zero for SwapLimit {
    fn is_zero(&self) -> bool {
        matches!(self, Self::Size(size) if size.is_zero())
    }
}

/// The value, unless it is a zero that is known.
pub(super) fn unless_zero<A: Zero>(value: Option<&Value<A>>) -> Option<&Value<A>> {
    value.filter(|value| !value.get().is_some_and(Zero::is_zero))
}
