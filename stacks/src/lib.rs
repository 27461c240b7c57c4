//! What ships with stackc in the stack language: data only.

/// A stack that `stackc init` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every template, the default one first.
pub static TEMPLATES: &[Template] = &[
    Template {
        name: "web",
        text: include_str!("../templates/web.kdl"),
    },
    Template {
        name: "minimal",
        text: include_str!("../templates/minimal.kdl"),
    },
];

/// The names of the templates, in the same order.
pub const NAMES: [&str; 2] = ["web", "minimal"];

/// The template that is written if none is named.
pub const DEFAULT: &str = "web";

/// The template of this name.
#[must_use]
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

/// A module of the standard library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its name: what `use` says.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every module, by name.
pub static MODULES: &[Module] = &[
    Module {
        name: "adminer",
        text: include_str!("../modules/adminer.kdl"),
    },
    Module {
        name: "authentik",
        text: include_str!("../modules/authentik.kdl"),
    },
    Module {
        name: "espocrm",
        text: include_str!("../modules/espocrm.kdl"),
    },
    Module {
        name: "fluentd",
        text: include_str!("../modules/fluentd.kdl"),
    },
    Module {
        name: "mailhog",
        text: include_str!("../modules/mailhog.kdl"),
    },
    Module {
        name: "mailpit",
        text: include_str!("../modules/mailpit.kdl"),
    },
    Module {
        name: "mariadb",
        text: include_str!("../modules/mariadb.kdl"),
    },
    Module {
        name: "minio",
        text: include_str!("../modules/minio.kdl"),
    },
    Module {
        name: "mysql",
        text: include_str!("../modules/mysql.kdl"),
    },
    Module {
        name: "postgres",
        text: include_str!("../modules/postgres.kdl"),
    },
    Module {
        name: "redis",
        text: include_str!("../modules/redis.kdl"),
    },
    Module {
        name: "twenty",
        text: include_str!("../modules/twenty.kdl"),
    },
    Module {
        name: "uptime-kuma",
        text: include_str!("../modules/uptime-kuma.kdl"),
    },
];

/// The module of this name.
#[must_use]
pub fn module(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the files of a folder, without `.kdl`.
    fn files(folder: &str) -> Vec<String> {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .map(|name| name.strip_suffix(".kdl").unwrap().to_owned())
            .collect();
        files.sort();
        files
    }

    #[test]
    fn every_module_is_named_as_its_file_and_listed_in_order() {
        let names: Vec<&str> = MODULES.iter().map(|module| module.name).collect();
        assert_eq!(files("modules"), names);
        for module in MODULES {
            let head = format!("module {} edition=1\ndescription \"", module.name);
            assert!(module.text.starts_with(&head), "{}", module.name);
        }
    }

    #[test]
    fn the_names_are_those_of_the_templates() {
        let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        assert_eq!(names, NAMES);
        assert_eq!(template(DEFAULT), TEMPLATES.first());
    }

    #[test]
    fn every_file_is_a_template() {
        let mut known: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
        known.sort();
        assert_eq!(files("templates"), known);
    }
}
