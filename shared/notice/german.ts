// The notice in German.
import type { NoticeTexts } from './texts.ts';

export const GERMAN: NoticeTexts = {
  name: 'Deutsch',
  title: {
    moods: 'Die Stimmung in diesem Raum wird erfasst',
    people: 'In diesem Raum werden Menschen gezählt',
    demo: 'Vorführung: Eine Aufzeichnung wird ausgewertet',
    nothing: 'Hier wird nichts erfasst',
  },
  now: {
    sensing: 'Das Gerät erfasst jetzt den Raum.',
    idle: 'In diesem Augenblick wird nichts erfasst.',
    aiming:
      'In diesem Augenblick wird die Kamera ausgerichtet: Wer das tut, sieht ihr ganzes Bild. Nichts wird gezählt, nichts wird aufbewahrt.',
    replaying: 'Die Aufzeichnung wird jetzt abgespielt.',
    silent:
      'Das Erfassungsprogramm antwortet in diesem Augenblick nicht. Was folgt, ist das, was zuletzt eingestellt war.',
    unset: 'Dieses Gerät ist nicht eingerichtet: Es erfasst nichts.',
    silentUnset: 'Das Erfassungsprogramm läuft nicht, und es wurde nie etwas eingerichtet: Es wird nichts erfasst.',
  },
  headings: {
    sensed: 'Was erfasst wird',
    why: 'Wozu',
    who: 'Von wem',
    kept: 'Was aufbewahrt wird',
    published: 'Was veröffentlicht wird und wie es verwischt ist',
    law: 'Recht',
    rights: 'Ihre Rechte',
  },
  camera: 'Ein Gerät mit Kamera sieht die Gesichter in diesem Raum. Alles wird auf dem Gerät selbst berechnet.',
  clip: 'Dies ist eine Vorführung. Eine Aufzeichnung wird abgespielt; weder Kamera noch Mikrofon dieses Raums sind in Gebrauch.',
  people: 'Es zählt, wie viele Menschen da sind, wie lange Gesichter zu sehen sind und ob sie ihm zugewandt sind.',
  moods:
    'Aus jedem Gesicht schätzt es eine Stimmung: neutral, froh, traurig, wütend, ängstlich, angeekelt oder überrascht. Die Schätzungen können falsch sein.',
  noMoods: 'Stimmungen und Gefühle schätzt es nicht.',
  voice:
    'Es hört, wie Stimmen klingen, und schätzt daraus eine Stimmung. Was gesagt wird, versteht es nicht, schreibt es nicht auf und bewahrt es nicht auf.',
  noVoice: 'Ton wird nicht verwendet: Es wird kein Mikrofon geöffnet.',
  gender: 'Aus jedem Gesicht schätzt es, ob es weiblich oder männlich wirkt. Die Schätzungen können falsch sein.',
  feedback: 'Berührungen des Bildschirms am Gerät werden gezählt.',
  always: 'Es erfasst den Raum täglich rund um die Uhr.',
  hours: (from, to, timeZone) => `Es erfasst den Raum täglich von ${from} bis ${to} Uhr (${timeZone}).`,
  purposes: {
    demo: 'Um zu zeigen, wie das Gerät arbeitet.',
    public: 'Um zu erfahren, wie viele Menschen diesen öffentlichen Ort nutzen und welche Stimmung dort herrscht.',
    retail: 'Um zu erfahren, wie dieser Ort auf seine Besucher wirkt.',
    event: 'Um zu erfahren, wie diese Veranstaltung auf ihre Gäste wirkt.',
    'care-or-safety': 'Für die Betreuung oder die Sicherheit an diesem Ort.',
    'research-with-consent': 'Für Forschung mit Menschen, die ihrer Teilnahme zugestimmt haben.',
    workplace: 'Um zu erfahren, wie dieser Arbeitsplatz genutzt wird.',
    education: 'Um zu erfahren, wie dieser Lernort genutzt wird.',
  },
  nothingKept:
    'Weder Bild noch Ton wird aufbewahrt. Beides ist nach Sekunden aus dem Speicher des Geräts verschwunden.',
  nobodyKnown: 'Niemand wird erkannt oder benannt, und niemand wird in andere Räume oder über Tage hinweg verfolgt.',
  mosaic:
    'Wer das Gerät betreut, kann ein grobes Mosaik des Bildes sehen, auf dem niemand zu erkennen ist. Es wird nicht aufbewahrt.',
  aimed: (minutes) =>
    `Um die Kamera auszurichten, kann diese Person höchstens ${minutes} Minuten lang das ganze Bild sehen. Währenddessen wird nichts gezählt und nichts aufbewahrt, und diese Seite sagt es.`,
  networkCamera: 'Die Bilder gelangen über das Netz dieses Gebäudes zum Gerät, allein von der Kamera.',
  published: (length) =>
    `Nur Zahlen über den ganzen Raum verlassen das Gerät, jeweils für einen Zeitraum von ${length}.`,
  crowd: (k) => `Über weniger als ${k} Menschen werden keine Zahlen veröffentlicht, nur, dass es zu wenige waren.`,
  crowdBlurred: (k) =>
    `Zahlen über weniger als ${k} Menschen werden höchstens in einem von hundert Fällen veröffentlicht, meist nur solche über große Mengen.`,
  noise: 'Jeder Zahl wird zufälliges Rauschen beigemischt, sodass sie über einen einzelnen Menschen kaum etwas verrät.',
  moodError: (error) => `Es verschiebt die Zahl der Menschen, die eine Stimmung zeigten, im Mittel um ${error}.`,
  peopleError: (error) => `Es verschiebt die Zahl der Menschen im Mittel um ${error}.`,
  longStay: 'Wer länger bleibt oder wiederkommt, wird mehr als einmal gezählt.',
  retention: (days) =>
    `Die verwischten Zahlen bleiben bis zu ${days} Tage auf dem Gerät. Der Betreiber kann sie anderswo länger aufbewahren.`,
  emotionLaw:
    'Hier ist ein Emotionserkennungssystem in Betrieb. Hiermit erfahren Sie es (KI-Verordnung der EU, Artikel 50 Absatz 3).',
  noEmotionLaw:
    'Hier ist kein Emotionserkennungssystem in Betrieb: Bei der Arbeit und in der Bildung verbietet es das Gesetz (KI-Verordnung der EU, Artikel 5 Absatz 1 Buchstabe f), und kein solches Modell ist geladen.',
  genderLaw:
    'Hier ist ein System zur biometrischen Kategorisierung (weiblich oder männlich) in Betrieb (KI-Verordnung der EU, Artikel 50 Absatz 3).',
  access:
    'Sie können beim Betreiber Auskunft verlangen, was über Sie gespeichert ist (DSGVO, Artikel 15), und der Erfassung widersprechen (Artikel 21).',
  unfindable:
    'Da nichts aufbewahrt wird, woran man Sie erkennen könnte, wird der Betreiber in der Regel nichts über Sie finden (Artikel 11).',
  complaint: 'Sie können sich bei einer Datenschutzbehörde beschweren (Artikel 77).',
  fields: {
    operator: 'Betreiber',
    contact: 'Kontakt für Fragen und Widerspruch',
    purpose: 'In den Worten des Betreibers',
    legalBasis: 'Rechtsgrundlage',
    authority: 'Aufsichtsbehörde',
  },
  unstated: 'noch nicht angegeben; fragen Sie, wer diesen Raum betreibt',
  edition: (revision) => `Ausgabe ${revision} dieses Hinweises. Ein Hinweis mit anderer Nummer ist überholt.`,
  page: {
    language: 'Sprache',
    print: 'Diesen Hinweis drucken (PDF, eine A4-Seite)',
    code: 'QR-Code mit der Adresse dieser Seite',
    codeText: 'Diese Seite auf Ihrem Telefon:',
    codeLocal:
      'Diese Adresse gilt nur auf dem Gerät selbst. Öffnen Sie die Seite über den Namen des Geräts, um einen Code für andere zu erhalten.',
  },
};
