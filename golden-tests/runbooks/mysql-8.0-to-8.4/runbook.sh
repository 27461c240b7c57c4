#!/bin/sh
# The runbook of shop on the target compose, made by `stackc plan --runbook=script`.
#
# usage: sh FILE [--list | --from STEP | --roll-back STEP]
#
# It runs the steps in order and stops at the first failure; --from goes on, --roll-back goes back from that step. What it keeps lies in a folder
# below $HOME, or in $WORK.
# It runs on the host of shop, in the folder of which the project's is `out/compose`, as someone who may use Docker. The new version is checked out and built there, and not started.
set -eu

project=shop
work=${WORK:-$HOME/runbook-shop-d5798a98}
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

title() {
    case $1 in
        1) echo 'Keep what the way back needs' ;;
        2) echo 'Fetch and build what the new version needs' ;;
        3) echo 'Stop what writes' ;;
        4) echo 'Dump db with the old version' ;;
        5) echo 'Stop db, and keep its old data in shop_data-before' ;;
        6) echo 'Switch over' ;;
        7) echo 'Verify that it runs' ;;
        8) echo 'Verify the rows' ;;
    esac
}

state() {
    case $1 in
        1) echo 'Nothing that runs has been touched. Mend the cause, and repeat the step.' ;;
        2) echo 'The old version runs as before; what lies ready for the new one does not disturb it. Mend the cause and repeat the step, or go back.' ;;
        3) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        4) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        5) echo 'The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.' ;;
        6) echo 'The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.' ;;
        7) echo 'The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.' ;;
        8) echo 'The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.' ;;
    esac
}

# Keep what the way back needs
step_1() {
    has_before out/compose
    new_files out/compose
    mysql_no_native_logins db
}

# Fetch and build what the new version needs
step_2() {
    fetch_images out/compose
    fetch_copier
    fetch_image mysql:8.4.2
}

# Stop what writes
step_3() {
    stop_services app
}

# Dump db with the old version
step_4() {
    mysql_dump db "$work"/db.sql
    mysql_counts db "$work"/db.counts
}

# Stop db, and keep its old data in shop_data-before
step_5() {
    stop_cleanly db
    make_volume shop_data-before
    copy_volume shop_data shop_data-before
}

# Switch over
step_6() {
    new_files out/compose
    (cd out/compose && docker compose up --detach)
}

# Verify that it runs
step_7() {
    healthy db app
}

# Verify the rows
step_8() {
    mysql_same_counts db "$work"/db.counts
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

last=8

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
