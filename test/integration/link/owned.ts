// Things that a test starts and that end with it, last first.
import { afterEach } from 'vitest';

/** Call it at the top of a test file; what the returned function is given ends after each test. */
export function ownedThings(): <T>(thing: T, end: (thing: T) => Promise<unknown>) => T {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return (thing, end) => {
    ends.push(() => end(thing));
    return thing;
  };
}
