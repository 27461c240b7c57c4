//! The example deployments run: each from its committed output, with stand-in images, on a Docker engine of its own. So do the backups of two databases, to
//! every kind of store.
//!
//! Several run at once, for they mostly wait. Every proof stands on the one before, so a deployment ends at the first that fails; at its end it says which
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

#[path = "live_deployments/ansible.rs"]
mod ansible;
#[path = "live_deployments/backups.rs"]
mod backups;
#[path = "live_deployments/certificates.rs"]
mod certificates;
#[path = "live_deployments/chronos_dev.rs"]
mod chronos_dev;
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
#[path = "live_deployments/mail.rs"]
mod mail;
#[path = "nix/nginx.rs"]
mod nix_nginx;
#[path = "live_deployments/nixos.rs"]
mod nixos;
#[path = "live_deployments/operation.rs"]
mod operation;
#[path = "live_deployments/pages.rs"]
mod pages;
#[path = "live_deployments/report.rs"]
mod report;
#[path = "live_deployments/sizes.rs"]
mod sizes;
#[path = "live_deployments/stores.rs"]
mod stores;

use std::{env, num::NonZero, process::ExitCode, thread, time::Duration};

use stackc_golden_tests::engine::Engine;

/// What is proved, with its name.
type Proof = (&'static str, Box<dyn FnOnce() + Send>);

fn all() -> Vec<Proof> {
    let examples = examples::ALL
        .into_iter()
        .map(|example| -> Proof { (example.name, Box::new(|| example.prove())) });
    let backups: Proof = ("backups", Box::new(stores::prove));
    let nixos: Proof = ("crm-nixos", Box::new(nixos::prove));
    let chronos_dev: Proof = ("chronos-dev", Box::new(chronos_dev::prove));
    let sizes: Proof = ("image-sizes", Box::new(sizes::prove));
    let ansible: Proof = ("espocrm-ansible", Box::new(ansible::prove));
    [ansible, chronos_dev]
        .into_iter()
        .chain(examples)
        .chain([backups, nixos, sizes])
        .collect()
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

/// How many run at once: they mostly wait, but each start is work.
fn at_once() -> usize {
    thread::available_parallelism().map_or(2, NonZero::get)
}

/// Runs them all, those that take longest first.
fn run(chosen: Vec<Proof>) -> ExitCode {
    if let Err(why) = Engine::possible() {
        println!("live_deployments ... SKIPPED: {why}");
        return ExitCode::SUCCESS;
    }
    let mut waiting = chosen;
    let mut results: Vec<(&str, bool)> = Vec::new();
    let mut running: Vec<(&str, thread::JoinHandle<()>)> = Vec::new();
    while !waiting.is_empty() || !running.is_empty() {
        while running.len() < at_once() && !waiting.is_empty() {
            let (name, prove) = waiting.remove(0);
            let named = thread::Builder::new().name(name.to_owned());
            running.push((name, named.spawn(prove).expect("a thread can be started")));
        }
        let (ended, still): (Vec<_>, Vec<_>) = running
            .into_iter()
            .partition(|(_, thread)| thread.is_finished());
        running = still;
        results.extend(
            ended
                .into_iter()
                .map(|(name, thread)| (name, thread.join().is_ok())),
        );
        thread::sleep(Duration::from_millis(50));
    }
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
