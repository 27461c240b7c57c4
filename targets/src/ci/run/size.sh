docker compose --file "$COMPOSE" config --images "$SERVICE" | while read -r image; do
    size=$(docker image inspect --format '{{.Size}}' "$image")
    echo "$image has $size bytes, at most $MOST are allowed"
    [ "$size" -le "$MOST" ]
done
