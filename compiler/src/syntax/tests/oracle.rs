//! The kdl crate's own tree of a whole text, to compare with ours.

use kdl::{KdlDocument, KdlEntry, KdlValue};

use super::support::read;
use crate::syntax::{Node, Scalar};

fn same_value(text: &str, ours: &Scalar, theirs: &KdlEntry) -> bool {
    let value = match theirs.value() {
        KdlValue::String(value) => *value == ours.text,
        _ => {
            let written = &theirs.format().expect("a format").value_repr;
            written.trim_start_matches('#') == ours.text.trim_start_matches('#')
        }
    };
    let annotation = ours.annotation.as_ref().map(|word| word.value.as_str());
    let verbatim = ours.verbatim.is_none_or(|start| {
        let start = start as usize;
        text.get(start..start + ours.text.len()) == Some(ours.text.as_str())
    });
    value && verbatim && annotation == theirs.ty().map(kdl::KdlIdentifier::value)
}

fn same_nodes(text: &str, ours: &[Node], theirs: &KdlDocument) -> bool {
    ours.len() == theirs.nodes().len()
        && ours.iter().zip(theirs.nodes()).all(|(ours, theirs)| {
            let (props, args): (Vec<&KdlEntry>, Vec<&KdlEntry>) = theirs
                .entries()
                .iter()
                .partition(|entry| entry.name().is_some());
            ours.kind.value == theirs.name().value()
                && ours.args.len() == args.len()
                && ours.props.len() == props.len()
                && ours
                    .args
                    .iter()
                    .zip(args)
                    .all(|(ours, theirs)| same_value(text, ours, theirs))
                && ours.props.iter().zip(props).all(|(ours, theirs)| {
                    theirs
                        .name()
                        .is_some_and(|name| name.value() == ours.name.value)
                        && same_value(text, &ours.value, theirs)
                })
                && ours.children.is_some() == theirs.children().is_some()
                && theirs
                    .children()
                    .is_none_or(|children| same_nodes(text, ours.nodes(), children))
        })
}

/// Asserts that a text is read as the kdl crate reads it.
pub(super) fn assert_read_alike(text: &str) {
    let (document, items) = read(text);
    assert!(items.is_empty(), "{text}\n{items:?}");
    assert!(document.complete);
    let theirs = KdlDocument::parse_v2(text).expect("valid KDL");
    assert!(
        same_nodes(text, &document.nodes, &theirs),
        "{text}\n{document:?}\n{theirs:?}"
    );
}

#[test]
fn the_forms_of_kdl_are_read_as_the_crate_reads_them() {
    for text in [
        "",
        "\u{feff}a 1\n",
        "a",
        "a;b",
        "a {}",
        "a{b;c}",
        "a { b 1 c 2 }",
        "a b = c",
        "a \\\n  b \\ // c\n  c=1",
        "a b \\ // c\n =   1",
        "(t)a (u)1 b=(v)2 ( w )3",
        "a /- b c /- d=1 /- { e }",
        "a /- { b } { c } /- { d }",
        "/- a { b }\nc",
        "a #\"x\"y\"# ##\"\"#\"##",
        "a \"\\u{e9}\\s\\\\ \\\n   b\"",
        "a \"\"\"\n    b\n      c\n\n    \"\"\"",
        "a #\"\"\"\n  b\\n\n  \"\"\"#",
        "a \"\"\"\n  b \\\n     c\n  \"\"\"",
        "a 1 -1 +1 1.5 1e10 0xff 0b1_0 0o17 1_000 #inf #-inf #nan #true #false #null",
        "a/*b*/c/* /* */ */ d // e",
        "a b=1 b=2",
        "\"a b\" \"c\"=d",
        "- + -a .b --c=d $x",
        "a\r\nb\rc\u{85}d\u{2028}e",
        "image postgres:16",
        "a*b c&d e@f g,h",
    ] {
        assert_read_alike(text);
    }
}
