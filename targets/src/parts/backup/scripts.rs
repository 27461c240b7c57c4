//! The scripts that run in the containers of a backup, for POSIX sh.

const DATABASE: &str = include_str!("database.sh");
const FILES: &str = include_str!("files.sh");
const RESTIC: &str = include_str!("restic.sh");
const S3: &str = include_str!("s3.sh");
/// The function `expired`, which says which copies are no longer kept.
pub const KEEP: &str = include_str!("keep.sh");

/// Name and text of each.
pub const SCRIPTS: [(&str, &str); 4] = [
    ("database.sh", DATABASE),
    ("files.sh", FILES),
    ("restic.sh", RESTIC),
    ("s3.sh", S3),
];

/// A script as it is shipped: with the banner, and with the rule of what is kept in its place.
#[must_use]
pub fn script(text: &str, banner: &[String]) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let banner: String = banner.iter().map(|line| format!("# {line}\n")).collect();
    format!("{first}\n{banner}{}", rest.replace("#KEEP\n", KEEP))
}
