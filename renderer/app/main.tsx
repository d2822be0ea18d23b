import './zod.ts';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from '../client/connect.ts';
import { App } from './App.tsx';
import { keepControlsPrivate } from './private-controls.ts';
import { quietIcons } from './quiet-icons.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
keepControlsPrivate(document);
quietIcons(document.body);
// Before the router reads the fragment: the start token stands there.
const connection = connect();
createRoot(root).render(
  <StrictMode>
    <App connection={connection} />
  </StrictMode>,
);
