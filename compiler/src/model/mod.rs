//! The language: one concept, one file, which holds its struct, its vocabulary and its reader.

mod declaration;
mod edge;
mod environment;
mod file;
mod module;
mod network;
mod secret;
mod service;
mod site;
mod stack_file;
mod target;
mod volume;

pub use declaration::{Choice, Description, Include, Input, Model, Param, StackHeader};
pub use edge::{Edge, EdgeNetwork, TrustedProxy};
pub use environment::{Environment, Host};
pub use file::{FileContent, FileDeclaration};
pub use module::{
    Export, ModuleChoice, ModuleFile, ModuleHeader, ModuleParam, Use, UseBody, UseVolume,
};
pub use network::{Network, Subnet};
pub use secret::{Secret, SecretName, variable_of};
pub use service::*;
pub use site::{BasicAuth, ConnectionLimit, DEFAULT_HEADERS, Header, RateLimit, Route, Site, Tls};
pub use stack_file::StackFile;
pub use target::{Target, TargetSecrets};
pub use volume::Volume;
