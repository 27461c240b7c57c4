//! Dates and times, as `yaml.v3` knows them and as Go prints them.

/// What Go's `time.Time` prints for text that `yaml.v3` takes for a time.
pub(super) fn time(text: &str) -> Option<String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let mut reader = Reader { rest: text };
    let year = reader.number(4, 4)?;
    reader.expect('-')?;
    let month = reader.number(1, 2)?;
    reader.expect('-')?;
    let day = reader.number(1, 2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days(year, month) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if reader.rest.is_empty() {
        return Some(format!("{date} 00:00:00 +0000 UTC"));
    }
    let blank = reader.expect_one(&['T', 't', ' '])? == ' ';
    let hour = reader.number(1, 2)?;
    reader.expect(':')?;
    let minute = reader.number(1, 2)?;
    reader.expect(':')?;
    let second = reader.number(1, 2)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction = reader.fraction()?;
    let zone = match (blank, reader.rest) {
        (true, "") | (false, "Z") => "+0000 UTC".to_owned(),
        (false, rest) => offset(rest)?,
        (true, _) => return None,
    };
    Some(format!(
        "{date} {hour:02}:{minute:02}:{second:02}{fraction} {zone}"
    ))
}

/// `+02:00` as Go prints a zone without a name.
fn offset(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text };
    let sign = reader.expect_one(&['+', '-'])?;
    let hours = reader.number(2, 2)?;
    reader.expect(':')?;
    let minutes = reader.number(2, 2)?;
    if !reader.rest.is_empty() || hours > 24 || minutes > 59 {
        return None;
    }
    if hours == 0 && minutes == 0 {
        return Some("+0000 UTC".to_owned());
    }
    let zone = format!("{sign}{hours:02}{minutes:02}");
    Some(format!("{zone} {zone}"))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self
            .rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        digits.parse().ok()
    }

    fn expect(&mut self, c: char) -> Option<()> {
        self.expect_one(&[c]).map(|_| ())
    }

    fn expect_one(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| wanted.contains(c))?;
        self.rest = self.rest.get(c.len_utf8()..)?;
        Some(c)
    }

    /// `.5` without its trailing zeros; none is empty.
    fn fraction(&mut self) -> Option<String> {
        let Some(rest) = self.rest.strip_prefix('.') else {
            return Some(String::new());
        };
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(count)?;
        if digits.is_empty() {
            return None;
        }
        self.rest = rest;
        let digits = digits.get(..9).unwrap_or(digits).trim_end_matches('0');
        Some(if digits.is_empty() {
            String::new()
        } else {
            format!(".{digits}")
        })
    }
}
