//! The value tree that the printer writes.

use stackc_compiler::artifact::Origin;

/// A Nix expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nix {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text, which may have paths and references in it.
    Text(Vec<Segment>),
    /// A path relative to the file (`./a`, `../a`): Nix copies what it names into the store where it becomes text.
    Path(String),
    /// A name and what is selected from it: `config`, `age`, `secrets` is `config.age.secrets`.
    Reference(Vec<String>),
    /// A function, by its name, with its argument.
    Call(Vec<String>, Box<Nix>),
    /// A list.
    List(Vec<Nix>),
    /// Names and values.
    Set(Attrs),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it is meant.
    Literal(String),
    /// What an expression gives, as text.
    Value(Nix),
}

impl Nix {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(vec![Segment::Literal(text.into())])
    }

    /// A reference; see [`Nix::Reference`].
    pub fn reference<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Reference(names.into_iter().map(str::to_owned).collect())
    }

    /// A call; see [`Nix::Call`].
    pub fn call<'a>(names: impl IntoIterator<Item = &'a str>, argument: impl Into<Self>) -> Self {
        let names = names.into_iter().map(str::to_owned).collect();
        Self::Call(names, Box::new(argument.into()))
    }

    /// The path of a file or folder in the store, as text.
    pub fn stored(path: impl Into<String>) -> Self {
        Self::Text(vec![Segment::Value(Self::Path(path.into()))])
    }
}

impl From<bool> for Nix {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Nix {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Nix {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Nix {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Attrs> for Nix {
    fn from(set: Attrs) -> Self {
        Self::Set(set)
    }
}

impl From<Vec<Nix>> for Nix {
    fn from(items: Vec<Nix>) -> Self {
        Self::List(items)
    }
}

impl FromIterator<Nix> for Nix {
    fn from_iter<I: IntoIterator<Item = Nix>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

/// Names and values in the order in which they were set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attrs {
    bindings: Vec<Binding>,
}

/// `a.b.c = value;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The names, one or several.
    pub path: Vec<String>,
    /// The value.
    pub value: Nix,
    /// Comment lines above it.
    pub comment: Vec<String>,
    /// Whether a blank line stands above it, unless it is the first.
    pub spaced: bool,
    /// The place of the stack that it comes from.
    pub origin: Origin,
    /// Those of the items, if the value is a list and they are known.
    pub items: Vec<Origin>,
}

impl Attrs {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Binds a name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Nix>) {
        self.bind(vec![name.into()], value, false);
    }

    /// Binds a path of names, with a blank line above it.
    pub fn section<'a>(
        &mut self,
        path: impl IntoIterator<Item = &'a str>,
        value: impl Into<Nix>,
    ) -> &mut Self {
        let path = path.into_iter().map(str::to_owned).collect();
        self.bind(path, value, true);
        self
    }

    /// Binds a path of names.
    pub fn put<'a>(&mut self, path: impl IntoIterator<Item = &'a str>, value: impl Into<Nix>) {
        let path = path.into_iter().map(str::to_owned).collect();
        self.bind(path, value, false);
    }

    /// Says where what was bound last comes from, and the items of its list.
    pub fn come_from(&mut self, origin: impl Into<Origin>, items: &[Origin]) {
        if let Some(last) = self.bindings.last_mut() {
            last.origin = origin.into();
            last.items = items.to_vec();
        }
    }

    /// Comment lines above what was bound last.
    pub fn comment<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        if let Some(last) = self.bindings.last_mut() {
            last.comment = lines.into_iter().map(str::to_owned).collect();
        }
    }

    /// A name that is bound again takes its new value in its old place: in Nix it would be an error.
    fn bind(&mut self, path: Vec<String>, value: impl Into<Nix>, spaced: bool) {
        let value = value.into();
        match self.bindings.iter_mut().find(|old| old.path == path) {
            Some(old) => old.value = value,
            None => self.bindings.push(Binding {
                path,
                value,
                comment: Vec::new(),
                spaced,
                origin: Origin::default(),
                items: Vec::new(),
            }),
        }
    }

    /// The bindings in order.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bindings.is_empty()
    }
}

impl<K: Into<String>, V: Into<Nix>> FromIterator<(K, V)> for Attrs {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(bindings: I) -> Self {
        let mut set = Self::new();
        for (name, value) in bindings {
            set.set(name, value);
        }
        set
    }
}
