#!/bin/bash
# What the official image of MariaDB does at a start, as far as stacks make use of it.
set -euo pipefail

# setting NAME: MARIADB_NAME or MYSQL_NAME, or from the file that one of them with _FILE names.
setting() {
    local prefix value file
    for prefix in MARIADB MYSQL; do
        value=${prefix}_$1
        file=${value}_FILE
        if [[ -n ${!file:-} ]]; then
            cat "${!file}"
            return
        fi
        if [[ -n ${!value:-} ]]; then
            printf %s "${!value}"
            return
        fi
    done
}

# A text between quotes of SQL.
quoted() {
    local text=${1//\\/\\\\}
    printf "'%s'" "${text//\'/\'\'}"
}

initialize() {
    local root user password database script
    root=$(setting ROOT_PASSWORD)
    if [[ -z $root ]]; then
        [[ -n $(setting ALLOW_EMPTY_ROOT_PASSWORD)$(setting RANDOM_ROOT_PASSWORD) ]] || {
            echo 'MARIADB_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD_FILE has to be set' >&2
            exit 1
        }
        root=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
    fi
    user=$(setting USER)
    password=$(setting PASSWORD)
    database=$(setting DATABASE)
    mariadb-install-db --user=mysql --datadir="$data" --skip-test-db >/dev/null
    {
        echo 'flush privileges;'
        echo "alter user root@localhost identified by $(quoted "$root");"
        echo "create user root@'%' identified by $(quoted "$root");"
        echo "grant all on *.* to root@'%' with grant option;"
        [[ -z $database ]] || echo "create database \`$database\` character set utf8mb4;"
        if [[ -n $user ]]; then
            echo "create user $(quoted "$user")@'%' identified by $(quoted "$password");"
            [[ -z $database ]] || echo "grant all on \`$database\`.* to $(quoted "$user")@'%';"
        fi
        # The account of the image's own health check.
        echo "create user healthcheck@'127.0.0.1' identified by 'healthcheck';"
        for script in /docker-entrypoint-initdb.d/*.sql; do
            [[ ! -f $script ]] || { [[ -z $database ]] || echo "use \`$database\`;"; cat "$script"; }
        done
    } | mariadbd --user=mysql --datadir="$data" --bootstrap
}

case ${1:-} in
    '' | -*) set -- mariadbd "$@" ;;
    mysqld) set -- mariadbd "${@:2}" ;;
    mariadbd) ;;
    *) exec "$@" ;;
esac
readonly data=/var/lib/mysql
chown mysql:mysql "$data" /run/mysqld
[[ -d $data/mysql ]] || initialize
unset MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD MARIADB_PASSWORD MYSQL_PASSWORD
exec "$@" --user=mysql --datadir="$data" --bind-address=0.0.0.0
