//! Public keys that age encrypts for: those of a host's SSH server, and age's own.

use super::Atom;

/// A public key that age encrypts for: `ssh-ed25519 …`, `ssh-rsa …` or `age1…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeKey(pub String);

/// The start of every Ed25519 key in base64: its name with its length, and the length of what follows.
const ED25519: &str = "AAAAC3NzaC1lZDI1NTE5AAAAI";
/// Such a key is 51 bytes.
const ED25519_DIGITS: usize = 68;
/// The start of every RSA key.
const RSA: &str = "AAAAB3NzaC1yc2EAAAA";
/// An RSA key of 2048 bits, which is the shortest that age takes.
const RSA_DIGITS: usize = 372;

impl Atom for AgeKey {
    const TYPE: &'static str = "public key for age";
    const EXAMPLE: &'static str =
        "\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR\"";

    fn parse(text: &str) -> Result<Self, String> {
        let mut words = text.split(' ');
        let is_right = match (words.next(), words.next()) {
            (Some("ssh-ed25519"), Some(digits)) => {
                digits.starts_with(ED25519) && digits.len() == ED25519_DIGITS && is_base64(digits)
            }
            (Some("ssh-rsa"), Some(digits)) => {
                digits.starts_with(RSA) && digits.len() >= RSA_DIGITS && is_base64(digits)
            }
            (Some(key), None) if key.starts_with("age1") => is_bech32(key),
            _ => {
                return Err(
                    "it starts with `ssh-ed25519 `, `ssh-rsa ` or `age1`, as `ssh-keyscan HOST` and `age-keygen -y` print it"
                        .to_owned(),
                );
            }
        };
        let is_line = !text.chars().any(char::is_control);
        if is_right && is_line {
            Ok(Self(text.to_owned()))
        } else {
            Err("it is cut off or mistyped, so that nothing could be encrypted for it".to_owned())
        }
    }
}

fn is_base64(digits: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let bare = digits.trim_end_matches('=');
    digits.len().is_multiple_of(4) && digits.len() - bare.len() <= 2 && bare.bytes().all(known)
}

/// Whether the checksum of a text in Bech32 (BIP 173) is right.
fn is_bech32(text: &str) -> bool {
    const DIGITS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let Some((prefix, data)) = text.rsplit_once('1') else {
        return false;
    };
    let digits: Option<Vec<u32>> = data
        .chars()
        .map(|c| u32::try_from(DIGITS.find(c)?).ok())
        .collect();
    let (Some(digits), true) = (digits, prefix.is_ascii()) else {
        return false;
    };
    let high = prefix.bytes().map(|byte| u32::from(byte >> 5));
    let low = prefix.bytes().map(|byte| u32::from(byte & 31));
    let values = high.chain([0]).chain(low).chain(digits);
    let sum = values.fold(1_u32, |sum, value| {
        let top = sum >> 25;
        let bits = GENERATOR.iter().enumerate();
        let next = (sum & 0x01ff_ffff) << 5 ^ value;
        bits.filter(|(bit, _)| top >> bit & 1 == 1)
            .fold(next, |next, (_, generator)| next ^ generator)
    });
    data.len() >= 6 && sum == 1
}

#[cfg(test)]
mod tests {
    use super::{AgeKey, Atom};

    #[test]
    fn keys_are_whole() {
        let rsa = format!("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{}", "C7".repeat(256));
        for right in [
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR root@host",
            // The recipient of the age format's own documentation.
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        ] {
            assert!(AgeKey::parse(right).is_ok(), "{right}");
        }
        // 34 + 512 digits are no multiple of four.
        assert!(AgeKey::parse(&rsa).is_err());
        assert!(AgeKey::parse(&format!("{rsa}==")).is_ok());
        for wrong in [
            "",
            "ssh-ed25519",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJ",
            "ssh-ed25519  AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
            "ssh-dss AAAAB3NzaC1kc3MAAACB",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q",
            "age1example",
            "age1",
            "AGE-SECRET-KEY-1QQQQ",
        ] {
            assert!(AgeKey::parse(wrong).is_err(), "{wrong}");
        }
    }
}
