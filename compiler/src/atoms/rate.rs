//! Rates of requests.

use super::Atom;

/// Per what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RateUnit {
    /// `/s`
    Second,
    /// `/m`
    Minute,
}

/// A number of requests per second or minute: `"10/s"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// Per what.
    pub unit: RateUnit,
}

impl Atom for Rate {
    const TYPE: &'static str = "rate";
    const EXAMPLE: &'static str = "\"10/s\"";

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            "it is a number of requests per second or minute, such as \"10/s\" or \"30/m\""
                .to_owned()
        };
        let (count, unit) = text.split_once('/').ok_or_else(wrong)?;
        let unit = match unit {
            "s" => RateUnit::Second,
            "m" => RateUnit::Minute,
            _ => return Err(wrong()),
        };
        match count.parse() {
            Ok(count @ 1..=1_000_000) => Ok(Self { count, unit }),
            Ok(_) => Err("its number is from 1 to 1000000".to_owned()),
            Err(_) => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        assert_eq!(
            Rate::parse("10/s"),
            Ok(Rate {
                count: 10,
                unit: RateUnit::Second
            })
        );
        for wrong in ["", "10", "10/h", "0/s", "0.5/s", "10 /s"] {
            assert!(Rate::parse(wrong).is_err(), "{wrong}");
        }
    }
}
