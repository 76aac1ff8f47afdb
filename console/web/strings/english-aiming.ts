// The English words for aiming the camera.
export const englishAiming = {
  aiming: {
    title: 'Aim the camera',
    open: 'Aim it again',
    text:
      'For five minutes you see the whole picture, to turn the camera so that it sees faces. Nothing is counted and ' +
      'nothing is kept meanwhile. The notice in the room says so, and the audit log keeps who did it and why.',
    setUpText:
      'For five minutes you see the whole picture, to turn the camera so that it sees faces. Nothing is kept, and the ' +
      'notice says so meanwhile.',
    reason: 'Why do you need the whole picture?',
    reasonHint: 'In a few words, such as: the camera was moved by the cleaners.',
    password: 'Your password, once more',
    begin: 'Show the whole picture',
    end: 'End now',
    mark: 'Whole picture, nothing is counted',
    left: (time: string) => `ends in ${time}`,
    connecting: 'The camera is being opened …',
    full: 'Two people are watching already.',
    seen: (count: number, smallestPx: number | null) =>
      smallestPx === null ? 'faces seen: 0' : `faces seen: ${count}, smallest ${smallestPx} px`,
    small: (px: number) =>
      `Faces under about ${px} px are counted, but their mood cannot be read. Move the camera closer.`,
    forViewers: 'An admin is aiming the camera. Nothing is counted meanwhile.',
  },
} as const;
