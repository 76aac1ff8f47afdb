// Every word that the pages say, in English. A further language is one more file of this shape.
import type { Context, Mood, SourceState, Stream, SuppressionReason } from '../../../shared/vocabulary.ts';
import { englishAccess } from './english-access.ts';
import { englishAiming } from './english-aiming.ts';
import { englishConfiguration } from './english-configuration.ts';
import { englishFeedback } from './english-feedback.ts';
import { englishHealth } from './english-health.ts';
import { englishPages } from './english-pages.ts';
import { englishSetUp } from './english-set-up.ts';

const moods: Readonly<Record<Mood, string>> = {
  neutral: 'neutral',
  happy: 'happy',
  sad: 'sad',
  angry: 'angry',
  fear: 'fearful',
  disgust: 'disgusted',
  surprise: 'surprised',
  unsure: 'unsure',
};

const contexts: Readonly<Record<Context, readonly [title: string, text: string]>> = {
  demo: ['Demo', 'A replayed clip, not a room.'],
  public: ['Public space', 'Anyone may come in: a foyer, a library, a station.'],
  retail: ['Shop or venue', 'Customers and guests: a shop, a museum, a restaurant.'],
  event: ['Event', 'A conference, a fair, a concert.'],
  'care-or-safety': ['Care or safety', 'A medical or safety reason that you can name and show.'],
  'research-with-consent': ['Research with consent', 'Everybody in the room has agreed to take part.'],
  workplace: ['Workplace', 'People work here. Emotions are not sensed: the law forbids it. Presence is.'],
  education: ['School or university', 'People learn here. Emotions are not sensed: the law forbids it. Presence is.'],
};

const suppressed: Readonly<Record<SuppressionReason, string>> = {
  cohort: 'Too few people: nothing is told of a small group.',
  budget: 'The privacy budget of the day is spent.',
  clock: 'The clock is not trusted.',
  camera: 'The camera gave no usable picture.',
  microphone: 'The microphone gave no usable sound.',
  notice: 'The notice is not confirmed as posted.',
  disabled: 'Switched off.',
  stale: 'The models gave no fresh result.',
  down: 'The device was down.',
};

const suppressedShort: Readonly<Record<SuppressionReason, string>> = {
  cohort: 'too few people',
  budget: 'privacy budget spent',
  clock: 'clock not trusted',
  camera: 'no picture',
  microphone: 'no sound',
  notice: 'notice not confirmed',
  disabled: 'switched off',
  stale: 'no fresh result',
  down: 'device down',
};

const sourceStates: Readonly<Record<SourceState, string>> = {
  idle: 'waiting for set-up',
  starting: 'starting',
  running: 'running',
  stalled: 'stalled, being reopened',
  absent: 'not there',
  failed: 'failed, being reopened',
};

const streams: Readonly<Record<Stream, string>> = {
  mood: 'Mood',
  voice: 'Voices',
  presence: 'Presence',
  gender: 'Gender',
  feedback: 'Feedback',
};

