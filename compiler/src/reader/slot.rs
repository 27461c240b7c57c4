//! How the value at a place is read.

use super::Reader;
use crate::{
    atoms::{AnyText, Atom},
    schema::{Holds, ValueSchema},
    syntax::{Scalar, ScalarKind},
    template::{Expr, Fixed, LiteralForm, SecretText, Value},
};

/// The type of a field that holds a value.
pub trait Slot: Sized {
    /// What it accepts.
    const SCHEMA: ValueSchema;

    /// Reads the value; what is wrong goes to the reader's diagnostics.
    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Self>;
}

impl<A: Atom> Slot for Fixed<A> {
    const SCHEMA: ValueSchema = ValueSchema::of::<A>(Holds::Constant);

    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Self> {
        let template = reader.template(scalar, &Self::SCHEMA)?;
        match template.literal() {
            Some(text) => reader
                .atom::<A>(&text, scalar)
                .map(|value| Self::new(value, scalar.span)),
            None => {
                reader.refuse_deploy_time(&template, scalar, &Self::SCHEMA);
                None
            }
        }
    }
}

impl<A: Atom> Slot for Value<A> {
    const SCHEMA: ValueSchema = ValueSchema::of::<A>(Holds::Inputs);

    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Self> {
        let template = reader.template(scalar, &Self::SCHEMA)?;
        let span = scalar.span;
        match template.literal() {
            Some(text) => reader.atom::<A>(&text, scalar).map(|value| Self {
                expr: Expr::Known(value),
                span,
            }),
            None if template.secrets().next().is_some() => {
                reader.refuse_secret(&template, scalar);
                None
            }
            None => Some(Self {
                expr: Expr::Deferred(template),
                span,
            }),
        }
    }
}

impl Slot for SecretText {
    const SCHEMA: ValueSchema = ValueSchema::of::<AnyText>(Holds::Secrets);

    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Self> {
        let template = reader.template(scalar, &Self::SCHEMA)?;
        for secret in template.secrets() {
            reader.value_secrets.insert(secret.value.clone());
        }
        Some(Self {
            template,
            plain: scalar.is_annotated("plain"),
            literal: match scalar.kind {
                ScalarKind::Number => LiteralForm::Number,
                ScalarKind::Bool => LiteralForm::Bool,
                ScalarKind::Text | ScalarKind::Null => LiteralForm::Text,
            },
            span: scalar.span,
        })
    }
}
