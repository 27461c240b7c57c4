//! `env` in `[config]`: the lines of Dokploy's Environment tab, as a table or as a list.

use stackc_compiler::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

use super::{
    Reader,
    field::{Field, scalar, what},
};
use crate::dokploy::dotenv;

/// A variable of the environment.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// Its name.
    pub key: Spanned<String>,
    /// Its value.
    pub value: String,
    /// Whether names in its value are filled in.
    pub filled_in: bool,
    /// From its name to the end of its value.
    pub span: Span,
}

impl Reader {
    /// The variables; of a name that stands there twice, the last.
    pub(super) fn env(&mut self, field: &Field<'_>) -> Vec<Pair> {
        let read = match field.value {
            DeValue::Table(table) => self.env_table(table),
            DeValue::Array(items) => {
                let mut pairs = Vec::new();
                for item in items.iter() {
                    let place = self.place(item.span());
                    pairs.extend(self.env_item(item.get_ref(), place));
                }
                pairs
            }
            _ => {
                self.wrong(
                    field,
                    "a table or a list",
                    "it is left out; write [config.env]",
                );
                Vec::new()
            }
        };
        let mut pairs: Vec<Pair> = Vec::new();
        let mut places = std::collections::BTreeMap::new();
        for pair in read {
            if dotenv::is_name(&pair.key.value) {
                self.is_one_line(&pair);
                places.insert(pair.key.value.clone(), pairs.len());
                pairs.push(pair);
            } else {
                self.gap(
                    pair.key.span,
                    "this is no name of a variable",
                    "it is left out; a name has letters, digits and `_`, and starts with no digit",
                );
            }
        }
        let mut at = 0;
        pairs.retain(|pair| {
            at += 1;
            places.get(&pair.key.value) == Some(&(at - 1))
        });
        pairs
    }

    fn env_table(&mut self, table: &DeTable<'_>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for field in self.fields(table) {
            let Some(text) = scalar(field.value) else {
                self.gap(
                    field.key_span,
                    format!("the value of `{}` is not one value", field.shown()),
                    "it is left out; write it as text",
                );
                continue;
            };
            let is_text = matches!(field.value, DeValue::String(_));
            pairs.push(pair(&field, text, is_text));
        }
        pairs
    }

    fn env_item(&mut self, item: &DeValue<'_>, place: Span) -> Option<Pair> {
        match item {
            DeValue::String(text) => self.env_line(text, place),
            DeValue::Table(table) => self.env_first(table, place),
            other => {
                self.gap(
                    place,
                    format!("`env` holds text, this is {}", what(other)),
                    "it is left out; write \"NAME=value\"",
                );
                None
            }
        }
    }

    fn env_line(&mut self, text: &str, place: Span) -> Option<Pair> {
        let line = text.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        if line.is_empty() || line.starts_with('#') && !line.contains('\n') {
            return None;
        }
        let end = line.find(|c: char| c.is_whitespace() || matches!(c, '=' | ':'));
        let (key, rest) = line.split_at(end.unwrap_or(line.len()));
        let value = match rest.trim_start().strip_prefix('=') {
            Some(value) => Some(value),
            // dotenv takes `NAME: value` as well.
            None => rest
                .strip_prefix(':')
                .filter(|value| value.starts_with(char::is_whitespace)),
        };
        let Some(value) = value else {
            self.gap(
                place,
                "this line of `env` gives no variable a value",
                "it is left out, as Dokploy ignores it; write \"NAME=value\"",
            );
            return None;
        };
        Some(Pair {
            key: Spanned::new(key.to_owned(), place),
            value: value.to_owned(),
            filled_in: true,
            span: place,
        })
    }

    /// The first key of an inline table: Dokploy reads no other.
    fn env_first(&mut self, table: &DeTable<'_>, place: Span) -> Option<Pair> {
        let fields = self.fields(table);
        let Some(first) = fields.first() else {
            self.gap(
                place,
                "this entry of `env` is empty",
                "it is left out; write \"NAME=value\"",
            );
            return None;
        };
        self.unknown(
            fields.get(1..).unwrap_or_default(),
            "behind the first key of an entry of `env`",
            "it is left out; write one entry for each",
        );
        let Some(text) = scalar(first.value) else {
            self.gap(
                first.key_span,
                format!("the value of `{}` is not one value", first.shown()),
                "it is left out; write it as text",
            );
            return None;
        };
        Some(pair(first, text, false))
    }

    /// Reports what stands below the first line of a value: dotenv reads it as lines of their own.
    fn is_one_line(&mut self, pair: &Pair) {
        if dotenv::is_cut(&pair.value) {
            self.gap(
                pair.span,
                format!(
                    "the value of `{}` has more than one line, of which Dokploy reads the first",
                    pair.key.value
                ),
                "the other lines are left out; write quotes around the value, or one entry for each variable",
            );
        }
    }
}

fn pair(field: &Field<'_>, value: String, filled_in: bool) -> Pair {
    Pair {
        key: Spanned::new(field.key.to_owned(), field.key_span),
        value,
        filled_in,
        span: field.key_span.to(field.value_span),
    }
}
