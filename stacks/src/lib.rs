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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_templates() {
        let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        assert_eq!(names, NAMES);
        assert_eq!(template(DEFAULT), TEMPLATES.first());
    }

    #[test]
    fn every_file_is_a_template() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let mut known: Vec<String> = NAMES.iter().map(|name| format!("{name}.kdl")).collect();
        known.sort();
        assert_eq!(files, known);
    }
}
