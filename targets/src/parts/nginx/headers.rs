use crate::text::nginx::{HeaderName, Word};

/// A header of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: HeaderName,
    /// Its value.
    pub value: Word,
}

/// How a route's headers differ from the site's.
#[derive(Debug, Clone)]
pub enum HeaderChange {
    /// This header too, or with this value.
    Set(Header),
    /// Not this header; the service's own then passes.
    Unset(HeaderName),
}

/// All headers of a route: nginx takes either what stands in a location or what it inherits, never
/// both.
pub(super) fn effective(site: &[Header], changes: &[HeaderChange]) -> Vec<Header> {
    let mut headers = site.to_vec();
    for change in changes {
        match change {
            HeaderChange::Unset(name) => headers.retain(|header| header.name != *name),
            HeaderChange::Set(new) => {
                match headers.iter_mut().find(|header| header.name == new.name) {
                    Some(header) => *header = new.clone(),
                    None => headers.push(new.clone()),
                }
            }
        }
    }
    headers
}

/// The names of headers, which a service's own copies of are hidden.
pub(super) fn names(headers: &[Header]) -> Vec<&HeaderName> {
    headers.iter().map(|header| &header.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, value: &str) -> Header {
        Header {
            name: HeaderName::new(name).unwrap(),
            value: Word::new(value).unwrap(),
        }
    }

    #[test]
    fn a_route_changes_the_set_in_place() {
        let site = [header("A", "1"), header("B", "2"), header("C", "3")];
        let changes = [
            HeaderChange::Set(header("b", "20")),
            HeaderChange::Unset(HeaderName::new("c").unwrap()),
            HeaderChange::Set(header("D", "4")),
        ];
        assert_eq!(
            effective(&site, &changes),
            [header("A", "1"), header("B", "20"), header("D", "4")]
        );
    }
}
