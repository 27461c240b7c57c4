
# Plain HTTP is sent to HTTPS.
function Test-Redirect([string]$Url, [string]$Through, [string]$To) {
    $answer = "$(Invoke-Curl $Through @('--output', 'NUL', '--write-out', '%{http_code} %{redirect_url}', $Url))"
    if ($script:ended -ne 0) {
        Write-Check $false $Url "does not answer: $(Get-Complaint)"
    } elseif ($answer.StartsWith("301 $To") -or $answer.StartsWith("308 $To")) {
        Write-Check $true $Url 'is sent to HTTPS'
    } else {
        Write-Check $false $Url "is not sent to ${To}: $answer"
    }
}
