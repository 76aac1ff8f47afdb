// Every word that the pages say, in English. A further language is one more file of this shape.
import type { Context, Mood, SourceState, Stream, SuppressionReason } from '../../../shared/vocabulary.ts';

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

/** What is wrong, and what to do about it. */
const advice = (title: string, todo: string): readonly [string, string] => [title, todo];

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
      CLAIM_CODE_WRONG: 'This is not the claim code. Read it again; a restart of the device makes a new one.',
      ALREADY_CLAIMED: 'This device has been claimed already. Sign in instead.',
      SIGN_IN_REQUIRED: 'Your session has ended. Sign in again.',
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
    claimText: 'The claim code is printed where the device was started, or on its label. It works once.',
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
    doneTitle: 'All set',
    toLive: 'Go to the room',
    senseDown: 'The sensing program is not running just now. This page goes on as soon as it is.',
  },
  notice: {
    title: 'This room is sensed',
    emotions: 'A camera estimates, on the device itself, how the room as a whole feels.',
    noEmotions: 'A camera counts people, on the device itself. Emotions are not sensed.',
    voice: 'A microphone estimates the mood of voices. What is said is not understood and not kept.',
    gender: 'Gender, as it appears to a machine, is counted too.',
    hours: (from: string, to: string) => `This happens every day from ${from} to ${to}.`,
    revision: (revision: number) => `Notice ${revision}.`,
    nothingKept: 'No picture and no sound is stored or sent. Nobody is identified or followed.',
    aggregates: (k: number, minutes: string) =>
      `Only figures for at least ${k} people together leave the device, every ${minutes}, with random noise added.`,
    rights: 'Law: EU AI Act, Article 50(3). Questions and objections: ask whoever runs this room.',
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
  pages: { live: 'Live', mood: 'Mood', health: 'Health', privacy: 'Privacy', access: 'Access' },
  pagesLabel: 'Pages',
  mood: {
    title: 'Mood',
    explain:
      'From released windows only, as the mean of a window. The dashed lines bound what the noise may have added to or ' +
      'taken from the total in nine of ten cases.',
    range: 'Span of time',
    ranges: { hour: 'Hour', day: 'Day', week: 'Week' },
    nothing: 'No window has ended in this span.',
    chartLabel: 'Chart of the moods over time; the table below says the same',
    tableLabel: 'Table of the moods over time',
    axis: 'people in a window',
    band: 'noise',
    from: 'From',
    noise: 'Noise',
    windows: 'Windows',
    released: (count: number) => (count === 1 ? '1 released' : `${count} released`),
    held: (count: number, reason: string) => `${count} held back: ${reason}`,
    csv: 'Save as CSV',
    json: 'Save as JSON',
  },
  health: {
    well: 'All is well',
    wellText: 'The room is sensed, windows are released and reach the broker.',
    problemsTitle: (count: number) => (count === 1 ? 'One thing needs you' : `${count} things need you`),
    sensing: 'Sensing',
    sending: 'Sending',
    context: 'Place',
    profile: 'Privacy',
    profileText: (profile: string, k: number, length: string) => `${profile}: ${k} people or more, every ${length}`,
    picture: 'Picture',
    kinds: { camera: 'Camera', microphone: 'Microphone' },
    restarts: (count: number) => (count === 1 ? 'reopened once' : `reopened ${count} times`),
    frames: 'Frames',
    join: (received: number, handled: number, dropped: number) =>
      `${received} received, ${handled} handled, ${dropped} dropped`,
    pending: 'Releases not yet taken',
    memory: 'Memory',
    loopDelay: 'Delay of the program',
    dropped: 'Windows dropped',
    lastReason: 'Last held back',
    none: 'none',
    problems: {
      senseDown: [
        'The sensing program is not running.',
        'It restarts by itself. If it stays down for minutes, restart the device, then read the log of sense.',
      ],
      linkDown: [
        'The program that sends is not running.',
        'It restarts by itself, and windows wait meanwhile. If it stays down, restart the device, then read the log of link.',
      ],
      unclaimed: ['Nothing is sensed yet.', 'Finish set-up: say where the device stands.'],
      notice: ['Nothing is sensed until the notice is posted.', 'Post the notice and confirm it in set-up.'],
      starting: ['The source is being opened.', 'This takes a few seconds.'],
      sourceAbsent: (cause: string) =>
        advice(
          `The camera is not there. ${cause}`,
          'Check its cable and its power, and that no other program uses it. It is opened again by itself.',
        ),
      sourceFailed: (cause: string) =>
        advice(
          `The camera gives no picture. ${cause}`,
          'Unplug it and plug it in again. A camera on a hub may need a port of its own.',
        ),
      microphone: (cause: string) =>
        advice(
          `The microphone gives no sound. ${cause}`,
          'Check its cable. Faces are sensed without it; voices are not.',
        ),
      broker: (url: string, reason: string) =>
        advice(
          `The broker ${url} is not connected. ${reason}`,
          'Check that it runs and can be reached from here. Windows wait in the outbox, up to seven days.',
        ),
      outboxOld: (count: number, age: string) =>
        advice(
          `${count} windows wait, the oldest for ${age}.`,
          'They are being sent again, slowly, so as not to flood the broker. Look again in some minutes.',
        ),
      outboxDropped: (count: number) =>
        advice(
          `${count} windows were dropped because the outbox was full or too old.`,
          'The broker was away for too long. Find out why; what was dropped is gone, and counted.',
        ),
      inference: (count: number) =>
        advice(
          `The models were restarted (${count}).`,
          'Once is harmless. If the number grows, the device may be too hot: give it air, then restart it.',
        ),
      slow: [
        'More than half of the pictures are dropped.',
        'The device is too slow for this source: choose a smaller picture.',
      ],
      busy: ['The sensing program answers slowly.', 'Other programs may use the device. Close them, or restart it.'],
    },
  },
  privacy: {
    title: 'Privacy',
    demo: 'This device shows a demo clip. The settings below are for a live room and change nothing now.',
    unavailable: 'The settings are not to be had: the sensing program does not answer.',
    context: 'Place',
    undeclared: 'not declared yet',
    fixed: 'Only a reset changes it.',
    profile: 'Protection',
    profiles: {
      standard: ['Standard', 'From 5 people up, every 15 minutes, epsilon 1 a window.'],
      strict: ['Strict', 'From 10 people up, every hour, epsilon 0.5 a window; also the size of the group is blurred.'],
    },
    streams: 'What is counted besides moods and presence',
    voice: ['Voices', 'The mood of voices, one vote a minute. The microphone is closed while this is off.'],
    gender: ['Gender', 'As perceived. Takes its share of the budget from the moods.'],
    feedback: ['Feedback', 'Taps of visitors. Takes its share of the budget from the moods.'],
    hours: 'When the room is sensed',
    from: 'From',
    to: 'To',
    zone: 'Time zone',
    password: 'Your password, once more',
    passwordHint: 'Whoever changes these settings decides over other people. The change is written into the audit log.',
    save: 'Change',
    saved: 'Changed.',
    noticeOld:
      'The notice at the door no longer says all. Nothing is sensed until the new one is posted and confirmed.',
  },
  access: {
    title: 'Access',
    password: 'Your password',
    current: 'Current password',
    next: 'New password',
    change: 'Change',
    changed: 'Changed. All your other sessions have ended.',
    sessions: 'Sessions',
    name: 'Name',
    since: 'Since',
    seen: 'Last seen',
    end: 'End',
    thisOne: 'this one',
    users: 'Users',
    role: 'Role',
    roles: { admin: 'admin', viewer: 'viewer' },
    roleTexts: { viewer: 'Viewer: sees the room, changes nothing', admin: 'Admin: may change everything' },
    madeOn: (date: string) => `since ${date}`,
    remove: 'Remove',
    really: 'Really remove?',
    add: 'Add a user',
    addUser: 'Add',
    firstPassword: 'First password',
    audit: 'Audit log',
    reload: 'Load again',
    export: 'Save as JSON',
    when: 'When',
    act: 'Act',
    who: 'Who',
    from: 'From',
    chainIntact: (count: number) => `The chain of ${count} lines is whole: none was changed or taken out.`,
    chainBroken: (line: number) => `The chain is broken at line ${line}: somebody has changed the log.`,
    acts: {
      claimed: 'claimed the device',
      'claim-refused': 'wrong claim code',
      'signed-in': 'signed in',
      'signed-out': 'signed out',
      'sign-in-refused': 'wrong name or password',
      'password-changed': 'changed the password',
      'user-created': 'added a user',
      'user-removed': 'removed a user',
      'session-ended': 'ended a session',
      'context-declared': 'declared the place',
      'notice-confirmed': 'confirmed the notice',
      'privacy-changed': 'changed the privacy settings',
      'preview-on': 'switched the preview on',
      'preview-off': 'switched the preview off',
    } as Readonly<Record<string, string>>,
  },
  about: {
    link: 'About this device',
    title: 'About this device',
    paragraphs: [
      'This device tells how a room feels, without telling on anyone in it.',
      'Pictures and voices are looked at on the device itself and are gone within seconds. Nothing of them is stored or sent. Nobody is identified.',
      'Only figures for a group leave the device, at intervals, with random noise added. Small groups are never told of.',
    ],
    contactTitle: 'Questions, objections, and flaws that you have found',
    contact: 'Ask whoever runs this room. Their name stands on the notice at the door.',
    back: 'Back',
  },
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
