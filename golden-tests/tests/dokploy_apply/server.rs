//! A server on loopback that answers the calls of a plan as Dokploy does, and remembers what it was told.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

/// The key that it takes.
pub(crate) const KEY: &str = "key-that-nobody-sees";

/// What it holds.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) projects: Vec<Value>,
    pub(crate) environments: Vec<Value>,
    pub(crate) composes: Vec<Value>,
    pub(crate) mounts: Vec<Value>,
    pub(crate) domains: Vec<Value>,
    pub(crate) deployments: Vec<Value>,
    pub(crate) traefik: Vec<Value>,
    pub(crate) destinations: Vec<Value>,
    pub(crate) backups: Vec<Value>,
    pub(crate) volume_backups: Vec<Value>,
    pub(crate) schedules: Vec<Value>,
    /// The procedures that were called, in order.
    pub(crate) calls: Vec<String>,
    /// A procedure that fails.
    pub(crate) broken: Option<&'static str>,
    /// How a deployment ends.
    pub(crate) fate: &'static str,
}

/// The server.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            fate: "done",
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &shared);
            }
        });
        Self { url, state }
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let (mut length, mut key) = (0, String::new());
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "x-api-key" => value.clone_into(&mut key),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (status, answer) = if key == KEY {
        state.lock().unwrap().answer(method, target, &body)
    } else {
        (401, String::new())
    };
    let length = answer.len();
    write!(
        stream,
        "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
    )
    .unwrap();
}

/// Puts what is said over what is there.
fn update(list: &mut [Value], id: &str, body: &Value) -> Value {
    let item = list.iter_mut().find(|item| item[id] == body[id]);
    let item = item.unwrap().as_object_mut().unwrap();
    item.extend(body.as_object().unwrap().clone());
    json!(true)
}

/// Adds what is said, under an id of its own.
fn create(list: &mut Vec<Value>, id: &str, body: &Value) -> Value {
    let mut item = body.clone();
    item[id] = json!(format!("{id} {}", list.len() + 1));
    list.push(item.clone());
    item
}

impl State {
    fn answer(&mut self, method: &str, target: &str, body: &Value) -> (u16, String) {
        let path = target.strip_prefix("/api/").unwrap();
        let (procedure, query) = path.split_once('?').unwrap_or((path, ""));
        self.calls.push(procedure.to_owned());
        if self.broken == Some(procedure) {
            let echo = json!({ "code": "BAD_REQUEST", "message": body.to_string() });
            return (400, echo.to_string());
        }
        let asked = query
            .split('&')
            .next()
            .and_then(|pair| pair.split_once('='));
        let asked = asked.map_or("", |(_, value)| value).replace("%20", " ");
        let answer = match (method, procedure) {
            ("GET", procedure) => self.get(procedure, &asked),
            (_, "project.create") => {
                let project = create(&mut self.projects, "projectId", body);
                let first = json!({ "name": "production", "projectId": project["projectId"] });
                let environment = create(&mut self.environments, "environmentId", &first);
                json!({ "project": project, "environment": environment })
            }
            (_, "environment.create") => create(&mut self.environments, "environmentId", body),
            (_, "compose.create") => create(&mut self.composes, "composeId", body),
            (_, "compose.update" | "compose.saveEnvironment") => {
                update(&mut self.composes, "composeId", body)
            }
            // This one answers nothing, so that the id has to be found.
            (_, "mounts.create") => {
                create(&mut self.mounts, "mountId", body);
                return (200, String::new());
            }
            (_, "mounts.update") => update(&mut self.mounts, "mountId", body),
            (_, "domain.create") => create(&mut self.domains, "domainId", body),
            (_, "domain.update") => update(&mut self.domains, "domainId", body),
            (_, "destination.create") => create(&mut self.destinations, "destinationId", body),
            (_, "destination.update") => update(&mut self.destinations, "destinationId", body),
            // Nor does this one.
            (_, "backup.create") => {
                create(&mut self.backups, "backupId", body);
                return (200, String::new());
            }
            (_, "backup.update") => update(&mut self.backups, "backupId", body),
            (_, "volumeBackups.create") => create(&mut self.volume_backups, "volumeBackupId", body),
            (_, "volumeBackups.update") => update(&mut self.volume_backups, "volumeBackupId", body),
            (_, "schedule.create") => create(&mut self.schedules, "scheduleId", body),
            (_, "schedule.update") => update(&mut self.schedules, "scheduleId", body),
            (_, "settings.updateTraefikFile") => {
                self.traefik.push(body.clone());
                json!(true)
            }
            (_, "compose.deploy") => {
                let mut deployment = body.clone();
                deployment["status"] = json!("running");
                create(&mut self.deployments, "deploymentId", &deployment)
            }
            _ => return (404, String::new()),
        };
        (200, answer.to_string())
    }

    fn get(&mut self, procedure: &str, asked: &str) -> Value {
        let of = |list: &[Value], key: &str| -> Vec<Value> {
            let chosen = list.iter().filter(|item| item[key] == asked);
            chosen.cloned().collect()
        };
        match procedure {
            "project.all" => json!(self.projects),
            "environment.byProjectId" => json!(of(&self.environments, "projectId")),
            "environment.one" => json!({ "compose": of(&self.composes, "environmentId") }),
            "compose.one" => {
                let mut compose = json!(of(&self.composes, "composeId").first());
                compose["backups"] = json!(of(&self.backups, "composeId"));
                compose
            }
            "destination.all" => json!(self.destinations),
            "volumeBackups.list" => json!(of(&self.volume_backups, "composeId")),
            "schedule.list" => json!(of(&self.schedules, "composeId")),
            "mounts.listByServiceId" => json!(self.mounts),
            "domain.byComposeId" => json!(of(&self.domains, "composeId")),
            "deployment.allByCompose" => {
                let seen = json!(self.deployments);
                for deployment in &mut self.deployments {
                    deployment["status"] = json!(self.fate);
                }
                seen
            }
            _ => Value::Null,
        }
    }
}
