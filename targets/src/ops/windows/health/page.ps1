
# Status 0 is any from 200 to 399.
function Test-Page([string]$Name, [string]$Url, [int]$Status, [string]$Text, [string]$User, [string]$Password, [string]$Certificate) {
    if ($Certificate -and -not (Test-Path -LiteralPath $Certificate)) {
        Write-Check $false "monitor $Name" "the certificate $Certificate can't be read"
        return
    }
    $file = Join-Path $scratch 'page'
    $settings = @(Format-Setting 'url' $Url)
    if ($User) { $settings += Format-Setting 'user' "${User}:$Password" }
    [IO.File]::WriteAllText($file, '')
    $answer = @(Invoke-Curl '' (@('--output', $file, '--write-out', '%{http_code}') + @(Get-Trust $Certificate)) $settings)
    if ($script:ended -ne 0) {
        Write-Check $false "monitor $Name" "does not answer: $(Get-Complaint)"
        return
    }
    $code = [int]$answer[-1]
    if ($Status -ne 0 -and $code -ne $Status) {
        Write-Check $false "monitor $Name" "answers $code instead of $Status"
    } elseif ($Status -eq 0 -and ($code -lt 200 -or $code -ge 400)) {
        Write-Check $false "monitor $Name" "answers $code"
    } elseif ($Text -and -not [IO.File]::ReadAllText($file).Contains($Text)) {
        Write-Check $false "monitor $Name" "answers $code without its text"
    } else {
        Write-Check $true "monitor $Name" "answers $code"
    }
}
