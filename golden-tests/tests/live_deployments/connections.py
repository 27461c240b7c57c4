"""Begins so many requests at once and finishes none; says how many of them are refused at once."""

import selectors
import socket
import ssl
import sys

host, count = sys.argv[1], int(sys.argv[2])
tls = ssl.create_default_context()
tls.check_hostname = False
tls.verify_mode = ssl.CERT_NONE
waiting = selectors.DefaultSelector()
for _ in range(count):
    connection = tls.wrap_socket(socket.create_connection(("127.0.0.1", 443)), server_hostname=host)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 9\r\n\r\nx" % host.encode())
    connection.setblocking(False)
    waiting.register(connection, selectors.EVENT_READ)
refused = 0
while ready := waiting.select(2):
    for key, _ in ready:
        try:
            refused += key.fileobj.recv(65536).startswith(b"HTTP/1.1 429 ")
        except ssl.SSLWantReadError:
            continue
        waiting.unregister(key.fileobj)
print(refused)
