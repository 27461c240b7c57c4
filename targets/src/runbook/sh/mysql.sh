# mysql_client SERVICE USER PASSWORD_FILE HOST [ARGUMENT…]: the client of the database's container, reading SQL. The password comes through
# standard input and lies in a file for as long as the client runs.
mysql_client() {
    has_value "$3"
    target=$(container "$1")
    {
        printf '[client]\nuser="%s"\nhost="%s"\npassword="' "$2" "$4"
        sed 's/[\\"]/\\&/g' "$3" | tr -d '\n'
        printf '"\n'
        echo '#statements'
        cat
    } | {
        shift 4
        # shellcheck disable=SC2016 # the container's shell expands it
        engine exec -i "$target" sh -euc '
            umask 077
            file=$(mktemp)
            trap "rm -f \"$file\"" EXIT
            while IFS= read -r line && [ "$line" != "#statements" ]; do
                case $line in "host=\"HOSTNAME\"") line="host=\"$HOSTNAME\"" ;; esac
                printf "%s\n" "$line"
            done >"$file"
            program=$(command -v "$1" || command -v "$2")
            shift 2
            "$program" --defaults-extra-file="$file" "$@"
        ' sh "$@"
    }
}

# mysql_query SERVICE ROOT_FILE: statements as root, from within.
mysql_query() { mysql_client "$1" root "$2" localhost mariadb mysql --batch --skip-column-names; }

# mysql_setting SERVICE NAME: a setting by either name that the images have for it.
mysql_setting() {
    # shellcheck disable=SC2016
    engine exec "$(container "$1")" sh -euc '
        for name in "MARIADB_$1" "MYSQL_$1"; do
            eval "value=\${$name:-} file=\${${name}_FILE:-}"
            if [ -n "$file" ]; then cat "$file"; exit; fi
            if [ -n "$value" ]; then printf %s "$value"; exit; fi
        done
    ' sh "$2"
}

# mysql_keep_root SERVICE FILE
mysql_keep_root() {
    [ ! -s "$2" ] || return 0
    mysql_setting "$1" ROOT_PASSWORD >"$2.new"
    [ -s "$2.new" ] || die "$1 does not say the password of root: write it into $2 with an editor"
    mv "$2.new" "$2"
}

# mysql_root SERVICE: the file with the password of root that opens it now.
mysql_root() {
    for file in "$work/$1-root.old" "$work/$1-root.new"; do
        if [ -s "$file" ] && echo 'select 1' | mysql_query "$1" "$file" >/dev/null 2>&1; then
            echo "$file"
            return
        fi
    done
    die "no known password of root opens $1"
}

# mysql_dump SERVICE FILE: every database, with its users.
mysql_dump() {
    [ -s "$work/$1-root.old" ] || mysql_keep_root "$1" "$work/$1-root.old"
    mysql_client "$1" root "$(mysql_root "$1")" localhost mariadb-dump mysqldump --all-databases --single-transaction --quick --routines --triggers --events >"$2.new" </dev/null
    tail -n 3 "$2.new" | grep -q '^-- Dump completed' || die "the dump of $1 is not whole"
    mv "$2.new" "$2"
    echo "  $(wc -c <"$2" | tr -d ' ') bytes"
}

# mysql_no_native_logins SERVICE: the new version does not load what checks these passwords.
mysql_no_native_logins() {
    [ -s "$work/$1-root.old" ] || mysql_keep_root "$1" "$work/$1-root.old"
    echo "select concat(user, '@', host) from mysql.user where plugin = 'mysql_native_password' order by 1" |
        mysql_query "$1" "$(mysql_root "$1")" >"$work/$1.native"
    [ ! -s "$work/$1.native" ] || die "these accounts of $1 log in with mysql_native_password, which the new version does not load: $(tr '\n' ' ' <"$work/$1.native"). Give them caching_sha2_password with ALTER USER, or say --mysql-native-password=ON in the command of $1, and make this runbook anew"
}

