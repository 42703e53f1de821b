"""A mail server for tests: takes e-mails, refuses them, hangs up in the middle, or is away."""

import email
import socketserver
from email.message import Message
from threading import Thread

HANGS_UP = 0


class MailServer:
    """Answers on a port of this machine while it is open. `answers` says what follows RCPT and the e-mail itself."""

    def __init__(self, port: int = 0) -> None:
        self.taken: list[Message] = []
        self.answers = {"RCPT": 250, "DATA": 250}
        ours = self

        class Talk(_Talk):
            server_of_the_test = ours

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Talk)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """From now on nobody answers."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def ids(self) -> list[str]:
        """By these, mail programs know one e-mail twice."""
        return [each["Message-ID"] for each in self.taken]


class _Talk(socketserver.StreamRequestHandler):
    server_of_the_test: MailServer

    def handle(self) -> None:
        self._say(220)
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper()
            if word == "DATA":
                self._say(354)
                self._take()
                word = "DATA."
            answer = self.server_of_the_test.answers.get(word.rstrip("."), 250) if word != "QUIT" else 221
            if answer == HANGS_UP:
                return
            self._say(answer)
            if word == "QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        if self.server_of_the_test.answers["DATA"] in {250, HANGS_UP}:
            self.server_of_the_test.taken.append(email.message_from_bytes(b"".join(lines)))

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} so be it\r\n".encode())
