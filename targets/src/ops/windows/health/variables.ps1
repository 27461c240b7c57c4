
# The variables of the project as docker compose itself reads them, from the environment of this process and from .env: it is given a project that does nothing
# but name them. Upper and lower case are told apart.
$script:values = New-Object Collections.Hashtable
$script:given = New-Object Collections.Hashtable
function Read-Variables([string[]]$Names) {
    $numbers = 0..($Names.Count - 1)
    # Before each value stands a dot, so that no value is taken for a time or a number.
    $asked = ($numbers | ForEach-Object { "`"v$_=.`${$($Names[$_])-}`"" }) -join ','
    $set = ($numbers | ForEach-Object { "`"v$_=.`${$($Names[$_])+set}`"" }) -join ','
    $project = '{"name":"variables","services":{"asked":{"image":"none","environment":[' + $asked + ']},"set":{"image":"none","environment":[' + $set + ']}}}'
    $answer = @(Invoke-Program 'docker' @('compose', '--project-directory', '.', '--file', '-', 'config', '--format', 'json') @($project))
    if ($script:ended -ne 0) { return }
    $read = (ConvertFrom-Json ($answer -join "`n")).services
    foreach ($number in $numbers) {
        # A dollar is written twice there.
        $value = "$($read.asked.environment."v$number")".Substring(1)
        $script:values[$Names[$number]] = $value.Replace('$$', '$')
        $script:given[$Names[$number]] = $read.set.environment."v$number" -eq '.set'
    }
}
function Get-Value([string]$Name) {
    "$($script:values[$Name])"
}
