
mark=@PROJECT@
# The zone in which cron counts.
machine_zone() {
    timedatectl show --property=Timezone --value 2>/dev/null && return
    if [ -L /etc/localtime ]; then
        readlink /etc/localtime | sed 's|.*/zoneinfo/||'
    elif [ -r /etc/timezone ]; then
        cat /etc/timezone
    else
        echo UTC
    fi
}
# UTC has several names.
zone_name() {
    case $1 in
        Etc/UTC | Etc/UCT | Etc/Universal | Etc/Zulu | UCT | Universal | Zulu) echo UTC ;;
        *) printf '%s\n' "$1" ;;
    esac
}
machine=$(zone_name "$(machine_zone)")
zone=$machine
# A word of a line of cron, where a percent sign ends the command.
cron_word() {
    printf "'%s'" "$(printf '%s' "$1" | sed -e "s/'/'\\\\''/g" -e 's/%/\\%/g')"
}
# Where the project lies elsewhere, what runs by itself has to be told too.
elsewhere=${STACKC_PROJECT:+$PWD}
# at TIMES ZONE SCRIPT ARGUMENT…: a line of cron.
at() {
    times=$1
    wanted=$(zone_name "${2:-$machine}")
    script=$3
    shift 3
    if [ "$wanted" != "$zone" ]; then
        zone=$wanted
        echo "CRON_TZ=$zone"
    fi
    echo "$times ${elsewhere:+STACKC_PROJECT=$(cron_word "$elsewhere") }$(cron_word "$here/$script")${*:+ $*}"
}
# A word of a desktop entry, which reads a percent sign, and what is special between its quotes, in its own way.
desktop_word() {
    printf '"%s"' "$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')"
}
# at_login NAME SCRIPT ARGUMENT…: a comment for cron, and an entry of the desktop where one is written.
at_login() {
    file=${XDG_CONFIG_HOME:-$HOME/.config}/autostart/@PROJECT@-$1.desktop
    script=$2
    shift 2
    echo "# when you log in: $(cron_word "$here/$script") $*"
    case $action in
        install)
            mkdir -p "${file%/*}"
            command=$(desktop_word "$here/$script")
            if [ -n "$elsewhere" ]; then command="env $(desktop_word "STACKC_PROJECT=$elsewhere") $command"; fi
            printf '[Desktop Entry]\nType=Application\nName=@PROJECT@: %s\nExec=%s %s\n' "$*" "$command" "$*" >"$file"
            ;;
        remove) rm -f "$file" ;;
    esac
}
