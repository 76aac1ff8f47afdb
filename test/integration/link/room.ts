// What link stands between in a test: a mosquitto, a double of sense, and a consumer that misses nothing.
import { deviceFilter } from '../../../shared/topics.ts';
import { Consumer } from './consumer.ts';
import { IDENTITY, makeFolders } from './link-child.ts';
import { freePort, Mosquitto } from './mosquitto.ts';
import type { ownedThings } from './owned.ts';
import { SenseDouble } from './sense-double.ts';

/** All of it runs, and ends with the test. */
export async function startRoom(owned: ReturnType<typeof ownedThings>) {
  const mosquitto = owned(new Mosquitto(await freePort()), (broker) => broker.remove());
  await mosquitto.start();
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  const sense = owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const consumer = owned(await Consumer.open(mosquitto.url, deviceFilter(IDENTITY)), (own) => own.close());
  return { mosquitto, folders, sense, consumer };
}
