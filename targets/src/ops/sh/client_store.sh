
# client_store BACKUP STORE SECONDS NUMBER: the client of the store is asked.
client_store() {
    if [ "$quick" = yes ]; then return; fi
    status=0
    names=$(timeout "${STORE_TIMEOUT:-120}" "backup/restore-$1.sh" --store "$4" --list 2>"$private/error" </dev/null) || status=$?
    if [ "$status" = 0 ]; then
        age "$1" "$2" "$3" "$names"
    elif [ "$status" = 124 ]; then
        bad "backup $1" "$2 doesn't answer within ${STORE_TIMEOUT:-120} seconds"
    else
        # Clients say more after their message, and docker compose before it.
        why=$(grep -iE 'fatal|fail|error|denied|forbidden' "$private/error" | tail -n 1) || why=$(tail -n 1 "$private/error")
        bad "backup $1" "$2 can't be asked: $why"
    fi
}
