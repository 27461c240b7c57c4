//! The platform of a machine.

use super::Atom;
use crate::diag::nearest;

/// Operating system and architecture as Go and Docker name them: `linux/amd64`, `linux/arm/v7`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Platform(pub String);

/// The systems that Docker has images for.
const SYSTEMS: [&str; 4] = ["linux", "windows", "darwin", "freebsd"];

/// Architectures of Go, and the names of machines that Docker reads as one of them.
const ARCHITECTURES: [&str; 20] = [
    "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64",
    "ppc64le", "riscv64", "s390x", "aarch64", "armel", "armhf", "i386", "x86-64", "x86_64", "wasm",
];

impl Atom for Platform {
    const TYPE: &'static str = "platform of a machine";
    const EXAMPLE: &'static str = "\"linux/amd64\"";

    fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.split('/');
        let (Some(system), Some(architecture), variant, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(
                "it is a system and an architecture, such as \"linux/amd64\" or \"linux/arm/v7\""
                    .to_owned(),
            );
        };
        known("system", system, &SYSTEMS)?;
        known("architecture", architecture, &ARCHITECTURES)?;
        match variant {
            None => {}
            Some(variant) => known("variant", variant, variants(architecture))?,
        }
        Ok(Self(text.to_owned()))
    }
}

fn variants(architecture: &str) -> &'static [&'static str] {
    match architecture {
        "arm" => &["v5", "v6", "v7", "v8"],
        "arm64" | "aarch64" => &["v8", "v9"],
        "amd64" | "x86_64" | "x86-64" => &["v1", "v2", "v3", "v4"],
        _ => &[],
    }
}

fn known(what: &str, word: &str, words: &[&str]) -> Result<(), String> {
    if words.contains(&word) {
        return Ok(());
    }
    let help = match nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if words.is_empty() => "it has none".to_owned(),
        None => format!("there are {}", words.join(", ")),
    };
    Err(format!("there is no {what} `{word}`: {help}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_those_of_go_and_docker() {
        for fine in [
            "linux/amd64",
            "linux/arm64",
            "linux/arm/v7",
            "linux/arm64/v8",
            "linux/x86_64",
            "windows/amd64",
            "linux/amd64/v3",
        ] {
            assert!(Platform::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "linux",
            "linux/",
            "linux/arm46",
            "Linux/amd64",
            "linux/arm/v9",
            "linux/386/v1",
            "linux/amd64/v1/x",
            "plan10/amd64",
        ] {
            assert!(Platform::parse(wrong).is_err(), "{wrong}");
        }
        let reason = Platform::parse("linux/arm46").expect_err("no architecture");
        assert_eq!(
            reason,
            "there is no architecture `arm46`: did you mean `arm64`?"
        );
    }
}
