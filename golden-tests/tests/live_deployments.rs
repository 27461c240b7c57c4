//! The example deployments run: each from its committed output, with stand-in images, on a Docker engine of its own. So do the backups of two databases, to
//! every kind of store.
//!
//! All run at once, for they mostly wait. Every proof stands on the one before, so a deployment ends at the first that fails; at its end it prints which
//! proofs ran. `live_deployments NAME…` runs some of them; `live_deployments --hold NAME` starts one and keeps it until the line ends, for whoever
//! wants to look at it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic is how a test reports trouble; without a harness it prints its own result"
)]

#[path = "live_deployments/backups.rs"]
mod backups;
#[path = "live_deployments/certificates.rs"]
mod certificates;
#[path = "live_deployments/deployment.rs"]
mod deployment;
#[path = "live_deployments/events.rs"]
mod events;
#[path = "live_deployments/examples.rs"]
mod examples;
#[path = "live_deployments/leaks.rs"]
mod leaks;
#[path = "live_deployments/lives.rs"]
mod lives;
#[path = "live_deployments/nixos.rs"]
mod nixos;
#[path = "live_deployments/operation.rs"]
mod operation;
#[path = "live_deployments/pages.rs"]
mod pages;
#[path = "live_deployments/report.rs"]
mod report;
#[path = "live_deployments/stores.rs"]
mod stores;

use std::{env, process::ExitCode, thread};

use stackc_golden_tests::engine::Engine;

/// What is proved, by its name.
type Proof = (&'static str, Box<dyn Fn() + Send>);

fn all() -> Vec<Proof> {
    let examples = examples::ALL
        .into_iter()
        .map(|example| -> Proof { (example.name, Box::new(|| example.prove())) });
    let backups: Proof = ("backups", Box::new(stores::prove));
    let nixos: Proof = ("crm-nixos", Box::new(nixos::prove));
    [backups, nixos].into_iter().chain(examples).collect()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    if has("--list") {
        for (name, _) in all() {
            println!("{name}: test");
        }
        return ExitCode::SUCCESS;
    }
    if has("--ignored") {
        return ExitCode::SUCCESS;
    }
    let filters: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-') && argument.parse::<u32>().is_err())
        .collect();
    if has("--hold") {
        examples::hold(
            filters
                .first()
                .expect("--hold needs the name of an example"),
        );
        return ExitCode::SUCCESS;
    }
    let meant =
        |name: &str| filters.is_empty() || filters.iter().any(|filter| name.contains(*filter));
    let chosen: Vec<_> = all().into_iter().filter(|(name, _)| meant(name)).collect();
    run(chosen)
}

/// Runs them all at once.
fn run(chosen: Vec<Proof>) -> ExitCode {
    if let Err(why) = Engine::possible() {
        println!("live_deployments ... SKIPPED: {why}");
        return ExitCode::SUCCESS;
    }
    let results: Vec<(&str, bool)> = thread::scope(|scope| {
        let start = |(name, prove): Proof| {
            let named = thread::Builder::new().name(name.to_owned());
            (
                name,
                named
                    .spawn_scoped(scope, prove)
                    .expect("a thread can be started"),
            )
        };
        let threads: Vec<_> = chosen.into_iter().map(start).collect();
        threads
            .into_iter()
            .map(|(name, thread)| (name, thread.join().is_ok()))
            .collect()
    });
    for (name, proved) in &results {
        println!("test {name} ... {}", if *proved { "ok" } else { "FAILED" });
    }
    let failed = results.iter().filter(|(_, proved)| !proved).count();
    let passed = results.len() - failed;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out\n"
    );
    ExitCode::from(u8::from(failed > 0))
}
