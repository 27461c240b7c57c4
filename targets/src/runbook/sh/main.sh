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
