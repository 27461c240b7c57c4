use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context};

use stackc_compiler::artifact::Bug;

use super::Conf;
use super::check::check;
use super::view::view;

const NAME: &str = "nginx.conf.j2";
const TEMPLATE: &str = include_str!("nginx.conf.j2");
/// What stands in a location.
pub(super) const LOCATION: &str = "location.j2";
/// What stands in a server that somebody else listens for.
pub(super) const SERVER: &str = "server.j2";
/// What such servers need beside them.
pub(super) const SHARED: &str = "shared.j2";
const TEMPLATES: [(&str, &str); 3] = [
    (LOCATION, include_str!("location.j2")),
    (SERVER, include_str!("server.j2")),
    (SHARED, include_str!("shared.j2")),
];

/// A fault of the template, as a fault of ours. Of minijinja's error only its kind and place are kept:
/// the rest may show what is printed.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn template_bug(error: Error) -> Bug {
    let line = error.line().unwrap_or(0);
    let name = error.name().unwrap_or(NAME);
    Bug(format!("{name}:{line}: {}", error.kind()))
}

/// The text of a document.
pub fn render(conf: &Conf) -> Result<String, Bug> {
    check(conf)?;
    let view = view(conf)?;
    let text = fill(NAME, &view, false)?;
    // Whether some text has a dollar is seen in the text; few have.
    if text.contains("${dollar}") {
        fill(NAME, &view, true)
    } else {
        Ok(text)
    }
}

/// The template of a whole document: what stands in a location has a template of its own.
static WHOLE: LazyLock<String> =
    LazyLock::new(|| TEMPLATE.replace("{# location.j2 #}\n", include_str!("location.j2")));

/// The template, read once.
static ENVIRONMENT: LazyLock<Result<Environment<'static>, ErrorKind>> =
    LazyLock::new(|| environment().map_err(|error| error.kind()));

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(lines_of_their_own()?);
    environment.set_formatter(print);
    environment.add_template(NAME, &WHOLE)?;
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    Ok(environment)
}

/// The text of a template.
pub(super) fn fill(name: &str, view: &Value, dollar: bool) -> Result<String, Bug> {
    let render = || {
        let environment = ENVIRONMENT
            .as_ref()
            .map_err(|kind| Error::new(*kind, "the template can't be read"))?;
        let template = environment.get_template(name)?;
        template.render(context! { dollar => dollar, ..view.clone() })
    };
    render().map_err(template_bug)
}

/// A line that holds only a tag leaves nothing behind.
fn lines_of_their_own() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
}

/// Prints what a writer of nginx's language made, and whole numbers; a plain string is refused.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text).map_err(Error::from),
        None if value.is_integer() => write!(out, "{value}").map_err(Error::from),
        _ => Err(Error::new(
            ErrorKind::BadEscape,
            "a value that no writer made",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: Value) -> Result<String, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(print);
        environment
            .template_from_str("{{ x }}")?
            .render(context! { x => value })
    }

    #[test]
    fn a_plain_string_is_refused() {
        assert!(printed(Value::from("secret; evil")).is_err());
        assert!(printed(Value::from(true)).is_err());
        assert!(printed(Value::from(())).is_err());
        assert_eq!(
            printed(Value::from_safe_string("x".to_owned())).unwrap(),
            "x"
        );
        assert_eq!(printed(Value::from(8080)).unwrap(), "8080");
    }

    #[test]
    fn a_fault_shows_nothing_that_was_written() {
        let fault = template_bug(printed(Value::from("secret; evil")).unwrap_err());
        assert!(!fault.to_string().contains("secret"), "{fault}");
    }

    #[test]
    fn the_template_marks_nothing_as_safe() {
        assert!(!WHOLE.contains("|") && WHOLE.contains("location.answer"));
        assert!(TEMPLATES.iter().all(|(_, text)| !text.contains("|")));
    }
}
