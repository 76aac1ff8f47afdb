import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceSchema } from '../../../shared/sentence.ts';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';

describe('say a sentence', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
    await claimDevice(bench);
  });
  afterAll(() => bench.stop());

  it('C6: is told to an admin, by the contract, and to nobody who is not signed in', async () => {
    expect((await new ApiClient(bench.console.url).send('POST', '/api/sentence')).status).toBe(401);
    const answer = await bench.admin.send('POST', '/api/sentence');
    expect(answer.status).toBe(200);
    const { utterances } = sentenceSchema.parse(JSON.parse(answer.text));
    expect(utterances.map(({ verdict }) => verdict)).toEqual(['read', 'noisy']);
  });

  it('C13: stands in the audit log, without a figure of it', async () => {
    const { text } = await bench.admin.send('GET', '/api/audit');
    expect(text).toContain('sentence-tried');
    expect(text).not.toContain('0.62');
  });
});
