
# A mail server, HOST:PORT, greets and takes the user; a password goes over TLS only.
function Test-MailServer([string]$Name, [string]$Place, [string]$User, [string]$Password) {
    $scheme = 'smtp'
    if ($Place.EndsWith(':465')) { $scheme = 'smtps' }
    $settings = @((Format-Setting 'url' "${scheme}://$Place"), (Format-Setting 'request' 'NOOP'))
    if ($User) {
        $settings += @((Format-Setting 'user' "${User}:$Password"), 'ssl-reqd')
    } else {
        $settings += 'ssl'
    }
    Invoke-Curl '' @('--output', 'NUL') $settings | Out-Null
    if ($script:ended -eq 0) {
        Write-Check $true "monitor $Name" 'answers'
    } else {
        Write-Check $false "monitor $Name" "does not answer as a mail server: $(Get-Complaint)"
    }
}
