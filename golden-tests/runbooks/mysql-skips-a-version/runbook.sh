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
work=${WORK:-$HOME/runbook-shop-454fd324}
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

title() {
    case $1 in
        1) echo 'Go by way of the version between, for service/db' ;;
    esac
}

state() {
    case $1 in
        1) echo 'Nothing that runs has been touched. Mend the cause, and repeat the step.' ;;
    esac
}

# Go by way of the version between, for service/db
step_1() {
    echo '5.7 → 8.4: it takes over the files of the series before it alone, and refuses to start on older ones: deploy 8.0 first, and see it healthy, then this version, each with its own runbook. There are no steps for both.'
    confirm
}

roll_back() {
    echo 'the version before is back'
}

later() {
    cat <<'END'
END
}

last=1

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
