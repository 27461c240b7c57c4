//! What a command may do that only reads: it can neither print nor write, and two of them work side by side.

use std::{num::NonZero, path::PathBuf, thread};

use crate::{exit::Failure, world::Registry};

/// The folder that paths start from, and the targets that there are.
#[derive(Clone)]
pub(crate) struct Reading {
    pub folder: PathBuf,
    pub targets: Registry,
}

/// As much room as the first thread has: what is nested is bounded well within it.
const STACK_SIZE: usize = 8 << 20;

/// Does one thing on a thread of its own, and another on this one.
pub(crate) fn both<A: Send, B>(
    one: impl FnOnce() -> Result<A, Failure> + Send,
    other: impl FnOnce() -> B,
) -> (Result<A, Failure>, B) {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_SIZE);
        let worker = worker.spawn_scoped(scope, one);
        let other = other();
        let one = match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Failure::Fault("a panic".to_owned())),
            Err(error) => Err(Failure::Run(format!("no thread can be started: {error}"))),
        };
        (one, other)
    })
}

/// Does the same to each, on as many threads as the machine has processors, and gives the answers in order.
pub(crate) fn each<T: Sync, A: Send>(
    all: &[T],
    work: impl Fn(&T) -> Result<A, Failure> + Sync,
) -> Result<Vec<A>, Failure> {
    let most = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = Vec::with_capacity(all.len());
    for some in all.chunks(most) {
        let work = &work;
        let answers = thread::scope(|scope| {
            let start = |one| {
                let worker = thread::Builder::new().stack_size(STACK_SIZE);
                worker.spawn_scoped(scope, move || work(one))
            };
            let Some((last, others)) = some.split_last() else {
                return Vec::new();
            };
            let workers: Vec<_> = others.iter().map(start).collect();
            let last = work(last);
            let mut answers: Vec<Result<A, Failure>> = workers
                .into_iter()
                .map(|worker| match worker.map(thread::ScopedJoinHandle::join) {
                    Ok(Ok(done)) => done,
                    Ok(Err(_)) => Err(Failure::Fault("a panic".to_owned())),
                    Err(error) => Err(Failure::Run(format!("no thread can be started: {error}"))),
                })
                .collect();
            answers.push(last);
            answers
        });
        for answer in answers {
            done.push(answer?);
        }
    }
    Ok(done)
}
