//! A name server like the one of a container engine: long TTLs, and names that move.

use std::collections::HashMap;
use std::net::{Ipv4Addr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;

/// The TTL of every answer: as long as Docker's, so that a proxy that believes it is found out.
const TTL: u32 = 600;

const TYPE_A: u16 = 1;
const NO_SUCH_NAME: u8 = 3;

type Zone = Arc<Mutex<HashMap<String, Ipv4Addr>>>;

/// The name server. It answers until the process ends.
#[derive(Debug, Clone)]
pub struct Dns {
    zone: Zone,
}

impl Dns {
    /// Starts answering at port 53 of the address.
    pub(crate) fn start(address: Ipv4Addr) -> Result<Self, String> {
        let socket = UdpSocket::bind((address, 53))
            .map_err(|error| format!("no name server at {address}: {error}"))?;
        let dns = Self {
            zone: Zone::default(),
        };
        let zone = Arc::clone(&dns.zone);
        thread::spawn(move || serve(&socket, &zone));
        Ok(dns)
    }

    /// From now on the name has this address.
    pub fn set(&self, name: &str, address: Ipv4Addr) {
        self.zone
            .lock()
            .expect("the zone is usable")
            .insert(name.to_ascii_lowercase(), address);
    }

    /// From now on the name is unknown.
    pub fn remove(&self, name: &str) {
        self.zone
            .lock()
            .expect("the zone is usable")
            .remove(&name.to_ascii_lowercase());
    }
}

fn serve(socket: &UdpSocket, zone: &Zone) {
    let mut buffer = [0; 1500];
    while let Ok((length, client)) = socket.recv_from(&mut buffer) {
        if let Some(reply) = answer(&buffer[..length], zone) {
            let _ = socket.send_to(&reply, client);
        }
    }
}

/// The reply to a query with one question; `None` when it is not one.
fn answer(query: &[u8], zone: &Zone) -> Option<Vec<u8>> {
    let (name, end) = question_name(query)?;
    let question_end = end + 4;
    let kind = u16::from_be_bytes([*query.get(end)?, *query.get(end + 1)?]);
    let address = zone.lock().expect("the zone is usable").get(&name).copied();
    let shown = address.filter(|_| kind == TYPE_A);
    let mut reply = query.get(..question_end)?.to_vec();
    reply[2] = 0x81; // a response, recursion desired
    reply[3] = 0x80 | if address.is_some() { 0 } else { NO_SUCH_NAME };
    reply[6..12].copy_from_slice(&[0, u8::from(shown.is_some()), 0, 0, 0, 0]);
    if let Some(address) = shown {
        reply.extend([0xc0, 12]); // the name of the question
        reply.extend([0, 1, 0, 1]); // an A record of the Internet
        reply.extend(TTL.to_be_bytes());
        reply.extend([0, 4]);
        reply.extend(address.octets());
    }
    Some(reply)
}

/// The name that is asked for, in lower case, and where it ends in the query.
fn question_name(query: &[u8]) -> Option<(String, usize)> {
    let mut labels = Vec::new();
    let mut at = 12;
    loop {
        let length = usize::from(*query.get(at)?);
        at += 1;
        if length == 0 {
            return Some((labels.join(".").to_ascii_lowercase(), at));
        }
        labels.push(String::from_utf8_lossy(query.get(at..at + length)?).into_owned());
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(kind: u8) -> Vec<u8> {
        let mut query = vec![7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        query.extend(b"\x03App\x00");
        query.extend([0, kind, 0, 1]);
        query
    }

    fn zone() -> Zone {
        Arc::new(Mutex::new(HashMap::from([(
            "app".to_owned(),
            Ipv4Addr::new(10, 0, 0, 9),
        )])))
    }

    #[test]
    fn a_known_name_has_an_address() {
        let reply = answer(&query(1), &zone()).unwrap();
        assert_eq!((reply[3] & 15, reply[7]), (0, 1));
        assert_eq!(reply[reply.len() - 4..], [10, 0, 0, 9]);
    }

    #[test]
    fn a_known_name_has_no_other_records() {
        let reply = answer(&query(28), &zone()).unwrap();
        assert_eq!((reply[3] & 15, reply[7]), (0, 0));
    }

    #[test]
    fn another_name_does_not_exist() {
        let reply = answer(&query(1), &Zone::default()).unwrap();
        assert_eq!((reply[3] & 15, reply[7]), (NO_SUCH_NAME, 0));
    }
}
