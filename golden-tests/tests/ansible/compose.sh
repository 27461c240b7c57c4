# shellcheck shell=sh
# The steps of a stack that Docker Compose runs.
# shellcheck disable=SC2154 # the folder is the world's
play rehearsal first --check --diff
play missing first
printf 'SHOP_MAIL=ops@example.com\nexport API_KEY="a long enough key"\n' >"$here/values"
printf 'of the vault' >"$here/password"
ansible-vault encrypt --vault-password-file "$here/password" "$here/values" 2>/dev/null
printf 'values_file: "%s"\nsecret_values: {db-password: !unsafe "{{ hush-hush }}"}\n' "$here/values" >"$here/given.yml"
given="--vault-password-file $here/password --extra-vars @$here/given.yml"
# shellcheck disable=SC2086 # these are words
play deployed first $given -v
show files find /opt -printf '%M %u %p\n'
show secret cat /opt/shop/out/compose/secrets/db-password /opt/shop/out/compose/.env
show crontab cat "$WORLD/crontab"
play again first
sed -i 's/hush-hush/other/' "$here/given.yml"
# shellcheck disable=SC2086 # these are words
play secret-changed first $given
echo 'by hand' >>/opt/shop/out/compose/files/banner/edited.txt
play second second
echo a-newer-shop >"$WORLD/pushed"
play pushed-again second
play pushed-no-more second
echo America/New_York >"$WORLD/zone"
play other-zone second
echo Europe/Berlin >"$WORLD/zone"
echo linux/s390x >"$WORLD/platform"
play other-image second --tags start --extra-vars platform=linux/amd64
play other-host second --extra-vars platform=linux/s390x
printf 'SHOP_MAIL=ops@example.com\nAPI_KEY=short\n' >/opt/shop/out/compose/.env
play short-value second --start-at-task "Hold the values and secrets against the rules of the stack"
echo '# by hand' >>"$here/first/out/compose/docker-compose.yml"
play edited first
play broken broken --start-at-task "Copy the Compose files"
show kept grep -c healthcheck /opt/shop/out/compose/docker-compose.yml
