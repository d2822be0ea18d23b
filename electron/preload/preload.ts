import { getGlobal } from '@electron/remote';
import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName } from '../../shared/contract/bridge.ts';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld(bridgeName, createBridge(ipcRenderer));
contextBridge.exposeInMainWorld('yidiVersion', getGlobal('yidiVersion'));
