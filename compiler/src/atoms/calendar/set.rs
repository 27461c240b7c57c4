//! A set of small numbers: minutes, hours, days.

/// Numbers from 0 to 63.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(u64);

impl Set {
    /// One number.
    #[must_use]
    pub fn one(number: u8) -> Self {
        Self::steps(number, number, 1)
    }

    /// All numbers from the first to the last.
    #[must_use]
    pub fn range(first: u8, last: u8) -> Self {
        Self::steps(first, last, 1)
    }

    /// Every `step`th number from the first to the last.
    #[must_use]
    pub fn steps(first: u8, last: u8, step: u8) -> Self {
        (first..=last.min(63))
            .step_by(usize::from(step.max(1)))
            .fold(Self::default(), |set, number| Self(set.0 | 1 << number))
    }

    /// The numbers of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The numbers that are in both.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether a number is in it.
    #[must_use]
    pub fn contains(self, number: u8) -> bool {
        number < 64 && self.0 & (1 << number) != 0
    }

    /// The numbers, the smallest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..64).filter(move |number| self.contains(*number))
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The smallest.
    #[must_use]
    pub fn first(self) -> Option<u8> {
        self.iter().next()
    }

    /// The step, if these are all its multiples up to `last` and more than one: 0, 15, 30, 45.
    #[must_use]
    pub fn step(self, last: u8) -> Option<u8> {
        let mut numbers = self.iter();
        let (first, second) = (numbers.next()?, numbers.next()?);
        (first == 0 && self == Self::steps(0, last, second)).then_some(second)
    }

    /// Numbers in a row, as their first and last, the smallest first.
    #[must_use]
    pub fn runs(self) -> Vec<(u8, u8)> {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for number in self.iter() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == number => *last = number,
                _ => runs.push((number, number)),
            }
        }
        runs
    }

    /// The numbers as a list: rows of three and more by `dash`, each number by `show`.
    pub(super) fn list(self, dash: &str, show: impl Fn(u8) -> String) -> String {
        let parts: Vec<String> = self
            .runs()
            .into_iter()
            .map(|(first, last)| match last - first {
                0 => show(first),
                1 => format!("{},{}", show(first), show(last)),
                _ => format!("{}{dash}{}", show(first), show(last)),
            })
            .collect();
        parts.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_steps() {
        let set = Set::range(1, 3).with(Set::one(5)).with(Set::range(7, 8));
        assert_eq!(set.runs(), [(1, 3), (5, 5), (7, 8)]);
        assert_eq!(set.list("-", |n| n.to_string()), "1-3,5,7,8");
        assert_eq!(Set::steps(0, 59, 15).step(59), Some(15));
        assert_eq!(Set::steps(0, 59, 25).step(59), Some(25));
        assert_eq!(Set::steps(5, 59, 15).step(59), None);
        assert_eq!(Set::one(0).step(59), None);
        assert_eq!(Set::range(0, 63).len(), 64);
        assert!(!Set::range(0, 63).contains(64));
    }
}
