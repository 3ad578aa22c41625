"""Put a token for each of the given hosts into the token file of the user, by the Python client's store."""

import sys
import time

from py_oidc_auth_client.token_store import TokenStore

store = TokenStore()
for host in sys.argv[1:]:
    end = int(time.time()) + 3600
    token = {
        "access_token": "python",
        "token_type": "Bearer",
        "expires": end,
        "refresh_token": "python",
        "refresh_expires": end,
        "scope": "",
        "headers": {"Authorization": "Bearer python"},
    }
    store.put(host, token)
