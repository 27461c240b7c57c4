all() {
    checks
    if [ "$only" != checks ]; then schedules; fi
}

others() {
    crontab -l 2>/dev/null | sed "/^# begin stackc $mark\$/,/^# end stackc $mark\$/d"
}
lines() {
    echo "# begin stackc $mark"
    all
    echo "# end stackc $mark"
}
# Only one of the crons of Linux counts in other zones than that of the machine.
zones_are_known() {
    lines=$(action=print && lines)
    case $lines in
        *CRON_TZ=*) ;;
        *) return 0 ;;
    esac
    if crond -V 2>&1 | grep -qi cronie; then return 0; fi
    others=$(printf '%s\n' "$lines" | sed -n 's/^CRON_TZ=//p' | grep -vFx -e "$machine" | sort -u | paste -sd' ' -)
    echo "this cron knows only the zone of the machine, $machine, and not $others: use cronie, timers of systemd, or timedatectl set-timezone" >&2
    return 1
}
usage() {
    echo "usage: timers.sh print|check|install|remove [checks]" >&2
    exit 2
}
action=${1:-}
only=${2:-}
case $only in
    '' | checks) ;;
    *) usage ;;
esac
case $action in
    print) lines ;;
    check) zones_are_known ;;
    install)
        zones_are_known
        # What an earlier call let a login start goes.
        if [ "$only" = checks ]; then (action=remove && schedules >/dev/null); fi
        { others && lines; } | crontab -
        ;;
    remove)
        schedules >/dev/null
        others | crontab -
        ;;
    *) usage ;;
esac
