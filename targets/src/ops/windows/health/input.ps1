
# The value of an input, by the operators of Compose.
function Get-Input([string]$Name, [string]$Operator, [string]$Word) {
    $value = Get-Value $Name
    switch ($Operator) {
        ':-' { if ($value) { $value } else { $Word } }
        '-' { if ($script:given[$Name]) { $value } else { $Word } }
        ':+' { if ($value) { $Word } else { '' } }
        '+' { if ($script:given[$Name]) { $Word } else { '' } }
        default { $value }
    }
}
