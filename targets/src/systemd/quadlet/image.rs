//! Images by their whole names: podman knows no registry that a short name could mean, unless a file of the host's says so.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{Atom as _, Image, Line},
    template::{Expr, Part, Template, Value},
};

use super::sheet::Sheet;
use crate::text::unit::Text;

answers! {
    FILE: ["service" "image", "job" "image", "backup store" "image"] "where it ends in `.image` or `.build`" => Refused("ends as a file of Quadlet's does, which it would look for; give it another tag");
}

/// Docker's own registry, where an image lies whose name says none.
const REGISTRY: &str = "docker.io/";
/// The part of it with images that have no owner.
const LIBRARY: &str = "docker.io/library/";

/// The name as Docker completes it: `postgres:16` is `docker.io/library/postgres:16`.
pub(super) fn whole(image: &str) -> String {
    let name = image.split('@').next().unwrap_or(image);
    let last = name.rsplit('/').next().unwrap_or(name);
    let tagged = name.len() < image.len() || last.contains(':');
    let tag = if tagged { "" } else { ":latest" };
    format!("{}{image}{tag}", registry(name))
}

/// What Docker puts before a name.
fn registry(name: &str) -> &'static str {
    match name.split_once('/') {
        None => LIBRARY,
        Some((first, _)) if is_registry(first) => "",
        Some(_) => REGISTRY,
    }
}

fn is_registry(first: &str) -> bool {
    first == "localhost" || first.contains(['.', ':']) || first.chars().any(char::is_uppercase)
}

/// What Docker puts before a name of which inputs decide a part; nothing where they decide that.
fn registry_of(template: &Template) -> &'static str {
    let mut known = String::new();
    let mut decided = false;
    for part in &template.parts {
        let Part::Text(text) = part else {
            decided = true;
            // What stands behind a tag's colon is no path.
            if known.is_empty() {
                return "";
            }
            continue;
        };
        if let Some((first, _)) = text.split_once('/') {
            known.push_str(first);
            let registry = is_registry(&known);
            return if registry || decided { "" } else { REGISTRY };
        }
        known.push_str(text);
    }
    if known.contains([':', '@']) {
        LIBRARY
    } else {
        ""
    }
}

/// An image that is fetched, as podman finds it.
pub(super) fn text(sheet: &mut Sheet<'_>, image: &Value<Image>) -> Text {
    match &image.expr {
        Expr::Known(known) => {
            let name = whole(&known.0);
            if name.ends_with(".image") || name.ends_with(".build") {
                sheet.report("image", FILE, image.span);
            }
            Text::new(name)
        }
        Expr::Deferred(template) => {
            let registry = registry_of(template);
            let first = template.parts.first().filter(|_| registry.is_empty());
            if let Some(part) = first.filter(|part| !matches!(part, Part::Text(_))) {
                let name = sheet.values.composed(part);
                sheet.values.guard_dash(&name);
            }
            Text::new(registry).join(sheet.template(template))
        }
    }
}

/// The same where the language takes any line.
pub(super) fn of_line(sheet: &mut Sheet<'_>, image: &Value<Line>) -> Text {
    match image.get() {
        Some(known) if Image::parse(&known.0).is_ok() => Text::new(whole(&known.0)),
        _ => sheet.text(image),
    }
}

/// The same under a key, if it is said.
pub(super) fn option(
    sheet: &mut Sheet<'_>,
    key: &'static str,
    image: Option<&Value<Image>>,
) -> Result<(), Bug> {
    let Some(image) = image else { return Ok(()) };
    let text = text(sheet, image);
    sheet.said(image.span, |sheet| sheet.bare(key, text))
}

#[cfg(test)]
mod tests {
    use stackc_compiler::{
        source::{Sources, Span, Spanned},
        template::{InputUse, Part, Template},
    };

    #[test]
    fn names_are_completed_as_docker_does() {
        for (image, wanted) in [
            ("postgres:16", "docker.io/library/postgres:16"),
            ("postgres", "docker.io/library/postgres:latest"),
            ("team/app", "docker.io/team/app:latest"),
            ("docker.io/team/app:1", "docker.io/team/app:1"),
            ("ghcr.io/a/b/c", "ghcr.io/a/b/c:latest"),
            ("localhost/app:1", "localhost/app:1"),
            ("localhost:5000/app", "localhost:5000/app:latest"),
            ("registry:2", "docker.io/library/registry:2"),
            ("app@sha256:00", "docker.io/library/app@sha256:00"),
            ("a/b/c:1", "docker.io/a/b/c:1"),
        ] {
            assert_eq!(super::whole(image), wanted);
        }
    }

    fn template(parts: &[&str]) -> Template {
        let mut sources = Sources::default();
        let file = sources.add("stack.kdl".to_owned(), String::new());
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        let input = |name: &str| InputUse {
            name: Spanned::new(name.to_owned(), span),
            operator: None,
        };
        let part = |text: &&str| match text.strip_prefix('$') {
            Some(name) => Part::Input(input(name)),
            None => Part::Text((*text).to_owned()),
        };
        Template {
            parts: parts.iter().map(part).collect(),
        }
    }

    #[test]
    fn what_inputs_decide_is_theirs() {
        for (parts, wanted) in [
            (&["postgres:", "$TAG"][..], "docker.io/library/"),
            (&["team/app:", "$TAG"], "docker.io/"),
            (&["ghcr.io/team/app:", "$TAG"], ""),
            (&["$REGISTRY", "/app:1"], ""),
            (&["$IMAGE"], ""),
            (&["localhost:", "$PORT", "/app:1"], ""),
            (&["registry.", "$ZONE", "/app:1"], ""),
            (&["team", "$N", "/app:1"], ""),
            (&["app", "$SUFFIX"], ""),
            (&["team/", "$APP"], "docker.io/"),
        ] {
            assert_eq!(super::registry_of(&template(parts)), wanted, "{parts:?}");
        }
    }
}
