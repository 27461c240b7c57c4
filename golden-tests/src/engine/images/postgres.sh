#!/bin/sh
# What the official image of PostgreSQL does at a start, as far as stacks make use of it.
set -eu

# setting NAME: from the variable, or from the file that NAME_FILE names.
setting() {
    eval "value=\${$1:-} file=\${$1_FILE:-}"
    if [ -n "$file" ]; then
        if [ -n "$value" ]; then
            echo "both $1 and $1_FILE are set" >&2
            exit 1
        fi
        value=$(cat "$file")
    fi
    printf %s "$value"
}

initialize() {
    user=$(setting POSTGRES_USER)
    user=${user:-postgres}
    database=$(setting POSTGRES_DB)
    database=${database:-$user}
    password=$(setting POSTGRES_PASSWORD)
    method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
    if [ -z "$password" ] && [ "$method" != trust ]; then
        echo 'POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE has to be set' >&2
        exit 1
    fi
    # Only this shell and initdb ever see the password.
    umask 077
    printf '%s\n' "${password:-none}" >/tmp/initial-password
    # shellcheck disable=SC2046 # these are arguments
    initdb --pgdata "$PGDATA" --username "$user" --pwfile /tmp/initial-password --encoding UTF8 --auth trust $(setting POSTGRES_INITDB_ARGS) >/dev/null
    rm /tmp/initial-password
    printf 'host all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
    printf "listen_addresses = '*'\nunix_socket_directories = '/var/run/postgresql,/tmp'\n" >>"$PGDATA/postgresql.conf"
    pg_ctl --pgdata "$PGDATA" --wait --options "-c listen_addresses=''" start >/dev/null
    if [ "$database" != postgres ]; then
        echo "create database :\"name\"" | psql --no-psqlrc --quiet --username "$user" --dbname postgres -v ON_ERROR_STOP=1 -v name="$database"
    fi
    export POSTGRES_USER="$user" POSTGRES_DB="$database"
    for script in /docker-entrypoint-initdb.d/*; do
        case $script in
            *.sh) run_script "$script" ;;
            *.sql) run_sql <"$script" ;;
            *.sql.gz) gunzip -c "$script" | run_sql ;;
        esac
    done
    pg_ctl --pgdata "$PGDATA" --mode fast --wait stop >/dev/null
    echo 'the database is initialized'
}

# A script that can't be executed is read.
run_script() {
    if [ -x "$1" ]; then
        "$1"
    else
        # shellcheck source=/dev/null
        . "$1"
    fi
}

run_sql() { psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "$user" --dbname "$database"; }

case ${1:-} in
    '' | -*) set -- postgres "$@" ;;
    postgres) ;;
    *) exec "$@" ;;
esac
# Files of secrets may be root's alone: they are read before the account changes.
if [ -z "${POSTGRES_PASSWORD:-}" ] && [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
    export POSTGRES_PASSWORD
    unset POSTGRES_PASSWORD_FILE
fi
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
    chmod 700 "$PGDATA"
    exec /usr/bin/setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi
[ -s "$PGDATA/PG_VERSION" ] || initialize
unset POSTGRES_PASSWORD
exec "$@"
