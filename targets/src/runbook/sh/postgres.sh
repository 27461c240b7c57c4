# in_postgres SERVICE SCRIPT [ARGUMENT…]: a script in the database's container, where $user and $name are the image's own settings.
in_postgres() {
    target=$(container "$1")
    script=$2
    shift 2
    # shellcheck disable=SC2016 # the container's shell expands it
    engine exec -i "$target" sh -euc '
        umask 077
        setting() {
            eval "value=\${$1:-} file=\${$1_FILE:-}"
            if [ -n "$file" ]; then cat "$file"; else printf %s "$value"; fi
        }
        user=$(setting POSTGRES_USER)
        user=${user:-postgres}
        name=$(setting POSTGRES_DB)
        name=${name:-$user}
        query() { psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --username "$user" "$@"; }
    '"$script" sh "$@"
}

# Half a dump may be a whole script: only its last lines tell.
is_whole_dump() { [ -s "$1" ] && tail -n 5 "$1" | grep -q '^-- PostgreSQL database cluster dump complete'; }

# postgres_dump SERVICE FILE: all databases and roles.
postgres_dump() {
    # shellcheck disable=SC2016
    in_postgres "$1" 'pg_dumpall --no-password --username "$user"' >"$2.new" </dev/null
    is_whole_dump "$2.new" || die "the dump of $1 is not whole"
    mv "$2.new" "$2"
    echo "  $(wc -c <"$2" | tr -d ' ') bytes"
}

# The rows of every table of every database, one table in a line: read with `query`.
# shellcheck disable=SC2016
postgres_count='
    databases=$(query --dbname "$name" --command "select datname from pg_database where datallowconn and not datistemplate order by datname")
    printf "%s\n" "$databases" | while IFS= read -r database; do
        printf "%s\n" "select format(\$\$select %L, count(*) from %I.%I\$\$, current_database() || \$\$/\$\$ || schemaname || \$\$.\$\$ || tablename, schemaname, tablename)" \
            "from pg_tables where schemaname not in (\$\$pg_catalog\$\$, \$\$information_schema\$\$) order by schemaname, tablename \\gexec" |
            query --dbname "$database" || exit 1
    done
'

# postgres_counts SERVICE FILE
postgres_counts() {
    in_postgres "$1" "$postgres_count" >"$2.new" </dev/null
    mv "$2.new" "$2"
    echo "  $(wc -l <"$2" | tr -d ' ') tables"
}

# postgres_same_counts SERVICE FILE: no table has fewer rows than were counted. What runs may have added some.
postgres_same_counts() {
    in_postgres "$1" "$postgres_count" >"$2.now" </dev/null
    fewer "$2" "$2.now" || die "rows are missing"
    echo "  every table of $1 has its rows"
}

# postgres_password SERVICE FILE: the database's user gets the password in the file. The statement goes through standard input, and into no log.
# shellcheck disable=SC2016 # the container's shell expands it
postgres_password() {
    has_value "$2"
    {
        echo "set log_statement = 'none'; set log_min_duration_statement = -1; set log_min_error_statement = 'panic';"
        echo "set pg_stat_statements.track_utility = off; set standard_conforming_strings = on;"
        printf 'alter role :"user" password %s;\n' "'$(sed "s/'/''/g" "$2")'"
    } | in_postgres "$1" 'query --dbname "$name" --set user="$user"'
}

# postgres_opens SERVICE FILE: whether the password in the file opens the database over the network; at 127.0.0.1 the image asks for none.
postgres_opens() {
    has_value "$2"
    # shellcheck disable=SC2016
    sed 's/[\\:]/\\&/g' "$2" | in_postgres "$1" '
        file=$(mktemp)
        trap "rm -f \"$file\"" EXIT
        { printf "*:*:*:*:"; cat; echo; } >"$file"
        export PGPASSFILE="$file"
        query --host "$HOSTNAME" --dbname "$name" --command "select 1" >/dev/null 2>&1
    '
}

postgres_login() {
    postgres_opens "$1" "$2" || die "$1 refuses the password"
    echo "  $1 takes the password"
}

postgres_refused() {
    container "$1" >/dev/null
    if postgres_opens "$1" "$2"; then die "$1 still takes the old password"; fi
    echo "  $1 refuses the old password"
}

# postgres_fill SERVICE VOLUME PATH IMAGE USER_FILE DUMP COUNTS [OPTION…]: a new database on an empty volume, made and filled by the new image.
postgres_fill() {
    temporary=$project-$1-fill
    volume=$2 path=$3 image=$4 user=$(cat "$5") dump=$6 counts=$7
    shift 7
    is_whole_dump "$dump" || die "$dump is no whole dump: make it again with the old version"
    engine rm --force --volumes "$temporary" >/dev/null 2>&1 || true
    # It holds until the dump's own password comes, in a container that nobody reaches.
    POSTGRES_PASSWORD=$(openssl rand -hex 16)
    export POSTGRES_PASSWORD
    engine run --detach --name "$temporary" --network none --volume "$volume:$path" --env POSTGRES_PASSWORD \
        --env "POSTGRES_USER=$user" --env POSTGRES_DB=postgres "$@" "$image" >/dev/null
    unset POSTGRES_PASSWORD
    tries=0
    until engine exec "$temporary" pg_isready --quiet --host 127.0.0.1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 60 ]; then
            engine logs "$temporary" >&2
            die 'the new version does not start'
        fi
        sleep 1
    done
    # The first role is there already, made with the database; and not every client knows the lines by which newer dumps lock psql's own commands.
    awk -v user="$user" '
        copied && $0 == "\\." { copied = 0 }
        !copied && /^\\(un)?restrict / { next }
        !copied && ($0 == "CREATE ROLE " user ";" || $0 == "CREATE ROLE \"" user "\";") { next }
        /^COPY .* FROM stdin;$/ { copied = 1 }
        { print }
    ' "$dump" |
        engine exec -i "$temporary" psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$user" --dbname postgres >/dev/null
    only=$temporary
    in_postgres "$temporary" "$postgres_count" >"$counts.new-version" </dev/null
    only=''
    fewer "$counts" "$counts.new-version" || die 'rows are missing in the new version'
    engine exec "$temporary" vacuumdb --quiet --all --analyze-only --username "$user"
    engine stop --time 120 "$temporary" >/dev/null
    engine rm "$temporary" >/dev/null
    echo "  $volume is filled by $image"
}
