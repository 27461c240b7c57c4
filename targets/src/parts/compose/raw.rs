//! Keys that the language has no word for, carried through as they stand.

use stackc_compiler::reader::{RawNode, RawNodes, RawValue};

use super::text::Texts;
use crate::text::yaml::{Map, Number, Yaml};

/// Sets every key of a raw block; the check refuses those that are there already.
pub(super) fn carry(map: &mut Map, raw: Option<&RawNodes>, texts: Texts<'_>) {
    for node in raw.iter().flat_map(|raw| &raw.nodes) {
        map.set_from(node.key.value.clone(), value(node, texts), node.key.span);
    }
}

fn value(node: &RawNode, texts: Texts<'_>) -> Yaml {
    match (&node.children, node.args.as_slice()) {
        (Some(children), []) if is_list(node, children) => {
            children.iter().map(|item| value(item, texts)).collect()
        }
        (Some(children), []) => {
            let mut map = Map::new();
            for child in children {
                map.set_from(child.key.value.clone(), value(child, texts), child.key.span);
            }
            Yaml::from(map)
        }
        (_, [one]) if !node.list => scalar(one, texts),
        (_, []) if !node.list => Yaml::Null,
        (_, many) => many.iter().map(|one| scalar(one, texts)).collect(),
    }
}

fn is_list(node: &RawNode, children: &[RawNode]) -> bool {
    node.list || (!children.is_empty() && children.iter().all(|child| child.key.value == "-"))
}

/// A number of KDL in the form that every reader of YAML takes for it: with `_` and in other bases it is one too. With a zero before it, it is eight's
/// to some of them, and stays a text.
fn number(written: &str) -> Option<Number> {
    let (sign, digits) = match written.split_at_checked(1) {
        Some(("-", digits)) => ("-", digits),
        Some(("+", digits)) => ("", digits),
        _ => ("", written),
    };
    let digits = digits.replace('_', "");
    let based = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(start, base)| Some((digits.strip_prefix(start)?, base)));
    if let Some((digits, base)) = based {
        let whole = i128::from_str_radix(digits, base).ok()?;
        return Number::parse(&format!("{}{whole}", if whole == 0 { "" } else { sign }));
    }
    let plain = format!("{sign}{digits}");
    Number::parse(&plain).or_else(|| {
        let decimal: f64 = plain
            .parse()
            .ok()
            .filter(|_| digits.contains(['e', 'E']) && !leads_with_zero(&digits))?;
        Number::parse(&decimal.to_string())
    })
}

fn leads_with_zero(digits: &str) -> bool {
    let rest = digits.strip_prefix('0');
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn scalar(value: &RawValue, texts: Texts<'_>) -> Yaml {
    match value {
        RawValue::Text(template) => Yaml::quoted(texts.template(template)),
        RawValue::Number(written) => {
            number(written).map_or_else(|| Yaml::text(written.clone()), Yaml::from)
        }
        RawValue::Bool(value) => Yaml::from(*value),
        RawValue::Null => Yaml::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, number};

    #[test]
    fn numbers_are_those_of_every_reader() {
        for (written, meant) in [
            ("10", Some("10")),
            ("1_0", Some("10")),
            ("+5", Some("5")),
            ("0x1F", Some("31")),
            ("-0o14", Some("-12")),
            ("0b1_1", Some("3")),
            ("-0x0", Some("0")),
            ("1e3", Some("1000")),
            ("1_000.5", Some("1000.5")),
            ("2.5E-1", Some("0.25")),
            ("014", None),
            ("01e3", None),
            ("1e400", None),
            ("1e30", None),
            ("0xFFFFFFFFFFFFFFFFFFFF", None),
            ("#inf", None),
        ] {
            let found = number(written);
            assert_eq!(found.as_ref().map(Number::as_str), meant, "{written}");
        }
    }
}
