: "${SSH_KEY:?the environment has no secret of this name: the key with which Ansible logs in}"
: "${SSH_KNOWN_HOSTS:?the environment has no variable of this name: the lines of known_hosts for the hosts}"
umask 077
mkdir -p "$RUNNER_TEMP/ssh"
printf '%s\n' "$SSH_KEY" >"$RUNNER_TEMP/ssh/key"
printf '%s\n' "$SSH_KNOWN_HOSTS" >"$RUNNER_TEMP/ssh/known_hosts"
