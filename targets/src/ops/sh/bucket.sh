
# bucket NAME URL [VARIABLE VALUE]…: it can be listed with the credentials of the client.
bucket() {
    name=$1
    url=$2
    shift 2
    id='' key='' token='' region=us-east-1
    while [ $# -gt 1 ]; do
        case $1 in
            AWS_ACCESS_KEY_ID) id=$2 ;;
            AWS_SECRET_ACCESS_KEY) key=$2 ;;
            AWS_SESSION_TOKEN) token=$2 ;;
            AWS_REGION | AWS_DEFAULT_REGION) region=$2 ;;
        esac
        shift 2
    done
    case $url in
        s3://*)
            url=${url#s3://}
            url="https://s3.$region.amazonaws.com/$url"
            ;;
    esac
    if ! code=$(
        {
            setting url "$url?list-type=2&max-keys=1"
            if [ -n "$id" ]; then
                setting user "$id:$key"
                setting aws-sigv4 "aws:amz:$region:s3"
            fi
            if [ -n "$token" ]; then setting header "x-amz-security-token: $token"; fi
        } | fetch "" --config - --output /dev/null --write-out '%{http_code}'
    ); then
        bad "monitor $name" "does not answer: $(complaint)"
    elif [ "$code" != 200 ]; then
        bad "monitor $name" "can't be listed: $code"
    else
        ok "monitor $name" "can be listed"
    fi
}
