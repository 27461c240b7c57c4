use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use super::{Reason, written};

/// A number of bytes, in the largest unit that keeps it whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size(String);

impl Size {
    /// Writes a number of bytes; 0 is no limit where nginx takes a limit.
    pub fn bytes(bytes: u64) -> Self {
        let units = [(1 << 30, "g"), (1 << 20, "m"), (1 << 10, "k")];
        let unit = units
            .into_iter()
            .find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
        Self(unit.map_or_else(
            || bytes.to_string(),
            |(unit, name)| format!("{}{name}", bytes / unit),
        ))
    }
}

/// A length of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time(String);

impl Time {
    /// Takes whole milliseconds up to 24 days; nothing at all would end every request at once.
    pub fn new(time: Duration) -> Result<Self, Reason> {
        let millis = time.as_millis();
        if millis == 0 || millis > i32::MAX.unsigned_abs().into() {
            return Err(Reason::Shape(
                "a time here is at least 1ms and at most 24 days",
            ));
        }
        Ok(Self(if millis.is_multiple_of(1000) {
            format!("{}s", millis / 1000)
        } else {
            format!("{millis}ms")
        }))
    }
}

/// How many requests of one client are served in a second or minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate(String);

impl Rate {
    /// So many in a second.
    pub fn per_second(count: NonZeroU32) -> Self {
        Self(format!("{count}r/s"))
    }

    /// So many in a minute.
    pub fn per_minute(count: NonZeroU32) -> Self {
        Self(format!("{count}r/m"))
    }
}

/// A range of addresses, or one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cidr(String);

impl Cidr {
    /// Reads `10.0.0.0/8`, `2001:db8::/32` or an address alone.
    pub fn new(text: &str) -> Result<Self, Reason> {
        const SHAPE: Reason = Reason::Shape("a range of addresses is `ADDRESS` or `ADDRESS/BITS`");
        let (address, bits) = text
            .split_once('/')
            .map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| SHAPE)?;
        let Some(bits) = bits else {
            return Ok(Self(address.to_string()));
        };
        let bits: u8 = bits.parse().map_err(|_| SHAPE)?;
        let start = network(address, bits).ok_or(SHAPE)?;
        Ok(Self(format!("{start}/{bits}")))
    }
}

/// The first address of a range: nginx warns of bits beyond the mask.
fn network(address: IpAddr, bits: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(v4) => {
            let host = 32_u32.checked_sub(bits.into())?;
            let mask = u32::MAX.checked_shl(host).unwrap_or(0);
            Some(IpAddr::V4((v4.to_bits() & mask).into()))
        }
        IpAddr::V6(v6) => {
            let host = 128_u32.checked_sub(bits.into())?;
            let mask = u128::MAX.checked_shl(host).unwrap_or(0);
            Some(IpAddr::V6((v6.to_bits() & mask).into()))
        }
    }
}

written!(Size, Time, Rate, Cidr);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let written: Vec<_> = [0, 1000, 1024, 20 << 20, 3 << 30]
            .map(|bytes| Size::bytes(bytes).0)
            .into();
        assert_eq!(written, ["0", "1000", "1k", "20m", "3g"]);
    }

    #[test]
    fn times() {
        assert_eq!(Time::new(Duration::from_secs(3600)).unwrap().0, "3600s");
        assert_eq!(Time::new(Duration::from_millis(1500)).unwrap().0, "1500ms");
        assert!(Time::new(Duration::ZERO).is_err());
        assert!(Time::new(Duration::from_secs(86400 * 30)).is_err());
    }

    #[test]
    fn ranges() {
        for (given, written) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
        ] {
            assert_eq!(Cidr::new(given).unwrap().0, written);
        }
        for text in [
            "",
            "10.0.0.0/33",
            "::/129",
            "a/8",
            "10.0.0.0/",
            "10.0.0.0/8;",
        ] {
            assert!(Cidr::new(text).is_err(), "{text}");
        }
    }
}