# mysql_upgradable SERVICE: mariadb-upgrade hands the password of root on in a form that loses an apostrophe or a backslash.
mysql_upgradable() {
    [ -s "$work/$1-root.old" ] || mysql_keep_root "$1" "$work/$1-root.old"
    if grep -q "[\\']" "$work/$1-root.old"; then
        die "mariadb-upgrade does not take the password of root of $1, in which there is an apostrophe or a backslash: say MARIADB_AUTO_UPGRADE 1 in the env of $1, and make this runbook anew"
    fi
}

# mysql_upgrade SERVICE: the tables of the database itself, which the image leaves as they are.
mysql_upgrade() {
    tries=0
    until (mysql_root "$1") >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || die "$1 does not open to root"
        sleep 2
    done
    mysql_client "$1" root "$(mysql_root "$1")" localhost mariadb-upgrade mysql_upgrade </dev/null >"$work/$1.upgrade" || {
        cat "$work/$1.upgrade" >&2
        die "the tables of $1 itself are not up to date"
    }
    echo "  the tables of $1 itself are up to date"
}

mysql_count() {
    root=$(mysql_root "$1")
    echo "select concat('select ''', table_schema, '.', table_name, ''', count(*) from \`', table_schema, '\`.\`', table_name, '\`;') from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('mysql', 'sys', 'performance_schema', 'information_schema') order by 1" |
        mysql_query "$1" "$root" >"$work/$1.count.sql"
    mysql_query "$1" "$root" <"$work/$1.count.sql" >"$work/$1.rows"
    tr '\t' '|' <"$work/$1.rows"
}

# mysql_counts SERVICE FILE
mysql_counts() {
    mysql_count "$1" >"$2.new"
    mv "$2.new" "$2"
    echo "  $(wc -l <"$2" | tr -d ' ') tables"
}

# mysql_same_counts SERVICE FILE: no table has fewer rows than were counted.
mysql_same_counts() {
    mysql_count "$1" >"$2.now"
    fewer "$2" "$2.now" || die 'rows are missing'
    echo "  every table of $1 has its rows"
}

# mysql_name SERVICE user|root
mysql_name() {
    case $2 in
        root) echo root ;;
        *) mysql_setting "$1" USER ;;
    esac
}

# mysql_password SERVICE user|root FILE ROOT [NEW_ROOT]: every account of that name gets the password in the file; through standard input, and into no
# history of the server's own.
mysql_password() {
    if [ -n "${5:-}" ]; then cp "$5" "$work/$1-root.new"; fi
    has_value "$3"
    root=$(mysql_root "$1")
    name=$(mysql_name "$1" "$2")
    [ -n "$name" ] || die "$1 does not say the name of its user"
    echo "select host from mysql.user where user = '$name'" | mysql_query "$1" "$root" >"$work/$1.hosts"
    [ -s "$work/$1.hosts" ] || die "$1 has no user $name"
    while IFS= read -r host; do
        printf "alter user '%s'@'%s' identified by '%s';\n" "$name" "$host" "$(sed "s/[\\\\']/\\\\&/g" "$3")"
    done <"$work/$1.hosts" | mysql_query "$1" "$root"
}

# mysql_opens SERVICE user|root FILE: over the network; root may be allowed from within alone.
mysql_opens() {
    case $2 in
        root) from=localhost ;;
        *) from=HOSTNAME ;;
    esac
    echo 'select 1' | mysql_client "$1" "$(mysql_name "$1" "$2")" "$3" "$from" mariadb mysql --batch >/dev/null 2>&1
}

mysql_login() {
    mysql_opens "$1" "$2" "$3" || die "$1 refuses the password of $2"
    echo "  $1 takes the password of $2"
}

mysql_refused() {
    container "$1" >/dev/null
    if mysql_opens "$1" "$2" "$3"; then die "$1 still takes the old password of $2"; fi
    echo "  $1 refuses the old password of $2"
}
