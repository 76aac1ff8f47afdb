// The kiosk in German.
import type { KioskWords } from './words.ts';

export const GERMAN: KioskWords = {
  question: 'Wie fühlen Sie sich?',
  questionHint: 'Tippen Sie auf ein Gesicht. Gezählt wird ohne Namen, nur in Gruppen und mit Rauschen verwischt.',
  moods: {
    neutral: 'neutral',
    happy: 'froh',
    sad: 'traurig',
    angry: 'wütend',
    fear: 'ängstlich',
    disgust: 'angeekelt',
    surprise: 'überrascht',
    unsure: 'unklar',
  },
  more: 'Möchten Sie mehr sagen?',
  moreHint:
    'Eine Zeile, wenn Sie mögen. Sie bleibt auf diesem Gerät, für die Betreiber dieses Raums. Bitte schreiben Sie keine Namen.',
  send: 'Senden',
  back: 'Zurück',
  thanks: 'Vielen Dank.',
  tooSoon:
    'Diese Berührung wurde nicht gezählt: Eben wurde eine gezählt, oder es wird gerade nichts erfasst. Bitte versuchen Sie es gleich noch einmal.',
  failed: 'Das ist nicht angekommen. Bitte versuchen Sie es noch einmal.',
  offline: 'Das Gerät antwortet gerade nicht.',
  sensed: 'Was hier erfasst wird',
  streams: {
    mood: 'Stimmung der Gesichter',
    voice: 'Stimmung der Stimmen',
    presence: 'Menschen',
    gender: 'Geschlecht',
    feedback: 'Berührungen',
  },
  on: 'an',
  off: 'aus',
  notice: 'Der ganze Hinweis',
  code: 'Der Hinweis auf Ihrem Telefon',
  hours: 'Wie dieser Raum sich anfühlte',
  hoursHint:
    'Nach Stunden. Berichtet wird nur von Gruppen, und Rauschen kommt hinzu: Einzelne Stunden können falsch sein.',
  noHours: 'Noch kann nichts berichtet werden: Berichtet wird nur von Gruppen.',
  fewPeople: 'zu wenige Menschen, oder nichts erfasst',
};
