// What the page of feedback says, in English.
import type { Sentiment } from '../../../shared/feedback-text.ts';

const sentiments: Readonly<Record<Sentiment, string>> = {
  positive: 'sounds positive',
  neutral: 'sounds neutral',
  negative: 'sounds negative',
};

export const englishFeedback = {
  feedback: {
    title: 'Feedback',
    texts: 'What visitors wrote',
    textsExplain:
      'Lines from the kiosk. They stay on this device for 31 days, with the hour alone, and are in no window. How a line ' +
      'sounds is a hint from a list of words, in English, German, French and Spanish; lines in Polish or Hindi, and lines of ' +
      'words that the list does not know, are not scored.',
    empty: 'Nothing was written yet.',
    hour: 'Hour',
    feeling: 'Felt',
    text: 'Line',
    sounds: 'Sounds',
    sentiments,
    notScored: 'not scored',
    remove: 'Remove',
    removeLabel: (text: string) => `Remove “${text}”`,
    agreement: 'Taps and faces',
    agreementExplain:
      'How much the mix of taps and the mix of sensed moods have in common, from windows in which both were released. ' +
      'A check of the models by the people in the room.',
    noAgreement: 'No window has released both taps and moods yet.',
    agreementShare: (percent: number, windows: number) =>
      `${percent} % in common, from ${windows === 1 ? '1 window' : `${windows} windows`}.`,
    agreementTaps: (taps: number, band: number) => `${taps} taps, give or take ${band} by the noise.`,
    agreementUnclear: 'Too few taps to stand clear of their noise: this figure says nothing yet.',
    kioskLink: 'Open the kiosk',
  },
} as const;
