
# Chat programs read `text`, or `content`. The URL is a secret: curl reads it from its standard input.
function Send-Webhook([string]$Url, [string]$Subject, [string]$Text) {
    $message = "$Subject`n$Text"
    $file = Join-Path $scratch 'message'
    [IO.File]::WriteAllText($file, (ConvertTo-Json -Compress @{ text = $message; content = $message }))
    $arguments = @('--fail', '--output', 'NUL', '--header', 'Content-Type: application/json', '--data-binary', "@$file")
    Invoke-Curl '' $arguments @(Format-Setting 'url' $Url) | Out-Null
    if ($script:ended -eq 0) { return $true }
    Write-Warning "the webhook does not take the message: curl $script:ended"
    return $false
}
