
foreach ($file in Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot 'tasks') -Filter '*.xml') {
    $name = "PROJECT-$($file.BaseName)"
    if ($Action -eq 'remove') {
        Unregister-ScheduledTask -TaskName $name -Confirm:$false -ErrorAction SilentlyContinue
        continue
    }
    $text = Get-Content -LiteralPath $file.FullName -Raw -Encoding UTF8
    $text = $text.Replace('FOLDER', [Security.SecurityElement]::Escape($PSScriptRoot))
    Register-ScheduledTask -TaskName $name -Xml $text -Force | Out-Null
}
