//! A node of the language as a part of a page.

use stackc_compiler::schema::{FieldSchema, How};

use super::{
    examples::{Example, Output},
    excerpt,
    pages::link,
    tree::{Concept, child_concepts, is_argument, is_property},
    words,
};

/// The examples of the place with this name.
pub fn examples_of<'e>(examples: &'e [Example], place: &str) -> Vec<&'e Example> {
    examples
        .iter()
        .filter(|example| example.place == place)
        .collect()
}

/// The heading of a node: `secret` in `build`.
pub fn title(concept: &Concept) -> String {
    match concept.place.as_slice() {
        [] => "The whole file".to_owned(),
        [kind] => format!("`{kind}`"),
        [.., parent, kind] => format!("`{kind}` in `{parent}`"),
    }
}

/// All that is said of a node, below its heading.
pub fn section(concept: &Concept, examples: &[Example]) -> String {
    let mut parts = vec![words::doc(concept.schema.doc)];
    parts.extend(arguments(concept));
    parts.extend(properties(concept));
    parts.extend(children(concept));
    parts.extend(words::slots(concept.schema.slots));
    if !concept.place.is_empty() {
        parts.push(overlay(concept));
    }
    let own = examples_of(examples, &concept.name());
    parts.extend(own.iter().map(|example| shown(example)));
    if own.is_empty() && concept.place.len() > 1 {
        parts.push("The example above shows it.".to_owned());
    }
    parts.join("\n\n")
}

/// How often it may stand there, and how an overlay meets it.
fn overlay(concept: &Concept) -> String {
    let times = if concept.repeats() {
        "It may stand there any number of times."
    } else {
        "It stands there at most once."
    };
    format!(
        "{times} {}",
        words::overlay(concept.schema.kind, concept.schema.key)
    )
}

fn table(head: &[&str], rows: Vec<Vec<String>>) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&word| word.to_owned()).collect();
    let rule: Vec<String> = head.iter().map(|_| "---".to_owned()).collect();
    let all = [head, rule].into_iter().chain(rows);
    let lines: Vec<String> = all.map(|cells| line(&cells)).collect();
    Some(lines.join("\n"))
}

fn says(field: &FieldSchema) -> String {
    words::cell(&words::doc(field.doc))
}

fn arguments(concept: &Concept) -> Option<String> {
    let row = |field: &&FieldSchema| {
        vec![
            format!("`{}`", field.word.to_uppercase().replace('_', "-")),
            words::type_of(field),
            words::needed(field).to_owned(),
            words::holds(field).to_owned(),
            says(field),
        ]
    };
    let fields: Vec<&FieldSchema> = concept
        .schema
        .fields
        .iter()
        .filter(|field| is_argument(field))
        .collect();
    let rows = fields.iter().map(row).collect();
    table(
        &[
            "Argument",
            "Type",
            "Required",
            "Filled in at deploy time",
            "What it says",
        ],
        rows,
    )
}

fn properties(concept: &Concept) -> Option<String> {
    let row = |field: &&FieldSchema| {
        vec![
            format!("`{}=`", field.word),
            words::type_of(field),
            words::needed(field).to_owned(),
            words::holds(field).to_owned(),
            says(field),
        ]
    };
    let fields: Vec<&FieldSchema> = concept
        .schema
        .fields
        .iter()
        .filter(|field| is_property(field))
        .collect();
    let rows = fields.iter().map(row).collect();
    table(
        &[
            "Property",
            "Type",
            "Required",
            "Filled in at deploy time",
            "What it says",
        ],
        rows,
    )
}

/// The children, as the vocabulary orders them: single values and nodes of their own.
pub fn children(concept: &Concept) -> Option<String> {
    let nodes: Vec<Concept> = child_concepts(concept).collect();
    let mut rows = Vec::new();
    for field in concept.schema.fields {
        match field.how {
            How::Node | How::Nodes => {
                let of_field = nodes
                    .iter()
                    .filter(|node| node.field.is_some_and(|own| std::ptr::eq(own, field)));
                rows.extend(of_field.map(|node| node_row(node, concept)));
            }
            How::Overlay => rows.push(vec![
                body_of(field).to_owned(),
                "nodes".to_owned(),
                "any number".to_owned(),
                String::new(),
                says(field),
            ]),
            _ if is_argument(field) || is_property(field) => {}
            _ => rows.push(value_row(field, concept)),
        }
    }
    table(
        &[
            "Child",
            "Type",
            "How often",
            "Filled in at deploy time",
            "What it says",
        ],
        rows,
    )
}

/// What an overlay's body holds.
fn body_of(field: &FieldSchema) -> &'static str {
    match field.shape {
        stackc_compiler::schema::Shape::Body(schema) if schema().kind == "use" => {
            "params, and overlays"
        }
        _ => "the nodes of a stack",
    }
}

fn value_row(field: &FieldSchema, concept: &Concept) -> Vec<String> {
    let form = format!("`{}`", words::form(field));
    let has_page = field.how == How::Raw && concept.place.is_empty();
    vec![
        if has_page {
            format!("[{form}]({}.md)", field.word)
        } else {
            form
        },
        words::type_of(field),
        words::times(field).to_owned(),
        words::holds(field).to_owned(),
        says(field),
    ]
}

fn node_row(node: &Concept, from: &Concept) -> Vec<String> {
    let summary = words::doc(node.schema.doc);
    let times = if node.repeats() { "any number" } else { "once" };
    vec![
        link(&from.place, &node.place),
        "node".to_owned(),
        times.to_owned(),
        String::new(),
        words::cell(summary.lines().next().unwrap_or("")),
    ]
}

