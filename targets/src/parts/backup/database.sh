#!/bin/sh
# Dumps a database to FILE, or restores it from there. It runs in a container of the database's own image, so that the client fits.
#
# usage: database.sh dump|restore FILE
#
# ENGINE is postgres, mysql or mariadb; HOST, PORT, DATABASE and DATABASE_USER say where the database is. PASSWORD_FILE is the file
# that holds the password. FORMAT is sql or custom, COMPRESS gzip or none.
set -eu
umask 077

private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
trap 'exit 1' HUP INT TERM

# password_for CHARACTERS: the password with a backslash before each of these.
password_for() {
    if [ -n "${PASSWORD_FILE:-}" ]; then
        sed "s/[$1]/\\\\&/g" "$PASSWORD_FILE"
    fi
}

# A client reads the password from a file of its own: on a command line every process could see it.
postgres_password() {
    export PGPASSFILE="$private/passwords" PGHOST="$HOST" PGPORT="$PORT" PGUSER="$DATABASE_USER" PGDATABASE="${DATABASE:?}"
    printf '*:*:*:*:%s\n' "$(password_for '\\:')" >"$PGPASSFILE"
}

mysql_password() {
    {
        echo '[client]'
        printf 'host="%s"\nport=%s\nuser="%s"\n' "$HOST" "$PORT" "$DATABASE_USER"
        printf 'password="%s"\n' "$(password_for '\\"')"
    } >"$private/client.cnf"
}

# first_of COMMAND…: the first of these that the image has.
first_of() {
    for command in "$@"; do
        if command -v "$command" >/dev/null; then
            echo "$command"
            return
        fi
    done
    echo "this image has no $1" >&2
    return 1
}

# A database that has just been started takes no connections yet.
wait_for_it() {
    tries=0
    until is_ready >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 60 ]; then
            is_ready
            echo "$HOST does not answer" >&2
            return 1
        fi
        sleep 1
    done
}

is_ready() {
    case $ENGINE in
        postgres) psql --no-psqlrc --no-password --quiet --command='select 1' ;;
        mysql) mysql --defaults-extra-file="$private/client.cnf" --execute='select 1' -- "$DATABASE" ;;
        *) "$(first_of mariadb mysql)" --defaults-extra-file="$private/client.cnf" --execute='select 1' -- "$DATABASE" ;;
    esac
}

dump() {
    plain=$1
    case $COMPRESS in
        gzip) plain=$private/dump ;;
    esac
    case $ENGINE-$FORMAT in
        postgres-custom)
            # It is compressed by itself.
            case $COMPRESS in
                none) pg_dump --format=custom --compress=0 --file="$1" ;;
                *) pg_dump --format=custom --file="$1" ;;
            esac
            return
            ;;
        postgres-*) pg_dump --format=plain --clean --if-exists --file="$plain" ;;
        mysql-*)
            mysqldump --defaults-extra-file="$private/client.cnf" --single-transaction --quick --routines --triggers \
                --no-tablespaces --set-gtid-purged=OFF --result-file="$plain" -- "$DATABASE"
            ;;
        *)
            client=$(first_of mariadb-dump mysqldump)
            "$client" --defaults-extra-file="$private/client.cnf" --single-transaction --quick --routines --triggers \
                --no-tablespaces --result-file="$plain" -- "$DATABASE"
            ;;
    esac
    if [ "$plain" != "$1" ]; then
        gzip -c "$plain" >"$1"
    fi
}

restore() {
    plain=$1
    case $ENGINE-$FORMAT in
        postgres-custom)
            pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname="$DATABASE" "$1"
            return
            ;;
    esac
    case $COMPRESS in
        gzip)
            plain=$private/dump
            gzip -dc "$1" >"$plain"
            ;;
    esac
    # Half a dump may be a whole script: only its last line tells.
    if ! tail -c 500 "$plain" | grep -q -e '^-- PostgreSQL database dump complete' -e '^-- Dump completed'; then
        echo "$1 is not a whole dump" >&2
        return 1
    fi
    case $ENGINE in
        postgres) psql --quiet --no-psqlrc --output=/dev/null --set=ON_ERROR_STOP=1 --single-transaction --file="$plain" ;;
        mysql) mysql --defaults-extra-file="$private/client.cnf" -- "$DATABASE" <"$plain" ;;
        *)
            client=$(first_of mariadb mysql)
            "$client" --defaults-extra-file="$private/client.cnf" -- "$DATABASE" <"$plain"
            ;;
    esac
}

case $ENGINE in
    postgres) postgres_password ;;
    *) mysql_password ;;
esac
wait_for_it
case $1 in
    dump)
        dump "$2.partial"
        mv "$2.partial" "$2"
        ;;
    restore) restore "$2" ;;
    *)
        echo "usage: $0 dump|restore FILE" >&2
        exit 2
        ;;
esac
