"""What the health check asks: a site behind TLS, its redirect, a page, a bucket, a webhook and a mail server, all on loopback.

usage: server.py FOLDER

FOLDER/world.json says how they behave, and is read anew for each answer. The ports go to FOLDER/ports.json; what the webhook is sent to
FOLDER/messages. The certificate is FOLDER/fullchain.pem with FOLDER/privkey.pem, read anew for each connection.
"""

import base64
import json
import socketserver
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(sys.argv[1])
PORTS = {}


def world():
    return json.loads((FOLDER / "world.json").read_text())


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Site(Handler):
    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200)
        else:
            self.answer(world()["status"], world()["headers"])


class Plain(Handler):
    def do_GET(self):
        said = world()
        authorization = self.headers.get("Authorization", "")
        if self.path.startswith("/bucket?"):
            fine = authorization.startswith("AWS4-HMAC-SHA256 Credential=shop/")
            self.answer(said["bucket"] if fine else 403)
        elif self.path == "/page":
            wanted = "Basic " + base64.b64encode(b'ops:pass"wo\\rd').decode()
            self.answer(200 if authorization == wanted else 401, body=said["body"].encode())
        else:
            self.answer(308, [("Location", f"{said['redirect']}:{PORTS['HTTPS']}/")])

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with (FOLDER / "messages").open("a") as messages:
            messages.write(json.dumps({"path": self.path, "body": json.loads(body)}) + "\n")
        self.answer(204)


class Encrypted(ThreadingHTTPServer):
    def finish_request(self, request, client_address):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(FOLDER / "fullchain.pem", FOLDER / "privkey.pem")
        try:
            super().finish_request(context.wrap_socket(request, server_side=True), client_address)
        except OSError:
            pass


class Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 mail\r\n" if world()["mail"] else b"554 no\r\n")
        for line in self.rfile:
            word = line.strip().upper()
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            if word == b"QUIT":
                return


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True


servers = {
    "HTTP": ThreadingHTTPServer(("127.0.0.1", 0), Plain),
    "HTTPS": Encrypted(("127.0.0.1", 0), Site),
    "PLAIN": ThreadingHTTPServer(("127.0.0.1", 0), Plain),
    "SMTP": Listener(("127.0.0.1", 0), Mail),
    "TCP": Listener(("127.0.0.1", 0), socketserver.BaseRequestHandler),
}
PORTS.update({name: server.server_address[1] for name, server in servers.items()})
for server in servers.values():
    threading.Thread(target=server.serve_forever, daemon=True).start()
(FOLDER / "ports.json.new").write_text(json.dumps(PORTS))
(FOLDER / "ports.json.new").rename(FOLDER / "ports.json")
# It ends with whoever started it.
sys.stdin.read()
