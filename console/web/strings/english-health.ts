// The English words of the health page's further cards, and of the logs.

/** What is wrong, and what to do about it. */
const advice = (title: string, todo: string): readonly [string, string] => [title, todo];

export const englishHealth = {
  device: {
    title: 'Device',
    temperature: 'Temperature',
    disk: 'Disk',
    free: (megabytes: number) =>
      megabytes >= 10_000 ? `${Math.round(megabytes / 1_024)} GB free` : `${megabytes} MB free`,
    unknown: 'not known',
    clock: 'Clock',
    clocks: {
      synced: 'set by a time server',
      floor: 'plausible, not set by a time server',
      unknown: 'not trusted',
    },
    certificate: 'Certificate for the broker',
    certificateDays: (days: number) => `valid for ${days} days`,
    noCertificate: 'none in use',
    software: 'Software',
    version: (roomtone: string) => `Roomtone ${roomtone}`,
    updates: {
      'not-set-up': 'Nothing looks for updates: install a new version by hand.',
    },
    uptime: 'Running for',
    reconnects: 'Connections to the broker',
    problems: {
      hot: (name: string, degrees: number) =>
        advice(
          `${name} is at ${degrees} °C.`,
          'Give it air or a heat sink, and keep it out of the sun. Above 75 °C it looks less often before anything stops.',
        ),
      disk: (megabytes: number) =>
        advice(
          `Only ${megabytes} MB are free on the disk.`,
          'Windows soon wait in memory alone. Make room, or take a larger card.',
        ),
      clock: [
        'The clock is not trusted.',
        'Windows are held back until it is. Let the device reach a time server, or set its clock.',
      ],
      certificate: (days: number) =>
        advice(
          days < 0
            ? 'The certificate for the broker has expired.'
            : `The certificate for the broker ends in ${days} days.`,
          'Get a new one from whoever runs the broker, and save it on the page Configuration.',
        ),
      outboxDegraded: [
        'The disk refuses: windows wait in memory alone.',
        'Check that the disk is neither full nor read-only. A restart now would lose what waits.',
      ],
      configurationDegraded: [
        'The configuration is not on the disk.',
        'What holds now is gone at the next start. Check that the disk is neither full nor read-only.',
      ],
    },
  },
  modelCards: {
    title: 'Models',
    none: 'No model is installed.',
    tasks: {
      'face-detector': 'Finds faces',
      'face-emotion': 'Reads the mood of faces',
      gender: 'Gender, as perceived',
      'speech-emotion': 'Reads the mood of voices',
      fusion: 'Joins faces and voices',
      'voice-activity': 'Hears that somebody speaks',
    },
    idle: 'not loaded now',
    runs: (provider: string, precision: string) => `runs on ${provider}, ${precision}`,
    digest: 'Digest',
    origin: 'Comes from',
    refused: (provider: string, reason: string) => `Not on ${provider}: ${reason}`,
    figure: (name: string, value: number, unit: string, data: string) => `${name}: ${value} ${unit} (${data})`,
    noFigures: 'Its manifest holds no figures.',
  },
  logs: {
    link: 'Read the logs',
    bundle: 'Support bundle, on the page Access',
    title: 'Logs',
    back: 'Back to health',
    program: 'Program',
    programs: { sense: 'sense: sees and hears', link: 'link: sends', console: 'console: these pages' },
    level: 'At least',
    levels: { error: 'errors', warn: 'warnings', info: 'notes', debug: 'everything' },
    search: 'Search',
    follow: 'Follow',
    none: 'No line fits. A program that runs well says little.',
    missed: (count: number) => `${count} lines came too fast and are not shown.`,
    unavailable: 'The log is not to be had: this program does not answer.',
    label: 'Lines of the log, newest last',
    explain: 'The newest lines, kept in memory. Nothing of people is in them.',
  },
} as const;
