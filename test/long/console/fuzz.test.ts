import { afterAll, beforeAll, describe, it } from 'vitest';
import { demoRoom } from '../../fixtures/console/claimed-console.ts';
import { FakeRoom } from '../../fixtures/console/fake-room.ts';
import { fuzzConsole } from '../../fixtures/console/fuzz-console.ts';
import { type InjectedConsole, injectConsole } from '../../fixtures/console/injected-console.ts';

describe('a long fuzz', () => {
  let device: InjectedConsole;
  let room: FakeRoom;
  beforeAll(async () => {
    device = await injectConsole();
    room = new FakeRoom(device.folders.run, demoRoom());
    await room.start();
    await device.claim();
  });
  afterAll(async () => {
    await device.stop();
    await room.stop();
  });

  it('C11: 10,000 random requests give no 5xx and no crash', () => fuzzConsole(device, 10_000));
});
