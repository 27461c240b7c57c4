//! What a server of a deployment answers to curl.

use super::daemon::Engine;

/// An answer over HTTP.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status, such as 200.
    pub status: u16,
    /// The headers, with their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Every value of a header; the name is in lower case.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let same = self.headers.iter().filter(|(header, _)| header == name);
        same.map(|(_, value)| value.as_str()).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.lines();
        let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        if (100..200).contains(&status) && status != 101 {
            return Self::parse(body);
        }
        let headers = lines.filter_map(|line| line.split_once(':'));
        Some(Self {
            status,
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
                .collect(),
            body: body.to_owned(),
        })
    }
}

impl Engine {
    /// Asks a server on the engine's side; every name stands for it. Whether its certificate can be trusted is not asked here.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn ask(&self, url: &str, arguments: &[&str]) -> Result<Answer, String> {
        let mut words = vec![
            "curl",
            "--silent",
            "--show-error",
            "--globoff",
            "--insecure",
            "--include",
            "--max-time",
            "20",
            "--connect-to",
            "::127.0.0.1:",
        ];
        words.extend(arguments);
        words.push(url);
        let done = self.run("/", &[], &words);
        if !done.succeeded() {
            return Err(format!("{url}: {}", done.stderr.trim()));
        }
        Answer::parse(&done.stdout).ok_or_else(|| format!("{url}: no answer: {}", done.stdout))
    }

    /// Asks the same many times, a few at once; the statuses.
    ///
    /// # Panics
    /// When curl can't.
    pub fn ask_often(&self, url: &str, count: usize) -> Vec<u16> {
        let separator = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{separator}n=[1-{count}]");
        let words = [
            "curl",
            "--silent",
            "--show-error",
            "--insecure",
            "--parallel",
            "--parallel-max",
            "10",
            "--max-time",
            "60",
            "--connect-to",
            "::127.0.0.1:",
            "--output",
            "/dev/null",
            "--write-out",
            "%{http_code}\\n",
            &url,
        ];
        let done = self.run("/", &[], &words);
        assert!(done.succeeded(), "{}", done.output());
        done.stdout
            .lines()
            .filter_map(|line| line.parse().ok())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_behind_a_preliminary_one() {
        let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 404 \r\nX-A: b: c\r\nx-a:d\r\n\r\nbody\r\n\r\nmore";
        let answer = Answer::parse(text).unwrap();
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("x-a"), ["b: c", "d"]);
        assert_eq!(answer.body, "body\r\n\r\nmore");
    }
}
