// A form made from a JSON Schema: its fields, what is wrong with what was typed, and what it would change. Pure.

/** A value as JSON knows it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Settings = Readonly<Record<string, Json>>;

export interface Field {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'switch' | 'choice' | 'number' | 'text' | 'json';
  readonly choices: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
  /** Longest text. */
  readonly length: number | null;
  /** An empty field means null. */
  readonly isNullable: boolean;
  readonly needsRestart: boolean;
  /** A fleet manager may change it too. */
  readonly isRemote: boolean;
}

/** What is typed, by key: text, or the state of a switch. */
export type Draft = Readonly<Record<string, string | boolean>>;

export type Fault = 'number' | 'whole' | 'low' | 'high' | 'needed' | 'long' | 'json';

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly title?: string;
  readonly description?: string;
  readonly restart?: boolean;
  readonly remote?: boolean;
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
}

/** In the order of the schema. */
export function fieldsOf(schema: unknown): readonly Field[] {
  const { properties = {} } = schema as Node;
  return Object.entries(properties).map(([key, node]) => fieldOf(key, node));
}

function fieldOf(key: string, node: Node): Field {
  const branches = node.anyOf ?? [node];
  const value = branches.find(({ type }) => type !== 'null') ?? node;
  return {
    key,
    title: node.title ?? key,
    description: node.description ?? '',
    kind: kindOf(value),
    choices: value.enum ?? [],
    min: value.minimum ?? null,
    max: value.maximum ?? null,
    length: value.maxLength ?? null,
    isNullable: branches.some(({ type }) => type === 'null'),
    needsRestart: node.restart === true,
    isRemote: node.remote === true,
  };
}

function kindOf({ type, enum: choices }: Node): Field['kind'] {
  if (choices !== undefined) return 'choice';
  if (type === 'boolean') return 'switch';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' || type === undefined ? 'text' : 'json';
}

export function draftOf(fields: readonly Field[], settings: Settings): Draft {
  return Object.fromEntries(fields.map((field) => [field.key, typedOf(field, settings[field.key] ?? null)]));
}

function typedOf({ kind }: Field, value: Json): string | boolean {
  if (kind === 'switch') return value === true;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export interface ReadDraft {
  readonly values: Settings;
  readonly faults: Readonly<Record<string, Fault>>;
}

/** What was typed, as values; a field with a fault has none. */
export function readDraft(fields: readonly Field[], draft: Draft): ReadDraft {
  const values: Record<string, Json> = {};
  const faults: Record<string, Fault> = {};
  for (const field of fields) {
    const read = readField(field, draft[field.key] ?? '');
    if ('fault' in read) faults[field.key] = read.fault;
    else values[field.key] = read.value;
  }
  return { values, faults };
}

type ReadField = { readonly value: Json } | { readonly fault: Fault };

export function readField(field: Field, typed: string | boolean): ReadField {
  if (typeof typed === 'boolean') return { value: typed };
  const text = typed.trim();
  if (text === '') return field.isNullable ? { value: null } : { fault: 'needed' };
  if (field.kind === 'number') return readNumber(field, text);
  if (field.kind === 'json') return readJson(text);
  return field.length !== null && text.length > field.length ? { fault: 'long' } : { value: text };
}

function readNumber({ min, max }: Field, text: string): ReadField {
  const value = Number(text);
  if (!Number.isFinite(value)) return { fault: 'number' };
  if (!Number.isInteger(value)) return { fault: 'whole' };
  if (min !== null && value < min) return { fault: 'low' };
  return max !== null && value > max ? { fault: 'high' } : { value };
}

function readJson(text: string): ReadField {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { fault: 'json' };
  }
}

export interface SettingChange {
  readonly key: string;
  readonly from: Json;
  readonly to: Json;
}

/** The keys of `after` that differ from `before`. */
export function changesOf(before: Settings, after: Settings): readonly SettingChange[] {
  return Object.entries(after)
    .map(([key, to]) => ({ key, from: before[key] ?? null, to }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
