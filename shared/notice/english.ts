// The notice in English.
import type { NoticeTexts } from './texts.ts';

export const ENGLISH: NoticeTexts = {
  name: 'English',
  title: {
    moods: 'The mood of this room is sensed',
    people: 'People in this room are counted',
    demo: 'Demonstration: a recorded clip is sensed',
    nothing: 'Nothing is sensed here',
  },
  now: {
    sensing: 'The device is sensing now.',
    idle: 'At this moment nothing is sensed.',
    aiming:
      'At this moment the camera is being aimed: whoever does that sees its whole picture. Nothing is counted, nothing is kept.',
    replaying: 'The clip is being replayed now.',
    silent: 'The sensing program gives no answer at this moment. What follows is what was last set.',
    unset: 'This device is not set up: it senses nothing.',
    silentUnset: 'The sensing program does not run, and nothing was ever set up: nothing is sensed.',
  },
  headings: {
    sensed: 'What is sensed',
    why: 'Why',
    who: 'By whom',
    kept: 'What is kept',
    published: 'What is published, and how it is blurred',
    law: 'Law',
    rights: 'Your rights',
  },
  camera: 'A device with a camera looks at the faces in this room. All of it is worked out on the device itself.',
  clip: 'This is a demonstration. A recorded clip is replayed; no camera and no microphone of this room is in use.',
  people: 'It counts how many people are there, how long faces stay in view, and whether they are turned to it.',
  moods:
    'From each face it estimates a mood: neutral, happy, sad, angry, fearful, disgusted or surprised. The estimates can be wrong.',
  noMoods: 'It does not estimate moods or emotions.',
  voice:
    'It hears how voices sound and estimates a mood from that. It does not understand, write down or keep what is said.',
  noVoice: 'Sound is not used: no microphone is opened.',
  gender: 'From each face it estimates whether it looks female or male. The estimates can be wrong.',
  feedback: 'Taps on the screen of the device are counted.',
  always: 'It senses at all hours, every day.',
  hours: (from, to, timeZone) => `It senses every day from ${from} to ${to} (${timeZone}).`,
  purposes: {
    demo: 'To show how the device works.',
    public: 'To learn how many people use this public place and how it feels to them.',
    retail: 'To learn how this place feels to its visitors.',
    event: 'To learn how this event feels to its guests.',
    'care-or-safety': 'For care or for safety in this place.',
    'research-with-consent': 'For research with people who have agreed to take part.',
    workplace: 'To learn how this workplace is used.',
    education: 'To learn how this place of learning is used.',
  },
  nothingKept: 'No picture or sound is kept. Both are gone from the memory of the device within seconds.',
  nobodyKnown: 'Nobody is recognised or named, and nobody is followed to another room or another day.',
  mosaic:
    'Whoever looks after the device can see a coarse mosaic of the picture, in which nobody can be recognised. It is not kept.',
  aimed: (minutes) =>
    `To aim the camera, they may see the whole picture for at most ${minutes} minutes. Meanwhile nothing is counted, nothing is kept, and this page says so.`,
  networkCamera: 'The pictures reach the device over the network of this building, from the camera alone.',
  published: (length) => `Only figures about the whole room leave the device, once every ${length}.`,
  crowd: (k) => `Of fewer than ${k} people no figures are published, only that there were too few.`,
  crowdBlurred: (k) =>
    `Figures of fewer than ${k} people are published in at most one case in a hundred, and mostly only those of large crowds.`,
  noise: 'Random noise is added to every figure, so that it tells hardly anything about any one person.',
  moodError: (error) => `It moves the number of people who showed a mood by ${error} on average.`,
  peopleError: (error) => `It moves the number of people by ${error} on average.`,
  longStay: 'Whoever stays longer, or comes back, is counted more than once.',
  retention: (days) =>
    `The blurred figures stay on the device for up to ${days} days. The operator may keep them longer elsewhere.`,
  emotionLaw: 'An emotion recognition system is in operation here. This tells you so (EU AI Act, Article 50(3)).',
  noEmotionLaw:
    'No emotion recognition system is in operation here: at work and in education the law forbids it (EU AI Act, Article 5(1)(f)), and no such model is loaded.',
  genderLaw: 'A biometric categorisation system (female or male) is in operation here (EU AI Act, Article 50(3)).',
  access:
    'You may ask the operator what is held about you (GDPR, Article 15), and you may object to the sensing (Article 21).',
  unfindable:
    'Since nothing is kept by which you could be recognised, the operator will usually find nothing about you (Article 11).',
  complaint: 'You may complain to a data protection authority (Article 77).',
  fields: {
    operator: 'Operator',
    contact: 'Contact for questions and objections',
    purpose: 'In the operator’s words',
    legalBasis: 'Legal basis',
    authority: 'Supervisory authority',
  },
  unstated: 'not stated yet; ask whoever runs this room',
  edition: (revision) => `Edition ${revision} of this notice. One with another number is out of date.`,
  page: {
    language: 'Language',
    print: 'Print this notice (PDF, one A4 page)',
    code: 'QR code with the address of this page',
    codeText: 'This page on your phone:',
    codeLocal: 'This address works on the device alone. Open the page by the device’s name to get a code for others.',
  },
};
