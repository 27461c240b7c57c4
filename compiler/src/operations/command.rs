//! Commands as typed words: how they are quoted is the business of whoever writes them.

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text that the command gets as it stands.
    Text(String),
    /// The value of a variable of the runbook.
    Variable(&'static str),
}

/// One word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(pub Vec<Part>);

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(vec![Part::Text(text.to_owned())])
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(vec![Part::Text(text)])
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// A file in the runbook's own folder, which only its owner reads.
#[must_use]
pub fn kept(name: &str) -> Word {
    Word(vec![Part::Variable("work"), Part::Text(format!("/{name}"))])
}

/// A file of the version before.
#[must_use]
pub fn before(path: &str) -> Word {
    Word(vec![
        Part::Variable("before"),
        Part::Text(format!("/{path}")),
    ])
}

/// A path in the home of whoever runs the runbook.
#[must_use]
pub fn at_home(path: &str) -> Word {
    Word(vec![Part::Variable("HOME"), Part::Text(format!("/{path}"))])
}

impl Word {
    /// The same with a path below it.
    #[must_use]
    pub fn below(&self, path: &str) -> Self {
        if *self == Self::from(".") || *self == Self::from("") {
            return Self::from(path);
        }
        let mut parts = self.0.clone();
        let path = format!("/{path}");
        match parts.last_mut() {
            Some(Part::Text(text)) => text.push_str(&path),
            _ => parts.push(Part::Text(path)),
        }
        Self(parts)
    }

    /// The word as a sentence names it.
    #[must_use]
    pub fn shown(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Variable("HOME") => "~".to_owned(),
            Part::Variable(name) => format!("${name}"),
        });
        parts.collect()
    }
}

/// A command with its words, and what its standard input and output are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The folder that it runs in, if it isn't the one that the runbook runs in.
    pub folder: Option<Word>,
    /// The program, or a function of the runbook, with its arguments.
    pub words: Vec<Word>,
    /// The file that is its standard input.
    pub input: Option<Word>,
    /// The file that takes its standard output.
    pub output: Option<Word>,
}

impl Command {
    /// A command of these words.
    #[must_use]
    pub fn new<W: Into<Word>>(words: impl IntoIterator<Item = W>) -> Self {
        Self {
            folder: None,
            words: words.into_iter().map(Into::into).collect(),
            input: None,
            output: None,
        }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, word: impl Into<Word>) -> Self {
        self.words.push(word.into());
        self
    }

    /// The same with more arguments.
    #[must_use]
    pub fn args<W: Into<Word>>(mut self, words: impl IntoIterator<Item = W>) -> Self {
        self.words.extend(words.into_iter().map(Into::into));
        self
    }

    /// The same in another folder; `.` is none.
    #[must_use]
    pub fn within(self, folder: impl Into<Word>) -> Self {
        let folder = folder.into();
        Self {
            folder: (folder != Word::from(".")).then_some(folder),
            ..self
        }
    }

    /// The same, reading a file.
    #[must_use]
    pub fn reads(self, file: impl Into<Word>) -> Self {
        Self {
            input: Some(file.into()),
            ..self
        }
    }

    /// The same, writing a file.
    #[must_use]
    pub fn writes(self, file: impl Into<Word>) -> Self {
        Self {
            output: Some(file.into()),
            ..self
        }
    }

    /// The commands of a line that a table of facts names: words between blanks, commands between `&&`.
    #[must_use]
    pub fn of_line(line: &str) -> Vec<Self> {
        let commands = line.split(" && ");
        commands
            .map(|command| Self::new(command.split_whitespace()))
            .collect()
    }
}
