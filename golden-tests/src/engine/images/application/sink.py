"""Takes what a log driver sends, as it comes."""

import socketserver
import threading

PORTS = (24224,)
FILE = "/tmp/records"


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        while part := self.request.recv(65536):
            with open(FILE, "ab") as file:
                file.write(part)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(port):
    threading.Thread(target=Server(("0.0.0.0", port), Session).serve_forever, daemon=True).start()
