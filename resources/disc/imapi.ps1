# Makes disc images and burns them with the means of Windows (IMAPI 2). Prints one JSON value a line:
#   {"burner":{device,name}}  {"place":"E:\\"}  {"error":"0x........","message":"..."}
param(
  [Parameter(Mandatory)][ValidateSet('list', 'image', 'mount', 'unmount', 'burn')][string]$Action,
  [string]$Image = '',
  # Of image: a JSON file of [{name, path, bytes}], and the name of the volume.
  [string]$Files = '',
  [string]$Label = '',
  # Of burn: the burner, and a file that the disc has when all is well.
  [string]$Device = '',
  [string]$Expect = ''
)
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)

function Say($value) { [Console]::Out.WriteLine((ConvertTo-Json $value -Compress -Depth 5)) }
function Fail($code, $message) { Say @{ error = $code; message = $message }; exit 1 }

function Use-Streams {
  Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
public static class Streams {
  [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
  static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IStream none, out IStream stream);
  // Read only, and nobody else writes meanwhile.
  public static IStream Open(string path) { IStream stream; SHCreateStreamOnFileEx(path, 0x20, 0, false, null, out stream); return stream; }
  public static void Save(object from, string path) {
    IStream source = (IStream)from;
    byte[] buffer = new byte[1 << 20];
    IntPtr count = Marshal.AllocHGlobal(4);
    try {
      using (FileStream file = File.Create(path))
        for (;;) {
          source.Read(buffer, buffer.Length, count);
          int length = Marshal.ReadInt32(count);
          if (length == 0) break;
          file.Write(buffer, 0, length);
        }
    } finally { Marshal.FreeHGlobal(count); }
  }
}
'@
}

# The drive of an image or burner, once it can be read.
function Say-Place($find) {
  for ($second = 0; $second -lt 90; $second++) {
    $place = & $find
    if ($place -and (-not $Expect -or (Test-Path -LiteralPath (Join-Path $place $Expect)))) { Say @{ place = $place }; exit 0 }
    Start-Sleep -Seconds 1
  }
  Fail '0x80070015' 'the disc cannot be read'
}

try {
  switch ($Action) {
    'list' {
      foreach ($id in New-Object -ComObject IMAPI2.MsftDiscMaster2) {
        $recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
        $recorder.InitializeDiscRecorder($id)
        $name = "$($recorder.VendorId.Trim()) $($recorder.ProductId.Trim()) $(@($recorder.VolumePathNames) -join ' ')"
        Say @{ burner = @{ device = $id; name = $name.Trim() } }
      }
    }
    'image' {
      Use-Streams
      $chosen = @(Get-Content -LiteralPath $Files -Raw -Encoding UTF8 | ConvertFrom-Json)
      $system = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
      # ISO 9660 with Joliet names; a file beyond what that holds needs UDF.
      $system.FileSystemsToCreate = if (@($chosen | Where-Object { $_.bytes -gt 2147483647 }).Count -gt 0) { 4 } else { 3 }
      $system.FreeMediaBlocks = 0
      $system.VolumeName = $Label
      foreach ($file in $chosen) { $system.Root.AddFile($file.name, [Streams]::Open($file.path)) }
      [Streams]::Save($system.CreateResultImage().ImageStream, $Image)
    }
    'mount' {
      $null = Mount-DiskImage -ImagePath $Image -Access ReadOnly
      Say-Place { $letter = (Get-DiskImage -ImagePath $Image | Get-Volume).DriveLetter; if ($letter) { "${letter}:\" } }
    }
    'unmount' { $null = Dismount-DiskImage -ImagePath $Image }
    'burn' {
      Use-Streams
      $recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
      $recorder.InitializeDiscRecorder($Device)
      $format = New-Object -ComObject IMAPI2.MsftDiscFormat2Data
      $format.ClientName = 'Yidi'
      $format.Recorder = $recorder
      if (-not $format.MediaHeuristicallyBlank) { Fail '0xC0AA0405' 'the disc is not blank' }
      # Nothing is added to it later.
      $format.ForceMediaToBeClosed = $true
      $format.Write([Streams]::Open($Image))
      Say-Place { @($recorder.VolumePathNames)[0] }
    }
  }
}
catch {
  $cause = $_.Exception.GetBaseException()
  Fail ('0x{0:X8}' -f $cause.HResult) $cause.Message
}
