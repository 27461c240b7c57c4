//! Self-signed certificates: the script that makes them.

mod algorithm;
mod script;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    model::Tls,
};

pub use script::script;

use algorithm::Algorithm;

/// The file that the script is.
pub const SCRIPT: &str = "make-certificates.sh";

/// What a certificate is valid for if nothing is said.
const USUAL_DAYS: u64 = 365;
/// A hundred years; some tools read more as a time in the past.
const MOST_DAYS: u64 = 36_500;

/// Reports what no certificate can be made of.
pub fn check(tls: &Tls, found: &mut Diagnostics) {
    if let Some(algorithm) = &tls.algorithm
        && Algorithm::parse(&algorithm.value.0).is_none()
    {
        found.push(
            Diagnostic::error(
                "wrong-type",
                algorithm.span,
                "`algorithm` takes the name of a kind of key",
            )
            .help(format!("it is one of {}", Algorithm::NAMES.join(", "))),
        );
    }
    if let Some(days) = &tls.days
        && !(1..=MOST_DAYS).contains(&days.value.0)
    {
        found.push(
            Diagnostic::error(
                "wrong-type",
                days.span,
                format!("`days` takes a number from 1 to {MOST_DAYS}"),
            )
            .help("days=365"),
        );
    }
}
