import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu: on macOS the keys for copy and paste come from it, so it cannot be left out there; elsewhere there is
 * none, and the page's own keys do everything.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] | null {
  if (platform !== 'darwin') return null;
  return [
    {
      label: '驿递',
      submenu: [{ role: 'hide', label: '隐藏驿递' }, { type: 'separator' }, { role: 'quit', label: '退出驿递' }],
    },
    {
      label: '编辑',
      submenu: [
        { role: 'undo', label: '撤销' },
        { role: 'redo', label: '重做' },
        { type: 'separator' },
        { role: 'cut', label: '剪切' },
        { role: 'copy', label: '拷贝' },
        { role: 'paste', label: '粘贴' },
        { role: 'selectAll', label: '全选' },
      ],
    },
  ];
}