export const english = {
  language: 'en',
  product: 'Roomtone',
  tagline: 'How the room feels, without telling on anyone in it.',
  loading: 'One moment …',
  skipToContent: 'Skip to content',
  moods,
  contexts,
  suppressed,
  suppressedShort,
  sourceStates,
  streams,
  demoBanner: 'Demo: a replayed clip, not a room.',
  errors: {
    offline: 'The device does not answer. Trying again …',
    unknown: 'Something went wrong on the device.',
    codes: {
      SIGN_IN_WRONG: 'Name or password is wrong.',
      CLAIM_CODE_WRONG:
        'This is not the claim code. Read it again; a restart of the device, or a newer slip, makes a new one.',
      ALREADY_CLAIMED: 'This device has been claimed already. Sign in instead.',
      SIGN_IN_REQUIRED: 'Your session has ended. Sign in again.',
      NOTICE_OUTDATED: 'The notice has changed meanwhile. Read it as it is now, post it, then confirm again.',
      SOCKET_UNREACHABLE: 'The program that does this is not running just now. It restarts by itself; try again soon.',
    } as Readonly<Record<string, string>>,
  },
  signIn: {
    title: 'Sign in',
    name: 'Name',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in …',
    ended: 'Your session has ended. Sign in again.',
  },
  signOut: 'Sign out',
  showPassword: 'Show password',
  setUp: {
    title: 'Set up this device',
    steps: ['Claim', 'Place', 'Notice'] as const,
    stepOf: (step: number, all: number) => `Step ${step} of ${all}`,
    claimTitle: 'Make this device yours',
    claimText: 'The claim code is shown where the device was started, or stands on the slip in its box. It works once.',
    code: 'Claim code',
    codePlaceholder: 'XXXX-XXXX-XXXX',
    password: 'Password for the account “admin”',
    passwordHint: 'At least 12 signs. A few words in a row are easy to keep in mind and hard to guess.',
    claim: 'Claim',
    claiming: 'Claiming …',
    strength: {
      empty: '',
      short: (length: number, least: number) => `${length} of ${least} signs`,
      weak: 'long enough, but easy to guess',
      fair: 'good',
      strong: 'strong',
    },
    contextTitle: 'Where does it stand?',
    contextText:
      'The answer decides what the device may do, and it cannot be changed without a reset. At work and in ' +
      'education the law of the European Union (AI Act, Article 5(1)(f)) forbids sensing emotions; there the device ' +
      'loads no emotion model at all.',
    contextConfirm: 'This is true, and I know that only a reset changes it.',
    legalBasis: 'On what ground is this room sensed?',
    legalBasisHint: (least: number) => `In a sentence of at least ${least} signs. It is kept with the declaration.`,
    context: 'Declare',
    noticeTitle: 'Tell the people in the room',
    noticeText: 'Post this where everybody sees it before they come in. The device senses nothing until you confirm.',
    noticeConfirm: 'The notice is posted, and can be read before entering.',
    notice: 'Confirm',
    print: 'Print',
    wholeNotice: 'The whole notice: six languages, to print, with a QR code',
    doneTitle: 'All set',
    toLive: 'Go to the room',
    senseDown: 'The sensing program is not running just now. This page goes on as soon as it is.',
  },
  live: {
    title: 'Live',
    preview: 'Preview',
    previewOn: 'Preview is on',
    previewOff: 'Preview is off',
    previewSwitch: 'Show the preview',
    previewText: 'A coarse mosaic: nobody can be recognised in it. It is off until an admin switches it on.',
    previewAdminOnly: 'Only an admin can switch the preview on.',
    previewIdle: 'There is no picture while the device is not sensing.',
    previewConnecting: 'Connecting …',
    previewFull: 'Two people are watching already.',
    faces: (count: number) =>
      count === 0 ? 'no face in view' : count === 1 ? '1 face in view' : `${count} faces in view`,
    window: 'This window',
    windowLeft: 'left until the next release',
    windowIdle: 'Nothing is being counted.',
    windowEvery: (length: string) => `One window takes ${length}.`,
    needsPeople: (k: number) => `Released from ${k} people up.`,
    lastWindows: 'Last windows',
    noWindows: 'No window has ended yet.',
    linkDown: 'The windows are not to be had: the link program is not running just now.',
    noiseHint: (people: number) => `Counts carry noise: ± ${people} in nine of ten cases.`,
    suppressedTitle: 'Not released',
    people: 'people',
    status: 'Status',
    room: 'Room',
    source: 'Source',
    broker: 'Broker',
    outbox: 'Outbox',
    published: 'Windows since start',
    publishedOf: (published: number, held: number) => `${published} released, ${held} without counts`,
    connected: 'connected',
    notConnected: 'not connected',
    outboxEmpty: 'empty',
    outboxHolds: (count: number, age: string) => `${count} waiting, the oldest for ${age}`,
    senseDown: 'The sensing program is not running. It restarts by itself.',
    down: 'not running',
    sensing: 'sensing',
    idle: {
      unclaimed: 'waiting for set-up',
      notice: 'waiting for the notice to be confirmed',
    },
    fps: (fps: number) => `${fps < 10 ? fps.toFixed(1) : Math.round(fps)} pictures a second`,
    finishSetUp: 'Finish set-up',
  },
  ...englishAiming,
  ...englishFeedback,
  ...englishPages,
  ...englishAccess,
  ...englishConfiguration,
  ...englishHealth,
  ...englishSetUp,
  time: {
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
    days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  },
} as const;

/** What another language must say: the same keys, its own words. */
type Widen<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => readonly [string, string]
    ? (...parameters: P) => readonly [string, string]
    : T extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : { readonly [K in keyof T]: Widen<T[K]> };
export type Strings = Widen<typeof english>;
