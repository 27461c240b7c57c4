//! Text → nodes.

use std::thread;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

use super::braces::{Plan, plan};
use super::build::{build, build_plain};
use super::chars::Bytes;
use super::lexer::lex;
use super::node::{Document, Node};
use super::reader::read;
use super::report::Report;
use super::tree::Block;
use super::yaml;

/// The largest file that is read.
pub(super) const LARGEST: usize = 1 << 20;

/// How many places of a text are looked at where YAML may start: each costs a reading of what stands before it.
const MOST_STARTS: usize = 8;

/// The stack on which nodes are built: the kdl crate recurses within what it refuses.
const STACK: usize = 64 << 20;

/// Reads a text: its nodes, and a finding for everything that can't be read.
///
/// What can't be read is left out and the rest still becomes nodes; then [`Document::complete`] is false. Of a file with
/// a hundred faults nothing is kept.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    before_yaml(file, text, diagnostics).unwrap_or_else(|| parse_all(file, text, diagnostics))
}

/// What stands before Compose's YAML, if the text goes on with that; within a string or a comment it is none.
fn before_yaml(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Document> {
    if text.len() > LARGEST {
        return None;
    }
    let mut starts = yaml::starts(text).take(MOST_STARTS);
    starts.find_map(|start| up_to(file, text, start, diagnostics))
}

fn up_to(
    file: FileId,
    text: &str,
    start: yaml::Start,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut before = Diagnostics::default();
    let document = if start.is_first {
        Document::default()
    } else {
        parse_all(file, text.get(..start.key.start())?, &mut before)
    };
    let is_inside = |item: &Diagnostic| {
        matches!(
            item.code,
            "unclosed-string" | "unclosed-comment" | "unclosed-block"
        )
    };
    if before.items().iter().any(is_inside) {
        return None;
    }
    diagnostics.extend(before.into_items());
    diagnostics.push(yaml::found(file, start.key));
    Some(Document {
        complete: false,
        ..document
    })
}

fn parse_all(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    let mut report = Report::default();
    let document = match written(file, text, &mut report) {
        None => Document::default(),
        Some(_) if report.is_full() => Document::default(),
        Some((block, complete)) => {
            let (nodes, built) = values(file, text, &block, &mut report);
            Document {
                nodes,
                complete: complete && built && report.is_empty(),
            }
        }
    };
    let end = Bytes::new(text.len(), text.len()).span(file);
    report.finish(end, diagnostics);
    document
}

/// Reads a text as it is written; none if it is too large.
pub(super) fn written(file: FileId, text: &str, report: &mut Report) -> Option<(Block, bool)> {
    if text.len() > LARGEST {
        let start = Bytes::new(0, 0).span(file);
        report.push(|| too_large(start, "the file"));
        return None;
    }
    let lexed = lex(file, text, report);
    let mut rest = Report::default();
    let plan = if lexed.swallowed {
        Plan::default()
    } else {
        plan(file, text, &lexed.tokens, &mut rest)
    };
    report.append(rest);
    let mut rest = Report::default();
    let (block, complete) = read(file, text, &lexed.tokens, plan, &mut rest);
    report.append(rest);
    Some((block, complete && !lexed.swallowed))
}

/// What is said of a file that is not read because of its size; the span is where it starts, or where it is named.
pub(crate) fn too_large(span: Span, file: &str) -> Diagnostic {
    Diagnostic::error("file-too-large", span, format!("{file} is larger than 1 MiB"))
        .label("not read")
        .help("split it with `include`, and put large content in files of its own: `file NAME { source \"./path\" }`")
}

/// Builds the nodes: here if all of them are plain, else where the kdl crate has room.
pub(super) fn values(
    file: FileId,
    text: &str,
    block: &Block,
    report: &mut Report,
) -> (Vec<Node>, bool) {
    build_plain(file, text, block).unwrap_or_else(|| judged(file, text, block, report))
}

/// Builds the nodes on a thread of its own, with a large stack.
fn judged(file: FileId, text: &str, block: &Block, report: &mut Report) -> (Vec<Node>, bool) {
    let outcome = thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("kdl".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                let mut report = Report::default();
                let built = build(file, text, block, &mut report);
                (built, report)
            });
        match worker {
            Ok(worker) => worker
                .join()
                .map_err(|_| "the parser failed on this file".to_owned()),
            Err(error) => Err(format!("the parser could not be started: {error}")),
        }
    });
    match outcome {
        Ok((built, faults)) => {
            report.append(faults);
            built
        }
        Err(message) => {
            let start = Bytes::new(0, 0).span(file);
            report.push(|| {
                Diagnostic::error("parser-failed", start, message).help(
                    "this is a fault of the compiler or of the system it runs on, not of the file",
                )
            });
            (Vec::new(), false)
        }
    }
}
