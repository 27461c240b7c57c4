//! Sizes in bytes.

use super::{Atom, Literal};

/// A number of bytes, read as Docker reads it: `m`, `mb` and `MiB` are all 2²⁰.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    /// In bytes.
    pub bytes: u64,
    /// As it is written.
    pub text: String,
}

impl Size {
    /// As Compose spells it: `k`, `m`, `g`, or plain bytes.
    #[must_use]
    pub fn compose(&self) -> String {
        let lower = self.text.to_ascii_lowercase();
        match lower.split_once("ib") {
            Some((number, "")) => number.replace(' ', ""),
            _ => self.text.clone(),
        }
    }

    /// As nginx spells it: whole `k` or `m`, or plain bytes.
    #[must_use]
    pub fn nginx(&self) -> String {
        const KIB: u64 = 1 << 10;
        const MIB: u64 = 1 << 20;
        match self.bytes {
            0 => "0".to_owned(),
            bytes if bytes % MIB == 0 => format!("{}m", bytes / MIB),
            bytes if bytes % KIB == 0 => format!("{}k", bytes / KIB),
            bytes => bytes.to_string(),
        }
    }
}

impl Atom for Size {
    const TYPE: &'static str = "size";
    const EXAMPLE: &'static str = "\"512MiB\"";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "it is a number and a unit, such as \"512MiB\" or \"1GiB\"".to_owned();
        let unit_at = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(unit_at).ok_or_else(wrong)?;
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let unit = unit.strip_prefix(' ').unwrap_or(unit).to_ascii_lowercase();
        let factor: f64 = match unit.as_str() {
            "" | "b" => 1.0,
            "k" | "kb" | "kib" => 1024.0,
            "m" | "mb" | "mib" => 1_048_576.0,
            "g" | "gb" | "gib" => 1_073_741_824.0,
            "t" | "tb" | "tib" => 1_099_511_627_776.0,
            "p" | "pb" | "pib" => 1_125_899_906_842_624.0,
            _ => return Err(wrong()),
        };
        let bytes = number * factor;
        if !bytes.is_finite() || bytes >= 9.2e18 {
            return Err("it is too large".to_owned());
        }
        Ok(Self {
            bytes: bytes as u64,
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1024() {
        for (text, bytes) in [
            ("1m", 1 << 20),
            ("1mb", 1 << 20),
            ("1MiB", 1 << 20),
            ("1.5G", 3 << 29),
            ("10", 10),
            ("64b", 64),
        ] {
            assert_eq!(Size::parse(text).expect("a size").bytes, bytes, "{text}");
        }
        for wrong in ["", "m", "1x", "1 mm", "-1m", "1e3"] {
            assert!(Size::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_in_other_words() {
        assert_eq!(Size::parse("512MiB").expect("a size").compose(), "512m");
        assert_eq!(Size::parse("1gb").expect("a size").compose(), "1gb");
        assert_eq!(Size::parse("20MiB").expect("a size").nginx(), "20m");
        assert_eq!(Size::parse("1500").expect("a size").nginx(), "1500");
    }
}
