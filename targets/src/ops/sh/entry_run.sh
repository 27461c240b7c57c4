status=0
"FILE" || status=$?
