//! What is watched beside what every stack has checked without a line.

use crate::{
    atoms::{AnyText, BucketUrl, Duration, Endpoint, Line, Name, StatusCode, Url},
    model::SecretName,
    reader::node,
    schema::Key,
    template::{Fixed, SecretText, Value},
};

node! {
    /// Something that has to answer: a page, a port, a mail server or a bucket.
    ///
    /// Containers, sites, certificates, the age of backups, inputs and secrets are checked without a line.
    Monitor "monitor" key Key::First; slots [["url", "tcp", "smtp", "s3"]]; {
        /// Its name.
        arg name: Fixed<Name>,
        /// A page.
        prop url = "url": Value<Url>,
        /// A port that takes connections, as `HOST:PORT`.
        prop tcp = "tcp": Value<Endpoint>,
        /// A mail server that greets and takes the user, as `HOST:PORT`.
        prop smtp = "smtp": Value<Endpoint>,
        /// A bucket that can be listed, as `s3://BUCKET` or `https://HOST/BUCKET`.
        prop s3 = "s3": Value<BucketUrl>,
        /// The time between two checks; 60s without it.
        prop interval = "interval": Fixed<Duration>,
        /// What the answer has to be.
        node expect: Expect,
        /// The user, of a page or a mail server.
        value user = "user": Value<Line>,
        /// The user's password.
        value password = "password": SecretName,
        /// The variables of the client of a bucket, in which its credentials are.
        block env = "env": SecretText,
    }
}

node! {
    /// What a page has to answer; a status from 200 to 399 without it.
    Expect "expect" key Key::Once; {
        /// The status.
        prop status = "status": Fixed<StatusCode>,
        /// A text that stands in its body.
        prop body = "body": Fixed<AnyText>,
    }
}
