// The pages' entry.
import { render } from 'preact';
import { Page } from './page.tsx';
import { loadStart } from './state/console-state.ts';
import './styles/theme.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/live.css';
import './styles/tables.css';

const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
void loadStart();
