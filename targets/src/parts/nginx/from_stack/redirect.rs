//! Redirects.

use stackc_compiler::{
    atoms::{Atom as _, Line, StatusCode, Url},
    diag::{Diagnostic, Diagnostics},
    template::Fixed,
};

use super::{super::Action, carried};
use crate::text::nginx::{Continued, RedirectCode, Word};

/// 308 keeps the method: a POST stays one.
const USUAL_CODE: u16 = 308;

/// A redirect to a URL or to a path of the same site.
///
/// `redirect="https://x.example/new/…"` (or `…/*`) on the route `/old` sends `/old/a?b` to `https://x.example/new/a?b`: what follows the route's path is kept with the query, byte for byte but for slashes at its start. Without that ending every request goes to the same place.
pub(super) fn redirect(
    to: &Fixed<Line>,
    code: Option<&Fixed<StatusCode>>,
    found: &mut Diagnostics,
) -> Option<Action> {
    let (status, span) = code.map_or((USUAL_CODE, to.span), |code| (code.value.0, code.span));
    let code = carried(RedirectCode::new(status), span, found);
    let text = to.value.0.as_str();
    let base = ["/…", "/*"]
        .into_iter()
        .find_map(|ending| text.strip_suffix(ending))
        .map(|base| format!("{base}/"));
    let target = base.as_deref().unwrap_or(text);
    if let Err(why) = is_target(target) {
        found.push(
            Diagnostic::error("wrong-type", to.span, "`redirect` takes a URL or a path")
                .label(why)
                .help("for example \"https://app.example.com/\" or \"/new/…\""),
        );
        return None;
    }
    let word = carried(Word::new(target), to.span, found)?;
    Some(match base {
        None => Action::Redirect {
            code: code?,
            to: word,
        },
        Some(base) => Action::Forward {
            code: code?,
            base: word,
            to: carried(Continued::new(&base), to.span, found)?,
        },
    })
}

/// Whether it may stand in a `Location` header.
fn is_target(text: &str) -> Result<(), String> {
    if text.contains('$') {
        return Err(
            "a `$` is not filled in; end it with `/…` to keep what follows the path".to_owned(),
        );
    }
    if let Some(c) = text.chars().find(|c| !c.is_ascii_graphic()) {
        return Err(format!("{c:?} is percent-encoded in a URL"));
    }
    if text.starts_with(['/', '\\']) {
        return match text.strip_prefix('/') {
            Some(rest) if !rest.starts_with(['/', '\\']) => Ok(()),
            _ => Err("a browser reads two slashes at its start as another host".to_owned()),
        };
    }
    Url::parse(text).map(|_| ())
}
