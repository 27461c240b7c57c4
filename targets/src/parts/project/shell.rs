//! How the scripts of the host begin.

use stackc_compiler::{
    model::{Schedule, When},
    resolve::Stack,
};

/// The first lines of a script that lies in a folder of the project and works from the project's own.
pub(super) fn opening(banner: &[String], says: &[String]) -> String {
    let lines: String = banner
        .iter()
        .chain(says)
        .map(|line| format!("# {line}\n"))
        .collect();
    format!("#!/bin/sh\n{lines}set -eu\ncd -- \"$(dirname -- \"$0\")/..\"\n\n")
}

/// When something runs, in words, for whoever sets up a timer.
pub(super) fn when(schedule: &Schedule, stack: &Stack) -> String {
    match schedule.when() {
        Ok(When::Calendar(calendar)) => {
            let zone = stack.time_zone(schedule);
            let zone = zone.map_or_else(String::new, |zone| format!(" ({})", zone.0));
            let login = if schedule.is_at_login() {
                "; and when the user logs in"
            } else {
                ""
            };
            format!(
                "{}{zone}; cron: {}{login}",
                calendar.words(),
                calendar.cron()
            )
        }
        _ => "when the user logs in".to_owned(),
    }
}
