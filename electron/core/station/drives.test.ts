import { expect, test } from 'vitest';
import { drivesOfLsblk, drivesOfPowerShell } from './drives.ts';

const block = {
  type: 'disk',
  mountpoints: [null],
  label: null,
  rm: false,
  hotplug: false,
  ro: false,
  fstype: null,
  fsver: null,
  uuid: null,
  vendor: null,
  model: null,
  serial: null,
  tran: null,
};

test('of what lsblk lists, the mounted and removable are drives, with the maker of the disk and the file system of the partition', () => {
  const json = JSON.stringify({
    blockdevices: [
      {
        ...block,
        name: 'sda',
        model: 'Samsung SSD',
        children: [{ ...block, name: 'sda1', type: 'part', mountpoints: ['/'], fstype: 'ext4', uuid: 'a' }],
      },
      {
        ...block,
        name: 'sdb',
        rm: true,
        hotplug: true,
        vendor: 'Kingston',
        model: 'DataTraveler 3.0  ',
        serial: '60A44C413FAE',
        tran: 'usb',
        children: [
          {
            ...block,
            name: 'sdb1',
            type: 'part',
            rm: true,
            hotplug: true,
            mountpoints: ['/media/sun/ZZMZ'],
            label: 'ZZMZ',
            fstype: 'vfat',
            fsver: 'FAT32',
            uuid: '1A2B-3C4D',
          },
          { ...block, name: 'sdb2', type: 'part', rm: true, hotplug: true, fstype: 'exfat', uuid: 'unmounted' },
        ],
      },
      {
        ...block,
        name: 'sdc',
        hotplug: true,
        model: 'My Passport',
        tran: 'usb',
        children: [
          {
            ...block,
            type: 'part',
            hotplug: true,
            mountpoints: ['/media/sun/盘'],
            fstype: 'ntfs',
            uuid: '5E6F',
            ro: true,
          },
        ],
      },
      {
        ...block,
        name: 'sr0',
        type: 'rom',
        rm: true,
        hotplug: true,
        mountpoints: ['/media/cdrom'],
        label: 'YIDI',
        fstype: 'iso9660',
        uuid: '2026-11-23-09-30-00-00',
      },
    ],
  });
  expect(drivesOfLsblk(json)).toEqual([
    {
      path: '/media/sun/ZZMZ',
      label: 'ZZMZ',
      kind: 'stick',
      model: 'Kingston DataTraveler 3.0',
      serial: '60A44C413FAE',
      fileSystem: 'FAT32',
      identity: '1A2B-3C4D',
      readOnly: false,
    },
    expect.objectContaining({ path: '/media/sun/盘', kind: 'disk', fileSystem: 'NTFS', readOnly: true }),
    expect.objectContaining({ path: '/media/cdrom', kind: 'disc', label: 'YIDI', fileSystem: 'ISO 9660' }),
  ]);
});

test('of the volumes of Windows, the removable ones and those on USB are drives', () => {
  const volume = {
    Label: '',
    FileSystem: 'NTFS',
    Type: 'Fixed',
    Id: 'c',
    Bus: 'NVMe',
    Model: 'SSD',
    Serial: '1',
    ReadOnly: false,
  };
  const volumes = [
    { ...volume, Letter: 'C' },
    {
      ...volume,
      Letter: 'E',
      Label: 'ZZMZ',
      FileSystem: 'FAT32',
      Type: 'Removable',
      Id: 'e',
      Bus: 'USB',
      Model: 'Kingston',
      Serial: ' 60A4 ',
    },
    { ...volume, Letter: 'F', Id: 'f', Bus: 'USB', Model: 'My Passport' },
    { ...volume, Letter: 'G', FileSystem: 'CDFS', Type: 'CD-ROM', Id: 'g', Bus: '', Model: null, Serial: null },
  ];
  const drives = drivesOfPowerShell(JSON.stringify(volumes));
  expect(drives.map(({ path, kind, readOnly }) => `${path} ${kind} ${readOnly}`)).toEqual([
    'E:\\ stick false',
    'F:\\ disk false',
    'G:\\ disc true',
  ]);
  expect(drives[0]).toMatchObject({ label: 'ZZMZ', fileSystem: 'FAT32', identity: 'e', serial: '60A4' });
  expect(drivesOfPowerShell(JSON.stringify(volumes[1]))).toHaveLength(1);
  expect(drivesOfPowerShell('')).toEqual([]);
});
