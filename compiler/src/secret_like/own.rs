//! What a value says of its own, beside references and keywords.

use super::is_harmless;
use crate::reference::NAMESPACES;

/// Words before a credential in the value of an `Authorization` header.
const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// Literal pieces of a value, as byte ranges: what is no reference, the words after the operators of references but for the message of `:?`, and what stands in braces that hold no reference.
pub(super) fn pieces(value: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut piece = 0;
    let mut at = 0;
    let mut depth = 0usize;
    let mut end_piece = |start: usize, end: usize| {
        if start < end {
            found.push((start, end));
        }
    };
    while let Some(c) = value.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '$' {
            let rest = value.get(at..).unwrap_or("");
            let dollars = rest.bytes().take_while(|b| *b == b'$').count();
            if rest.as_bytes().get(dollars) == Some(&b'{') && dollars % 2 == 1 {
                end_piece(piece, at + dollars - 1);
                at += dollars + 1;
                at += reference(value.get(at..).unwrap_or(""));
                if value.get(..at).is_some_and(|text| text.ends_with('?')) {
                    at += message(value.get(at..).unwrap_or(""));
                }
                depth += 1;
                piece = at;
            } else {
                at += dollars;
            }
        } else if c == '}' && depth > 0 {
            end_piece(piece, at);
            depth -= 1;
            at += 1;
            piece = at;
        } else {
            at += c.len_utf8();
        }
    }
    end_piece(piece, value.len());
    found
}

/// The length of what is said where a variable is not set, as far as the end of its reference.
fn message(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    // Without its end it is no reference.
    0
}

/// Names of variables of nginx start so, or are these.
const NGINX: [&str; 18] = [
    "arg_",
    "binary_remote_",
    "body_",
    "connection",
    "cookie_",
    "document_",
    "host",
    "http_",
    "limit_",
    "proxy_",
    "realip_",
    "remote_",
    "request",
    "scheme",
    "server_",
    "ssl_",
    "upstream",
    "uri",
];

/// Whether a value is a variable and nothing else: `$NAME` of a shell or of Compose, or one of nginx; or what a shell reads from a file.
fn is_variable(value: &str) -> bool {
    if ["$(cat", "$$(cat", "$(<", "$$(<"]
        .iter()
        .any(|start| value.starts_with(start))
    {
        return true;
    }
    let Some(name) = value.strip_prefix('$') else {
        return false;
    };
    // Compose leaves the name of a shell's variable alone behind two of them.
    let name = name
        .strip_prefix('$')
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        .unwrap_or(name);
    let all = |is: fn(u8) -> bool| name.bytes().all(|b| is(b) || b == b'_');
    let is_nginx = || {
        let all_known = all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        all_known && NGINX.iter().any(|start| name.starts_with(start))
    };
    let is_shell = || {
        all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
    };
    is_nginx() || is_shell()
}

/// The length of the name of a reference, and of the operator after it.
fn reference(body: &str) -> usize {
    let head = body
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .unwrap_or(body.len());
    let head = body.get(..head).unwrap_or("");
    let namespace = head.split('.').next().unwrap_or("");
    let name = if !NAMESPACES.contains(&namespace) || namespace.len() == head.len() {
        variable(head)
    } else if namespace == "input" {
        let path = head.get(namespace.len() + 1..).unwrap_or("");
        let path = path
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'))
            .unwrap_or(path.len());
        namespace.len() + 1 + path
    } else {
        head.len()
    };
    let operator = body.get(name..).unwrap_or("");
    let symbol = operator.strip_prefix(':').unwrap_or(operator);
    let symbol = symbol.strip_prefix(['-', '+', '?']).unwrap_or(symbol);
    name + operator.len() - symbol.len()
}

/// The length of the name of an environment variable, as shells and Compose write it.
fn variable(head: &str) -> usize {
    let length = head
        .find(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_')
        .unwrap_or(head.len());
    let ends = head
        .get(length..)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if ends { length } else { 0 }
}

/// Whether a value says something of its own: not a reference alone, a keyword, or nothing worth hiding.
pub(super) fn is_literal(value: &str) -> bool {
    if is_variable(value.trim_matches(['"', '\'', ';'])) {
        return false;
    }
    let own: String = pieces(value)
        .into_iter()
        .filter_map(|(start, end)| value.get(start..end))
        .collect();
    let own = own.trim();
    let is_keyword = matches!(
        own,
        "#true" | "#false" | "#null" | "#inf" | "#-inf" | "#nan"
    );
    !is_keyword && !is_harmless(own) && !is_scheme(own) && own.chars().any(char::is_alphanumeric)
}

/// Whether a word says how what follows is to be read, as in `Bearer …`.
pub(super) fn is_scheme(word: &str) -> bool {
    SCHEMES
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// What follows the scheme in `Bearer …`.
pub(super) fn after_scheme(value: &str) -> Option<&str> {
    let (scheme, rest) = value.trim_start().split_once(' ')?;
    is_scheme(scheme).then(|| rest.trim())
}
