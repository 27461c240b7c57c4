//! Flags of programs whose value is a secret.

/// Words of a command whose next word is a secret.
pub(super) const FLAGS: [&str; 14] = [
    "--password",
    "--token",
    "--secret",
    "--requirepass",
    "--masterauth",
    "--pass",
    "--passwd",
    "--passphrase",
    "--root-password",
    "--admin-password",
    "--auth-token",
    "--api-key",
    "--secret-key",
    "--access-key",
];

/// How a flag is followed by its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In the same word alone: `-pVALUE`. The flag by itself asks for it.
    Same,
    /// In the next word alone.
    Next,
    /// In either.
    Both,
    /// In the next word, or after `=` or at once in the same: `user:VALUE`. Without a colon it is asked for.
    User,
}

/// Programs of one family, and their flags.
pub(super) struct Program {
    /// What their names are, or begin with, as far as a `-` or the end.
    names: &'static [&'static str],
    flags: &'static [(&'static str, Form)],
}

const PROGRAMS: [Program; 9] = [
    Program {
        names: &[
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mysqlcheck",
            "mysqlimport",
            "mysqlshow",
            "mysqlsh",
            "mysqlpump",
            "mariadb",
        ],
        flags: &[("-p", Form::Same)],
    },
    Program {
        names: &["redis-cli", "redis-benchmark", "valkey-cli", "keydb-cli"],
        flags: &[("-a", Form::Both)],
    },
    Program {
        names: &["curl"],
        flags: &[
            ("-u", Form::User),
            ("--user", Form::User),
            ("-U", Form::User),
            ("--proxy-user", Form::User),
        ],
    },
    Program {
        names: &["sshpass"],
        flags: &[("-p", Form::Both)],
    },
    Program {
        names: &[
            "mongo",
            "mongosh",
            "mongodump",
            "mongorestore",
            "mongoexport",
            "mongoimport",
        ],
        flags: &[("-p", Form::Both)],
    },
    Program {
        names: &["mosquitto_pub", "mosquitto_sub", "mosquitto_rr"],
        flags: &[("-P", Form::Next)],
    },
    Program {
        names: &[
            "ldapsearch",
            "ldapadd",
            "ldapmodify",
            "ldapdelete",
            "ldapwhoami",
        ],
        flags: &[("-w", Form::Both)],
    },
    Program {
        names: &["zip", "unzip"],
        flags: &[("-P", Form::Both)],
    },
    Program {
        names: &["7z", "7za", "7zz"],
        flags: &[("-p", Form::Same)],
    },
];

/// What follows a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// A secret.
    Value,
    /// A user, and behind a colon a secret.
    User,
}

/// Where a program's word says a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// In the next word.
    Next(Follows),
    /// It begins at this byte of the word.
    Here(usize),
}

impl Program {
    /// The program that a word names, also by its path.
    pub(super) fn of(word: &str) -> Option<&'static Self> {
        let slash = word.bytes().rposition(|byte| byte == b'/');
        let name = slash.and_then(|at| word.get(at + 1..)).unwrap_or(word);
        // Most words end here.
        if !name.starts_with(['m', 'r', 'v', 'k', 'c', 's', 'l', 'z', 'u', '7']) {
            return None;
        }
        let is = |known: &&str| {
            name.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || *known == "mariadb" && rest.starts_with('-'))
        };
        PROGRAMS
            .iter()
            .find(|program| program.names.iter().any(&is))
    }

    /// What a word among its arguments says.
    pub(super) fn says(&self, word: &str) -> Option<Said> {
        if !word.starts_with('-') {
            return None;
        }
        self.flags.iter().find_map(|(flag, form)| {
            let rest = word.strip_prefix(flag)?;
            let here = Said::Here(word.len() - rest.len());
            match (form, rest) {
                (Form::Same, "") => None,
                (Form::Next | Form::Both, "") => Some(Said::Next(Follows::Value)),
                (Form::User, "") => Some(Said::Next(Follows::User)),
                (Form::Next, _) => None,
                (Form::Same | Form::Both, _) => Some(here),
                (Form::User, rest) => {
                    let rest = if flag.starts_with("--") {
                        rest.strip_prefix('=')?
                    } else {
                        rest
                    };
                    let (user, _) = rest.split_once(':')?;
                    Some(Said::Here(word.len() - rest.len() + user.len() + 1))
                }
            }
        })
    }
}
