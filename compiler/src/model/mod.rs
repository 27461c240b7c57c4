//! The language: one concept, one file, which holds its struct, its vocabulary and its reader.

mod backup;
mod declaration;
mod edge;
mod environment;
mod file;
mod host;
mod job;
mod module;
mod monitor;
mod network;
mod notify;
mod schedule;
mod secret;
mod service;
mod site;
mod stack_file;
mod target;
mod volume;

pub use backup::{Backup, BackupDatabase, BackupStop, BackupVolume, Bucket, Format, Keep, Store};
pub use declaration::{Choice, Description, Include, Input, Model, Param, StackHeader};
pub use edge::{Edge, EdgeNetwork, TrustedProxy};
pub use environment::Environment;
pub use file::{FileContent, FileDeclaration};
pub use host::Host;
pub use job::{Job, JobBefore, JobDependsOn, JobNetwork};
pub use module::{
    Export, ModuleChoice, ModuleFile, ModuleHeader, ModuleParam, Use, UseBody, UseVolume,
};
pub use monitor::{Expect, Monitor};
pub use network::{Network, Subnet};
pub use notify::Notify;
pub(crate) use schedule::WRONG_SCHEDULE;
pub use schedule::{Schedule, When};
pub use secret::{Secret, SecretName, variable_of};
pub use service::*;
pub use site::{BasicAuth, ConnectionLimit, DEFAULT_HEADERS, Header, RateLimit, Route, Site, Tls};
pub use stack_file::StackFile;
pub use target::{Target, TargetSecrets};
pub use volume::Volume;
