"""serve.py PORT CONFIG: Keystone on 127.0.0.1:PORT.

Connections are read side by side, so that an idle one holds up nobody, while Keystone answers one request
at a time: SQLite answers writers that meet with 500.
"""

import os
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref import simple_server

port, config = int(sys.argv[1]), sys.argv[2]
os.environ["OS_KEYSTONE_CONFIG_FILES"] = config
sys.argv[1:] = ["--config-file", config]

from keystone.server.wsgi import initialize_public_application  # noqa: E402  reads sys.argv

application = initialize_public_application()
one_at_a_time = threading.Lock()


def serialized(environ, start_response):
    with one_at_a_time:
        return application(environ, start_response)


class Server(ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(simple_server.WSGIRequestHandler):
    def address_string(self):
        return self.client_address[0]


class Answer(simple_server.ServerHandler):
    """Says that the connection ends: clients such as the JDK's send the next request on it otherwise."""

    def cleanup_headers(self):
        super().cleanup_headers()
        self.headers["Connection"] = "close"


simple_server.ServerHandler = Answer
simple_server.make_server("127.0.0.1", port, serialized, Server, Handler).serve_forever()
