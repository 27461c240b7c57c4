"""A mail server that keeps what it gets, and a client for it."""

import json
import os
import smtplib
import socketserver
import threading

PORTS = (25, 465, 587, 1025)

MESSAGES = []


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 stand-in")
        for raw in self.rfile:
            word = raw[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                MESSAGES.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode("utf-8", "replace"))
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 stand-in")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(port):
    threading.Thread(target=Server(("0.0.0.0", port), Session).serve_forever, daemon=True).start()


def messages():
    return json.dumps({"total": len(MESSAGES), "items": MESSAGES})


def send(text):
    """Sends a message to the mail server that the environment names."""
    part = lambda *names: next((os.environ[name] for name in names if os.environ.get(name)), "")
    host = part("EMAIL_SMTP_HOST", "SMTP_HOST", "EMAIL_HOST", "MAIL_HOST")
    port = int(part("EMAIL_SMTP_PORT", "SMTP_PORT", "EMAIL_PORT", "MAIL_PORT") or 1025)
    with smtplib.SMTP(host, port, timeout=5) as server:
        server.sendmail("stand-in@example.com", ["someone@example.com"], "Subject: stand-in\r\n\r\n" + text)
