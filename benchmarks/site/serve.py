"""nginx on the other core: the site, what plays all other hosts, and a log that counts what each visitor asked for."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.site.plan import ELSEWHERE, PORT, SITE

CORE = 1
"""The core that nginx is kept on; visitors are kept on core 0."""

_MAIN = """
worker_processes 1;
worker_cpu_affinity {mask};
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
daemon off;
{user}
events {{ worker_connections 12288; }}  # linkinator leaves thousands open, and takes for broken what is then closed
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  {http}
}}
"""
_HTTP = """
  types {{ text/html html htm; text/css css; application/javascript js; image/jpeg jpg; image/png png; application/pdf pdf;
          application/msword doc; }}
  default_type application/octet-stream;
  log_format plain '$request_method $host$request_uri $status';
  access_log {folder}/access.log plain buffer=64k flush=1s;
  absolute_redirect off; sendfile on; tcp_nopush on; gzip off; server_tokens off;
  keepalive_requests 100000000; keepalive_timeout 300s;
  open_file_cache max=20000 inactive=10m; open_file_cache_valid 10m; open_file_cache_errors on;
  server {{
    listen {site}:{port} backlog=2048;
    root {site_folder}/www;
    add_header LinkChecker yes always;   # that peer waits between requests unless a site says it need not
    charset utf-8; charset_types text/html;
    location ~ ^/col2[23]/ {{ charset off; }}
    location ~ ^/moved/ {{ return 302 /map.html; }}
    location ~ ^/error/ {{ return 500; }}
    location ~ ^/loop/ {{ return 302 $uri; }}
  }}
  server {{
    listen {elsewhere}:{port} backlog=2048;
    root {site_folder}/elsewhere;
    add_header LinkChecker yes always;
    location ~ ^/site/(friend|good)[0-9]+/$ {{ try_files /index.html =404; }}
    location / {{ return 404; }}
    location = /robots.txt {{ return 404; }}
  }}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """The server as it runs. ``log`` has one line a request: method, host and address, status."""

    folder: Path

    @property
    def log(self) -> Path:
        """The access log."""
        return self.folder / "access.log"

    def forget(self) -> None:
        """Empty the log before the next visitor."""
        time.sleep(1.2)  # the log is written once a second
        os.truncate(self.log, 0)

    def requests(self) -> list[list[str]]:
        """What was asked for since: method, host and address, status."""
        time.sleep(1.2)
        return [line.split() for line in self.log.read_text("utf-8", "replace").splitlines()]

    def pages(self) -> int:
        """How many different pages of the site were read."""
        asked = {line[1] for line in self.requests() if line[0] == "GET" and line[-1] == "200"}
        return sum(not address.startswith(ELSEWHERE) and address.endswith((".html", "/")) for address in asked)


@contextmanager
def serving(site_folder: Path, folder: Path, *, tags: bool = True) -> Iterator[Server]:
    """Serve the site while the body runs. Raises as :func:`nginx` does.

    ``tags`` false: the server never says that a page did not change.
    """
    untagged = "" if tags else "etag off; if_modified_since off;"
    http = untagged + _HTTP.format(folder=folder, site=SITE, elsewhere=ELSEWHERE, port=PORT, site_folder=site_folder)
    with nginx(folder, http, (SITE, PORT)):
        yield Server(folder)


@contextmanager
def nginx(folder: Path, http: str, place: tuple[str, int]) -> Iterator[None]:
    """nginx on its core, serving what ``http`` says, while the body runs, from when it answers at ``place`` on.

    Raises :class:`RuntimeError` when it is missing or does not come up.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        raise RuntimeError("nginx is missing: install Debian's package nginx-light or nginx")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "nginx.conf"
    mask = f"{1 << CORE:b}" if (os.cpu_count() or 1) > CORE else "1"
    user = "user root;" if os.getuid() == 0 else ""
    config.write_text(_MAIN.format(folder=folder, mask=mask, user=user, http=http))
    server = subprocess.Popen([program, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        _await(place)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(10)


def _await(place: tuple[str, int]) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(place) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not answer; see its error.log")
