//! Words that younger versions of Compose brought: an older one refuses the whole file.

use stackc_compiler::{
    atoms::Version,
    diag::{Diagnostic, Diagnostics},
    model::{Mount, Service},
    resolve::Stack,
    source::Span,
    template::Value,
};

/// The version that is meant if the stack names none.
const DEFAULT: Version = Version {
    major: 2,
    minor: 26,
    patch: 0,
};

/// Reports every word that the target's version does not know.
pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let version = stack
        .target("compose")
        .and_then(|target| target.version)
        .map_or(DEFAULT, |version| version.value);
    let mut found: Vec<(&str, u32, Span)> = stack
        .models
        .iter()
        .map(|model| ("model", 38, model.span))
        .collect();
    for service in &stack.services {
        found.extend(words(service));
    }
    for (word, minor, span) in found {
        let needed = Version { minor, ..DEFAULT };
        if version < needed {
            diagnostics.push(
                Diagnostic::error("compose-too-old", span, format!("`{word}` needs docker compose 2.{minor}, the target has {version}"))
                    .help(format!("take it away, or name the version that runs there: target compose {{ version \"2.{minor}\" }}")),
            );
        }
    }
}

/// Each word with the minor version of Compose 2 that brought it.
fn words(service: &Service) -> Vec<(&'static str, u32, Span)> {
    fn at<T>(value: Option<&Value<T>>) -> Option<Span> {
        value.map(|value| value.span)
    }
    let build = service.build.as_ref();
    let mut found: Vec<(&'static str, u32, Span)> = Vec::new();
    let single = [
        (
            "provider",
            36,
            service.provider.as_ref().map(|provider| provider.span),
        ),
        ("use-api-socket", 37, at(service.use_api_socket.as_ref())),
        (
            "pull-refresh-after",
            37,
            at(service.pull_refresh_after.as_ref()),
        ),
        (
            "provenance",
            39,
            build.and_then(|build| at(build.provenance.as_ref())),
        ),
        ("sbom", 39, build.and_then(|build| at(build.sbom.as_ref()))),
    ];
    found.extend(
        single
            .into_iter()
            .filter_map(|(word, minor, span)| Some((word, minor, span?))),
    );
    found.extend(service.models.iter().map(|model| ("model", 38, model.span)));
    let formats = service
        .env_files
        .iter()
        .filter_map(|file| at(file.format.as_ref()));
    found.extend(formats.map(|span| ("format", 30, span)));
    let interfaces = service
        .networks
        .iter()
        .filter_map(|network| at(network.interface.as_ref()));
    found.extend(interfaces.map(|span| ("interface", 36, span)));
    let watches = service.watch.iter();
    found.extend(
        watches
            .clone()
            .filter_map(|watch| watch.include.as_ref())
            .map(|include| ("include", 36, include.span)),
    );
    found.extend(
        watches
            .filter_map(|watch| at(watch.initial_sync.as_ref()))
            .map(|span| ("initial-sync", 36, span)),
    );
    found.extend(service.mounts.iter().filter_map(image_mount));
    found
}

fn image_mount(mount: &Mount) -> Option<(&'static str, u32, Span)> {
    match mount {
        Mount::Other(other) if other.kind.get().is_some_and(|kind| kind.0 == "image") => {
            Some(("mount image", 35, other.span))
        }
        _ => None,
    }
}
