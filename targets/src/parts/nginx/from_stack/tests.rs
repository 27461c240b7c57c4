//! What a stack becomes, and what is said of one that nginx can't carry. Every stack here goes through the whole compiler.

mod document;
mod found;
mod routes;

use stackc_compiler::{
    compile::{Compilation, compile},
    diag::Severity,
    resolve::Request,
    source::{Found, Library, LibraryError},
};

use crate::{nginx::Nginx, parts::nginx::render};

/// A folder `www` with a page, and a file `robots.txt`.
struct Files;

impl Library for Files {
    fn text(&self, _path: &str) -> Result<String, LibraryError> {
        Err(LibraryError::NotFound)
    }

    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError> {
        let inside = match path {
            "www" => "index.html",
            "robots.txt" => "",
            _ => return Err(LibraryError::NotFound),
        };
        Ok(vec![Found {
            path: inside.to_owned(),
            bytes: Vec::new(),
        }])
    }
}

const SERVICE: &str = "service app { image \"app:1\"; port http 3000; port admin 9000 }";
const EDGE: &str = "edge { http \"*:80\"; https \"*:443\" }";
const PLAIN: &str = "tls none";

fn compiled(text: &str) -> Compilation {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{text}\n"),
        targets: vec!["nginx".to_owned()],
        ..Request::default()
    };
    compile(&request, &Files, &[&Nginx])
}

/// The text that a stack becomes.
fn conf(text: &str) -> String {
    let compilation = compiled(text);
    let errors: Vec<_> = compilation
        .diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error && item.code != "missing-route")
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let stack = compilation.default_stack().expect("a stack");
    render(&super::conf(stack, &["Generated.".to_owned()]).expect("a document")).expect("its text")
}

/// The text of a site on an edge with both ports, beside a service with two ports.
fn site(body: &str) -> String {
    conf(&format!(
        "{SERVICE}\n{EDGE}\nsite app.example.com {{\n{body}\n}}"
    ))
}

/// The same with TLS left out and one route.
fn route(rest: &str) -> String {
    site(&format!("{PLAIN}\nroute {rest}"))
}

/// Each finding's code and the text that it is at.
fn faults(text: &str) -> Vec<(&'static str, String)> {
    let compilation = compiled(text);
    let at = |span| compilation.sources.slice(span).to_owned();
    let items = compilation.diagnostics.items().iter();
    // Neither an image without a digest nor a site without routes is nginx's business.
    items
        .filter(|item| {
            item.severity != Severity::Note
                && !matches!(item.code, "floating-image" | "missing-route")
        })
        .map(|item| (item.code, at(item.primary.span)))
        .collect()
}

/// The findings in a site.
fn site_faults(body: &str) -> Vec<(&'static str, String)> {
    faults(&format!(
        "{SERVICE}\n{EDGE}\nsite app.example.com {{\n{body}\n}}"
    ))
}

/// The findings in a route.
fn route_faults(rest: &str) -> Vec<(&'static str, String)> {
    site_faults(&format!("{PLAIN}\nroute {rest}"))
}

/// The help of the only finding.
fn help(text: &str) -> String {
    let compilation = compiled(text);
    let mut helps = compilation
        .diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error && item.code != "missing-route")
        .filter_map(|item| item.help.clone());
    let help = helps.next().expect("a help");
    assert_eq!(helps.next(), None);
    help
}

/// The lines of a text, from one that contains `from` to the closing brace of its block, trimmed.
fn block(text: &str, from: &str) -> Vec<String> {
    let mut lines = text.lines().skip_while(|line| !line.contains(from));
    let first = lines
        .next()
        .unwrap_or_else(|| panic!("no `{from}` in:\n{text}"));
    let indent = first.len() - first.trim_start().len();
    let end = format!("{}}}", " ".repeat(indent));
    lines
        .take_while(|line| **line != end)
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Owned pairs, to compare findings with.
fn is<const N: usize>(pairs: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    pairs
        .into_iter()
        .map(|(code, text)| (code, text.to_owned()))
        .collect()
}
