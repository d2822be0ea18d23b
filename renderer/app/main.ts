import './base.css';
import { connect } from '../client/connect.ts';
import { keepControlsPrivate } from './private-controls.ts';
import { quietIcons } from './quiet-icons.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
keepControlsPrivate(document);
quietIcons(document.body);
// Before the router reads the fragment: the start token stands there.
const connection = connect();
// Asked before the window's code is here: it arrives, and is made ready, while the program answers.
const status = connection.transport.invoke('station.status', {}).catch(() => undefined);
const { showWindow } = await import('./window.tsx');
showWindow(root, connection, await status);
