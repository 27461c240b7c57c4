
$script:headers = @()
# The edge of this host is asked, whatever the name stands for, unless -Dns asks as the world does. Status 0 is any below 500.
function Test-Site([string]$Url, [string]$Through, [int]$Status, [object[]]$Headers, [string]$Certificate) {
    if ($Certificate -and -not (Test-Path -LiteralPath $Certificate)) {
        Write-Check $false $Url "its certificate $Certificate can't be read"
        return
    }
    $file = Join-Path $scratch 'headers'
    $arguments = @('--output', 'NUL', '--dump-header', $file, '--write-out', '%{http_code}') + @(Get-Trust $Certificate) + @($Url)
    $answer = @(Invoke-Curl $Through $arguments)
    if ($script:ended -ne 0) {
        Write-Check $false $Url "does not answer: $(Get-Complaint)"
        return
    }
    $code = [int]$answer[-1]
    if ($Status -ne 0 -and $code -ne $Status) {
        Write-Check $false $Url "answers $code instead of $Status"
    } else {
        Write-Check ($Status -ne 0 -or $code -lt 500) $Url "answers $code"
    }
    $lines = @(Get-Content -LiteralPath $file)
    foreach ($header in $Headers) {
        $name, $value = $header
        $values = @($lines | Where-Object { $_.StartsWith("${name}:", [StringComparison]::OrdinalIgnoreCase) } |
                ForEach-Object { $_.Substring($name.Length + 1).Trim() })
        if ($values.Count -eq 1 -and $values[0] -ceq $value) {
            Write-Check $true $Url "has the header $name"
        } else {
            Write-Check $false $Url "has not the header ${name}: $value, or has it twice"
        }
    }
}
