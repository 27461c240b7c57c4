# Without a name of its own Docker Compose calls the image after the project and the service.
image=$(docker compose --file "$COMPOSE" config --format json "$SERVICE" |
    jq --exit-status --raw-output '.name as $project | .services[env.SERVICE] | values | .image // "\($project)-\(env.SERVICE)"')
size=$(docker image inspect --format '{{.Size}}' "$image")
echo "$image has $size bytes, at most $MOST are allowed"
[ "$size" -le "$MOST" ]
