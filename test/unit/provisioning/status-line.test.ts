import { describe, expect, it } from 'vitest';
import { StatusLine, statusWords } from '../../../provisioning/status-line.ts';
import type { LinkStatus } from '../../../shared/link-api.ts';

const status = (over: Partial<LinkStatus> = {}): LinkStatus => ({
  broker: { url: 'mqtt://127.0.0.1:1883', connected: true, protocol: '5', reason: null },
  outbox: { depth: 0, bytes: 0, oldestSeconds: 0, dropped: {} },
  windows: { published: 4, suppressed: 2, lastReason: 'cohort' },
  sense: null,
  ...over,
});

function written(isTTY: boolean) {
  const parts: string[] = [];
  return { parts, output: { isTTY, write: (text: string) => parts.push(text) } };
}

describe('the status line', () => {
  it('says what was published, what was not and why', () => {
    expect(statusWords(status())).toBe(
      'sense is starting · 4 windows published · 2 suppressed, last reason cohort · broker connected',
    );
  });

  it('says that the broker is away and how much waits', () => {
    const away = status({
      broker: { url: 'mqtt://127.0.0.1:1883', connected: false, protocol: '5', reason: 'connection refused' },
      outbox: { depth: 7, bytes: 900, oldestSeconds: 60, dropped: {} },
    });
    expect(statusWords(away)).toContain('broker away (connection refused), 7 waiting');
  });

  it('refreshes in place on a terminal and prints changes only elsewhere', () => {
    const terminal = written(true);
    const file = written(false);
    for (const { output } of [terminal, file]) {
      const line = new StatusLine(output, false);
      line.show(status());
      line.show(status());
    }
    expect(terminal.parts).toHaveLength(2);
    expect(terminal.parts[1]).toMatch(/^\r/);
    expect(file.parts).toHaveLength(1);
  });

  it('puts a warning above itself', () => {
    const { parts, output } = written(true);
    const line = new StatusLine(output, false);
    line.show(status());
    line.log('link', '{"level":40,"msg":"the broker refused the login"}');
    expect(parts.at(-1)).toMatch(/link warning: the broker refused the login\n.*windows published/);
  });

  it('speaks one JSON object a line when asked to', () => {
    const { parts, output } = written(false);
    const line = new StatusLine(output, true);
    line.say('started', 'words', { console: 'https://127.0.0.1:8443' });
    line.show(status());
    line.log('sense', 'not json');
    expect(parts.map((part) => JSON.parse(part).type)).toEqual(['started', 'status', 'log']);
  });
});
