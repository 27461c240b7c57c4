
# rule_of TYPE: the expression that a value of a type matches.
rule_of() {
    label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
    case $1 in
        name) echo '[a-zA-Z0-9._-]+' ;;
        identifier) echo '[A-Za-z_][A-Za-z0-9_]*' ;;
        int) echo '[+-]?[0-9]{1,18}' ;;
        bool) echo 'true|false' ;;
        port) echo '0*([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])' ;;
        host) echo "(\\*\\.)?$label(\\.$label)*|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}([.][0-9]{1,3}){0,3}" ;;
        url) echo 'https?://[^/?#[:space:]][^[:space:]]*' ;;
        email) echo '[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+' ;;
        image) echo '([a-zA-Z0-9.:_-]+/)?[a-z0-9._-]+(/[a-z0-9._-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z0-9+._-]+:[0-9a-fA-F]{32,})?' ;;
        tag) echo '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}' ;;
        duration) echo '0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w))+' ;;
        size) echo '([0-9]+\.?[0-9]*|\.[0-9]+) ?([bB]|[kKmMgGtTpP]([iI]?[bB])?)?' ;;
        rate) echo '\+?0*([1-9][0-9]{0,5}|1000000)/[sm]' ;;
        path) echo '[^[:cntrl:]]*' ;;
        *) echo '.*' ;;
    esac
}
# One line break is all that tells several lines from one.
newline='
'
one_line() {
    case $1 in
        *"$newline"*) return 1 ;;
    esac
}
# length_of TEXT: how many characters it has, whatever the locale.
length_of() {
    printf '%s' "$1" | LC_ALL=C tr -d '\200-\277' | wc -c | tr -d ' '
}
# fits TEXT TYPE MIN MAX ONE-OF PATTERN: why it does not, in `why`.
fits() {
    why=
    if [ "$2" != text ]; then
        if ! one_line "$1" || ! printf '%s\n' "$1" | grep -Eqx -e "$(rule_of "$2")"; then
            why="is not of the type $2"
            return 1
        fi
    fi
    case $2 in
        int | port) size=${1#+} unit= ;;
        bool | duration | size | rate) size= ;;
        *) size=$(length_of "$1") unit=' characters' ;;
    esac
    if [ -n "$size" ] && [ -n "$3" ] && [ "$size" -lt "$3" ]; then
        why="is less than $3$unit"
    elif [ -n "$size" ] && [ -n "$4" ] && [ "$size" -gt "$4" ]; then
        why="is more than $4$unit"
    elif [ -n "$5" ]; then
        why="is none of: $5"
        case $1 in
            *[[:space:]]*) ;;
            *)
                case " $5 " in
                    *" $1 "*) why= ;;
                esac
                ;;
        esac
    fi
    if [ -z "$why" ] && [ -n "$6" ] && ! matches "$1" "$6"; then
        why="does not match $6"
    fi
    [ -z "$why" ]
}
# matches TEXT PATTERN: by Perl's expressions where grep has them, else by the extended ones.
matches() {
    if printf x | grep -Pq x 2>/dev/null; then
        printf '%s\0' "$1" | grep -zPqx -e "$2"
    else
        one_line "$1" && printf '%s\n' "$1" | grep -Eqx -e "$2"
    fi
}
known=' '
# an_input NAME required|optional TYPE MIN MAX ONE-OF PATTERN MESSAGE
an_input() {
    known="$known$1 "
    value=$(variable "$1" && printf x)
    value=${value%x}
    if [ -z "$value" ]; then
        if [ "$2" = required ]; then
            bad "$1" "is missing${8:+: $8}"
        else
            ok "$1" "is left out"
        fi
    elif fits "$value" "$3" "$4" "$5" "$6" "$7"; then
        ok "$1" "is set"
    else
        bad "$1" "$why"
    fi
}
# a_secret NAME required|optional MIN-LENGTH MESSAGE: a secret that is a variable.
a_secret() {
    known="$known$1 "
    value=$(variable "$1" && printf x)
    judge "$1" "${value%x}" "$2" "$3" "$4"
}
# a_secret_file PATH required|optional MIN-LENGTH MESSAGE
a_secret_file() {
    hint=$4
    case $1 in
        secrets/*)
            files="$files${1#secrets/} "
            hint="${4:+$4; }SECRETS.md says how it is made"
            ;;
    esac
    if [ -e "$1" ] && { [ ! -f "$1" ] || [ ! -r "$1" ]; }; then
        bad "$1" "can't be read by $(id -un)"
        return
    fi
    value=
    if [ -e "$1" ]; then
        value=$(cat "$1" && printf x)
        value=${value%x}
    fi
    case $value in
        *"$newline") say warn "$1" "ends with a line break, which is part of the secret for most programs" ;;
    esac
    judge "$1" "${value%"$newline"}" "$2" "$3" "$hint"
}
# judge WHAT VALUE required|optional MIN-LENGTH MESSAGE
judge() {
    if [ -z "$2" ]; then
        if [ "$3" = required ]; then
            bad "$1" "is missing${5:+: $5}"
        else
            ok "$1" "is left out"
        fi
    elif [ -n "$4" ] && [ "$(length_of "$2")" -lt "$4" ]; then
        bad "$1" "has less than $4 characters"
    else
        ok "$1" "is set"
    fi
}
# Names that nothing in the stack asks for are most often typing errors of those that it does.
strangers() {
    while read -r name; do
        case $name in
            COMPOSE_* | DOCKER_* | BUILDKIT_* | BUILDX_*) continue ;;
        esac
        case $known in
            *" $name "*) ;;
            *) odd ".env" "$name is no variable of the stack" ;;
        esac
    done <"$private/env/names"
    sort "$private/env/names" | uniq -d >"$private/twice"
    while read -r name; do
        odd ".env" "$name is there twice: the last one counts"
    done <"$private/twice"
    for path in secrets/* secrets/.[!.]*; do
        name=${path#secrets/}
        if [ ! -e "$path" ] || [ "$name" = .gitignore ]; then continue; fi
        case $files in
            *" $name "*) ;;
            *) odd "$path" "is no secret of the stack" ;;
        esac
    done
}
odd() {
    if [ "$strict" = yes ]; then bad "$1" "$2"; else say warn "$1" "$2"; fi
}
# closed PATH: whether nobody but its owner and group may look into it.
closed() {
    if [ -e "$1" ] && [ -n "$(find "$1" -prune \( -perm -004 -o -perm -001 \))" ]; then
        bad "$1" "can be read by every user of the host: chmod go= $1"
    fi
}
