import { expect, it } from 'vitest';
import { Lifecycle, type Service } from '../../../device/runtime/lifecycle.ts';

function recorded(name: string, events: string[], failing?: 'start' | 'stop'): Service {
  const step = async (kind: 'start' | 'stop') => {
    events.push(`${kind} ${name}`);
    if (kind === failing) throw new Error(`${name} cannot ${kind}`);
  };
  return { name, start: () => step('start'), stop: () => step('stop') };
}

const never = new AbortController().signal;

it('starts in order and stops in reverse, once', async () => {
  const events: string[] = [];
  const lifecycle = new Lifecycle([recorded('a', events), recorded('b', events)]);
  await lifecycle.start(never);
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
});

it('stops what it started, the failed one too, when a start fails', async () => {
  const events: string[] = [];
  const lifecycle = new Lifecycle([recorded('a', events), recorded('b', events, 'start'), recorded('c', events)]);
  await expect(lifecycle.start(never)).rejects.toThrow('b cannot start');
  expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
});

it('stops the others although one fails to stop, and says which', async () => {
  const events: string[] = [];
  const failed: string[] = [];
  const lifecycle = new Lifecycle([recorded('a', events), recorded('b', events, 'stop')], (name) => failed.push(name));
  await lifecycle.start(never);
  await lifecycle.stop();
  expect(events.at(-1)).toBe('stop a');
  expect(failed).toEqual(['b']);
});

it('starts nothing more once it is told to end', async () => {
  const events: string[] = [];
  const ending = new AbortController();
  const ends: Service = { name: 'ends', start: async () => ending.abort(), stop: async () => {} };
  await expect(new Lifecycle([ends, recorded('b', events)]).start(ending.signal)).rejects.toThrow();
  expect(events).toEqual([]);
});
