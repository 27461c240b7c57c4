#!/bin/sh
# Copies in a bucket: BUCKET is its name and the folder in it, ENDPOINT where it is asked if it isn't Amazon's. The credentials are
# AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION. FOLDER is that of this backup: what others have there is not touched.
#
# usage: s3.sh keep STORE SNAPSHOT   /work to a new copy, and old copies go
#        s3.sh list STORE            the copies
#        s3.sh fetch STORE SNAPSHOT  a copy to /work
set -eu
umask 077

#KEEP

export RCLONE_CONFIG_STORE_TYPE=s3 RCLONE_CONFIG_STORE_ENV_AUTH=true RCLONE_CONFIG_STORE_NO_CHECK_BUCKET=true
export RCLONE_CONFIG_STORE_PROVIDER=AWS RCLONE_CONFIG_STORE_REGION="${AWS_REGION:-us-east-1}"
if [ -n "${ENDPOINT:-}" ]; then
    export RCLONE_CONFIG_STORE_PROVIDER=Other RCLONE_CONFIG_STORE_ENDPOINT="$ENDPOINT"
fi
store=store:$BUCKET/$FOLDER

# A copy is one when its last file is there: it is written after all others.
copies() {
    # A pipe would hide that the store can't be asked.
    found=$(rclone lsf --recursive --files-only --include '/*/complete' "$store") || return
    printf '%s\n' "$found" | sed 's|/complete$||' | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort
}

keep() {
    rclone copy /work "$store/$1"
    echo "$1" | rclone rcat "$store/$1/complete"
    all=$(copies) || return
    printf '%s\n' "$all" | expired | while read -r old; do
        rclone purge "$store/$old"
        echo "deleted $old"
    done
}

fetch() {
    copy=$1
    all=$(copies) || return
    if [ "$copy" = latest ]; then copy=$(printf '%s\n' "$all" | tail -n 1); fi
    if [ -z "$copy" ] || ! printf '%s\n' "$all" | grep -qx -e "$copy"; then
        echo "there is no copy '$1' in this store" >&2
        exit 1
    fi
    find /work -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    rclone copy --exclude /complete "$store/$copy" /work
    echo "took $copy"
}

case $1 in
    keep) keep "$3" ;;
    list) copies ;;
    fetch) fetch "$3" ;;
    *)
        echo "usage: $0 keep|list|fetch STORE [SNAPSHOT]" >&2
        exit 2
        ;;
esac
