
$script:failed = 0
$script:told = @()
function Write-Check([bool]$Fine, [string]$Check, [string]$Text) {
    if (-not $Fine) {
        $script:failed++
        $script:told += "${Check}: $Text"
    } elseif ($Quiet) {
        return
    }
    if ($Json) {
        Write-Output (ConvertTo-Json -Compress ([ordered]@{ check = $Check; ok = $Fine; text = $Text }))
    } elseif ($Fine) {
        Write-Output "ok   ${Check}: $Text"
    } else {
        Write-Output "FAIL ${Check}: $Text"
    }
}
# A limit that the environment may change.
function Get-Limit([string]$Name, [int]$Usual) {
    $said = [Environment]::GetEnvironmentVariable($Name)
    if ($said) { return [int]$said }
    return $Usual
}
# What programs and this script say to each other is UTF-8, without a mark.
$OutputEncoding = New-Object Text.UTF8Encoding $false
try { [Console]::OutputEncoding = $OutputEncoding } catch { Write-Verbose "there is no console: $_" }
# Runs a program with these lines as its standard input. Its lines are the result; what it says beside them is in `said`, and how it ended in `ended`.
$script:said = @()
$script:ended = 0
function Invoke-Program([string]$Program, [string[]]$Arguments, [string[]]$Lines = @()) {
    # Windows' PowerShell would end at the first line that a program says beside its result.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    # How a program ended that is not there.
    $global:LASTEXITCODE = 127
    $all = @($Lines | & $Program @Arguments 2>&1)
    $script:ended = $LASTEXITCODE
    $script:said = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { "$_" })
    $all | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object { "$_" }
}
function Invoke-Compose([string[]]$Arguments, [string[]]$Lines = @()) {
    Invoke-Program 'docker' (@('compose') + $composeFiles + $Arguments) $Lines
}
