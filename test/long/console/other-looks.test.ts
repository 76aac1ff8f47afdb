import { describeEveryPage } from '../../fixtures/console/every-page.ts';

describeEveryPage([
  { widthPx: 1280, heightPx: 800, colorScheme: 'dark' },
  { widthPx: 360, heightPx: 740, colorScheme: 'light' },
]);
