#!/bin/sh
# The runbook of shop on the target compose, made by `stackc plan --runbook=script`.
#
# usage: sh FILE [--list | --from STEP | --roll-back STEP]
#
# It runs the steps in order and stops at the first failure; --from goes on, --roll-back goes back from that step. What it keeps lies in a folder
# below $HOME, or in $WORK.
# It runs on the host of shop, in the folder of which the project's is `out/compose`, as someone who may use Docker. The new version is checked out and built there, and not started.
# The environment file does not set DB_LOCALE: these steps go by the defaults. Where it does, the versions or the settings are others, and so is what has to be done.
set -eu

project=shop
work=${WORK:-$HOME/runbook-shop-a796708d}
before=../before
before=${BEFORE:-$before}
umask 077
mkdir -p "$work"

die() {
    echo "$*" >&2
    exit 1
}

# in_project NAME COMMAND…: the same for the containers of another project.
in_project() {
    usual=$project project=$1
    shift
    "$@"
    project=$usual
}

# has_value FILE: whether a value that someone writes is there.
has_value() { [ -s "$1" ] || die "$1 is missing or empty: write the value into it, and repeat the step"; }

# container SERVICE: the one container of a service that runs, or the one that only names.
container() {
    found=${only:-$(containers "$1")}
    case $found in
        '') die "no container of $1 runs in $project" ;;
        *"
"*) die "$1 has more than one container" ;;
    esac
    echo "$found"
}

# if_runs SERVICE COMMAND…: on the way back: what can't be told to a service now is told once it runs again.
if_runs() {
    service_now=$1
    shift
    ("$@") || echo "  $service_now can not be told now: it is told once it runs"
}

engine() { docker "$@"; }

# stop_services SERVICE…: stops what of them runs.
stop_services() {
    for one in "$@"; do
        ids=$(containers "$one")
        for id in $ids; do
            docker stop "$id" >/dev/null
            echo "  $one is stopped"
        done
        stays_stopped "$one"
    done
}

# stop_cleanly SERVICE: ten minutes for a database to end. What was killed leaves work behind that a newer version may refuse.
stop_cleanly() {
    ids=$(containers "$1")
    for id in $ids; do docker stop --time 600 "$id" >/dev/null; done
    stays_stopped "$1"
    ids=$(containers "$1" --all)
    for id in $ids; do
        [ "$(docker inspect --format '{{.State.ExitCode}}' "$id")" != 137 ] ||
            die "$1 was killed before it had ended: start it with docker start $id, wait until it is healthy, and repeat the step"
    done
    echo "  $1 is stopped"
}

# stays_stopped SERVICE: the list of what runs may come a little later than the stop.
stays_stopped() {
    tries=0
    ids=$(containers "$1")
    while [ -n "$ids" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || die "$1 runs again: something starts it"
        sleep 1
        ids=$(containers "$1")
    done
}

# start_services SERVICE…: starts what of them is stopped.
start_services() {
    for one in "$@"; do
        ids=$(containers "$one" --all --filter status=exited)
        for id in $ids; do
            docker start "$id" >/dev/null
            echo "  $one is started"
        done
    done
}

# containers SERVICE [OPTION…]: the containers of a service, one in a line: those that run, or with --all every one.
containers() {
    service=$1
    shift
    docker ps --quiet --no-trunc "$@" \
        --filter "label=com.docker.compose.project=$project" \
        --filter "label=com.docker.compose.service=$service" \
        --filter label=com.docker.compose.oneoff=False
}

# healthy SERVICE…: waits until each runs, and is healthy where it says how that is seen; five minutes at most.
healthy() {
    for one in "$@"; do
        tries=0
        until is_healthy "$one"; do
            tries=$((tries + 1))
            [ "$tries" -lt 150 ] || die "$one: $state"
            sleep 2
        done
        echo "  $one: $state"
    done
}

# What is never started again may also have ended well.
is_healthy() {
    state='no container runs'
    ids=$(containers "$1" --all)
    [ -n "$ids" ] || return 1
    for id in $ids; do
        state=$(engine inspect --format \
            '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{else if eq .HostConfig.RestartPolicy.Name "no"}} {{.State.ExitCode}}{{end}}' "$id")
        case $state in
            running | 'running healthy' | 'running 0' | 'exited 0') ;;
            *) return 1 ;;
        esac
    done
}

