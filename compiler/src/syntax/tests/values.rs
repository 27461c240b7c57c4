//! Nodes, values and their places.

use super::support::{at, read};
use crate::syntax::{Node, ScalarKind};

fn nodes(text: &str) -> Vec<Node> {
    let (document, items) = read(text);
    assert!(items.is_empty(), "{items:?}");
    assert!(document.complete);
    document.nodes
}

#[test]
fn every_part_has_its_exact_place() {
    let text = "  (x)web  a /* c */ key = (secret)\"v w\"  {\n    b\n  }  // end\n";
    let node = &nodes(text)[0];
    assert_eq!(at(text, node.kind.span), "web");
    assert_eq!(at(text, node.annotation.as_ref().unwrap().span), "x");
    assert_eq!(at(text, node.args[0].span), "a");
    let prop = &node.props[0];
    assert_eq!(at(text, prop.name.span), "key");
    assert_eq!(at(text, prop.value.span), "\"v w\"");
    assert_eq!(
        at(text, prop.value.annotation.as_ref().unwrap().span),
        "secret"
    );
    assert!(at(text, node.span).starts_with("(x)web") && at(text, node.span).ends_with('}'));
}

#[test]
fn a_node_without_a_block_ends_with_its_last_value() {
    let text = "a b   // c\nd   \n";
    let nodes = nodes(text);
    assert_eq!(at(text, nodes[0].span), "a b");
    assert_eq!(at(text, nodes[1].span), "d");
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let text = "\u{feff}a b";
    let node = &nodes(text)[0];
    assert_eq!(at(text, node.kind.span), "a");
    assert_eq!(node.kind.span.start, 3);
}

#[test]
fn numbers_keep_their_spelling() {
    let node = &nodes("a 16.10 0x1F 1_0 #inf #true #null x=0755")[0];
    let written: Vec<(ScalarKind, &str)> = node
        .args
        .iter()
        .map(|arg| (arg.kind, arg.text.as_str()))
        .collect();
    assert_eq!(
        written,
        [
            (ScalarKind::Number, "16.10"),
            (ScalarKind::Number, "0x1F"),
            (ScalarKind::Number, "1_0"),
            (ScalarKind::Number, "#inf"),
            (ScalarKind::Bool, "true"),
            (ScalarKind::Null, "null"),
        ]
    );
    assert_eq!(node.props[0].value.text, "0755");
}

#[test]
fn text_that_stands_as_it_is_has_a_place_for_each_of_its_bytes() {
    let text = "a bc \"d e\" #\"f\\g\"# \"h\\ni\" \"\"\"\n  jk\n  \"\"\" \"\"\"\n  l\n  m\n  \"\"\" \"\"\"\nn\no\n\"\"\"";
    let node = &nodes(text)[0];
    let verbatim: Vec<Option<&str>> = node
        .args
        .iter()
        .map(|arg| arg.verbatim.map(|_| at(text, arg.part(0, arg.text.len()))))
        .collect();
    assert_eq!(
        verbatim,
        [
            Some("bc"),
            Some("d e"),
            Some("f\\g"),
            None,
            Some("jk"),
            None,
            Some("n\no"),
        ]
    );
    let quoted: Vec<bool> = node.args.iter().map(|arg| arg.quoted).collect();
    assert_eq!(quoted, [false, true, true, true, true, true, true]);
}

#[test]
fn a_repeated_property_stands_twice() {
    let node = &nodes("a b=1 c b=2")[0];
    assert_eq!(node.props.len(), 2);
    assert_eq!(node.prop("b").unwrap().value.text, "2");
}

#[test]
fn what_is_taken_out_is_gone() {
    let nodes = nodes("a /-b c /-{ d }\n/-e { f }\n");
    assert_eq!(nodes.len(), 1);
    assert_eq!(nodes[0].args.len(), 1);
    assert!(nodes[0].children.is_none());
}

#[test]
fn an_empty_block_is_a_block() {
    assert!(nodes("a {}")[0].children.is_some());
    assert!(nodes("a")[0].children.is_none());
}
