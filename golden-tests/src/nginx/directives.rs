//! Finds the values of directives in the text of a configuration.

/// The first parameter of every directive whose name the predicate accepts, in order.
///
/// Good enough for complete, generated configurations: it knows comments and quoted parameters.
pub fn values_of(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let words = words(text);
    let starts = |index: usize| index == 0 || matches!(words[index - 1].as_str(), ";" | "{" | "}");
    (0..words.len().saturating_sub(1))
        .filter(|&index| starts(index) && wanted(&words[index]))
        .map(|index| words[index + 1].clone())
        .filter(|value| value != ";")
        .collect()
}

/// The words of a configuration; `;`, `{` and `}` are words of their own.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        match first {
            '#' => while rest.next_if(|&c| c != '\n').is_some() {},
            '"' | '\'' => words.push(quoted(&mut rest, first)),
            ';' | '{' | '}' => words.push(first.to_string()),
            _ if first.is_whitespace() => {}
            _ => {
                let mut word = first.to_string();
                while let Some(c) = rest.next_if(|&c| !c.is_whitespace() && c != ';') {
                    word.push(c);
                }
                words.push(word);
            }
        }
    }
    words
}

/// The rest of a quoted word, up to and without its closing quote.
fn quoted(rest: &mut impl Iterator<Item = char>, quote: char) -> String {
    let mut word = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => word.extend(rest.next()),
            _ if c == quote => break,
            _ => word.push(c),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_bare_and_quoted_values_but_no_comments() {
        let text = "http {\n ssl_certificate /a.pem; # ssl_certificate /no.pem;\n\
                    server { ssl_certificate \"/b \\\"c.pem\"; x ssl_certificate; } }";
        assert_eq!(
            values_of(text, |name| name == "ssl_certificate"),
            ["/a.pem", "/b \"c.pem"]
        );
    }
}
