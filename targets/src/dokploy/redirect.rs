//! Redirects: an expression over the whole URL, and what takes its place.

use stackc_compiler::{answers, model::Route, target::Report};

answers! {
    CODE: ["site route" "code"] "where it is another one" => Refused("is none of Traefik's; say 301, 302, 307 or 308");
    KEEPS: ["site route" "redirect"] "" => Lowered("answers a GET with 301 in place of 308, and with 302 in place of 307, which mean the same for it");
}

/// The options of the middleware, if Traefik knows the code.
pub(super) fn options(route: &Route, report: &mut Report<'_>) -> Option<Vec<(String, String)>> {
    let to = route.redirect.as_ref()?;
    let permanent = match route.code.map_or(308, |code| code.value.0) {
        301 | 308 => true,
        302 | 307 => false,
        _ => {
            let span = route.code.map_or(to.span, |code| code.span);
            report.answer("code", CODE, span);
            return None;
        }
    };
    report.answer("redirect", KEEPS, to.span);
    let (regex, replacement) = rule(&route.path.value.0, &to.value.0);
    let key = |name: &str| format!("redirectregex.{name}");
    Some(vec![
        (key("regex"), regex),
        (key("replacement"), replacement),
        (key("permanent"), permanent.to_string()),
    ])
}

/// What is matched, and what takes its place.
fn rule(path: &str, to: &str) -> (String, String) {
    let base = ["/…", "/*"]
        .into_iter()
        .find_map(|ending| to.strip_suffix(ending));
    let origin = if to.starts_with('/') { "${1}" } else { "" };
    let path = escaped(path.trim_end_matches('/'));
    match base {
        // What follows is kept with the query, but for slashes at its start.
        Some(base) => (
            format!("^(https?://[^/]+){path}(?:/+([^?]*))?(\\?.*)?$"),
            format!("{origin}{base}/${{2}}${{3}}"),
        ),
        None => ("^(https?://[^/]+)/.*$".to_owned(), format!("{origin}{to}")),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() && c.is_ascii() && !"/-_%~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rule;

    #[test]
    fn rules() {
        assert_eq!(
            rule("/", "https://x.example/…"),
            (
                "^(https?://[^/]+)(?:/+([^?]*))?(\\?.*)?$".to_owned(),
                "https://x.example/${2}${3}".to_owned()
            )
        );
        assert_eq!(
            rule("/old.x", "/new"),
            ("^(https?://[^/]+)/.*$".to_owned(), "${1}/new".to_owned())
        );
        assert_eq!(
            rule("/old.x", "/n/*").0,
            "^(https?://[^/]+)/old\\.x(?:/+([^?]*))?(\\?.*)?$"
        );
    }
}
