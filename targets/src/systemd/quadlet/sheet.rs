//! One Quadlet file while it is written, with what can't stand in it.

use stackc_compiler::{
    answers,
    artifact::{Bug, Origin},
    atoms::{Atom, Bool},
    reader::Pair,
    source::Span,
    target::Answer,
    template::{Expr, Part, Template, Value},
};

use super::{settled::settled, shown::Shown, values::Values};
use crate::{
    systemd::plan::{Plan, written},
    text::unit::{Setting, Text, Unit},
};

/// What a stack says and a Quadlet file can't: the word, the answer, the place.
pub(super) type Found = Vec<(&'static str, Answer, Span)>;

answers! {
    INPUT: ["input" "default"] "where none is said and Quadlet has to know the value" => Refused("takes no input with Quadlet, which has to know it; give it a fixed value, or the input a default");
    KEY: ["service" "label", "service" "annotation", "service build" "label", "network" "label", "volume" "label"] "whose name has an `=`" => Refused("is split by podman at the first `=`, which this name has; give it another name");
    DEFAULT: ["input" "default"] "where Quadlet has to know the value" => Partial("keeps the default of its input: Quadlet has to know it before the stack is deployed; give it a fixed value");
}

/// A Quadlet file.
pub(super) struct Sheet<'a> {
    pub plan: &'a Plan<'a>,
    pub unit: Unit,
    pub values: Values,
    pub found: Found,
    /// Where a path is said that is whole only when the unit starts: a relative one is one of the stack's folder.
    pub from_folder: Option<Span>,
    section: &'static str,
    /// The place of the stack that says what is being written.
    origin: Origin,
}

impl<'a> Sheet<'a> {
    /// An empty file whose keys stand in this section.
    pub(super) fn new(plan: &'a Plan<'a>, section: &'static str, what: &str) -> Result<Self, Bug> {
        let description = format!("{}: {what}", plan.stack.project);
        Ok(Self {
            plan,
            unit: plan.start(&description)?,
            values: Values::default(),
            found: Found::new(),
            from_folder: None,
            section,
            origin: Origin::default(),
        })
    }

    /// Reports what it can't say.
    pub(super) fn report(&mut self, word: &'static str, answer: Answer, span: Span) {
        self.found.push((word, answer, span));
    }

    /// A value that has to be known. One that an input decides is what the input's default makes of it; an empty one is not said.
    pub(super) fn known<A: Atom>(
        &mut self,
        word: &'static str,
        value: Option<&Value<A>>,
    ) -> Option<A> {
        let value = value?;
        let template = match &value.expr {
            Expr::Known(known) => return Some(known.clone()),
            Expr::Deferred(template) => template,
        };
        let text = settled(self.plan.stack, template);
        let known = text.as_deref().map(A::parse);
        let empty = text.as_deref() == Some("");
        let answer = match &known {
            Some(Ok(_)) => DEFAULT,
            _ if empty => DEFAULT,
            _ => INPUT,
        };
        self.report(word, answer, value.span);
        known?.ok().filter(|_| !empty)
    }

    /// Whether a flag is set.
    pub(super) fn is_set(&mut self, word: &'static str, value: Option<&Value<Bool>>) -> bool {
        self.known(word, value).is_some_and(|flag| flag.0)
    }

    /// A value as text; an input is a variable that is filled in when the unit starts.
    pub(super) fn text<A: Shown>(&mut self, value: &Value<A>) -> Text {
        match &value.expr {
            Expr::Known(value) => Text::new(value.shown()),
            Expr::Deferred(template) => self.template(template),
        }
    }

    /// Reports a value that podman would split at one of these characters, known or by the defaults of its inputs. The script refuses what the
    /// deployer sets so.
    pub(super) fn unsplit<A: Shown>(
        &mut self,
        word: &'static str,
        value: &Value<A>,
        at: &[char],
        answer: Answer,
    ) {
        let text = match &value.expr {
            Expr::Known(known) => Some(known.shown()),
            Expr::Deferred(template) => settled(self.plan.stack, template),
        };
        if text.is_some_and(|text| text.contains(at)) {
            self.report(word, answer, value.span);
        }
        if let Expr::Deferred(template) = &value.expr {
            let parts = template.parts.iter();
            for part in parts.filter(|part| !matches!(part, Part::Text(_))) {
                let name = self.values.composed(part);
                self.values.guard(&name, at);
            }
        }
    }

    /// A text with inputs, each a variable.
    pub(super) fn template(&mut self, template: &Template) -> Text {
        let mut text = Text::default();
        for part in &template.parts {
            text = match part {
                Part::Text(known) => text.then(known),
                Part::Input(_) | Part::Secret(_) => {
                    text.join(Text::variable(self.values.composed(part)))
                }
            };
        }
        text
    }

