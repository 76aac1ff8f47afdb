// The kiosk's entry: a page of its own, for a small display in the room. It needs no sign-in and shows no admin's page.
import { render } from 'preact';
import { KioskPage } from './kiosk-page.tsx';
import { startKiosk } from './kiosk-state.ts';
import '../styles/theme.css';
import '../styles/base.css';
import '../styles/kiosk.css';

const root = document.getElementById('page');
if (root !== null) render(<KioskPage />, root);
startKiosk();
