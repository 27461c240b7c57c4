//! Messages of HTTP/1.1 as they are on the wire.

use std::io::{self, BufRead, Read};
use std::time::Duration;

use super::echo::Seen;

/// Headers in their order, with repetitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// All values of a header, whatever the case of its name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = |pair: &&(String, String)| pair.0.eq_ignore_ascii_case(name);
        self.0
            .iter()
            .filter(named)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The first value of a header, if there is one.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    fn says(&self, name: &str, word: &str) -> bool {
        self.all(name)
            .iter()
            .any(|value| value.to_ascii_lowercase().contains(word))
    }

    /// Reads header lines up to and including the empty line.
    pub(crate) fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let mut headers = Vec::new();
        loop {
            let line = read_line(from)?;
            let Some((name, value)) = line.split_once(':') else {
                return Ok(Self(headers));
            };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }

    /// Reads the body that these headers announce; `open_ended` allows one up to the end.
    pub(crate) fn read_body(
        &self,
        from: &mut impl BufRead,
        open_ended: bool,
    ) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if self.says("Transfer-Encoding", "chunked") {
            while let Some(chunk) = read_chunk(from)? {
                body.extend(chunk);
            }
        } else if let Some(length) = self.first("Content-Length") {
            let length = length.parse().map_err(|_| invalid("Content-Length"))?;
            from.take(length).read_to_end(&mut body)?;
        } else if open_ended {
            from.read_to_end(&mut body)?;
        }
        Ok(body)
    }
}

/// An answer as the client got it.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body, without the transfer encoding.
    pub body: Vec<u8>,
    /// From sending the request to the end of the body.
    pub took: Duration,
}

impl Response {
    /// What the upstream saw of the request, when it was an echo upstream that answered.
    pub fn seen(&self) -> Option<Seen> {
        Seen::parse(&self.body)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Reads the status line and the headers; the body is left empty.
    pub(crate) fn read_head(from: &mut impl BufRead) -> io::Result<Self> {
        let line = read_line(from)?;
        if line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        Ok(Self {
            status: status.ok_or_else(|| invalid(&line))?,
            headers: Headers::read(from)?,
            body: Vec::new(),
            took: Duration::ZERO,
        })
    }

    /// Reads the body that belongs to the head.
    pub(crate) fn read_body(&mut self, from: &mut impl BufRead) -> io::Result<()> {
        if !matches!(self.status, 100..=199 | 204 | 304) {
            self.body = self.headers.read_body(from, true)?;
        }
        Ok(())
    }
}

/// One line without its end; empty at the end of the stream.
pub(crate) fn read_line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line)
        .trim_end_matches(['\r', '\n'])
        .to_owned())
}

fn read_chunk(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let line = read_line(from)?;
    let size = line.split(';').next().unwrap_or_default().trim();
    let size = u64::from_str_radix(size, 16).map_err(|_| invalid("chunk size"))?;
    let mut chunk = Vec::new();
    from.take(size).read_to_end(&mut chunk)?;
    read_line(from)?;
    Ok((size > 0).then_some(chunk))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not HTTP: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(text: &str) -> Response {
        let mut bytes = text.as_bytes();
        let mut response = Response::read_head(&mut bytes).unwrap();
        response.read_body(&mut bytes).unwrap();
        response
    }

    #[test]
    fn a_body_ends_where_the_headers_say() {
        let sized = response("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: 1\r\na: 2\r\n\r\nokrest");
        assert_eq!(
            (sized.text().as_str(), sized.headers.all("A")),
            ("ok", vec!["1", "2"])
        );
        let chunked =
            response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nx");
        assert_eq!(chunked.text(), "ok");
        assert_eq!(response("HTTP/1.1 404 No\r\n\r\nall").text(), "all");
    }
}
