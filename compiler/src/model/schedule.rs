//! When something runs.

use crate::{
    atoms::{
        Bool, Calendar, Cron, Duration, Int, MonthDays, TimeOfDay, WeekDays, ZoneName,
        words::Rhythm,
    },
    diag::Diagnostic,
    reader::node,
    schema::Key,
    source::Span,
    template::Fixed,
};

node! {
    /// When it runs: a rhythm in words, `every`, or `cron`.
    Schedule "schedule" key Key::Sort; slots [["cron", "every"]]; {
        /// `hourly`, `daily`, `weekly`, `monthly`, or `login`, when the user logs in.
        opt_arg rhythm: Fixed<Rhythm>,
        /// The time of the day, for `daily`, `weekly` and `monthly`.
        prop at = "at": Fixed<TimeOfDay>,
        /// The days of the week, for `weekly`: `mon`, `"mon thu"`, `"mon-fri"`.
        prop on = "on": Fixed<WeekDays>,
        /// The days of the month, for `monthly`: `1`, `"1 15"`.
        prop on_day = "on-day": Fixed<MonthDays>,
        /// The minute, for `hourly`; 0 without it.
        prop minute = "minute": Fixed<Int>,
        /// A time that divides an hour or a day, counted from midnight: `"15m"`, `"6h"`.
        prop every = "every": Fixed<Duration>,
        /// The five fields of a cron line, or `@daily` and its like.
        prop cron = "cron": Fixed<Cron>,
        /// Whether it runs when the user logs in, too.
        prop login = "login": Fixed<Bool>,
        /// The time zone; that of the stack's `host` without it, or else that of the machine.
        prop time_zone = "time-zone": Fixed<ZoneName>,
    }
}

/// What a schedule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At times of a calendar.
    Calendar(Calendar),
    /// When the user logs in.
    Login,
}

/// The code of a schedule that doesn't fit together.
pub(crate) const WRONG_SCHEDULE: &str = "wrong-schedule";

impl Schedule {
    /// What it says.
    ///
    /// # Errors
    /// What doesn't fit together.
    pub fn when(&self) -> Result<When, Box<Diagnostic>> {
        self.fits()?;
        let rhythm = self.rhythm.as_ref().map(|rhythm| rhythm.value);
        let calendar = match (rhythm, &self.every, &self.cron) {
            (Some(Rhythm::Login), _, _) => return Ok(When::Login),
            (Some(Rhythm::Hourly), _, _) => Calendar::hourly(self.minute()?),
            (Some(Rhythm::Daily), _, _) => Calendar::daily(self.at("daily at=\"02:00\"")?),
            (Some(Rhythm::Weekly), _, _) => {
                let on = self.on.as_ref();
                let days = on.ok_or_else(|| self.needs("on", "weekly on=sun at=\"02:00\""))?;
                Calendar {
                    week_days: (days.value.0.len() < 7).then_some(days.value.0),
                    ..Calendar::daily(self.at("weekly on=sun at=\"02:00\"")?)
                }
            }
            (Some(Rhythm::Monthly), _, _) => {
                let on = self.on_day.as_ref();
                let example = "monthly on-day=1 at=\"02:00\"";
                let days = on.ok_or_else(|| self.needs("on-day", example))?;
                Calendar {
                    month_days: (days.value.0.len() < 31).then_some(days.value.0),
                    ..Calendar::daily(self.at(example)?)
                }
            }
            (None, Some(every), _) => return steps(every),
            (None, None, Some(cron)) => cron.value.0,
            (None, None, None) => {
                let found = wrong(self.span, "this schedule says no time");
                return Err(Box::new(
                    found.help("for example schedule daily at=\"02:00\""),
                ));
            }
        };
        Ok(When::Calendar(calendar))
    }

