#!/bin/sh
# The runbook of shop on the target dokploy, made by `stackc plan --runbook=script`.
#
# usage: sh FILE [--list | --from STEP | --roll-back STEP]
#
# It runs the steps in order and stops at the first failure; --from goes on, --roll-back goes back from that step. What it keeps lies in a folder
# below $HOME, or in $WORK.
# It runs on Dokploy's server, for the databases are asked in their containers, in the folder of which the project's is `out/dokploy`; with curl and jq, and with DOKPLOY_URL and DOKPLOY_API_KEY in the environment. The new version is checked out and built there, and not deployed.
set -eu

project=shop
work=${WORK:-$HOME/runbook-shop-18c418cd}
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

# containers SERVICE [OPTION…]: the containers of a service, one in a line: those that run, or with --all every one. The project's name has an
# ending of six letters and digits that nobody but the platform knows.
containers() {
    service=$1
    shift
    all=$(docker ps --no-trunc "$@" \
        --filter "label=com.docker.compose.service=$service" \
        --filter label=com.docker.compose.oneoff=False \
        --format '{{.ID}} {{.Label "com.docker.compose.project"}}')
    echo "$all" | awk -v project="$project" '
        function is_ours(name) {
            return name == project || index(name, project "-") == 1 && substr(name, length(project) + 2) ~ /^[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]$/
        }
        $2 != "" && is_ours($2) { if (first == "") first = $2; if ($2 != first) other = $2; print $1 }
        END { if (other != "") { print "both " first " and " other " may be " project > "/dev/stderr"; exit 1 } }
    '
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

title() {
    case $1 in
        1) echo 'Keep what the way back needs' ;;
        2) echo 'Switch over' ;;
        3) echo 'By hand, for network/front' ;;
        4) echo 'By hand, for network/back' ;;
        5) echo 'Verify that it runs' ;;
    esac
}

state() {
    case $1 in
        1) echo 'Nothing that runs has been touched. Mend the cause, and repeat the step.' ;;
        2) echo 'The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.' ;;
        3) echo 'The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.' ;;
        4) echo 'The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.' ;;
        5) echo 'The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.' ;;
    esac
}

# Keep what the way back needs
step_1() {
    has_before out/dokploy
}

# Switch over
step_2() {
    sh out/dokploy/dokploy-apply.sh
}

# By hand, for network/front
step_3() {
    echo 'a new network is made, and the containers stay on the old one: on Dokploy'\''s server: cd /etc/dokploy/compose/APP/code && docker compose -p APP up -d --force-recreate web; APP is shop with the ending that Dokploy gave it.'
    confirm
}

# By hand, for network/back
step_4() {
    echo 'a network that is there is not changed; to make it again everything in it has to stop: on Dokploy'\''s server: docker compose -p APP down (never with -v); then deploy in Dokploy; APP is shop with the ending that Dokploy gave it.'
    confirm
}

# Verify that it runs
step_5() {
    healthy web
}

roll_back() {
    if [ "$1" -ge 2 ]; then
        echo 'Let the version before run again'
        sh "$before"/out/dokploy/dokploy-apply.sh
    fi
    if [ "$1" -ge 2 ]; then
        echo 'Wait until it is healthy'
        healthy web
    fi
    echo 'the version before is back'
}

later() {
    cat <<'END'
- The folder of this runbook holds dumps and passwords: delete it with `rm -rf "$work"` when you no longer need the way back, a week at the latest.
END
}

last=5

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
