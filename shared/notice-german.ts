// The notice in German.
import type { NoticeLanguage } from './notice-language.ts';

export const GERMAN: NoticeLanguage = {
  code: 'de',
  name: 'Deutsch',
  title: (hasVoice) =>
    hasVoice ? 'Kamera und Mikrofon erfassen die Stimmung in diesem Raum' : 'Eine Kamera erfasst diesen Raum',
  headings: {
    sensed: 'Was erfasst wird',
    why: 'Wozu',
    kept: 'Was gespeichert wird',
    published: 'Was veröffentlicht wird',
    rights: 'Ihre Rechte',
    contact: 'Wer verantwortlich ist',
  },
  camera:
    'Ein Gerät mit Kamera zählt, wie viele Gesichter zu sehen sind, wie lange, und ob sie dem Gerät zugewandt sind.',
  emotions: 'Es schätzt aus jedem Gesicht, welches Gefühl es zeigt. Solche Schätzungen können falsch sein.',
  noEmotions: 'Es schätzt keine Gefühle.',
  voice:
    'Ein Mikrofon hört, wie Stimmen klingen. Es schätzt Gefühle; Wörter werden weder verstanden noch aufgeschrieben.',
  noVoice: 'Ton wird weder aufgenommen noch ausgewertet.',
  gender: 'Es schätzt aus jedem Gesicht, ob es weiblich oder männlich wirkt. Solche Schätzungen können falsch sein.',
  feedback: 'Berührungen des Bildschirms werden gezählt.',
  always: 'Der Raum wird rund um die Uhr erfasst.',
  hours: (from, to, timeZone) => `Der Raum wird täglich von ${from} bis ${to} Uhr erfasst (${timeZone}).`,
  purposes: {
    public: 'Um zu erfahren, wie viele Menschen diesen öffentlichen Ort nutzen und wie sie sich dort fühlen.',
    retail: 'Um zu erfahren, wie sich Besucher in diesem Geschäft fühlen.',
    event: 'Um zu erfahren, wie sich Gäste bei dieser Veranstaltung fühlen.',
    'care-or-safety': 'Für die Betreuung oder die Sicherheit an diesem Ort.',
    'research-with-consent': 'Für Forschung mit Menschen, die ihrer Teilnahme zugestimmt haben.',
    workplace: 'Um zu erfahren, wie dieser Arbeitsplatz genutzt wird.',
    education: 'Um zu erfahren, wie diese Bildungsstätte genutzt wird.',
  },
  legalBasis: (text) => `Rechtsgrundlage: ${text}`,
  nothingKept:
    'Weder Bild noch Ton wird gespeichert. Beides ist nach Sekunden aus dem Gerät verschwunden und verlässt es nie.',
  noIdentity: 'Niemand wird erkannt, und niemand wird in einen anderen Raum oder einen anderen Tag verfolgt.',
  published: (minutes) => `Alle ${minutes} Minuten werden Zahlen über den ganzen Raum veröffentlicht.`,
  crowd: (k) => `Über eine Gruppe von weniger als ${k} Menschen wird nichts gesagt.`,
  noise:
    'Die Zahlen sind mit zufälligem Rauschen verwischt, sodass niemand aus ihnen erkennen kann, ob Sie hier waren.',
  rights:
    'Sie können Auskunft über die Datenverarbeitung verlangen, ihr widersprechen und sich bei der Datenschutzbehörde beschweren.',
};
