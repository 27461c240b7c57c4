//! A Docker engine of a test's own, and images that stand in for those of a registry.
//!
//! An [`Engine`] lives in namespaces of its own, with a network that leads nowhere, and in a file system that `golden-tests/tools/install --live`
//! unpacked: it neither needs nor disturbs an engine of the machine, no two of them share a port, and the files of a deployment run as they were written.
//! It ends, with all that runs in it, when it is dropped or when the test's process ends, however that ends.
//!
//! A [`Project`] is a folder of compiled files in it, made ready as its own `.env.example` and `SECRETS.md` say.

mod answer;
mod application;
mod builds;
mod daemon;
mod project;
mod secrets;
mod stand_ins;
mod store;

pub use answer::Answer;
pub use daemon::Engine;
pub use project::{Project, Setup};
pub use stand_ins::Family;
