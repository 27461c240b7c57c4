#!/bin/sh
# The health check of the official image. It waits for a server that takes connections over the network, which none does that is still made.
exec mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --user=healthcheck --password=healthcheck --execute='select 1' >/dev/null
