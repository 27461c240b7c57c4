"""A mail server as providers have them: it takes users over TLS alone, and one user with one password."""

import base64
import socketserver
import ssl
import sys

FOLDER, USER = sys.argv[1:]
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
TLS.load_cert_chain(FOLDER + "/certificate.pem", FOLDER + "/key.pem")


class Session(socketserver.BaseRequestHandler):
    def say(self, line):
        self.request.sendall(line.encode() + b"\r\n")

    def handle(self):
        encrypted = False
        self.say("220 mail")
        lines = self.request.makefile("rb")
        while line := lines.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                self.say("250-mail")
                self.say("250 AUTH PLAIN" if encrypted else "250 STARTTLS")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.request = TLS.wrap_socket(self.request, server_side=True)
                lines = self.request.makefile("rb")
                encrypted = True
            elif word == "AUTH":
                words = line.split()[2:]
                if not words:
                    self.say("334 ")
                    words = [lines.readline().decode().strip()]
                with open(FOLDER + "/password", encoding="utf-8") as file:
                    right = base64.b64decode(words[0]).decode() == "\0%s\0%s" % (USER, file.read())
                self.say("235 welcome" if encrypted and right else "535 who are you")
            else:
                self.say("221 bye" if word == "QUIT" else "250 well")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", 587), Session).serve_forever()
