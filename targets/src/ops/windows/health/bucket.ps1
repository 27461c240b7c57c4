
# A bucket can be listed with the credentials of the client, which are pairs of a name and a value.
function Test-Bucket([string]$Name, [string]$Url, [object[]]$Client) {
    $id = ''
    $key = ''
    $token = ''
    $region = 'us-east-1'
    foreach ($pair in $Client) {
        $variable, $value = $pair
        switch -CaseSensitive ($variable) {
            'AWS_ACCESS_KEY_ID' { $id = $value }
            'AWS_SECRET_ACCESS_KEY' { $key = $value }
            'AWS_SESSION_TOKEN' { $token = $value }
            'AWS_REGION' { $region = $value }
            'AWS_DEFAULT_REGION' { $region = $value }
        }
    }
    if ($Url.StartsWith('s3://')) { $Url = "https://s3.$region.amazonaws.com/$($Url.Substring(5))" }
    $settings = @(Format-Setting 'url' "${Url}?list-type=2&max-keys=1")
    if ($id) { $settings += @((Format-Setting 'user' "${id}:$key"), (Format-Setting 'aws-sigv4' "aws:amz:${region}:s3")) }
    if ($token) { $settings += Format-Setting 'header' "x-amz-security-token: $token" }
    $answer = @(Invoke-Curl '' @('--output', 'NUL', '--write-out', '%{http_code}') $settings)
    if ($script:ended -ne 0) {
        Write-Check $false "monitor $Name" "does not answer: $(Get-Complaint)"
    } elseif ("$($answer[-1])" -ne '200') {
        Write-Check $false "monitor $Name" "can't be listed: $($answer[-1])"
    } else {
        Write-Check $true "monitor $Name" 'can be listed'
    }
}
