//! How text looks on a terminal: colour, drawing characters.

use crate::{args::Color, world::World};

/// What a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether there are colours.
    pub color: bool,
    /// Whether lines are drawn with more than ASCII.
    pub unicode: bool,
    /// Whether its width can be asked for.
    pub terminal: bool,
    /// How many columns there are, if that is known.
    pub width: Option<usize>,
}

impl Look {
    pub(crate) fn of(world: &World<'_>, color: Color) -> Self {
        Self {
            color: colored(world, color),
            unicode: unicode(world),
            terminal: world.terminal,
            width: None,
        }
    }

    /// The same for standard output, which may be another place than standard error.
    pub(crate) fn of_output(world: &World<'_>, color: Color) -> Self {
        let columns = (world.variable)("COLUMNS").and_then(|text| text.parse().ok());
        let forced = is_set(world, "CLICOLOR_FORCE") && !is_set(world, "NO_COLOR");
        let is_terminal = world.width.is_some();
        Self {
            color: match color {
                Color::Auto => {
                    forced || is_terminal && !is_set(world, "NO_COLOR") && !is_dumb(world)
                }
                other => other == Color::Always,
            },
            unicode: unicode(world),
            terminal: is_terminal,
            width: columns.or(world.width),
        }
    }
}

fn colored(world: &World<'_>, color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set(world, "NO_COLOR") => false,
        Color::Auto if is_set(world, "CLICOLOR_FORCE") => true,
        Color::Auto => world.terminal && !is_dumb(world),
    }
}

fn is_set(world: &World<'_>, name: &str) -> bool {
    (world.variable)(name)
        .is_some_and(|value| !value.is_empty() && (name == "NO_COLOR" || value != "0"))
}

fn is_dumb(world: &World<'_>) -> bool {
    (world.variable)("TERM").is_some_and(|term| term == "dumb")
}

/// A terminal draws lines if its locale is UTF-8 and it is not known for having no such font.
fn unicode(world: &World<'_>) -> bool {
    if is_dumb(world) || (world.variable)("TERM").is_some_and(|term| term == "linux") {
        return false;
    }
    if cfg!(windows) {
        return true;
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| (world.variable)(name))
        .find(|locale| !locale.is_empty())
        .is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.ends_with("utf-8") || locale.ends_with("utf8")
        })
}