    /// A path of the host; a relative one is one of the stack's folder, one that starts with an input is taken from there as it comes.
    pub(super) fn host_path(&mut self, value: &Value<stackc_compiler::atoms::Line>) -> Text {
        match &value.expr {
            Expr::Known(path) => self.plan.path(&path.0, value.span),
            Expr::Deferred(template) => match template.parts.split_first() {
                Some((Part::Text(first), rest)) if !first.starts_with('/') => {
                    let (folder, file) = first.rsplit_once('/').unwrap_or(("", first));
                    let rest = Template {
                        parts: rest.to_vec(),
                    };
                    let rest = self.template(&rest);
                    let folder = self.plan.path(folder, value.span);
                    folder.then(format!("/{file}")).join(rest)
                }
                Some((Part::Text(_), _)) => self.template(template),
                _ => {
                    self.from_folder = Some(value.span);
                    self.template(template)
                }
            },
        }
    }

    /// A line of the file's own section with a setting that is written already.
    pub(super) fn set(&mut self, key: &'static str, setting: Setting) {
        self.unit.add_from(self.section, key, setting, self.origin);
    }

    /// A key that takes its text as it stands. What can't stand so comes from a variable.
    pub(super) fn bare(&mut self, key: &'static str, text: Text) -> Result<(), Bug> {
        let text = text.carried_bare(|text| self.values.fixed(text));
        self.set(key, written(Setting::bare(&text))?);
        Ok(())
    }

    /// A path of the host in the container, with what stands behind it: the place inside, and options. Where Quadlet would say wrongly what has to be
    /// mounted before, it is said here.
    pub(super) fn bind(&mut self, source: Text, rest: Text) -> Result<(), Bug> {
        if !source.is_copied_wrong() {
            return self.bare("Volume", source.join(rest));
        }
        let path = written(Setting::path(&source.known_path()))?;
        self.unit
            .add_from("Unit", "RequiresMountsFor", path, self.origin);
        self.argument("volume", source.join(rest))
    }

    /// A key with a value, if it is said.
    pub(super) fn option<A: Shown>(
        &mut self,
        key: &'static str,
        value: Option<&Value<A>>,
    ) -> Result<(), Bug> {
        let Some(value) = value else { return Ok(()) };
        let text = self.text(value);
        self.said(value.span, |sheet| sheet.bare(key, text))
    }

    /// Writes lines that this place of the stack says.
    pub(super) fn said<T>(&mut self, span: Span, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.origin, span.into());
        let written = write(self);
        self.origin = before;
        written
    }

    /// A key with words, each one argument.
    pub(super) fn words(&mut self, key: &'static str, words: Vec<Text>) -> Result<(), Bug> {
        let words: Vec<Text> = words
            .into_iter()
            .map(|word| word.carried_as_word(|text| self.values.fixed(text)))
            .collect();
        self.set(key, written(Setting::command(&words))?);
        Ok(())
    }

    /// `KEY=name=text` for each pair.
    pub(super) fn pairs<A: Shown>(
        &mut self,
        key: &'static str,
        pairs: &[Pair<Value<A>>],
    ) -> Result<(), Bug> {
        let word = if key == "Label" {
            "label"
        } else {
            "annotation"
        };
        for pair in pairs {
            if pair
                .key
                .get()
                .is_some_and(|name| name.shown().contains('='))
            {
                self.report(word, KEY, pair.span);
            }
            let text = self.pair(pair);
            self.said(pair.span, |sheet| sheet.words(key, vec![text]))?;
        }
        Ok(())
    }

    fn pair<A: Shown>(&mut self, pair: &Pair<Value<A>>) -> Text {
        let value = pair.value.as_ref().map(|value| self.text(value));
        let key = self.text(&pair.key);
        key.then("=").join(value.unwrap_or_default())
    }

    /// The same for a key that Quadlet splits at blanks.
    pub(super) fn listed_pairs<A: Shown>(
        &mut self,
        key: &'static str,
        flag: &'static str,
        pairs: &[Pair<Value<A>>],
    ) -> Result<(), Bug> {
        for pair in pairs {
            let text = self.pair(pair);
            self.said(pair.span, |sheet| sheet.listed(key, flag, text))?;
        }
        Ok(())
    }

    /// A key that Quadlet splits at blanks; podman's own flag for what would not be one word there.
    pub(super) fn listed(
        &mut self,
        key: &'static str,
        flag: &'static str,
        text: Text,
    ) -> Result<(), Bug> {
        // Quadlet writes capabilities in lower case, names of variables too.
        let lost = key.ends_with("Capability") && text.has_variable();
        if lost || !text.stands_in_list() {
            return self.argument(flag, text);
        }
        self.words(key, vec![text])
    }

    /// A flag of podman's that Quadlet has no key for.
    pub(super) fn argument(&mut self, flag: &'static str, text: Text) -> Result<(), Bug> {
        self.words(
            "PodmanArgs",
            vec![Text::new(format!("--{flag}=")).join(text)],
        )
    }

    /// The same with a value, if it is said.
    pub(super) fn option_argument<A: Shown>(
        &mut self,
        flag: &'static str,
        value: Option<&Value<A>>,
    ) -> Result<(), Bug> {
        let Some(value) = value else { return Ok(()) };
        let text = self.text(value);
        self.said(value.span, |sheet| sheet.argument(flag, text))
    }
}
