//! `node!`: a concept's struct, its schema and its reader from one declaration.

/// Declares a kind of node.
///
/// ```text
/// node! {
///     /// What it is.
///     Name "kind" key Key::First; slots [["a", "b"]]; {
///         /// What the field says.
///         arg name: Fixed<Name>,
///         prop driver = "driver": Value<Line>,
///         nodes ports: Port,
///     }
/// }
/// ```
macro_rules! node {
    ($(#[doc = $doc:literal])* $name:ident $kind:literal key $key:expr; $(slots [$([$($slot:literal),+]),+];)? {
        $($(#[doc = $field_doc:literal])* $how:ident $field:ident $(= $word:literal)? : $type:ty),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $crate::reader::field_type!($how $type),)*
            /// Where it is written.
            pub span: $crate::source::Span,
        }

        impl $crate::reader::Placed for $name {
            fn place(&self) -> $crate::source::Span {
                self.span
            }
        }

        impl $crate::reader::NodeType for $name {
            const SCHEMA: &'static $crate::schema::NodeSchema = &$crate::schema::NodeSchema {
                kind: $kind,
                doc: concat!($($doc, "\n"),*),
                key: $key,
                fields: &[$($crate::schema::FieldSchema {
                    field: stringify!($field),
                    how: $crate::reader::field_schema!(how $how),
                    word: $crate::reader::field_word!($field $($word)?),
                    doc: concat!($($field_doc, "\n"),*),
                    shape: $crate::reader::field_schema!(shape $how $type),
                }),*],
                slots: &[$($(&[$($slot),+]),+)?],
            };

            #[allow(unused_mut, unused_variables)]
            fn read(node: &$crate::syntax::Node, reader: &mut $crate::reader::Reader<'_>) -> Option<Self> {
                let mut fields = $crate::reader::Fields::new(node, <Self as $crate::reader::NodeType>::SCHEMA);
                $(let $field = fields.$how::<$type>($crate::reader::field_word!($field $($word)?), reader);)*
                Some(Self {
                    $($field: $field?,)*
                    span: node.span,
                })
            }
        }
    };
}

/// Declares a list's several kinds of nodes as one enum.
macro_rules! node_group {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $variant_doc:literal])* $variant:ident($type:ty)),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant($type)),+
        }

        impl $crate::reader::Placed for $name {
            fn place(&self) -> $crate::source::Span {
                match self {
                    $(Self::$variant(node) => $crate::reader::Placed::place(node)),+
                }
            }
        }

        impl $crate::reader::NodeGroup for $name {
            fn schemas() -> &'static [&'static $crate::schema::NodeSchema] {
                const { &[$(<$type as $crate::reader::NodeType>::SCHEMA),+] }
            }

            fn read_any(node: &$crate::syntax::Node, reader: &mut $crate::reader::Reader<'_>) -> Option<Self> {
                $(if node.kind.value == <$type as $crate::reader::NodeType>::SCHEMA.kind {
                    return <$type as $crate::reader::NodeType>::read(node, reader).map(Self::$variant);
                })+
                None
            }
        }
    };
}

/// The type of a field, from where it stands and what it holds.
macro_rules! field_type {
    (arg $type:ty) => { $type };
    (opt_arg $type:ty) => { Option<$type> };
    (args $type:ty) => { Vec<$type> };
    (prop $type:ty) => { Option<$type> };
    (req_prop $type:ty) => { $type };
    (value $type:ty) => { Option<$type> };
    (flag $type:ty) => { Option<$type> };
    (words $type:ty) => { Option<$crate::reader::Words<$type>> };
    (each $type:ty) => { Vec<$type> };
    (pairs $type:ty) => { Vec<$crate::reader::Pair<$type>> };
    (block $type:ty) => { Vec<$crate::reader::Pair<$type>> };
    (node $type:ty) => { Option<$type> };
    (nodes $type:ty) => { Vec<$type> };
    (raw $type:ty) => { Option<$type> };
    (overlay $type:ty) => { Vec<$crate::syntax::Node> };
    (setting $type:ty) => { Vec<$crate::syntax::Node> };
}

/// The schema of a field, from where it stands and what it holds.
macro_rules! field_schema {
    (how arg) => {
        $crate::schema::How::Arg
    };
    (how opt_arg) => {
        $crate::schema::How::OptArg
    };
    (how args) => {
        $crate::schema::How::Args
    };
    (how prop) => {
        $crate::schema::How::Prop
    };
    (how req_prop) => {
        $crate::schema::How::ReqProp
    };
    (how value) => {
        $crate::schema::How::Value
    };
    (how flag) => {
        $crate::schema::How::Flag
    };
    (how words) => {
        $crate::schema::How::Words
    };
    (how each) => {
        $crate::schema::How::Each
    };
    (how pairs) => {
        $crate::schema::How::Pairs
    };
    (how block) => {
        $crate::schema::How::Block
    };
    (how node) => {
        $crate::schema::How::Node
    };
    (how nodes) => {
        $crate::schema::How::Nodes
    };
    (how overlay) => {
        $crate::schema::How::Overlay
    };
    (how setting) => {
        $crate::schema::How::Setting
    };
    (how raw) => {
        $crate::schema::How::Raw
    };
    (shape node $type:ty) => {
        $crate::schema::Shape::Nodes(<$type as $crate::reader::NodeGroup>::schemas)
    };
    (shape nodes $type:ty) => {
        $crate::schema::Shape::Nodes(<$type as $crate::reader::NodeGroup>::schemas)
    };
    (shape raw $type:ty) => {
        $crate::schema::Shape::Raw
    };
    (shape overlay $type:ty) => {
        $crate::schema::Shape::Body(|| <$type as $crate::reader::NodeType>::SCHEMA)
    };
    (shape $how:ident $type:ty) => {
        $crate::schema::Shape::Value(<$type as $crate::reader::Slot>::SCHEMA)
    };
}

/// The word of a field: what is written, or for an argument the field's own name.
macro_rules! field_word {
    ($field:ident $word:literal) => {
        $word
    };
    ($field:ident) => {
        stringify!($field)
    };
}

pub(crate) use {field_schema, field_type, field_word, node, node_group};
