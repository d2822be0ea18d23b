import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { MediumKind } from '../../../shared/exchange/medium.ts';

/** A removable drive with a file system that is mounted. */
export interface Drive {
  readonly path: string;
  /** Label of the file system, '' for none. */
  readonly label: string;
  readonly kind: MediumKind;
  /** Maker and model, serial number of the device; '' where it says neither. */
  readonly model: string;
  readonly serial: string;
  /** As people write it: FAT32, exFAT, NTFS, ext4, ISO 9660; '' unknown. */
  readonly fileSystem: string;
  /** What tells this medium from others: the serial number of its file system; '' unknown. */
  readonly identity: string;
  readonly readOnly: boolean;
}

const run = promisify(execFile);
const askMs = 5000;

/** Removable drives that are mounted, by `lsblk` or PowerShell; none where neither answers. */
export async function removableDrives(): Promise<Drive[]> {
  try {
    if (process.platform === 'win32') {
      const asked = ['-NoProfile', '-NonInteractive', '-Command', windowsQuestion];
      return drivesOfPowerShell((await run('powershell.exe', asked, { timeout: askMs, windowsHide: true })).stdout);
    }
    const columns = 'NAME,TYPE,MOUNTPOINTS,LABEL,RM,HOTPLUG,RO,FSTYPE,FSVER,UUID,VENDOR,MODEL,SERIAL,TRAN';
    return drivesOfLsblk((await run('lsblk', ['-J', '-o', columns], { timeout: askMs })).stdout);
  } catch {
    return [];
  }
}

const text = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').trim());

interface Block {
  readonly type: string;
  readonly mountpoints: readonly (string | null)[];
  readonly label: string;
  readonly rm: boolean;
  readonly hotplug: boolean;
  readonly ro: boolean;
  readonly fstype: string;
  readonly fsver: string;
  readonly uuid: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly tran: string;
  readonly children: readonly Block[];
}

const Block: z.ZodType<Block> = z.object({
  type: text,
  mountpoints: z.array(z.string().nullable()).default([]),
  label: text,
  rm: z.boolean(),
  hotplug: z.boolean(),
  ro: z.boolean(),
  fstype: text,
  fsver: text,
  uuid: text,
  vendor: text,
  model: text,
  serial: text,
  tran: text,
  get children() {
    return z.array(Block).default([]);
  },
});

/** What `lsblk -J` says, as a tree: partitions have the file system, the disk above them has maker and serial number. */
export function drivesOfLsblk(json: string): Drive[] {
  const { blockdevices } = z.object({ blockdevices: z.array(Block) }).parse(JSON.parse(json));
  const drives = (disk: Block, block: Block): Drive[] => [
    ...(block.rm || block.hotplug ? block.mountpoints : []).flatMap((path): Drive[] =>
      path === null
        ? []
        : [
            {
              path,
              label: block.label,
              kind: disk.type === 'rom' ? 'disc' : disk.rm ? 'stick' : 'disk',
              model: [disk.vendor, disk.model].filter(Boolean).join(' '),
              serial: disk.serial,
              fileSystem: fileSystemName(block.fstype, block.fsver),
              identity: block.uuid,
              readOnly: block.ro,
            },
          ],
    ),
    ...block.children.flatMap((child) => drives(disk, child)),
  ];
  return blockdevices.flatMap((disk) => drives(disk, disk));
}

function fileSystemName(type: string, version: string): string {
  if (type === 'vfat') return version || 'FAT32';
  return { exfat: 'exFAT', ntfs: 'NTFS', iso9660: 'ISO 9660', udf: 'UDF' }[type] ?? type;
}

/** Volumes with a letter; a disk on USB counts as removable whatever Windows calls it. */
const windowsQuestion = `[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Volume | Where-Object DriveLetter | ForEach-Object {
  $disk = Get-Partition -Volume $_ -ErrorAction SilentlyContinue | Get-Disk -ErrorAction SilentlyContinue
  [pscustomobject]@{ Letter = [string]$_.DriveLetter; Label = $_.FileSystemLabel; FileSystem = $_.FileSystem; Type = [string]$_.DriveType
    Id = $_.UniqueId; Bus = [string]$disk.BusType; Model = $disk.FriendlyName; Serial = $disk.SerialNumber; ReadOnly = [bool]$disk.IsReadOnly }
} | ConvertTo-Json -Compress`;

const Volume = z.object({
  Letter: z.string().min(1),
  Label: text,
  FileSystem: text,
  Type: text,
  Id: text,
  Bus: text,
  Model: text,
  Serial: text,
  ReadOnly: z.boolean().default(false),
});

/** What PowerShell says: one object for one volume, an array for several, nothing for none. */
export function drivesOfPowerShell(json: string): Drive[] {
  if (json.trim() === '') return [];
  const said: unknown = JSON.parse(json);
  return z
    .array(Volume)
    .parse(Array.isArray(said) ? said : [said])
    .filter(({ Type, Bus }) => Type === 'Removable' || Type === 'CD-ROM' || Bus === 'USB')
    .map((volume) => ({
      path: `${volume.Letter}:\\`,
      label: volume.Label,
      kind: volume.Type === 'CD-ROM' ? 'disc' : volume.Type === 'Removable' ? 'stick' : 'disk',
      model: volume.Model,
      serial: volume.Serial,
      fileSystem: volume.FileSystem,
      identity: volume.Id,
      readOnly: volume.ReadOnly || volume.Type === 'CD-ROM',
    }));
}

/** The drive that a folder lies on; undefined for a folder of this machine. */
export async function driveOf(folder: string): Promise<Drive | undefined> {
  const within = (path: string): boolean =>
    folder === path ||
    folder.startsWith(/[\\/]$/.test(path) ? path : `${path}${process.platform === 'win32' ? '\\' : '/'}`);
  return (await removableDrives()).filter(({ path }) => within(path)).sort((a, b) => b.path.length - a.path.length)[0];
}
