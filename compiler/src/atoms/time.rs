//! Durations.

use super::Atom;

/// A span of time, read as Go reads it (`ns us µs ms s m h`, fractions, `1m30s`) and with `d` and `w`.
#[derive(Clone, Debug)]
pub struct Duration {
    /// As it is written.
    pub text: String,
    /// In milliseconds.
    pub millis: f64,
}

impl Duration {
    /// As Go and Compose spell it: days and weeks in hours.
    #[must_use]
    pub fn go(&self) -> String {
        if self.text.contains(['d', 'w']) {
            go_hours(self.millis)
        } else {
            self.text.clone()
        }
    }

    /// Whole seconds, rounded up.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        let seconds = (self.millis / 1000.0).ceil();
        if seconds.is_finite() && seconds > 0.0 {
            seconds as u64
        } else {
            0
        }
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.millis.total_cmp(&other.millis).is_eq()
    }
}

impl Eq for Duration {}

fn go_hours(millis: f64) -> String {
    let hours = millis / 3_600_000.0;
    format!("{hours}h")
}

impl Atom for Duration {
    const TYPE: &'static str = "duration";
    const EXAMPLE: &'static str = "\"30s\"";

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "it is a number and a unit, such as \"30s\", \"1m30s\" or \"7d\"".to_owned();
        if text == "0" {
            return Ok(Self {
                text: text.to_owned(),
                millis: 0.0,
            });
        }
        let mut rest = text;
        let mut millis = 0.0;
        if rest.is_empty() {
            return Err(wrong());
        }
        while !rest.is_empty() {
            let number_end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .ok_or_else(|| format!("it has no unit: write \"{text}s\" for seconds"))?;
            let (number, tail) = rest.split_at_checked(number_end).ok_or_else(wrong)?;
            let unit_end = tail
                .find(|c: char| c.is_ascii_digit() || c == '.')
                .unwrap_or(tail.len());
            let (unit, tail) = tail.split_at_checked(unit_end).ok_or_else(wrong)?;
            let number: f64 = number.parse().map_err(|_| wrong())?;
            millis += number * unit_millis(unit).ok_or_else(wrong)?;
            rest = tail;
        }
        if millis > 3_153_600_000_000.0 {
            return Err("it is more than a hundred years".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
            millis,
        })
    }
}

fn unit_millis(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1e-6,
        "us" | "µs" | "μs" => 1e-3,
        "ms" => 1.0,
        "s" => 1e3,
        "m" => 60e3,
        "h" => 3_600e3,
        "d" => 86_400e3,
        "w" => 604_800e3,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(
            Duration::parse("1m30s").expect("a duration").millis,
            90_000.0
        );
        assert_eq!(Duration::parse("1.5h").expect("a duration").seconds(), 5400);
        assert_eq!(Duration::parse("7d").expect("a duration").go(), "168h");
        assert_eq!(Duration::parse("1d12h").expect("a duration").go(), "36h");
        assert_eq!(Duration::parse("5s").expect("a duration").go(), "5s");
        for wrong in ["", "5", "s", "5x", "1.2.3s", "-5s", "5 s"] {
            assert!(Duration::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Duration::parse("10").unwrap_err().contains("\"10s\""));
    }
}
