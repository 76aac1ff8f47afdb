// The kiosk in Polish.
import type { KioskWords } from './words.ts';

export const POLISH: KioskWords = {
  question: 'Jak się Państwo czują?',
  questionHint: 'Proszę dotknąć twarzy. Liczymy bez nazwisk, tylko grupami i z dodanym szumem.',
  moods: {
    neutral: 'neutralny',
    happy: 'radość',
    sad: 'smutek',
    angry: 'gniew',
    fear: 'strach',
    disgust: 'odraza',
    surprise: 'zaskoczenie',
    unsure: 'nie wiadomo',
  },
  more: 'Czy chcą Państwo coś dodać?',
  moreHint:
    'Jedna linijka, jeśli mają Państwo ochotę. Zostaje w tym urządzeniu, dla osób prowadzących tę salę. Prosimy nie podawać nazwisk.',
  send: 'Wyślij',
  back: 'Wróć',
  thanks: 'Dziękujemy.',
  tooSoon:
    'To dotknięcie nie zostało policzone: przed chwilą policzono inne albo teraz nic nie jest rejestrowane. Proszę spróbować za moment.',
  failed: 'To nie dotarło. Proszę spróbować jeszcze raz.',
  offline: 'Urządzenie w tej chwili nie odpowiada.',
  sensed: 'Co jest tu rejestrowane',
  streams: {
    mood: 'Nastrój twarzy',
    voice: 'Nastrój głosów',
    presence: 'Osoby',
    gender: 'Płeć',
    feedback: 'Dotknięcia',
  },
  on: 'włączone',
  off: 'wyłączone',
  notice: 'Pełna informacja',
  code: 'Informacja w telefonie',
  hours: 'Nastrój tej sali',
  hoursHint: 'Godzina po godzinie. Mówimy tylko o grupach i dodajemy szum: pojedyncza godzina może być niedokładna.',
  noHours: 'Jeszcze nic nie można powiedzieć: mówimy tylko o grupach.',
  fewPeople: 'za mało osób albo nic nie zarejestrowano',
};
