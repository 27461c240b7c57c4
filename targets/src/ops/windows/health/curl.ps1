
# How long an answer may take, in seconds.
$patience = Get-Limit 'TIMEOUT' 10
# Windows' own curl. What holds a password is a setting, which curl reads from its standard input: whoever lists the processes sees none.
function Invoke-Curl([string]$Through, [string[]]$Arguments, [string[]]$Settings = @()) {
    $all = @('--silent', '--show-error', '--globoff', '--max-time', "$patience")
    if ($Through -and -not $Dns) { $all += @('--connect-to', $Through) }
    if ($Settings.Count -gt 0) { $all += @('--config', '-') }
    Invoke-Program 'curl.exe' ($all + $Arguments) $Settings
}
function Format-Setting([string]$Name, [string]$Value) {
    $held = ($Value -replace '[\r\n]', '').Replace('\', '\\').Replace('"', '\"')
    "$Name = `"$held`""
}
# What curl said, without the number of its fault.
function Get-Complaint {
    $first = $script:said | Where-Object { $_ -match '^curl: \([0-9]+\) ' } | Select-Object -First 1
    if ($first) { return ($first -replace '^curl: \([0-9]+\) ', '') }
    return "curl ended with $script:ended"
}
# The certificate of a site that signs its own is the only one that is believed; nobody says of it whether it was revoked.
function Get-Trust([string]$Certificate) {
    if ($Certificate) { @('--cacert', $Certificate, '--ssl-no-revoke') }
}