/// An example and what becomes of it.
pub fn shown(example: &Example) -> String {
    let mut parts = vec![
        format!("**{}**", example.caption()),
        fenced("kdl", example.text.trim_end()),
    ];
    for made in made(example) {
        parts.push(made.says);
        parts.push(fenced(made.language, &made.text));
    }
    if example.place == "host" {
        parts.push(
            "Neither Compose nor nginx has a word for it: it changes no file of theirs.".to_owned(),
        );
    }
    parts.join("\n\n")
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{text}\n```")
}

/// What became of an example: a sentence, and the part of a file.
pub struct Made {
    /// Which file it is, and which part of it.
    pub says: String,
    /// The file's language.
    pub language: &'static str,
    /// The part.
    pub text: String,
}

/// The parts of the outputs that show what an example's node becomes.
pub fn made(example: &Example) -> Vec<Made> {
    let outputs = example.outputs();
    let shown = outputs.iter().filter(|output| {
        output.is_default || matches!(example.place.as_str(), "environment" | "param")
    });
    match example.place.as_str() {
        "host" => Vec::new(),
        "target" => vec![files(&outputs)],
        _ => shown
            .filter(|output| output.target == "compose")
            .flat_map(|output| of_output(example, output))
            .collect(),
    }
}

/// The paths of all files.
fn files(outputs: &[Output]) -> Made {
    let lines = outputs.iter().flat_map(|output| {
        let paths = output.artifacts.iter();
        paths.map(move |(path, _)| format!("{}: {path}", output.target))
    });
    Made {
        says: "The files of each target:".to_owned(),
        language: "text",
        text: lines.collect::<Vec<_>>().join("\n"),
    }
}

fn of_output(example: &Example, output: &Output) -> Vec<Made> {
    let place: Vec<&str> = example.place.split('.').collect();
    let compose = output.text("docker-compose.yml").unwrap_or_default();
    let block = |way: &[&str]| excerpt::yaml_block(&compose, way);
    let mut parts: Vec<String> = match place.as_slice() {
        ["site", ..] => Vec::new(),
        ["edge", ..] => block(&["services", "nginx"]).into_iter().collect(),
        ["network"] => block(&["networks"]).into_iter().collect(),
        ["volume"] => block(&["volumes"]).into_iter().collect(),
        ["model"] => ["services", "models"]
            .iter()
            .filter_map(|key| block(&[key]))
            .collect(),
        ["secret"] => ["services", "secrets"]
            .iter()
            .filter_map(|key| block(&[key]))
            .collect(),
        ["file"] => ["services", "configs"]
            .iter()
            .filter_map(|key| block(&[key]))
            .collect(),
        ["service", kind, ..] => services(example, kind, &compose),
        ["service" | "param" | "input" | "environment"] => {
            block(&["services"]).into_iter().collect()
        }
        ["include"] => block(&["services", "wiki"]).into_iter().collect(),
        ["description"] => vec![compose.trim_end().to_owned()],
        _ => vec![excerpt::without_banner(&compose)],
    };
    parts.retain(|part| !part.is_empty());
    let mut made = Vec::new();
    if !parts.is_empty() {
        made.push(Made {
            says: format!("In `docker-compose.yml`{}:", environment(output)),
            language: "yaml",
            text: parts.join("\n\n"),
        });
    }
    made.extend(variables(example, output));
    made.extend(servers(example, output));
    made
}

fn environment(output: &Output) -> String {
    output
        .environment
        .as_ref()
        .map_or_else(String::new, |name| format!(" of the environment {name}"))
}

/// The services of the example that have the node, and the sections that it needs at the top.
fn services(example: &Example, kind: &str, compose: &str) -> Vec<String> {
    let nodes = example.nodes();
    let having = nodes.iter().filter(|node| {
        let has = |child: &stackc_compiler::syntax::Node| child.kind.value == kind;
        node.kind.value == "service" && node.nodes().iter().any(has)
    });
    let names = having.filter_map(|node| node.first());
    let mut parts: Vec<String> = names
        .filter_map(|name| excerpt::yaml_block(compose, &["services", name]))
        .collect();
    let section = match kind {
        "secret" => Some("secrets"),
        "file" | "credential-spec" => Some("configs"),
        "model" => Some("models"),
        _ => None,
    };
    parts.extend(section.and_then(|section| excerpt::yaml_block(compose, &[section])));
    parts
}

/// `.env.example`, for inputs and secrets.
fn variables(example: &Example, output: &Output) -> Option<Made> {
    let text = matches!(example.place.as_str(), "input" | "secret")
        .then(|| output.text(".env.example"))??;
    Some(Made {
        says: "In `.env.example`:".to_owned(),
        language: "sh",
        text: excerpt::without_banner_lines(&text),
    })
}

/// The server blocks of `nginx.conf`, for what the edge serves.
fn servers(example: &Example, output: &Output) -> Option<Made> {
    let of_edge = ["site", "edge", "include"].contains(&example.place.split('.').next()?);
    let conf = of_edge.then(|| output.text("nginx/nginx.conf"))??;
    let hosts = |node: &stackc_compiler::syntax::Node| {
        node.args
            .iter()
            .map(|arg| arg.text.clone())
            .collect::<Vec<_>>()
    };
    let mut all: Vec<String> = example
        .nodes()
        .iter()
        .filter(|node| node.kind.value == "site")
        .flat_map(hosts)
        .collect();
    if all.is_empty() {
        all.push("wiki.example.com".to_owned());
    }
    Some(Made {
        says: "In `nginx.conf`; a site's plain HTTP, which only sends visitors on to HTTPS, is left out:".to_owned(),
        language: "nginx",
        text: excerpt::nginx_servers(&conf, &all),
    })
}
