//! A stand-in for GitHub's comments and downloads, on loopback: just enough HTTP.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use serde_json::{Value, json};

/// What GitHub takes.
const LIMIT: usize = 65_536;

#[derive(Default)]
pub(crate) struct State {
    pub(crate) comments: Vec<Value>,
    /// `METHOD path` of all that was asked.
    pub(crate) requests: Vec<String>,
    /// Whose token it is; none of a person's where nobody is named.
    pub(crate) person: Option<&'static str>,
    /// The status of whatever would write.
    pub(crate) refuses: Option<u16>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl State {
    pub(crate) fn has(mut self, login: &str, kind: &str, body: &str) -> State {
        let id = 100 + self.comments.len();
        let user = json!({ "login": login, "type": kind });
        self.comments.push(json!({ "id": id, "user": user, "body": body }));
        self
    }

    pub(crate) fn writes(&self) -> Vec<&str> {
        let all = self.requests.iter().map(String::as_str);
        all.filter(|it| !it.starts_with("GET ")).collect()
    }

    pub(crate) fn body(&self, at: usize) -> &str {
        self.comments[at]["body"].as_str().unwrap()
    }

    fn answer(&mut self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        self.requests.push(format!("{method} {path}"));
        let text = || -> Value { serde_json::from_slice(body).unwrap() };
        let json = |status, it: Value| (status, it.to_string().into_bytes());
        let (plain, query) = path.split_once('?').unwrap_or((path, ""));
        let of_repository = plain.strip_prefix("/repos/o/r/issues/");
        match (method, of_repository, self.refuses) {
            ("GET", None, _) if plain == "/user" => match self.person {
                Some(login) => json(200, json!({ "login": login })),
                None => json(403, json!({})),
            },
            ("GET", None, _) => match self.files.get(plain) {
                Some(file) => (200, file.clone()),
                None => (404, Vec::new()),
            },
            ("GET", Some("7/comments"), _) => {
                let page: usize = query.rsplit_once("page=").unwrap().1.parse().unwrap();
                let of_page = self.comments.iter().skip((page - 1) * 100).take(100);
                json(200, Value::Array(of_page.cloned().collect()))
            }
            (_, _, Some(status)) => json(status, json!({ "message": "no" })),
            ("POST", Some("7/comments"), None) => {
                let body = text()["body"].as_str().unwrap().to_owned();
                if body.len() > LIMIT {
                    return json(422, json!({}));
                }
                let kind = if self.person.is_some() { "User" } else { "Bot" };
                let login = self.person.unwrap_or("github-actions[bot]");
                *self = std::mem::take(self).has(login, kind, &body);
                json(201, json!({}))
            }
            ("PATCH", Some(rest), None) => {
                let id: u64 = rest.strip_prefix("comments/").unwrap().parse().unwrap();
                let it = self.comments.iter_mut().find(|it| it["id"] == id).unwrap();
                it["body"] = text()["body"].clone();
                json(200, json!({}))
            }
            _ => (404, Vec::new()),
        }
    }
}

pub(crate) struct Api {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Api {
    pub(crate) fn new(state: State) -> Api {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        // It ends with the tests.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &shared);
            }
        });
        Api { url, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let (mut length, mut waits, mut token) = (0, false, false);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        length = line.strip_prefix("content-length: ").map_or(length, |it| it.parse().unwrap());
        waits |= line == "expect: 100-continue";
        token |= line == "authorization: bearer secret";
    }
    if waits {
        reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let (status, answer) = if token || !path.starts_with("/repos/") {
        state.lock().unwrap().answer(method, path, &body)
    } else {
        (401, Vec::new())
    };
    let out = reader.get_mut();
    let length = answer.len();
    write!(out, "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
    out.write_all(&answer)
}