# new_secret hex|base64|base64url BYTES FILE: random bytes in this form, unless the file is there.
new_secret() {
    [ ! -s "$3" ] || return 0
    case $1 in
        hex) openssl rand -hex "$2" | tr -d '\n' >"$3.new" ;;
        base64) openssl rand -base64 "$2" | tr -d '\n' >"$3.new" ;;
        *) openssl rand -base64 "$2" | tr -d '=\n' | tr '+/' '-_' >"$3.new" ;;
    esac
    [ -s "$3.new" ] || die 'openssl made nothing'
    mv "$3.new" "$3"
}

# keep_setting SERVICE NAME FILE [DEFAULT]: what a running container has as this variable, or in the file that NAME_FILE names. What was kept once stays.
keep_setting() {
    [ ! -s "$3" ] || return 0
    # shellcheck disable=SC2016 # the container's shell expands it
    engine exec "$(container "$1")" sh -euc '
        eval "value=\${$1:-} file=\${$1_FILE:-}"
        if [ -n "$file" ]; then cat "$file"; else printf %s "${value:-$2}"; fi
    ' sh "$2" "${4:-}" >"$3.new"
    [ -s "$3.new" ] || die "$1 has no $2"
    mv "$3.new" "$3"
}

# carry_over OLD NEW: the same value goes on.
carry_over() {
    has_value "$1"
    cp "$1" "$2"
}

# put_secret FILE PLACE: the file that Compose mounts. A folder that is made for it is closed to everyone else; one that is there keeps its mode.
put_secret() {
    has_value "$1"
    folder=$(dirname "$2")
    if [ ! -d "$folder" ]; then
        mkdir -p "$folder"
        chmod 700 "$folder"
    fi
    cp "$1" "$2.new"
    chmod 444 "$2.new"
    mv "$2.new" "$2"
}

# set_variable FILE NAME VALUE_FILE: NAME='value' in a file of variables, in place of what it says of that name. Without a value's file the name goes.
set_variable() {
    [ -z "${3:-}" ] || has_value "$3"
    if [ -n "${3:-}" ] && grep -q "'" "$3"; then
        die "the value of $2 holds a quote: set it in $1 with an editor, and go on with the next step"
    fi
    touch "$1"
    {
        grep -v "^$2=" "$1" || true
        if [ -n "${3:-}" ]; then
            printf "%s='" "$2"
            cat "$3"
            printf "'\n"
        fi
    } >"$1.new"
    chmod 600 "$1.new"
    mv "$1.new" "$1"
}

# export_secret NAME FILE: a variable for the commands that follow.
export_secret() {
    has_value "$2"
    value=$(cat "$2")
    export "$1=$value"
}

# has_name FOLDER…: stops before a folder without a name is taken for the root of everything.
has_name() {
    for folder in "$@"; do
        [ -n "$folder" ] || die 'a folder has no name: nothing is done'
    done
}

# has_before FOLDER: whether the files of the version before are there.
has_before() {
    has_name "$1"
    [ -n "$before" ] || die 'before is not set: it is the folder of a checkout of the version that runs now, built'
    [ -d "$before/$1" ] || die "$before/$1 is not there: check out the version that runs now in $before, and run \`stackc build\` there"
}

# put_files FROM TO [FILE…]: compiled files over those that are there; values and secrets beside them stay. With names only these files, as far as they are there.
put_files() {
    from=$1 to=$2
    shift 2
    has_name "$from" "$to"
    mkdir -p "$to"
    if [ "$#" -eq 0 ]; then
        cp -R "$from/." "$to/"
        return
    fi
    for file in "$@"; do
        [ -f "$from/$file" ] || continue
        mkdir -p "$(dirname "$to/$file")"
        cp "$from/$file" "$to/$file"
    done
}

