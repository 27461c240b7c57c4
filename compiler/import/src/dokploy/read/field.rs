//! Keys and values of TOML with their places.

use stackc_compiler::source::Span;
use toml::de::{DeTable, DeValue};

use super::Reader;

/// How much of a key a message shows.
const SHOWN: usize = 60;

/// The most domains, and the most files, of a template: nobody has more, and each becomes part of the stack.
const MOST_TABLES: usize = 500;

/// A key with its value.
pub(super) struct Field<'t> {
    pub key: &'t str,
    pub value: &'t DeValue<'t>,
    pub key_span: Span,
    pub value_span: Span,
}

impl Field<'_> {
    /// The key as a message shows it: on one line, and not all of a long one.
    pub(super) fn shown(&self) -> String {
        let key: String = self.key.chars().filter(|c| !c.is_control()).collect();
        match key.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", key.get(..end).unwrap_or_default()),
            None => key,
        }
    }

    /// The value as text, if it is that.
    pub(super) fn text(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        }
    }
}

impl Reader {
    /// The keys of a table in the order of the file.
    pub(super) fn fields<'t>(&self, table: &'t DeTable<'t>) -> Vec<Field<'t>> {
        let mut fields: Vec<Field<'t>> = table
            .iter()
            .map(|(key, value)| Field {
                key: key.get_ref(),
                value: value.get_ref(),
                key_span: self.place(key.span()),
                value_span: self.place(value.span()),
            })
            .collect();
        fields.sort_by_key(|field| field.key_span.start);
        fields
    }

    /// The tables of a list; what else it holds is reported.
    pub(super) fn tables<'t>(&mut self, field: &Field<'t>) -> Vec<(&'t DeTable<'t>, Span)> {
        let help = format!("it is left out; write [[config.{}]]", field.key);
        let DeValue::Array(items) = field.value else {
            self.wrong(field, "a list of tables", &help);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            let place = self.place(item.span());
            if tables.len() == MOST_TABLES {
                self.gap(
                    place,
                    format!("the template has more than {MOST_TABLES} {}", field.key),
                    "those from here on are left out",
                );
                break;
            }
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, place)),
                other => self.gap(
                    place,
                    format!("`{}` holds tables, this is {}", field.key, what(other)),
                    help.clone(),
                ),
            }
        }
        tables
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong(&mut self, field: &Field<'_>, expected: &str, help: &str) {
        let message = format!(
            "`{}` is {expected}, this is {}",
            field.shown(),
            what(field.value)
        );
        self.gap(field.value_span, message, help);
    }

    /// Reports the keys of one table that nothing reads.
    pub(super) fn unknown(&mut self, fields: &[Field<'_>], place: &str, help: &str) {
        let Some(first) = fields.first() else { return };
        let mut names: Vec<String> = fields
            .iter()
            .take(5)
            .map(|field| format!("`{}`", field.shown()))
            .collect();
        if let Some(more) = fields.len().checked_sub(5).filter(|more| *more > 0) {
            names.push(format!("{more} more"));
        }
        let message = format!("Dokploy reads no {} {place}", names.join(", "));
        self.gap(first.key_span, message, help);
    }
}

/// What a value is.
pub(super) fn what(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value as Dokploy writes it into text; none for what is more than one value.
pub(super) fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
