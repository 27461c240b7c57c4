# Makes the Dokploy server be what dokploy-api.json says: finds each thing by its name, creates or updates it, deploys and waits.
# It needs curl and jq 1.6, DOKPLOY_URL, DOKPLOY_API_KEY and the variables that the README names. No secret is printed, and none
# stands on a command line. The first fault stops it; it may be run again.
set -eu
umask 077

fail() {
  printf '%s: %s\n' "${step:-apply}" "$*" >&2
  exit 1
}

here=$(cd -- "$(dirname -- "$0")" && pwd)
plan=$here/dokploy-api.json
[ -n "${DOKPLOY_URL:-}" ] || fail 'DOKPLOY_URL is not set'
[ -n "${DOKPLOY_API_KEY:-}" ] || fail 'DOKPLOY_API_KEY is not set'
jq -e '.format_version == 1' "$plan" >/dev/null || fail 'this script reads format 1 of the plan'

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM
printf 'x-api-key: %s\ncontent-type: application/json\n' "$DOKPLOY_API_KEY" >"$work/headers"
echo '{}' >"$work/ids"
echo '{}' >"$work/files"

cat >"$work/lib.jq" <<'JQ'
# A value with its references filled in.
def filled($ids; $files; $known):
  # In quotes that the value does not hold; a backslash before the closing one would take it for a part of the value.
  def quoted($name):
    if endswith("\\") and test("\\A[^#\\r\\n'\"`\\s\\x{FEFF}][^#\\r\\n]*\\z") then .
    elif test("\r") or endswith("\\") then error($name + " ends with a backslash that needs quotes, or holds a carriage return, which no line of an environment can")
    elif contains("'") | not then "'" + . + "'"
    elif contains("`") | not then "`" + . + "`"
    elif (contains("\"") | not) and (test("\\\\[nr]") | not) then "\"" + . + "\""
    else error($name + " holds every kind of quote, which no line of an environment can") end;
  # The assignments of an environment as it stands, as Dokploy reads it: the name, the value with its quotes, and where the value begins.
  def assignments:
    [match("(?:\\A|\\n)[ \\t]*(?:export[ \\t]+)?([A-Za-z0-9_.-]+)(?:[ \\t]*=[ \\t]*|:[ \\t]+)((?:'(?:\\\\'|[^'])*'|\"(?:\\\\\"|[^\"])*\"|`(?:\\\\`|[^`])*`)(?=[ \\t]*(?:#[^\\r\\n]*)?\\r?(?:\\n|\\z))|[^#\\r\\n]*)"; "g")
      | (.captures[1].string // "") as $value
      | {name: .captures[0].string, value: ($value | sub("[ \\t]+\\z"; "")), at: (.offset + .length - ($value | length))}];
  def is_unset: . == "" or . == "''" or . == "\"\"" or . == "``";
  # What has a new value is said where it stands, or else at the end; all other text stays as it is.
  def dotenv($entries):
    ($known | assignments) as $old
    | ($old | map({(.name): .value}) | add // {}) as $there
    | [ $entries[]
        | if (env[.name] // "") != "" then .name as $name | {($name): (env[$name] | quoted($name))}
          elif ($there[.name] // "" | is_unset | not) then empty
          elif has("default") then .name as $name | {($name): (.default | quoted($name))}
          elif .required then error(.name + " is not set")
          else empty end ]
    | (add // {}) as $new
    | (reduce ($old[] | select(.name as $name | $new | has($name))) as $one ({text: "", from: 0};
        .text += $known[.from:$one.at] + $new[$one.name] | .from = $one.at + ($one.value | length))
      | .text + $known[.from:]) as $kept
    | ([$entries[] | select(.name as $name | ($new | has($name)) and ($there | has($name) | not)) | .name + "=" + $new[.name] + "\n"] | add // "") as $added
    | if $added == "" or $kept == "" or ($kept | endswith("\n")) then $kept + $added else $kept + "\n" + $added end;
  if type == "object" then
    if has("$step") then $ids[.["$step"]] // error("there is no id of " + .["$step"])
    elif has("$env") then env[.["$env"]] // .default // error(.["$env"] + " is not set")
    elif has("$secret") then env[.["$secret"]] // error(.["$secret"] + " is not set")
    elif has("$file") then $files[.["$file"]]
    elif has("$dotenv") then dotenv(.["$dotenv"])
    else map_values(filled($ids; $files; $known)) end
  elif type == "array" then map(filled($ids; $files; $known))
  else . end;
JQ

# request METHOD PATH [BODY]: the answer is in $work/answer.
request() {
  if [ "$#" -eq 3 ]; then set -- "$1" "$2" --data-binary "@$3"; else set -- "$1" "$2"; fi
  method=$1 path=$2
  shift 2
  : >"$work/answer"
  status=$(curl --silent --show-error --max-time 120 --request "$method" --header "@$work/headers" \
    --output "$work/answer" --write-out '%{http_code}' "$@" "${DOKPLOY_URL%/}/api/$path") || fail "$method ${path%%\?*} reached no server"
  case $status in
    2??) ;;
    401) fail "$method ${path%%\?*} answers 401: DOKPLOY_API_KEY is not taken" ;;
    # What a server says of a body may hold the body.
    *) fail "$method ${path%%\?*} answers $status $(jq -r '.code? // empty' "$work/answer" 2>/dev/null || true)" ;;
  esac
}

# fill FILE: the value in the file, its references filled in, on standard output.
fill() {
  jq -r '.. | objects | .["$file"]? // empty' "$1" >"$work/named"
  while IFS= read -r name; do
    jq --arg name "$name" --rawfile text "$here/$name" '.[$name] = $text' "$work/files" >"$work/files.new"
    mv -- "$work/files.new" "$work/files"
  done <"$work/named"
  [ -f "$work/known" ] || : >"$work/known"
  jq -L "$work" --slurpfile ids "$work/ids" --slurpfile files "$work/files" --rawfile known "$work/known" \
    'include "lib"; filled($ids[0]; $files[0]; $known)' "$1" 2>"$work/why" ||
    fail "$(sed -n 's/^jq: error.*): //p' "$work/why")"
}

# get KEY: asks what the step has under the key, such as its find.
get() {
  jq "$1.query" "$work/step" >"$work/query"
  fill "$work/query" >"$work/filled"
  query=$(jq -r 'to_entries | map("\(.key | @uri)=\(.value | tostring | @uri)") | join("&")' "$work/filled")
  request GET "$(jq -r "$1.get" "$work/step")${query:+?$query}"
}

# call KEY: makes the step's create, update or run.
call() {
  jq "$1.body" "$work/step" >"$work/template"
  fill "$work/template" >"$work/body"
  request POST "$(jq -r "$1.post" "$work/step")" "$work/body"
}

# unset_secrets KEY: the names of secrets that the call needs and the environment lacks.
unset_secrets() {
  jq -r "$1"' | .. | objects | .["$secret"]? // empty | select(env[.] // "" | . == "")' "$work/step"
}

# find: the id of the one thing that has the step's name; empty if there is none.
find_id() {
  jq .find.where "$work/step" >"$work/where"
  fill "$work/where" >"$work/wanted"
  get .find
  jq -r --slurpfile step "$work/step" --slurpfile wanted "$work/wanted" '
    $step[0].find as $find
    | (if $find.list == "" then . else getpath($find.list | split(".")) end) // []
    | map(select(. as $item | $wanted[0] | to_entries | all(.value == $item[.key])))
    | if length > 1 then "several" else .[0][$find.id] // "" end' "$work/answer"
}

# beside: what was made by hand, or for an import, may only have another name. Two services with the same volumes would write the same data.
beside() {
  wanted=$(jq -r .name "$work/wanted")
  jq -r --slurpfile step "$work/step" 'getpath($step[0].find.list | split(".")) // [] | .[] | .composeId, .name' "$work/answer" >"$work/others"
  project=$(jq -r .create.body.appName "$work/step")
  grep "^    name: ${project}_" "$here/docker-compose.yml" >"$work/names" || :
  while IFS= read -r other && IFS= read -r name; do
    jq -n --arg id "$other" '{composeId: $id}' >"$work/query"
    request GET "compose.one?$(jq -r '"composeId=" + (.composeId | @uri)' "$work/query")"
    jq -r '.composeFile // ""' "$work/answer" | tr -d '\r' >"$work/other"
    if grep -qxFf "$work/names" "$work/other"; then
      fail "the service $name has volumes of this stack: rename it $wanted in Dokploy, if it is this one"
    fi
    echo "$step: is not $name, which is called otherwise"
  done <"$work/others"
}

remember() {
  jq --arg step "$step" --arg id "$1" '.[$step] = $id' "$work/ids" >"$work/ids.new"
  mv -- "$work/ids.new" "$work/ids"
}

ensure() {
  id=$(find_id)
  [ "$id" != several ] || fail 'there are several of this name'
  if [ -n "$id" ]; then
    remember "$id"
    if ! jq -e .update "$work/step" >/dev/null; then
      echo "$step: is there"
    elif missing=$(unset_secrets .update) && [ -n "$missing" ]; then
      echo "$step: is left as it is, since $missing is not set"
    else
      call .update
      echo "$step: updated"
    fi
    return
  fi
  if [ "$step" = compose ]; then beside; fi
  call .create
  id=$(jq -r --slurpfile step "$work/step" 'try (getpath($step[0].create.id | split(".")) // "") catch ""' "$work/answer")
  [ -n "$id" ] || id=$(find_id)
  case $id in '' | several) fail 'is not there after it was created' ;; esac
  remember "$id"
  echo "$step: created"
}

# The ids of a list, which tell what is new in it.
listed() {
  get .wait
  jq --slurpfile step "$work/step" '[.[][$step[0].wait.id]]' "$work/answer"
}

await() {
  left=$((${DOKPLOY_TIMEOUT:-1800} / ${DOKPLOY_POLL:-5} + 1))
  while [ "$left" -gt 0 ]; do
    get .wait
    state=$(jq -r --slurpfile step "$work/step" --slurpfile before "$work/before" '
      $step[0].wait as $wait
      | map(select(.[$wait.id] as $id | $before[0] | index($id) | not))
      | .[0][$wait.field] as $state
      | if $state == $wait.done then "done" elif $wait.failed | index($state) then "failed" else "" end' "$work/answer")
    case $state in
      done) return ;;
      failed) fail 'failed; its log is in Dokploy' ;;
    esac
    left=$((left - 1))
    sleep "${DOKPLOY_POLL:-5}"
  done
  fail 'is not done in time'
}

run() {
  missing=$(unset_secrets .run)
  if [ -n "$missing" ]; then
    echo "$step: is left out, since $missing is not set"
    return
  fi
  if jq -e .known "$work/step" >/dev/null; then
    get .known
    jq -j --slurpfile step "$work/step" '.[$step[0].known.field] // ""' "$work/answer" >"$work/known"
  fi
  if jq -e .wait "$work/step" >/dev/null; then listed >"$work/before"; fi
  call .run
  if jq -e .wait "$work/step" >/dev/null; then await; fi
  echo "$step: done"
}

count=$(jq '.steps | length' "$plan")
number=0
while [ "$number" -lt "$count" ]; do
  jq ".steps[$number]" "$plan" >"$work/step"
  step=$(jq -r .id "$work/step")
  if jq -e .find "$work/step" >/dev/null; then ensure; else run; fi
  number=$((number + 1))
done