# old_files FOLDER [FILE…]: the files of the version before in place of the new ones, which are kept; values and secrets beside them stay.
old_files() {
    place=$1
    shift
    has_before "$place"
    if ! cmp -s "$before/$place/docker-compose.yml" "$place/docker-compose.yml"; then
        rm -rf "$work/new"
        mkdir "$work/new"
        if [ "$#" -eq 0 ]; then
            tar -C "$place" -cf - --exclude=./.env --exclude=./secrets --exclude=./tls . | tar -C "$work/new" -xf -
        else
            put_files "$place" "$work/new" "$@"
        fi
    fi
    put_files "$before/$place" "$place" "$@"
}

# new_files FOLDER [FILE…]: after the way back the new ones again.
new_files() {
    place=$1
    shift
    has_name "$place"
    if [ -d "$work/new" ] && cmp -s "$before/$place/docker-compose.yml" "$place/docker-compose.yml"; then put_files "$work/new" "$place" "$@"; fi
}

# fetch_images FOLDER: every image of the project that is not there yet; what can be built is built.
fetch_images() (
    has_name "$1"
    cd "$1"
    docker compose pull --quiet --ignore-buildable --policy missing
    docker compose build --quiet
)

# install_units FROM TO: the units of a folder.
install_units() {
    has_name "$1" "$2"
    for unit in "$1"/*.service "$1"/*.timer "$1"/*.target; do
        [ ! -f "$unit" ] || install -m 0644 "$unit" "$2/"
    done
}

# check_out COMMIT [FOLDER]: the version before, beside everything else; the stack lies in FOLDER of it.
check_out() {
    [ -d "$before" ] || git worktree add --quiet --detach "${before%"${2:+/$2}"}" "$1"
}

# install_values FROM TO: the script that composes what units need of the deployer's values, and the one that makes certificates, as far as they are there.
install_values() {
    has_name "$1" "$2"
    for script in values.sh make-certificates.sh; do
        [ ! -f "$1/$script" ] || install -m 0755 "$1/$script" "$2/"
    done
}

# make_volume NAME [PROJECT KEY]: an empty volume; with the labels by which docker compose knows its own.
make_volume() {
    if engine volume inspect "$1" >/dev/null 2>&1; then return; fi
    if [ -n "${2:-}" ]; then
        engine volume create --label "com.docker.compose.project=$2" --label "com.docker.compose.volume=$3" "$1" >/dev/null
    else
        engine volume create "$1" >/dev/null
    fi
}

# What copies volumes.
copier=busybox:1.37.0

# fetch_image IMAGE: an image that is not there yet.
fetch_image() { engine image inspect "$1" >/dev/null 2>&1 || engine pull --quiet "$1" >/dev/null; }

# fetch_copier: the image that copies volumes.
fetch_copier() { fetch_image "$copier"; }

# with_volumes FROM TO SCRIPT: a script of a container for once, which sees both, and no network.
with_volumes() {
    engine run --rm --network none --volume "$1:/from:ro" --volume "$2:/to" --entrypoint sh "$copier" -euc "$3" sh "${4:-}"
}

# copy_volume FROM TO: all of it into an empty volume, and then both are compared, file by file.
copy_volume() {
    engine volume inspect "$1" >/dev/null || die "there is no volume $1"
    [ ! -e "$work/copied-$2" ] || return 0
    # shellcheck disable=SC2016 # the container's shell expands it
    with_volumes "$1" "$2" '
        if [ -e /to/.stackc-copying ] || [ -n "$1" ]; then find /to ! -path /to -prune -exec rm -rf {} +; fi
        [ -z "$(ls -A /to)" ] || { echo "the new volume is not empty" >&2; exit 1; }
        touch /to/.stackc-copying
        cp -a /from/. /to/
        rm /to/.stackc-copying
    ' "$(cat "$work/stale-$2" 2>/dev/null)" || die "$1 could not be copied into $2"
    rm -f "$work/stale-$2"
    same_volumes "$1" "$2"
    touch "$work/copied-$2"
    echo "  $2 holds what $1 holds"
}

# forget_copy NAME: the next copy into it is made anew, for what is copied may change from here on.
forget_copy() {
    if [ -e "$work/copied-$1" ]; then
        echo stale >"$work/stale-$1"
        rm "$work/copied-$1"
    fi
}

same_volumes() {
    # shellcheck disable=SC2016 # the container's shell expands it
    with_volumes "$1" "$2" '
        list() { cd "$1"; find . ! -type f -exec ls -ldn {} + | awk "{ print \$1, \$3, \$4, \$NF }" | sort; find . -type f -exec sha256sum {} + | sort; }
        [ "$(list /from | sha256sum)" = "$(list /to | sha256sum)" ]
    ' || die "$1 and $2 do not hold the same"
}

# empty_volume NAME KEPT: makes a volume empty, of which a copy was made and compared.
empty_volume() {
    [ -e "$work/copied-$2" ] || die "there is no copy of $1"
    with_volumes "$2" "$1" 'find /to ! -path /to -prune -exec rm -rf {} +'
}

# restore_volume KEPT NAME: the kept data comes back. Without a whole copy nothing was changed, and nothing is.
restore_volume() {
    [ -e "$work/copied-$1" ] || return 0
    with_volumes "$1" "$2" 'find /to ! -path /to -prune -exec rm -rf {} +; cp -a /from/. /to/'
    same_volumes "$1" "$2"
    forget_copy "$1"
    echo "  $2 holds what it held before"
}

# fewer BEFORE NOW: fails, and says which, if a table has fewer rows now. A line is the table's name, `|` and the number of its rows.
fewer() {
    awk '
        { at = match($0, /[|][0-9]*$/); name = substr($0, 1, at - 1); rows = substr($0, at + 1) + 0 }
        FILENAME == ARGV[1] { now[name] = rows; next }
        !(name in now) { print "  " name " is missing"; bad = 1; next }
        now[name] < rows { print "  " name ": " now[name] " in place of " rows; bad = 1 }
        END { exit bad }
    ' "$2" "$1"
}

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

title() {
    case $1 in
        1) echo 'Keep what the way back needs' ;;
        2) echo 'Fetch and build what the new version needs' ;;
        3) echo 'Stop what writes' ;;
        4) echo 'Dump db with the old version' ;;
        5) echo 'Stop db, and keep its old data in shop_data-before' ;;
        6) echo 'Fill an empty volume with the new version (16 → 17)' ;;
        7) echo 'Switch over' ;;
        8) echo 'Verify that it runs' ;;
        9) echo 'Verify the rows' ;;
    esac
}

state() {
    case $1 in
        1) echo 'Nothing that runs has been touched. Mend the cause, and repeat the step.' ;;
        2) echo 'The old version runs as before; what lies ready for the new one does not disturb it. Mend the cause and repeat the step, or go back.' ;;
        3) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        4) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        5) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        6) echo 'The old data is kept whole in its volume. Mend the cause and repeat the step, or go back to it.' ;;
        7) echo 'The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.' ;;
        8) echo 'The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.' ;;
        9) echo 'The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.' ;;
    esac
}

# Keep what the way back needs
step_1() {
    has_before out/compose
    new_files out/compose
}

# Fetch and build what the new version needs
step_2() {
    fetch_images out/compose
    fetch_copier
    fetch_image postgres:17.2
}

# Stop what writes
step_3() {
    stop_services app
}

# Dump db with the old version
step_4() {
    postgres_dump db "$work"/db.sql
    postgres_counts db "$work"/db.counts
    keep_setting db POSTGRES_USER "$work"/db.user postgres
}

# Stop db, and keep its old data in shop_data-before
step_5() {
    stop_cleanly db
    make_volume shop_data-before
    copy_volume shop_data shop_data-before
}

# Fill an empty volume with the new version (16 → 17)
step_6() {
    empty_volume shop_data shop_data-before
    postgres_fill db shop_data /var/lib/postgresql/data postgres:17.2 "$work"/db.user "$work"/db.sql "$work"/db.counts --env 'POSTGRES_INITDB_ARGS=--locale=de_DE.UTF-8 --data-checksums' --env LANG=de_DE.utf8
}

# Switch over
step_7() {
    new_files out/compose
    (cd out/compose && docker compose up --detach)
}

# Verify that it runs
step_8() {
    healthy db app
}

# Verify the rows
step_9() {
    postgres_same_counts db "$work"/db.counts
}

roll_back() {
    if [ "$1" -ge 3 ]; then
        echo 'Stop everything'
        stop_services app db
    fi
    if [ "$1" -ge 6 ]; then
        echo 'Put the old data of db back'
        restore_volume shop_data-before shop_data
    fi
    if [ "$1" -ge 4 ]; then
        echo 'Let the version before run again'
        old_files out/compose
        (cd out/compose && docker compose up --detach)
    fi
    if [ "$1" -ge 3 ]; then
        echo 'Start what was stopped'
        start_services db app
    fi
    if [ "$1" -ge 3 ]; then
        echo 'Wait until it is healthy'
        healthy db app
    fi
    echo 'the version before is back'
}

later() {
    cat <<'END'
- Once db has run well for long enough, and a backup of the new version was restored somewhere: the old data goes with `docker volume rm shop_data-before`, and the dump with the folder of this runbook.
- The folder of this runbook holds dumps and passwords: delete it with `rm -rf "$work"` when you no longer need the way back, a week at the latest.
END
}

last=9

# What is done by hand is said to be done by who does it.
confirm() {
    if [ ! -t 0 ]; then
        by_hand=yes
        exit 3
    fi
    printf '  done? Enter goes on, Ctrl-C stops: '
    read -r _
}

stopped() {
    status=$?
    [ "$status" -ne 0 ] || return 0
    [ -n "$current" ] || exit "$status"
    {
        if [ -n "$by_hand" ]; then
            echo "Step $current is done by hand. Then go on with: sh $0 --from $((current + 1))"
        else
            echo "Step $current failed. $(state "$current")"
            echo "Repeat it, and go on: sh $0 --from $current"
        fi
        echo "Go back: sh $0 --roll-back $current"
    } >&2
    exit "$status"
}

# Going back can be repeated: what is back already stays so.
half_way() {
    status=$?
    if [ "$status" -ne 0 ]; then
        echo "Going back stopped there: what was to be done after it is not done. Mend the cause, and repeat: sh $0 --roll-back $from" >&2
    fi
    exit "$status"
}

# number TEXT: one of the steps.
number() {
    case $1 in
        '' | *[!0-9]*) die "there is no step $1" ;;
    esac
    if [ "$1" -lt 1 ] || [ "$1" -gt "$last" ]; then die "there is no step $1"; fi
    echo "$1"
}

from=1 current='' by_hand=''
case ${1:-} in
    '') ;;
    --from) from=$(number "${2:-}") ;;
    --roll-back)
        from=$(number "${2:-}")
        trap half_way EXIT
        roll_back "$from"
        exit
        ;;
    --list)
        while [ "$from" -le "$last" ]; do
            echo "$from. $(title "$from")"
            from=$((from + 1))
        done
        exit
        ;;
    *) die "usage: sh $0 [--list | --from STEP | --roll-back STEP]" ;;
esac
trap stopped EXIT
current=$from
while [ "$current" -le "$last" ]; do
    echo "$current/$last $(title "$current")"
    "step_$current"
    current=$((current + 1))
done
current=''
echo 'All steps are done. Later:'
later
