//! Credentials in URLs.

use super::{is_harmless, names_secret};
use crate::template::{Part, Template};

/// Where a URL holds a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InUrl {
    /// The password of its user.
    Password,
    /// A value of its query, under the name of a secret.
    Query,
    /// Its path: who knows it may use what it leads to.
    Path,
}

/// Where a text holds a URL with a literal credential, if it holds one.
#[must_use]
pub fn url_credential(template: &Template) -> Option<InUrl> {
    const DEFERRED: char = '\u{1}';
    let holds =
        |text: &str| text.contains(['@', '=']) || HOOKS.iter().any(|hook| text.contains(hook));
    let may_hold = |part: &Part| matches!(part, Part::Text(text) if holds(text));
    if !template.parts.iter().any(may_hold) {
        return None;
    }
    let text: String = template
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Input(_) | Part::Secret(_) => DEFERRED.to_string(),
        })
        .collect();
    let literal =
        |value: &str| !value.is_empty() && !value.contains(DEFERRED) && !value.starts_with("${");
    if url_passwords(&text).any(|(start, end)| text.get(start..end).is_some_and(literal)) {
        return Some(InUrl::Password);
    }
    let mut values = query_secrets(&text);
    if values.any(|value| literal(value) && !is_harmless(value) && !value.starts_with('/')) {
        return Some(InUrl::Query);
    }
    let mut paths = hook_paths(&text).filter_map(|(start, end)| text.get(start..end));
    paths.any(literal).then_some(InUrl::Path)
}

/// Addresses that take messages from everyone who knows what follows in their path.
const HOOKS: [&str; 10] = [
    "hooks.slack.com/services/",
    "hooks.slack.com/workflows/",
    "hooks.slack.com/triggers/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "api.telegram.org/bot",
    "outlook.office.com/webhook/",
    ".webhook.office.com/webhookb2/",
    "hooks.zapier.com/hooks/catch/",
    "maker.ifttt.com/trigger/",
];

/// How far behind the scheme of a URL one of them ends.
const HOST: usize = 120;

/// Where the first of them ends in a text.
fn hook_end(text: &str) -> Option<usize> {
    // Most places have no first letter of one.
    let places = text.match_indices(['h', 'd', 'a', 'o', 'm', '.']);
    let mut ends = places.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let hook = HOOKS.iter().find(|hook| rest.starts_with(**hook))?;
        Some(at + hook.len())
    });
    ends.next()
}

/// Places of what follows in the paths of such addresses.
pub(super) fn hook_paths(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '#' | '?' | '`' | '<' | ')');
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(found) = text.get(from..)?.find("://") {
            from += found + 3;
            let rest = text.get(from..)?;
            let near: &str = match rest.char_indices().nth(HOST) {
                Some((end, _)) => rest.get(..end)?,
                None => rest,
            };
            let near = near.split(ends).next()?;
            let Some(host) = hook_end(near) else {
                continue;
            };
            let start = from + host;
            let rest = text.get(start..)?;
            from = start + rest.find(ends).unwrap_or(rest.len());
            let path = text.get(start..from)?.trim_end_matches('/');
            if !path.is_empty() {
                return Some((start, start + path.len()));
            }
        }
        from = text.len();
        None
    })
}

/// The values that stand under the name of a secret in the queries of URLs.
fn query_secrets(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '#');
    text.match_indices("://")
        .filter_map(move |(at, _)| {
            let url = text.get(at..)?.split(ends).next()?;
            Some(url.split_once('?')?.1)
        })
        .flat_map(|query| query.split(['&', ';']))
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| names_secret(name).then_some(value))
}

/// Places of the passwords in `scheme://user:password@host`.
fn url_passwords(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    authority_passwords(text, "://")
}

/// Places of the passwords in `user:password@host` after a sign; a path that was made of a URL has one slash only.
pub(super) fn authority_passwords<'t>(
    text: &'t str,
    sign: &'t str,
) -> impl Iterator<Item = (usize, usize)> + 't {
    text.match_indices(sign).filter_map(move |(at, _)| {
        let start = at + sign.len();
        let rest = text.get(start..)?;
        let start = start + usize::from(sign == ":/" && rest.starts_with('/'));
        let rest = text.get(start..)?;
        let end = rest
            .find(|c: char| c == '/' || c == '"' || c == '?' || c == '#' || c.is_whitespace())
            .unwrap_or(rest.len());
        let authority = rest.get(..end)?;
        let user_end = authority.rfind('@')?;
        let colon = authority.get(..user_end)?.find(':')?;
        Some((start + colon + 1, start + user_end))
    })
}

#[cfg(test)]
mod tests {
    use super::{HOOKS, hook_end};

    #[test]
    fn every_hook_is_found() {
        for hook in HOOKS {
            assert_eq!(
                hook_end(&format!("é/{hook}T0")),
                Some(3 + hook.len()),
                "{hook}"
            );
        }
    }
}
