#!/bin/sh
# A certificate of our own for the first start, until one is put in its place: browsers warn of it.
set -eu
where=${CERTIFICATES:-/certificates}
[ -s "$where/tls.crt" ] && [ -s "$where/tls.key" ] && exit 0
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
    -subj "/CN=${SERVER_NAME:-localhost}" -addext "subjectAltName=DNS:${SERVER_NAME:-localhost}" \
    -keyout "$where/tls.key" -out "$where/tls.crt" 2>/dev/null
echo "Ett eget certifikat gäller i 30 dagar. Byt det mot ett riktigt: docs/operations.md." >&2
