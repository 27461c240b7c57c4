//! The table of what each target makes of every word of the language.

use super::Support;
use crate::{
    model::{Host, StackFile},
    reader::NodeType,
    schema::{FieldSchema, How, NodeSchema, Shape},
};

/// A word of the language with what a target makes of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The kind of node that it stands in, with those that hold it: `service build`.
    pub path: String,
    /// The word, as it is written.
    pub word: &'static str,
    /// Where the answer holds; empty if it always does.
    pub when: &'static str,
    /// The answer.
    pub support: Support,
}

impl Row {
    /// The rows of a kind of node of which a target makes one thing as a whole, with the nodes in it.
    #[must_use]
    pub fn whole<N: NodeType>(support: Support) -> Vec<Self> {
        rows_of(N::SCHEMA, N::SCHEMA.kind, support)
    }

    /// The rows of a field of a node: one, or those of the nodes that stand there.
    #[must_use]
    pub fn of_field<N: NodeType>(field: &str, support: Support) -> Vec<Self> {
        let fields = N::SCHEMA.fields.iter();
        let named = fields.filter(|one| one.field == field);
        named
            .flat_map(|one| rows_of_field(N::SCHEMA, one, N::SCHEMA.kind, support))
            .collect()
    }

    /// The rows of a machine, but for the words that only who deploys reads.
    #[must_use]
    pub fn of_host(deployers: &[&str]) -> Vec<Self> {
        let mut rows = Self::whole::<Host>(Support::Exact);
        rows.retain(|row| !deployers.contains(&row.word));
        rows
    }

    /// The row as it is in a node of this kind.
    #[must_use]
    pub fn within<N: NodeType>(self) -> Self {
        Self {
            path: joined(N::SCHEMA.kind, &self.path),
            ..self
        }
    }
}

fn joined(path: &str, kind: &str) -> String {
    if path.is_empty() {
        kind.to_owned()
    } else {
        format!("{path} {kind}")
    }
}

fn rows_of(schema: &'static NodeSchema, path: &str, support: Support) -> Vec<Row> {
    let fields = schema.fields.iter();
    fields
        .flat_map(|field| rows_of_field(schema, field, path, support))
        .collect()
}

fn rows_of_field(
    schema: &'static NodeSchema,
    field: &'static FieldSchema,
    path: &str,
    support: Support,
) -> Vec<Row> {
    match field.shape {
        Shape::Nodes(schemas) => schemas()
            .iter()
            .flat_map(|schema| rows_of(schema, &joined(path, schema.kind), support))
            .collect(),
        // The body of an overlay is that of what it is laid over.
        Shape::Body(_) => Vec::new(),
        Shape::Value(_) | Shape::Raw => vec![Row {
            path: path.to_owned(),
            word: shown(schema, field),
            when: "",
            support,
        }],
    }
}

/// A property may have the name of an argument: `volume data name="shop-data"`.
fn shown(schema: &'static NodeSchema, field: &'static FieldSchema) -> &'static str {
    let is_property = matches!(field.how, How::Prop | How::ReqProp);
    let is_twice = schema.args().any(|argument| argument.word == field.word);
    match field.word {
        "name" if is_property && is_twice => "name=",
        word => word,
    }
}

/// Every word of the language in the order of its declaration: the path of the node that it stands in, and the word.
#[must_use]
pub fn words() -> Vec<(String, &'static str)> {
    let all = rows_of(StackFile::SCHEMA, "", Support::Exact).into_iter();
    let mut words: Vec<(String, &'static str)> = Vec::new();
    for row in all {
        let word = (row.path, row.word);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// What a target says of all words.
#[derive(Clone, Debug)]
pub enum Table {
    /// It says everything as it is said, but for these.
    Whole(Vec<Row>),
    /// It answers word by word; what has no row is none of its business.
    Rows(Vec<Row>),
}

impl Table {
    /// The rows that are told.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match self {
            Self::Whole(rows) | Self::Rows(rows) => rows,
        }
    }

    /// What becomes of a word: what always does, which is the least where two nodes share a name, and what does so at times.
    #[must_use]
    pub fn answers(&self, path: &str, word: &str) -> (Option<Support>, Vec<&Row>) {
        let rows = self.rows().iter();
        let ours = rows.filter(|row| row.path == path && row.word == word);
        let (always, at_times): (Vec<&Row>, Vec<&Row>) = ours.partition(|row| row.when.is_empty());
        let least = always.iter().map(|row| row.support).max();
        let otherwise = matches!(self, Self::Whole(_)).then_some(Support::Exact);
        (least.or(otherwise), at_times)
    }
}
