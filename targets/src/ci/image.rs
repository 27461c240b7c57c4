//! What the images of a stack are built with.

use std::collections::BTreeSet;

use stackc_compiler::{
    atoms::words::ParamType,
    model::{Input, Service},
    resolve::Stack,
};

use crate::{
    parts::compose::{Context, build_keys},
    text::yaml,
};

/// The variables that the builds of some services read, or the names of their images.
pub(super) fn variables(stack: &Stack, built: &[&Service]) -> BTreeSet<String> {
    let context = Context { stack, back: "" };
    let mut names = BTreeSet::new();
    for service in built {
        collect(&yaml::print(&build_keys(service, context), &[]), &mut names);
    }
    names
}

/// The names in each `${NAME…}` of a text of Compose, in whose values `$$` is a dollar.
fn collect(text: &str, names: &mut BTreeSet<String>) {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        if let Some(after_dollar) = after.strip_prefix('$') {
            rest = after_dollar;
            continue;
        }
        rest = after;
        let Some(inside) = after.strip_prefix('{') else {
            continue;
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = inside.find(|c| !is_of_name(c)).unwrap_or(inside.len());
        names.extend(inside.get(..end).map(str::to_owned));
    }
}

/// Something that an input may be, for Compose to read past it.
pub(super) fn stand_in(input: &Input) -> String {
    if let Some(first) = input
        .one_of
        .as_ref()
        .and_then(|words| words.value.0.split_whitespace().next())
    {
        return first.to_owned();
    }
    let kind = input.kind.map(|kind| kind.value);
    match kind {
        Some(ParamType::Duration) => "1s".to_owned(),
        Some(ParamType::Bool) => "true".to_owned(),
        _ => input
            .min
            .map_or_else(|| "1".to_owned(), |min| min.value.0.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::collect;

    #[test]
    fn names_are_found_in_one_another_and_dollars_are_no_names() {
        let mut names = BTreeSet::new();
        collect(
            "a: ${TAG:-${OLDER:?say it}} $${NOT} $$${BUT} $X",
            &mut names,
        );
        let found: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(found, ["BUT", "OLDER", "TAG"]);
    }
}
