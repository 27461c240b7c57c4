//! The images that a Dockerfile builds on.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use super::daemon::Engine;

/// Every image from elsewhere that a build names, with its arguments filled in.
pub(super) fn bases(engine: &Engine, build: &Value) -> Vec<String> {
    let text = |name: &str| build[name].as_str().unwrap_or_default();
    let name = match text("dockerfile") {
        "" => "Dockerfile",
        name => name,
    };
    let path = engine.path(&format!("{}/{name}", text("context")));
    let file =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    named(&file, &|argument| build["args"][argument].as_str())
}

fn named<'a>(file: &'a str, given: &dyn Fn(&str) -> Option<&'a str>) -> Vec<String> {
    let mut arguments: Vec<(&str, &str)> = Vec::new();
    let mut stages = BTreeSet::new();
    let mut images = Vec::new();
    for line in file.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["ARG", argument] => {
                let (name, default) = argument.split_once('=').unwrap_or((argument, ""));
                arguments.push((name, given(name).unwrap_or(default)));
            }
            ["FROM", image, rest @ ..] => {
                let mut image = (*image).to_owned();
                for (name, value) in &arguments {
                    image = image.replace(&format!("${{{name}}}"), value);
                }
                if !stages.contains(&image) && !images.contains(&image) {
                    images.push(image);
                }
                if let ["AS" | "as", stage] = rest {
                    stages.insert((*stage).to_owned());
                }
            }
            _ => {}
        }
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_images_of_a_build_are_those_of_elsewhere() {
        let file = "ARG V=1\nARG W=2\nFROM a:${V} AS base\nRUN x\nFROM base AS more\nFROM b:${W}\nFROM a:7\n";
        let given = |name: &str| (name == "V").then_some("7");
        assert_eq!(named(file, &given), ["a:7", "b:2"]);
    }
}
