"""The pages. The last part of a path says what is asked for, whatever prefix the edge leads here with; `?status=503` makes any answer one of that status."""

import base64
import hashlib
import json
import os
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import database
import mail
import redis
import sink


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, _, *words):
        print(self.command, urlsplit(self.path).path, *words[1:2], flush=True)

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def page(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        name = url.path.rstrip("/").split("/")[-1]
        if self.headers.get("Upgrade", "").lower() == "websocket":
            return self.upgrade()
        if "status" in query:
            return self.answer(int(query["status"][0]), "{}")
        if name == "rows" and self.command == "POST":
            database.insert(body)
            return self.answer(201, "{}")
        if name == "rows":
            return self.answer(200, json.dumps(database.rows()))
        if name == "count":
            return self.answer(200, redis.command("INCR", "stand-in"))
        if name == "mail" and self.command == "POST":
            mail.send(body)
            return self.answer(202, "{}")
        if name == "messages":
            return self.answer(200, mail.messages())
        if "health" in url.path:
            problems = database.problems() + redis.problems()
            return self.answer(503 if problems else 200, json.dumps(problems))
        seen = {name.lower(): value for name, value in self.headers.items()}
        return self.answer(200, json.dumps({"path": self.path, "method": self.command, "headers": seen, "host": os.uname().nodename}))

    def upgrade(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.close_connection = True

    def handle_safely(self):
        try:
            self.page()
        except Exception as error:
            self.answer(500, json.dumps(str(error)))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = handle_safely


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(port):
    threading.Thread(target=Server(("0.0.0.0", port), Page).serve_forever, daemon=True).start()


def ask(ports):
    """What a check of the same container ends with."""
    for port in ports:
        try:
            if port in mail.PORTS + sink.PORTS:
                socket.create_connection(("127.0.0.1", port), 5).close()
            else:
                urllib.request.urlopen("http://127.0.0.1:%d/health" % port, timeout=5).close()
        except OSError as error:
            print(error)
            return 1
    return 0
