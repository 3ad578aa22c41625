"""An application that is protected by py-oidc-auth, on a free loopback port.

Settings come from the environment: DISCOVERY_URL, MODE (passthrough or broker), BROKER_STORE (a database URL) and HTTP_PARSER
(h11, or httptools, which ``uvicorn[standard]`` uses). The line ``READY <base URL>`` on stdout says that it answers. It ends
when stdin ends.
"""

import os
import socket
import sys
import threading
from collections import Counter
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI, Request
from py_oidc_auth import FastApiOIDCAuth
from py_oidc_auth.schema import IDToken

auth = FastApiOIDCAuth(
    client_id="py-oidc-auth",
    client_secret="interop-secret-interop-secret-interop",
    discovery_url=os.environ["DISCOVERY_URL"],
    scopes="profile email",
    broker_mode=os.environ["MODE"] == "broker",
    broker_store_url=os.environ["BROKER_STORE"],
)
app = FastAPI()
app.include_router(auth.create_auth_router())

hits: Counter[str] = Counter()


def kind_of_token_request(body: bytes) -> str:
    """Name what a form at the token route asks for by the field that decides it."""
    form = parse_qs(body.decode())
    return next((field for field in ("code", "device-code", "refresh-token") if field in form), "other")


@app.middleware("http")
async def count(request: Request, call_next):
    """Count each request by its route, and those at the token route by their kind as well."""
    path = request.url.path
    hits[path] += 1
    if path.endswith("/token") and request.method == "POST":
        hits[kind_of_token_request(await request.body())] += 1
    return await call_next(request)


@app.get("/api/me")
async def me(token: IDToken = auth.required()) -> dict:
    """Say who the bearer of the token is."""
    return {"username": token.preferred_username}


@app.get("/interop/hits")
async def show_hits() -> dict:
    """Show how often each route and each kind of token request was asked for."""
    return dict(hits)


class AnnouncingServer(uvicorn.Server):
    """A server that says where it listens as soon as it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = sockets[0].getsockname()
        print(f"READY http://{host}:{port}", flush=True)


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_stdin, daemon=True).start()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    AnnouncingServer(uvicorn.Config(app, http=os.environ["HTTP_PARSER"], log_level="info")).run(sockets=[listener])
