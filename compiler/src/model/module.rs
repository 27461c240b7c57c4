//! Modules: what a module file holds, and how a stack puts one in place.

use crate::{
    atoms::{AnyText, Edition, Int, Line, Name, words::ParamType},
    model::{
        Description, FileDeclaration, Job, Network, NetworkAttachment, Secret, Service, Volume,
        VolumeMount,
    },
    reader::{node, node_group},
    schema::Key,
    template::{Fixed, SecretText},
};

node! {
    /// Puts a module in place: one of the standard library by its name, or a file of the stack's own by its path.
    ///
    /// Its service is called what `as=` says; all other names of the module become `<as>-NAME`. A child `network`, `service`, `volume` or `unset` is laid over the module's inside; every other child sets a param of that name, or fills a secret: `password (secret)db-password`. A secret that is not filled is a new one of the stack. An overlay finds a `use` by its `as=` and may leave the module out.
    Use "use" key Key::Prop("as"); {
        /// The module: a name of the standard library (`stackc modules` lists them), or a path relative to the file that says it.
        opt_arg module: Fixed<Line>,
        /// What it is called in this stack.
        req_prop name = "as": Fixed<Name>,
        /// What is set, and what is changed in it.
        overlay body: UseBody,
    }
}

node! {
    /// What stands in a `use`.
    UseBody "use" key Key::Once; {
        /// Networks that the module's own service joins.
        nodes networks: NetworkAttachment,
        /// Volumes: mounted into the module's own service, or changed as the module declares them.
        nodes volumes: UseVolume,
        /// Changes to the module's own service, or to the one of this name.
        nodes services: Service,
        /// Values of params, and secrets.
        setting settings: SecretText,
    }
}

node_group! {
    /// A volume in a `use`: with `to=` it is mounted, without it the module's own one is changed.
    UseVolume {
        /// Mounted into the module's own service.
        Mount(VolumeMount),
        /// A volume that the module declares.
        Declaration(Volume),
    }
}

node! {
    /// A module file.
    ModuleFile "module" key Key::Once; {
        /// The module's name and edition.
        node header: ModuleHeader,
        /// What the module is for.
        node description: Description,
        /// What who uses it may set.
        nodes params: ModuleParam,
        /// Secrets that who uses it may fill.
        nodes secrets: Secret,
        /// Networks.
        nodes networks: Network,
        /// Volumes.
        nodes volumes: Volume,
        /// Files that are shipped.
        nodes files: FileDeclaration,
        /// Modules that it is made of.
        nodes uses: Use,
        /// Services; the one without a name is the module's own.
        nodes services: Service,
        /// What runs once.
        nodes jobs: Job,
        /// Values that the stack may refer to.
        nodes exports: Export,
    }
}

node! {
    /// Opens a module file.
    ModuleHeader "module" key Key::Once; {
        /// The module's name.
        arg name: Fixed<Name>,
        /// The language's edition: 1.
        req_prop edition = "edition": Fixed<Edition>,
    }
}

node! {
    /// What who uses the module may set; without a default it has to be set.
    ModuleParam "param" key Key::First; slots [["type", "choice"]]; {
        /// Its name, used as `${param.NAME}` in the module.
        arg name: Fixed<Name>,
        /// Its type; text without one.
        prop kind = "type": Fixed<ParamType>,
        /// The value if none is set.
        prop default = "default": Fixed<AnyText>,
        /// The smallest number, the oldest major of a tag, or the shortest text.
        prop min = "min": Fixed<Int>,
        /// The largest number, the newest major of a tag, or the longest text.
        prop max = "max": Fixed<Int>,
        /// What is said of a value that is beyond them.
        prop message = "message": Fixed<Line>,
        /// One of its choices, if it is a choice.
        nodes choices: ModuleChoice,
    }
}

node! {
    /// One of the values of a param that is a choice.
    ModuleChoice "choice" key Key::First; {
        /// The value.
        arg name: Fixed<Name>,
        /// What it changes in the module.
        overlay body: ModuleFile,
    }
}

node! {
    /// A value that the stack may refer to: `${service.<as>.NAME}`.
    Export "export" key Key::First; {
        /// Its name; `host`, `port` and `published` are there already.
        arg name: Fixed<Name>,
        /// The value. A secret in it stays one.
        arg value: SecretText,
    }
}
