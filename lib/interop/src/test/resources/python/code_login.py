"""Log in to a host by the Python client's code flow, called back at the given port, and print the token."""

import asyncio
import json
import sys

from py_oidc_auth_client import CodeFlow

host, port = sys.argv[1:]
flow = CodeFlow(host, redirect_ports=[int(port)])
print(json.dumps(dict(asyncio.run(flow.authenticate()))))
