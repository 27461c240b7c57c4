//! A stack that reads what its own build writes.

use stackc_compiler::{
    compile::Compilation,
    diag::Diagnostic,
    resolve::{Stack, join},
    source::Span,
};

use super::layout::Output;

/// Files and secrets whose path names an output, or a folder with outputs; `out` is the stack's folder as that of `--out` sees it.
pub(super) fn find(
    compilation: &Compilation,
    outputs: &[Output],
    out: Option<&str>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for stack in &compilation.stacks {
        for (word, path, span) in named(stack) {
            let seen = stack.resolve_path(path, span);
            if seen.starts_with(['/', '~']) {
                continue;
            }
            let seen = join(out.unwrap_or(""), &seen);
            if let Some(written) = written_at(outputs, &seen) {
                found.push(circle(word, path, span, written));
            }
        }
    }
    found
}

/// The paths that a stack names: the word, the path, the place.
fn named(stack: &Stack) -> impl Iterator<Item = (&'static str, &str, Span)> {
    let of_files = stack.files.iter().flat_map(|file| {
        [
            ("source", file.source.as_ref()),
            ("path", file.path.as_ref()),
        ]
    });
    let of_secrets = stack
        .secrets
        .iter()
        .map(|secret| ("file", secret.file.as_ref()));
    of_files.chain(of_secrets).filter_map(|(word, path)| {
        let path = path?;
        Some((word, path.get()?.0.as_str(), path.span))
    })
}

/// An output at a path, or below it.
fn written_at<'o>(outputs: &'o [Output], path: &str) -> Option<&'o str> {
    let path = path.trim_end_matches('/');
    let is_there = |file: &str| {
        matches!(path, "" | ".")
            || file
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut files = outputs.iter().flat_map(|output| &output.files);
    files
        .find(|(file, _)| is_there(file))
        .map(|(file, _)| file.as_str())
}

fn circle(word: &str, path: &str, span: Span, written: &str) -> Diagnostic {
    let what = if written == path.trim_start_matches("./") {
        "a file that the build itself writes".to_owned()
    } else {
        format!("`{written}`, which the build itself writes")
    };
    Diagnostic::error("output-clash", span, format!("`{word}` names {what}"))
        .label("what goes in can't be what comes out")
        .help("keep it outside of the targets' folders, or let them go elsewhere: out \"deploy\"")
}
