files=' '
if [ -e .env ] && [ ! -r .env ]; then
    bad .env "can't be read by $(id -un)"
elif ! read_dotenv .env "$private/env" 2>"$private/error"; then
    # What docker compose could not read either is not judged further.
    bad .env "$(cat "$private/error")"
    exit 1
fi
closed .env
closed secrets
