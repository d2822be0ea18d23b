# Speaks to the scanners of Windows (WIA 2.0) and prints one JSON value a line:
#   {"device":{id,name}}  {"abilities":{...}}  {"page":"path"}  {"error":"0x8021....","message":"..."}
param(
  [Parameter(Mandatory)][ValidateSet('list', 'abilities', 'scan')][string]$Action,
  [string]$Device = '',
  [ValidateSet('flatbed', 'feeder', 'duplex')][string]$Source = 'flatbed',
  [int]$Dpi = 300,
  [ValidateSet('colour', 'grey', 'bilevel')][string]$Colour = 'colour',
  [double]$WidthMm = 0,
  [double]$HeightMm = 0,
  [string]$Out = ''
)
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)

function Say($value) { [Console]::Out.WriteLine((ConvertTo-Json $value -Compress -Depth 5)) }
function Fail($code, $message) { Say @{ error = $code; message = $message }; exit 1 }

# Numbers of properties in wiadef.h.
$wia = @{
  HandlingCapabilities = '3086'; HandlingSelect = '3088'; Pages = '3096'
  MaxWidth = '3074'; MaxHeight = '3075'; FeederWidth = '3076'; FeederHeight = '3077'
  Intent = '6146'; XResolution = '6147'; YResolution = '6148'
  XPosition = '6149'; YPosition = '6150'; XExtent = '6151'; YExtent = '6152'
}
$intents = @{ colour = 1; grey = 2; bilevel = 4 }
$selects = @{ flatbed = 2; feeder = 1; duplex = 5 }
$png = '{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}'
$bmp = '{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}'

function Get-Value($item, $number) { if ($item.Properties.Exists($number)) { $item.Properties.Item($number).Value } }
function Set-Value($item, $number, $value) { if ($item.Properties.Exists($number)) { $item.Properties.Item($number).Value = $value } }

function Open-Device {
  $manager = New-Object -ComObject WIA.DeviceManager
  foreach ($info in $manager.DeviceInfos) { if ($info.DeviceID -eq $Device) { return $info.Connect() } }
  Fail '0x80210015' $Device
}

try {
  if ($Action -eq 'list') {
    $manager = New-Object -ComObject WIA.DeviceManager
    foreach ($info in $manager.DeviceInfos) {
      # Type 1 is a scanner; cameras are 2 and 3.
      if ($info.Type -eq 1) { Say @{ device = @{ id = $info.DeviceID; name = [string]$info.Properties.Item('Name').Value } } }
    }
    exit 0
  }

  $scanner = Open-Device
  $capabilities = [int](Get-Value $scanner $wia.HandlingCapabilities)
  if ($Action -eq 'abilities') {
    $sources = @()
    if (($capabilities -band 2) -or $capabilities -eq 0) { $sources += 'flatbed' }
    if ($capabilities -band 1) { $sources += 'feeder' }
    if ($capabilities -band 4) { $sources += 'duplex' }
    $resolution = $scanner.Items.Item(1).Properties.Item($wia.XResolution)
    $usual = 75, 100, 150, 200, 300, 400, 600, 1200
    # Subtype 1 is a range, 2 a list.
    $dpis = if ($resolution.SubType -eq 1) { $usual | Where-Object { $_ -ge $resolution.SubTypeMin -and $_ -le $resolution.SubTypeMax } }
    elseif ($resolution.SubType -eq 2) { foreach ($one in $resolution.SubTypeValues) { $one } } else { $usual }
    # Sizes are in thousandths of an inch.
    $width = @(@((Get-Value $scanner $wia.MaxWidth), (Get-Value $scanner $wia.FeederWidth)) | Where-Object { $_ } | Sort-Object)[-1]
    $height = @(@((Get-Value $scanner $wia.MaxHeight), (Get-Value $scanner $wia.FeederHeight)) | Where-Object { $_ } | Sort-Object)[-1]
    Say @{ abilities = @{
        sources = @($sources); colours = @('colour', 'grey', 'bilevel'); dpis = @($dpis)
        maxWidthMm = if ($width) { [math]::Round($width * 0.0254, 1) } else { $null }
        maxHeightMm = if ($height) { [math]::Round($height * 0.0254, 1) } else { $null }
      }
    }
    exit 0
  }

  if ($capabilities) { Set-Value $scanner $wia.HandlingSelect $selects[$Source] }
  Set-Value $scanner $wia.Pages 1
  $item = $scanner.Items.Item(1)
  Set-Value $item $wia.Intent $intents[$Colour]
  Set-Value $item $wia.XResolution $Dpi
  Set-Value $item $wia.YResolution $Dpi
  if ($WidthMm -gt 0) {
    Set-Value $item $wia.XPosition 0
    Set-Value $item $wia.YPosition 0
    Set-Value $item $wia.XExtent ([int]($WidthMm / 25.4 * $Dpi))
    Set-Value $item $wia.YExtent ([int]($HeightMm / 25.4 * $Dpi))
  }
  $convert = New-Object -ComObject WIA.ImageProcess
  $convert.Filters.Add($convert.FilterInfos.Item('Convert').FilterID)
  $convert.Filters.Item(1).Properties.Item('FormatID').Value = $png
  for ($page = 1; ; $page++) {
    try { $picture = $item.Transfer($bmp) }
    catch {
      # An empty feeder after the first page is the end.
      if ($page -gt 1 -and ('0x{0:X8}' -f $_.Exception.GetBaseException().HResult) -eq '0x80210003') { exit 0 }
      throw
    }
    $path = Join-Path $Out "p$page.png"
    $convert.Apply($picture).SaveFile($path)
    Say @{ page = $path }
    if ($Source -eq 'flatbed') { exit 0 }
  }
}
catch {
  $cause = $_.Exception.GetBaseException()
  Fail ('0x{0:X8}' -f $cause.HResult) $cause.Message
}
