// The kiosk in French.
import type { KioskWords } from './words.ts';

export const FRENCH: KioskWords = {
  question: 'Comment vous sentez-vous ?',
  questionHint:
    'Touchez un visage. Les réponses sont comptées sans nom, seulement par groupes, et brouillées par du bruit.',
  moods: {
    neutral: 'neutre',
    happy: 'joie',
    sad: 'tristesse',
    angry: 'colère',
    fear: 'peur',
    disgust: 'dégoût',
    surprise: 'surprise',
    unsure: 'incertain',
  },
  more: 'Voulez-vous en dire plus ?',
  moreHint:
    'Une ligne, si vous voulez. Elle reste sur cet appareil, pour les responsables de cette salle. N’écrivez pas de nom.',
  send: 'Envoyer',
  back: 'Retour',
  thanks: 'Merci.',
  tooSoon:
    'Cette réponse n’a pas été comptée : une autre vient de l’être, ou rien n’est capté en ce moment. Réessayez dans un instant.',
  failed: 'La réponse n’est pas arrivée. Réessayez.',
  offline: 'L’appareil ne répond pas en ce moment.',
  sensed: 'Ce qui est capté ici',
  streams: {
    mood: 'Humeur des visages',
    voice: 'Humeur des voix',
    presence: 'Personnes',
    gender: 'Genre',
    feedback: 'Réponses à l’écran',
  },
  on: 'activé',
  off: 'désactivé',
  notice: 'L’avis complet',
  code: 'L’avis sur votre téléphone',
  hours: 'L’humeur de cette salle',
  hoursHint: 'Par heure. Seuls des groupes sont décrits, et du bruit est ajouté : une heure isolée peut être inexacte.',
  noHours: 'Rien ne peut encore être dit : seuls des groupes sont décrits.',
  fewPeople: 'trop peu de personnes, ou rien de capté',
};
