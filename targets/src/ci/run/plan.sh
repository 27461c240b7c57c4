# GitHub checks a pull request out as its merge, whose first parent is the branch that it goes to.
base=$(git rev-parse --verify 'HEAD^1')
code=0
stackc plan ${STACK:+"$STACK"} --env all --against "$base" --format github >>"$GITHUB_STEP_SUMMARY" || code=$?
if [ "$code" -eq 1 ]; then
    # What is checked here is right, as the steps before say: it is the other one that has errors.
    said='The stack before the change has errors with this stackc: there is nothing to compare with.'
    echo "::warning::$said"
    echo "$said" >>"$GITHUB_STEP_SUMMARY"
elif [ "$code" -ne 0 ]; then
    exit "$code"
fi
