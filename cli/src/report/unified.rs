//! The unified difference of two texts, without what no report shows.

use std::time::Duration;

use similar::TextDiff;

/// The largest texts that are compared line by line.
const LARGEST: usize = 1 << 20;

/// The difference of two texts, each under its name; none if they are too large, or no texts.
pub(crate) fn unified(before: (&str, &[u8]), after: (&str, &[u8])) -> Option<String> {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let (old, new) = (text(before.1)?, text(after.1)?);
    if old.len().max(new.len()) > LARGEST || old.contains('\0') || new.contains('\0') {
        return None;
    }
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(old, new);
    let text = difference
        .unified_diff()
        .header(before.0, after.0)
        .to_string();
    Some(text)
}
