import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { credentialsOf, testOf } from '../../../console/web/state/broker-check.ts';
import {
  changesOf,
  draftOf,
  fieldsOf,
  readDraft,
  readField,
  type Settings,
} from '../../../console/web/state/schema-form.ts';
import { configurationSchema, DEFAULT_CONFIGURATION } from '../../../shared/link-configuration.ts';

const fields = fieldsOf(z.toJSONSchema(configurationSchema));
const field = (key: string) => {
  const found = fields.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no field ${key}`);
  return found;
};

describe('a form made from the schema of the configuration', () => {
  it('has a field for each key, with a title, a meaning, and a kind that it can show', () => {
    expect(fields.map(({ key }) => key)).toEqual(Object.keys(DEFAULT_CONFIGURATION));
    for (const { key, title, description, kind } of fields) {
      expect([key, title !== key, description !== '', kind !== 'json']).toEqual([key, true, true, true]);
    }
    expect(field('brokerUrl')).toMatchObject({ kind: 'text', isNullable: true, length: 300 });
    expect(field('keepAliveSeconds')).toMatchObject({ kind: 'number', min: 10, max: 600, needsRestart: false });
    expect(field('publicationSpreadSeconds')).toMatchObject({ needsRestart: true });
    expect(field('logLevel')).toMatchObject({ kind: 'choice', choices: ['error', 'warn', 'info', 'debug'] });
  });

  it('reads back what it shows, so that nothing changes that nobody changed', () => {
    const read = readDraft(fields, draftOf(fields, DEFAULT_CONFIGURATION));
    expect(read).toEqual({ values: DEFAULT_CONFIGURATION, faults: {} });
    expect(changesOf(DEFAULT_CONFIGURATION, read.values)).toEqual([]);
  });

  it('says what is wrong where it is wrong, and lets through only what the schema takes', () => {
    const seconds = field('keepAliveSeconds');
    expect(['', 'ten', '10.5', '9', '601', ' 10 '].map((typed) => readField(seconds, typed))).toEqual([
      { fault: 'needed' },
      { fault: 'number' },
      { fault: 'whole' },
      { fault: 'low' },
      { fault: 'high' },
      { value: 10 },
    ]);
    const schema = configurationSchema.shape.keepAliveSeconds;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (typed) => {
        const read = readField(seconds, typed);
        return 'fault' in read || schema.safeParse(read.value).success;
      }),
    );
  });

  it('tells a change by key, with what stood there before', () => {
    const after: Settings = { ...DEFAULT_CONFIGURATION, brokerUrl: 'mqtts://broker.example', logLevel: 'warn' };
    expect(changesOf(DEFAULT_CONFIGURATION, after)).toEqual([
      { key: 'brokerUrl', from: null, to: 'mqtts://broker.example' },
      { key: 'logLevel', from: 'info', to: 'warn' },
    ]);
  });
});

describe('what is typed of the broker', () => {
  it('sends only what differs from what is saved, and takes the password with its user', () => {
    expect(credentialsOf({ user: 'room', password: '' }, 'room')).toEqual({});
    expect(credentialsOf({ user: 'room', password: 'hush' }, null)).toEqual({ user: 'room', password: 'hush' });
    expect(credentialsOf({ user: '', password: '' }, 'room')).toEqual({ user: null, password: null });
    expect(testOf({ user: '', password: '', ca: 'PEM' }, null, ' mqtts://broker.example ')).toEqual({
      url: 'mqtts://broker.example',
      ca: 'PEM',
    });
  });
});
