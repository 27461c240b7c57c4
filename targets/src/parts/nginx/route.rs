use super::{AccessRule, BasicAuth, HeaderChange, Upstream};
use crate::text::nginx::{
    Body, Continued, FilePath, Name, Path, Prefix, Raw, RedirectCode, Size, Status, Time, Word,
};

/// What answers to some paths of a site. The longest match wins, wherever it stands.
#[derive(Debug, Clone)]
pub struct Route {
    /// The paths.
    pub at: Match,
    /// What answers.
    pub action: Action,
    /// What is different from the site's headers.
    pub headers: Vec<HeaderChange>,
    /// The largest body of a request, in place of the site's.
    pub max_body: Option<Size>,
    /// The rate limit, if any.
    pub rate_limit: Option<RateLimitUse>,
    /// Who may come, in place of the site's rules; everyone, if there is no rule.
    pub access: Option<Vec<AccessRule>>,
    /// The password, in place of the site's.
    pub basic_auth: Option<BasicAuth>,
    /// The author's own lines.
    pub extra: Vec<Raw>,
}

/// Which paths a route answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// This path alone.
    Exact(Path),
    /// This path and all below it, in whole segments; a slash at its end says nothing.
    Segments(Path),
}

/// What answers to a request.
#[derive(Debug, Clone)]
pub enum Action {
    /// A service.
    Proxy(Proxy),
    /// A redirect.
    Redirect {
        /// Its status.
        code: RedirectCode,
        /// Where to.
        to: Word,
    },
    /// A redirect that keeps what follows the route's path, and the query.
    Forward {
        /// Its status.
        code: RedirectCode,
        /// Where to, if the request is written in a way that what follows isn't seen.
        base: Word,
        /// Where to, with what follows.
        to: Continued,
    },
    /// nginx itself.
    Respond {
        /// The status.
        status: Status,
        /// The body, as plain text unless the path has an ending that nginx knows.
        body: Body,
    },
    /// A folder, whose content appears below the route's path; the file itself if the match is
    /// exact.
    Files(FilePath),
}

/// How a request goes to a service. The path is passed on byte for byte unless a prefix is changed;
/// then nginx decodes it and writes it anew, and `%2F` becomes `/`.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// The service.
    pub upstream: Upstream,
    /// Whether the route's path is taken off.
    pub strip_prefix: bool,
    /// What is put before the path after that.
    pub add_prefix: Option<Prefix>,
    /// Whether a connection may become a WebSocket, and then stay silent for an hour.
    pub websocket: bool,
    /// Whether nginx reads a response as fast as it can; event streams need it off.
    pub buffering: bool,
    /// Whether nginx reads a whole request first; large uploads want it off.
    pub request_buffering: bool,
    /// How long the service may be silent.
    pub timeout: Option<Time>,
}

impl Proxy {
    /// To `upstream`, with nothing special about it.
    pub fn to(upstream: Upstream) -> Self {
        Self {
            upstream,
            strip_prefix: false,
            add_prefix: None,
            websocket: false,
            buffering: true,
            request_buffering: true,
            timeout: None,
        }
    }
}

/// The use of one of the site's rate limits.
#[derive(Debug, Clone)]
pub struct RateLimitUse {
    /// The limit's name in the site. Routes that name the same limit share it.
    pub name: Name,
    /// The burst, in place of the limit's own.
    pub burst: Option<u32>,
}

impl Route {
    /// What is at `at`, with nothing special about it.
    pub fn new(at: Match, action: Action) -> Self {
        Self {
            at,
            action,
            headers: Vec::new(),
            max_body: None,
            rate_limit: None,
            access: None,
            basic_auth: None,
            extra: Vec::new(),
        }
    }
}

impl Match {
    /// Whether the two answer to the same paths.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exact(path), Self::Exact(other)) => path == other,
            (Self::Segments(path), Self::Segments(other)) => path.trimmed() == other.trimmed(),
            (Self::Exact(_), Self::Segments(_)) | (Self::Segments(_), Self::Exact(_)) => false,
        }
    }

    /// The path that is matched, or below which is matched.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Exact(path) | Self::Segments(path) => path,
        }
    }
}
