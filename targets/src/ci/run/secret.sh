umask 077
mkdir -p "$FOLDER"
printf '%s' "$VALUE" >"$FOLDER/$NAME"
