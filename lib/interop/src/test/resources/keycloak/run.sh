#!/bin/sh
# Runs Keycloak until stdin ends, so that nothing is left over when whoever started it is killed.
#
#   ISSUER=URL run.sh LOG COMMAND...
#
# Says `READY <ISSUER>` on stdout once COMMAND listens. All that COMMAND says goes to LOG.
log="$1"
shift
: > "$log"
"$@" >> "$log" 2>&1 < /dev/null &
server=$!

exec 3<&0
{ cat <&3; kill "$server"; } > /dev/null 2>&1 &
guard=$!

while kill -0 "$server" 2> /dev/null && ! grep -q 'Listening on: ' "$log"; do
    sleep 0.1
done
kill -0 "$server" 2> /dev/null && echo "READY $ISSUER"
wait "$server"
kill "$guard" 2> /dev/null
