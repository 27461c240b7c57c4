//! The seven axes on which a change has an effect, each with its values, mildest first.

use serde::Serialize;

/// Declares an axis: its name on the command line, and its values with theirs.
macro_rules! axis {
    (
        $(#[$about:meta])*
        $name:ident $word:literal mildest $mildest:ident; {
            $( $(#[$doc:meta])* $value:ident $text:literal, )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $( $(#[$doc])* $value, )+
        }

        impl $name {
            /// Every value, mildest first.
            pub const ALL: &'static [Self] = &[$( Self::$value, )+];

            /// The name of the axis, in JSON and on the command line.
            pub const AXIS: &'static str = $word;

            /// The value's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$value => $text, )+
                }
            }
        }

        impl Default for $name {
            /// The value of a change that has no effect on this axis.
            fn default() -> Self {
                Self::$mildest
            }
        }
    };
}

axis! {
    /// What is interrupted.
    Disruption "disruption" mildest None; {
        /// Nothing.
        None "none",
        /// A program reads its configuration again; connections stay.
        Reload "reload",
        /// A program ends and starts again.
        Restart "restart",
        /// A container is removed and made again.
        Recreate "recreate",
        /// A network is removed and made again, with all that is in it.
        NetworkRecreate "network-recreate",
        /// Everything stops.
        StackDown "stack-down",
    }
}

axis! {
    /// When it takes effect, once the files are where they belong and the usual command has run.
    Apply "apply" mildest Yes; {
        /// At once.
        Yes "yes",
        /// When a timer fires the next time.
        AtTheNextRun "at-the-next-run",
        /// Not until something is forced: what runs keeps the old.
        StaleUntilForced "stale-until-forced",
        /// Not until someone does what no command of a deploy does.
        ByHand "by-hand",
    }
}

axis! {
    /// What becomes of data that is there.
    Data "data" mildest None; {
        /// Nothing.
        None "none",
        /// It stays where it is, and nothing uses it any more.
        Orphaned "orphaned",
        /// It may be lost if something else goes wrong.
        AtRisk "at-risk",
        /// It is gone, or unreadable, unless it is carried over.
        Lost "lost",
    }
}

axis! {
    /// Who can reach what.
    Exposure "exposure" mildest Same; {
        /// Fewer than before.
        Narrower "narrower",
        /// The same.
        Same "same",
        /// More than before.
        Wider "wider",
    }
}

axis! {
    /// What becomes of a secret's way.
    SecretUse "secret" mildest None; {
        /// Nothing.
        None "none",
        /// One more thing gets it.
        ConsumerAdded "consumer-added",
        /// It comes from elsewhere.
        SourceChanged "source-changed",
        /// It is where more can read it: a variable in place of a file.
        MovedToAWeakerPlace "moved-to-a-weaker-place",
    }
}

axis! {
    /// What code runs.
    Supply "supply" mildest None; {
        /// The same.
        None "none",
        /// Another tag of the same image.
        Tag "tag",
        /// Other bytes by digest.
        Digest "digest",
        /// Another registry or repository.
        Registry "registry",
        /// What was fixed by a digest or a version no longer is.
        Unpinned "unpinned",
    }
}

axis! {
    /// Whether going back to the stack before undoes it.
    Reversible "reversible" mildest ByItself; {
        /// It does.
        ByItself "by-itself",
        /// Only with a backup that was made before.
        NeedsABackup "needs-a-backup",
        /// It doesn't.
        No "no",
    }
}
