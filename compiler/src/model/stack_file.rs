//! A whole stack file.

use crate::{
    model::{
        Backup, Description, Edge, Environment, FileDeclaration, Host, Include, Input, Job, Model,
        Monitor, Network, Notify, Param, Secret, Service, Site, StackHeader, Target, Use, Volume,
    },
    reader::{RawNodes, node},
    schema::Key,
};

node! {
    /// A stack: what runs and what it needs.
    StackFile "" key Key::Once; {
        /// The stack's name and edition.
        node header: StackHeader,
        /// What the stack is for.
        node description: Description,
        /// Files whose nodes belong to it.
        nodes includes: Include,
        /// Typed constants.
        nodes params: Param,
        /// Values that the deployer supplies.
        nodes inputs: Input,
        /// Secrets that the deployer supplies.
        nodes secrets: Secret,
        /// Machines that it runs on.
        nodes hosts: Host,
        /// Networks.
        nodes networks: Network,
        /// Volumes.
        nodes volumes: Volume,
        /// Files that are shipped.
        nodes files: FileDeclaration,
        /// Models.
        nodes models: Model,
        /// Modules that are put in place.
        nodes uses: Use,
        /// Services.
        nodes services: Service,
        /// The reverse proxy.
        node edge: Edge,
        /// What the reverse proxy serves.
        nodes sites: Site,
        /// What is copied away.
        nodes backups: Backup,
        /// What runs once.
        nodes jobs: Job,
        /// What is watched.
        nodes monitors: Monitor,
        /// Who is told.
        nodes notifies: Notify,
        /// Overlays by name.
        nodes environments: Environment,
        /// What only one target needs.
        nodes targets: Target,
        /// Keys of the Compose file that the language has no word for, carried through as they stand.
        raw compose = "compose": RawNodes,
    }
}
