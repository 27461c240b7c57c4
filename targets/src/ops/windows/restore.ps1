$all = $clients[$Name]
if ($Store -lt 1 -or $Store -gt $all.Count) { throw "there is no store $Store" }
$client = $all[$Store - 1]
if ($List) {
    Invoke-Once $client list $Store
    exit 0
}
if (-not $Yes) {
    $answer = Read-Host "What is there now is replaced by the copy $Copy. Go on? [y/N]"
    if ($answer -ne 'y') { exit 1 }
}