    /// Whether it runs when the user logs in: alone, or beside the times of a calendar.
    #[must_use]
    pub fn is_at_login(&self) -> bool {
        let is_alone = self.rhythm.as_ref().map(|rhythm| rhythm.value) == Some(Rhythm::Login);
        is_alone || self.login.is_some_and(|login| login.value.0)
    }

    /// The place that says so.
    #[must_use]
    pub fn login_span(&self) -> Span {
        self.login.as_ref().map_or(self.span, |login| login.span)
    }

    fn at(&self, example: &str) -> Result<TimeOfDay, Box<Diagnostic>> {
        let at = self.at.as_ref().map(|at| at.value);
        at.ok_or_else(|| self.needs("at", example))
    }

    fn minute(&self) -> Result<u8, Box<Diagnostic>> {
        let Some(minute) = &self.minute else {
            return Ok(0);
        };
        u8::try_from(minute.value.0)
            .ok()
            .filter(|minute| *minute < 60)
            .ok_or_else(|| Box::new(wrong(minute.span, "a minute is from 0 to 59")))
    }

    fn needs(&self, word: &str, example: &str) -> Box<Diagnostic> {
        let rhythm = self.rhythm.as_ref().map_or("", |one| one.value.word());
        let found = wrong(self.span, format!("`{rhythm}` needs `{word}=`"));
        Box::new(found.help(format!("for example schedule {example}")))
    }

    /// Each part has a meaning beside the others.
    fn fits(&self) -> Result<(), Box<Diagnostic>> {
        let Self {
            rhythm,
            at,
            on,
            on_day,
            minute,
            every,
            cron,
            login,
            time_zone,
            span: _,
        } = self;
        let rhythm = rhythm.as_ref().map(|rhythm| rhythm.value);
        let timed = [Rhythm::Daily, Rhythm::Weekly, Rhythm::Monthly];
        let is = |wanted: Rhythm| rhythm == Some(wanted);
        let parts = [
            (
                "at",
                at.as_ref().map(|one| one.span),
                rhythm.is_some_and(|one| timed.contains(&one)),
            ),
            ("on", on.as_ref().map(|one| one.span), is(Rhythm::Weekly)),
            (
                "on-day",
                on_day.as_ref().map(|one| one.span),
                is(Rhythm::Monthly),
            ),
            (
                "minute",
                minute.as_ref().map(|one| one.span),
                is(Rhythm::Hourly),
            ),
            (
                "every",
                every.as_ref().map(|one| one.span),
                rhythm.is_none(),
            ),
            ("cron", cron.as_ref().map(|one| one.span), rhythm.is_none()),
            (
                "login",
                login.as_ref().map(|one| one.span),
                !is(Rhythm::Login),
            ),
            (
                "time-zone",
                time_zone.as_ref().map(|one| one.span),
                !is(Rhythm::Login),
            ),
        ];
        for (word, said, has_meaning) in parts {
            let Some(span) = said.filter(|_| !has_meaning) else {
                continue;
            };
            let beside = match rhythm {
                Some(rhythm) => format!("`{}`", rhythm.word()),
                None => "a schedule without a rhythm".to_owned(),
            };
            let found = wrong(span, format!("`{word}` means nothing beside {beside}"));
            return Err(Box::new(found.help("take one of them away; an overlay takes all of an inherited schedule away with: unset schedule")));
        }
        Ok(())
    }
}

fn wrong(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(WRONG_SCHEDULE, span, message)
}

fn steps(every: &Fixed<Duration>) -> Result<When, Box<Diagnostic>> {
    let minutes = every.value.millis / 60_000.0;
    let whole = minutes.fract() == 0.0 && (1.0..=1440.0).contains(&minutes);
    let calendar = whole.then(|| Calendar::every(minutes as u64)).flatten();
    calendar.map(When::Calendar).ok_or_else(|| {
        let found = wrong(every.span, "this time divides neither an hour nor a day");
        Box::new(found.help("for example every=\"15m\" or every=\"6h\""))
    })
}
