#!/bin/sh
# A server that speaks S3 in place of MinIO: its commands are taken, and what is kept is kept in memory.
set -eu
case ${1:-server} in
    server) PYTHONPATH=/usr/lib/s3-server exec python3 -B -m moto.server --host 0.0.0.0 --port 9000 ;;
    *) exec "$@" ;;
esac
